/* desk/peer_card: the promised key takes over in its place in the line, and nothing is lost or refused on the
 * way; what the old key signs after that is. */
#include "desk/peer_internal.h"
#include "pair_fixture.h"

static void roll(struct pair *p, int i)
{
    pair_ok(p, peer_roll(p->sides[i].desk, 1, STR(""), NULL, &p->fault));
}

/* Side i's card is this one at both desks, and all it sent is there. */
static void assert_card(struct pair *p, int i, uint32_t number)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct peer ours = pair_load(p, i, &arena), theirs = pair_load(p, 1 - i, &arena);
    assert_int_equal(ours.line.our_card, number);
    assert_int_equal(theirs.line.their_card, number);
    assert_int_equal(ours.line.sent.sequence, theirs.line.received.sequence);
    assert_int_equal(ours.line.sent.sequence, ours.line.receipted);
    assert_memory_equal(theirs.card.messages, desk_keys(p->sides[i].desk)->current[KEEPER_MESSAGES],
                        PUBLIC_BYTES);
    assert_memory_equal(theirs.card.sealing, desk_keys(p->sides[i].desk)->current[KEEPER_SEALING],
                        PUBLIC_BYTES);
    assert_int_equal(pair_number(p, 1 - i, "sim/rejected"), -1);
    assert_int_equal(pair_alarms(p, 0, NULL) + pair_alarms(p, 1, NULL), 0);
    arena_release(&arena);
}

static void the_promised_key_takes_over_between_messages_under_way(void **state)
{
    struct pair *p = *state;
    struct buf lost;
    bool worth;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "numbered before, and lost on the way");
    buf_init(&lost, 5 << 20);
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &lost, &worth, &p->fault));
    buf_release(&lost);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "released before, numbered after");
    pair_write(p, 1, (struct draft){.kind = KIND_SIGHTING}, "crosses it");
    roll(p, 0);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "after");
    pair_settle(p);
    assert_card(p, 0, 1);
    p->now += (time_ms)25 * 3600 * 1000;
    pair_settle(p);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(pair_load(p, 0, &arena).cut, 1);
    assert_int_equal(pair_load(p, 1, &arena).cut, 1);
    arena_release(&arena);
}

static void both_roll_at_once_and_again(void **state)
{
    struct pair *p = *state;
    for (uint32_t round = 1; round <= 3; round++) {
        roll(p, 0);
        roll(p, 1);
        pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "on");
        pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "and on");
        pair_settle(p);
        assert_card(p, 0, round);
        assert_card(p, 1, round);
    }
}

static void a_full_window_does_not_hold_a_rollover_back(void **state)
{
    struct pair *p = *state;
    struct buf body;
    bool worth;
    for (int i = 0; i < 300; i++)
        pair_write(p, 0, (struct draft){.kind = KIND_SIGHTING}, "many");
    buf_init(&body, 5 << 20);
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &body, &worth, &p->fault));
    buf_release(&body);
    roll(p, 0);
    pair_settle(p);
    assert_card(p, 0, 1);
}

static void one_that_was_cut_off_is_completed(void **state)
{
    struct pair *p = *state;
    pair_ok(p, desk_roll_key(p->sides[0].desk, KEEPER_SEALING, &p->fault));
    pair_ok(p, desk_roll_key(p->sides[0].desk, KEEPER_MESSAGES, &p->fault));
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "after");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "theirs");
    pair_settle(p);
    assert_card(p, 0, 1);
}

static void a_second_waits_for_the_receipt_of_the_first(void **state)
{
    struct pair *p = *state;
    roll(p, 0);
    assert_int_equal(peer_roll(p->sides[0].desk, 1, STR(""), NULL, &p->fault), ERR_REFUSED);
    pair_settle(p);
    roll(p, 0);
    pair_settle(p);
    assert_card(p, 0, 2);
}

static void an_agreement_proposed_before_is_in_force_after(void **state)
{
    struct pair *p = *state;
    unsigned char signatures[2][SIGNATURE_BYTES];
    struct arena arena;
    struct buf text;
    arena_init(&arena, 1 << 20);
    buf_init(&text, 4096);
    struct peer peer = pair_load(p, 1, &arena);
    peer.agreement.number++;
    agreement_write(&text, &peer.agreement);
    for (int i = 0; i < 2; i++)
        pair_ok(p,
                peer_sign(p->sides[i].desk, STATEMENT_AGREEMENT, buf_str(&text), signatures[i], &p->fault));
    roll(p, 0);
    pair_settle(p);
    peer = pair_load(p, 1, &arena);
    pair_ok(p, desk_begin(p->sides[1].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_agree(p->sides[1].desk, &peer, buf_str(&text), signatures[1], signatures[0], &p->fault));
    desk_rollback(p->sides[1].desk);
    buf_release(&text);
    arena_release(&arena);
}

/* A message of the next number, under card 0, signed with the key before. */
static void the_old_key_signs_nothing_after_its_rollover(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf header_bytes, body;
    unsigned char signature[SIGNATURE_BYTES];
    struct header header = {.kind = KIND_TIP, .message = 90, .written = p->now, .sent = p->now};
    roll(p, 0);
    pair_settle(p);
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 0, &arena);
    assert_true(track_next(&peer.line, &header));
    header.sender_card = 0;
    buf_init(&header_bytes, HEADER_BYTES);
    buf_init(&body, 1 << 20);
    header_write(&header_bytes, &header);
    pair_ok(p, peer_sign_with(p->sides[0].desk, SIGNING_BEFORE, STATEMENT_MESSAGE, buf_str(&header_bytes),
                              signature, &p->fault));
    struct message message = {buf_str(&header_bytes), {(char *)signature, sizeof signature}, {0}};
    body_begin(&body, &header.sender, &header.recipient);
    size_t opened = body_open(&body, FRAME_MESSAGE);
    message_write(&body, &message);
    body_close(&body, opened);
    int64_t channel;
    pair_ok(p, peer_incoming(p->sides[1].desk, buf_str(&body), &channel, &p->sides[1].view, &p->fault));
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_CARD);
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, peer.line.sent.sequence);
    buf_release(&body);
    buf_release(&header_bytes);
    arena_release(&arena);
}

/* A card of a key that was not promised: the keeper rolled twice. */
static void a_key_that_was_not_promised_does_not_take_over(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    pair_ok(p, desk_roll_key(p->sides[0].desk, KEEPER_MESSAGES, &p->fault));
    pair_ok(p, desk_roll_key(p->sides[0].desk, KEEPER_MESSAGES, &p->fault));
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "under a key that nobody knows");
    pair_send(p, 0, true);
    assert_int_equal(pair_load(p, 0, &arena).line.our_card, 1);
    assert_int_equal(pair_load(p, 1, &arena).line.their_card, 0);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_CARD);
    arena_release(&arena);
}

/* As where a daemon completes a rollover that a command was about to complete. */
static void a_card_that_says_nothing_new_is_not_made(void **state)
{
    struct pair *p = *state;
    struct desk *desk = p->sides[0].desk;
    struct digest tls = {{0}};
    const char *addresses[] = {"localhost:7000", "", "localhost:7001"};
    for (size_t i = 0; i < 3; i++) {
        pair_ok(p, desk_begin(desk, ACTOR_DESK, &p->fault));
        pair_ok(p, peer_make_card(desk, str_of(addresses[i]), &tls, &p->fault));
        pair_ok(p, desk_commit(desk, &p->fault));
        pair_settle(p);
        assert_card(p, 0, i == 2);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_promised_key_takes_over_between_messages_under_way),
        TEST(both_roll_at_once_and_again),
        TEST(a_full_window_does_not_hold_a_rollover_back),
        TEST(one_that_was_cut_off_is_completed),
        TEST(a_second_waits_for_the_receipt_of_the_first),
        TEST(an_agreement_proposed_before_is_in_force_after),
        TEST(the_old_key_signs_nothing_after_its_rollover),
        TEST(a_key_that_was_not_promised_does_not_take_over),
        TEST(a_card_that_says_nothing_new_is_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
