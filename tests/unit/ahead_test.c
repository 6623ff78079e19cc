/* A body made while the one before it is out: when it may go, and what becomes of it. */
#include "desk/contact.h"
#include "pair_fixture.h"

/* One side turns to the other with bodies of one message. */
struct turn {
    struct pair *p;
    struct contact contact;
    struct buf out, answer, next;
};

/* A body goes out, of what there is to say. */
static void go(struct turn *turn)
{
    struct side_fixture *from = &turn->p->sides[0];
    bool due = false;
    buf_clear(&turn->out);
    pair_ok(turn->p, contact_begin(from->desk, from->channel, &turn->contact, turn->p->now, &turn->out, &due,
                                   &turn->p->fault));
    assert_true(due);
    contact_out(&turn->contact, buf_str(&turn->out), turn->p->now);
}

static void end(struct turn *turn)
{
    buf_release(&turn->out);
    buf_release(&turn->answer);
    buf_release(&turn->next);
}

static bool make_ahead(struct turn *turn)
{
    struct side_fixture *from = &turn->p->sides[0];
    bool made = false;
    pair_ok(turn->p, contact_ahead(from->desk, from->channel, &turn->contact, turn->p->now, &turn->next,
                                   &made, &turn->p->fault));
    return made;
}

/* The counterpart takes a body in and answers. */
static void come(struct turn *turn, const struct buf *body)
{
    struct side_fixture *to = &turn->p->sides[1];
    int64_t channel;
    bool worth;
    buf_clear(&turn->answer);
    if (body)
        pair_ok(turn->p, peer_incoming(to->desk, buf_str(body), &channel, &to->view, &turn->p->fault));
    pair_ok(turn->p, peer_outgoing(to->desk, to->channel, &to->view, &turn->answer, &worth, &turn->p->fault));
}

static bool follows(struct turn *turn)
{
    struct side_fixture *from = &turn->p->sides[0];
    bool follows = false;
    pair_ok(turn->p, contact_follows(from->desk, from->channel, &turn->contact, buf_str(&turn->answer),
                                     turn->p->now, &follows, &turn->p->fault));
    return follows;
}

static void take_answer(struct turn *turn)
{
    struct side_fixture *from = &turn->p->sides[0];
    pair_ok(turn->p, contact_answered(from->desk, from->channel, &turn->contact, buf_str(&turn->answer),
                                      turn->p->now, 0, &turn->p->fault));
}

/* The first exchange tells where the counterpart stands; the second body is out. */
static void begin(struct turn *turn, struct pair *p)
{
    *turn = (struct turn){.p = p, .contact.at_most = 1};
    buf_init(&turn->out, 5 << 20);
    buf_init(&turn->answer, 5 << 20);
    buf_init(&turn->next, 5 << 20);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he is at the border");
    go(turn);
    come(turn, &turn->out);
    contact_in(&turn->contact);
    take_answer(turn);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "now he is across");
    go(turn);
}

static uint64_t receipted(struct pair *p)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    uint64_t sequence = pair_load(p, 0, &arena).line.receipted;
    arena_release(&arena);
    return sequence;
}

static void nothing_is_made_ahead_where_nothing_waits(void **state)
{
    struct turn turn;
    begin(&turn, *state);
    assert_false(make_ahead(&turn));
    end(&turn);
}

static void the_next_body_goes_before_the_answer_is_taken_in(void **state)
{
    struct pair *p = *state;
    struct turn turn;
    begin(&turn, p);
    uint64_t before = receipted(p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he takes the train");
    assert_true(make_ahead(&turn));
    come(&turn, &turn.out);
    assert_true(follows(&turn));
    contact_out(&turn.contact, buf_str(&turn.next), p->now);
    struct buf first = turn.answer;
    buf_init(&turn.answer, 5 << 20);
    come(&turn, &turn.next);
    struct buf second = turn.answer;
    turn.answer = first;
    take_answer(&turn);
    assert_int_equal(receipted(p), before + 1);
    buf_release(&turn.answer);
    turn.answer = second;
    take_answer(&turn);
    assert_int_equal(receipted(p), before + 2);
    end(&turn);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), -1);
    assert_true(pair_verifies(p));
}

static void it_stays_where_what_stands_before_it_did_not_come(void **state)
{
    struct pair *p = *state;
    struct turn turn;
    begin(&turn, p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he takes the train");
    assert_true(make_ahead(&turn));
    come(&turn, NULL);
    assert_false(follows(&turn));
    end(&turn);
    /* It was made of what is stored: the next exchanges say it. */
    pair_settle(p);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), -1);
    assert_true(pair_verifies(p));
}

static void it_stays_after_a_long_wait(void **state)
{
    struct pair *p = *state;
    struct turn turn;
    begin(&turn, p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he takes the train");
    assert_true(make_ahead(&turn));
    come(&turn, &turn.out);
    p->now += 2000;
    assert_false(follows(&turn));
    end(&turn);
}

static void it_stays_where_the_key_it_is_sealed_to_was_stolen(void **state)
{
    struct pair *p = *state;
    struct turn turn;
    struct arena arena;
    size_t count;
    begin(&turn, p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he takes the train");
    assert_true(make_ahead(&turn));
    come(&turn, &turn.out);
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 0, &arena);
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_revoke(p->sides[0].desk, &peer, peer.line.their_card, p->now, STR("stolen"), &count,
                           &p->fault));
    pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    arena_release(&arena);
    assert_false(follows(&turn));
    end(&turn);
}

/* What goes with the message that stands in the body made ahead. */
static void it_stays_after(struct pair *p, void (*change)(struct pair *p, uint64_t number))
{
    struct turn turn;
    begin(&turn, p);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he takes the train");
    assert_true(make_ahead(&turn));
    come(&turn, &turn.out);
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    change(p, number);
    pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    assert_false(follows(&turn));
    end(&turn);
    /* The counterpart learns no more than that there was something. */
    pair_settle(p);
    pair_state(p, 1, DIRECTION_RECEIVED, number, "withdrawn");
    assert_int_equal(pair_number(p, 1, "sim/rejected"), -1);
}

static void withdraw(struct pair *p, uint64_t number)
{
    pair_ok(p, peer_withdraw(p->sides[0].desk, p->sides[0].channel, number, &p->fault));
}

static void hold(struct pair *p, uint64_t number)
{
    pair_ok(p, peer_hold(p->sides[0].desk, p->sides[0].channel, number, &p->fault));
}

static void lower(struct pair *p, uint64_t number)
{
    struct arena arena;
    (void)number;
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 0, &arena);
    pair_ok(p, peer_lower(p->sides[0].desk, &peer, LEVEL_SUSPENDED, &p->fault));
    arena_release(&arena);
}

static void it_stays_where_a_message_in_it_was_taken_back(void **state)
{
    it_stays_after(*state, withdraw);
}

static void it_stays_where_a_message_in_it_was_held_again(void **state)
{
    it_stays_after(*state, hold);
}

static void it_stays_where_the_level_was_lowered(void **state)
{
    it_stays_after(*state, lower);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {TEST(nothing_is_made_ahead_where_nothing_waits),
                                       TEST(the_next_body_goes_before_the_answer_is_taken_in),
                                       TEST(it_stays_where_what_stands_before_it_did_not_come),
                                       TEST(it_stays_after_a_long_wait),
                                       TEST(it_stays_where_the_key_it_is_sealed_to_was_stolen),
                                       TEST(it_stays_where_a_message_in_it_was_taken_back),
                                       TEST(it_stays_where_a_message_in_it_was_held_again),
                                       TEST(it_stays_where_the_level_was_lowered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
