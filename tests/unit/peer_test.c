/* desk/peer: a message and its receipt, one effect a message, tombstones, levels, cuts. */
#include "pair_fixture.h"
#include "store/internal.h"

/* What side i knows of as open, that it asked (ours) or was asked. */
static int64_t open_owed(struct pair *p, int i, bool ours)
{
    struct query q;
    int64_t n = 0;
    query_open(&q, desk_store(p->sides[i].desk), "sim/open_count", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    query_int(&q, "ours", ours);
    pair_ok(p, query_one(&q, 0, &n));
    return n;
}

static void a_tip_gets_its_receipt_and_a_cosignature(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "about him");
    pair_state(p, 0, 1, number, "queued");
    assert_true(pair_send(p, 0, false));
    pair_state(p, 0, 1, number, "sent");
    pair_state(p, 1, 2, number, "received");
    assert_true(pair_send(p, 1, false));
    pair_state(p, 0, 1, number, "receipted");
    assert_int_equal(pair_load(p, 0, &arena).countersigned, 1);
    pair_settle(p);
    assert_int_equal(pair_load(p, 1, &arena).countersigned, 1);
    assert_int_equal(pair_settle(p), 0);
    arena_release(&arena);
}

static void a_body_that_comes_twice_has_one_effect(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf body;
    bool worth;
    int64_t channel;
    arena_init(&arena, 1 << 20);
    buf_init(&body, 5 << 20);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_REQUEST}, "who is he");
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &body, &worth, &p->fault));
    for (int i = 0; i < 3; i++)
        pair_ok(p, peer_incoming(p->sides[1].desk, buf_str(&body), &channel, &p->sides[1].view, &p->fault));
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, 1);
    assert_true(pair_send(p, 1, false));
    pair_state(p, 0, 1, number, "receipted");
    buf_release(&body);
    arena_release(&arena);
}

static void many_messages_pass_in_batches(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 300; i++)
        pair_write(p, i % 3 == 0, (struct draft){.kind = KIND_SIGHTING, .urgent = i % 7 == 0}, "seen");
    assert_true(pair_settle(p) < 20);
    assert_int_equal(pair_load(p, 0, &arena).line.receipted, 200);
    assert_int_equal(pair_load(p, 1, &arena).line.receipted, 100);
    assert_int_equal(pair_load(p, 0, &arena).countersigned, 300);
    arena_release(&arena);
}

static void what_is_withdrawn_leaves_a_tombstone(void **state)
{
    struct pair *p = *state;
    struct buf body;
    bool worth;
    buf_init(&body, 5 << 20);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "wrong");
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &body, &worth, &p->fault));
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_withdraw(p->sides[0].desk, p->sides[0].channel, number, &p->fault));
    pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    pair_settle(p);
    pair_state(p, 1, 2, number, "withdrawn");
    pair_state(p, 0, 1, number, "withdrawn");
    buf_release(&body);
}

static void what_waited_three_days_is_released_again(void **state)
{
    struct pair *p = *state;
    struct buf body;
    bool worth;
    buf_init(&body, 5 << 20);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "old");
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &body, &worth, &p->fault));
    p->now += (time_ms)73 * 3600 * 1000;
    pair_ok(p, peer_step(p->sides[0].desk, p->sides[0].channel, &p->fault));
    pair_state(p, 0, 1, number, "held");
    pair_settle(p);
    pair_state(p, 1, 2, number, "withdrawn");
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_release(p->sides[0].desk, p->sides[0].channel, number, &p->fault));
    pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    pair_settle(p);
    pair_state(p, 0, 1, number, "receipted");
    pair_state(p, 1, 2, number, "received");
    buf_release(&body);
}

static void a_stale_message_that_had_arrived_is_not_sent_again(void **state)
{
    struct pair *p = *state;
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "arrived");
    assert_true(pair_send(p, 0, false));
    p->now += (time_ms)73 * 3600 * 1000;
    pair_ok(p, peer_step(p->sides[0].desk, p->sides[0].channel, &p->fault));
    pair_state(p, 0, 1, number, "held");
    pair_settle(p);
    pair_state(p, 0, 1, number, "receipted");
    pair_state(p, 1, 2, number, "received");
}

static void a_suspended_channel_passes_corrections_only(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 1, &arena);
    pair_ok(p, desk_begin(p->sides[1].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_lower(p->sides[1].desk, &peer, LEVEL_SUSPENDED, &p->fault));
    pair_ok(p, desk_commit(p->sides[1].desk, &p->fault));
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).line.level, LEVEL_SUSPENDED);
    uint64_t tip = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "waits");
    uint64_t correction = pair_write(p, 0, (struct draft){.kind = KIND_CORRECTION}, "another man");
    pair_settle(p);
    pair_state(p, 0, 1, tip, "queued");
    pair_state(p, 0, 1, correction, "receipted");
    pair_agree(p, 2, LEVEL_OPEN);
    pair_settle(p);
    pair_state(p, 0, 1, tip, "receipted");
    arena_release(&arena);
}

/* Released, and perhaps numbered, while the counterpart could not be reached. */
static void what_waits_is_held_where_its_purpose_is_no_longer_agreed(void **state)
{
    struct pair *p = *state;
    struct buf lost;
    bool worth;
    uint64_t numbered = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "numbered");
    buf_init(&lost, 5 << 20);
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &lost, &worth, &p->fault));
    buf_release(&lost);
    uint64_t queued = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "queued");
    p->purposes = "customs";
    pair_agree(p, 2, LEVEL_OPEN);
    pair_state(p, 0, DIRECTION_SENT, numbered, "held");
    pair_state(p, 0, DIRECTION_SENT, queued, "held");
    pair_settle(p);
    pair_state(p, 1, DIRECTION_RECEIVED, numbered, "withdrawn");
    pair_state(p, 1, DIRECTION_RECEIVED, queued, "");
}

static void what_waits_goes_on_where_the_next_agreement_carries_it(void **state)
{
    struct pair *p = *state;
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "queued");
    p->purposes = "customs, terrorism";
    pair_agree(p, 2, LEVEL_OPEN);
    pair_settle(p);
    pair_state(p, 1, DIRECTION_RECEIVED, number, "received");
}

static void nothing_is_agreed_that_nobody_knows(void **state)
{
    (void)state;
    static const char *const kinds[] = {"all", "tip", "tip, nothing held", "tip, requests", "all, tip"};
    struct agreement agreement = {.handling = STR("amber"), .profile = STR("own")};
    for (int i = 0; i < 5; i++) {
        agreement.kinds = str_of(kinds[i]);
        assert_int_equal(peer_terms(&agreement, NULL), i < 3 ? ERR_OK : ERR_BAD_INPUT);
    }
    agreement.kinds = STR("all");
    agreement.handling = STR("ambre");
    assert_int_equal(peer_terms(&agreement, NULL), ERR_BAD_INPUT);
    agreement.handling = STR("amber");
    agreement.profile = STR("sirenes");
    assert_int_equal(peer_terms(&agreement, NULL), ERR_BAD_INPUT);
}

static void a_cut_is_signed_by_both_and_statistics_are_equal(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf texts[2];
    arena_init(&arena, 1 << 20);
    uint64_t request = pair_write(p, 0, (struct draft){.kind = KIND_REQUEST}, "who");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "him");
    pair_settle(p);
    p->now += 3600 * 1000;
    pair_write(p, 1, (struct draft){.kind = KIND_NEITHER, .whose = WHOSE_RECIPIENT, .about = request}, "-");
    pair_settle(p);
    p->now += (time_ms)25 * 3600 * 1000;
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).cut, 1);
    assert_int_equal(pair_load(p, 1, &arena).cut, 1);
    for (int i = 0; i < 2; i++) {
        struct peer peer = pair_load(p, i, &arena);
        buf_init(&texts[i], 1 << 16);
        pair_ok(p, peer_statistics(p->sides[i].desk, &peer, p->now, &texts[i], &p->fault));
    }
    assert_true(texts[0].n > 0 && str_equal(buf_str(&texts[0]), buf_str(&texts[1])));
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    arena_release(&arena);
}

static void a_request_is_answered_once_and_only_by_who_was_asked(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct decision decision;
    uint64_t number, request = pair_write(p, 0, (struct draft){.kind = KIND_REQUEST}, "who");
    struct draft draft = {
        .channel = p->sides[0].channel, .kind = KIND_ANSWERED, .whose = WHOSE_SENDER, .about = request};
    pair_settle(p);
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    event_text(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_text, STR("x"));
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    assert_int_equal(peer_draft(p->sides[0].desk, &draft, &decision, &number, &p->fault), ERR_REFUSED);
    desk_rollback(p->sides[0].desk);
    arena_release(&arena);
}

static void what_says_no_purpose_or_another_is_not_queued(void **state)
{
    struct pair *p = *state;
    static const char *const purposes[] = {NULL, "customs"};
    for (int i = 0; i < 2; i++) {
        struct arena arena;
        struct decision decision;
        struct draft draft = {.channel = p->sides[0].channel, .kind = KIND_TIP};
        uint64_t number;
        arena_init(&arena, 1 << 20);
        decision_init(&decision, &arena);
        struct event *content = event_add(&decision, EVENT_MESSAGE_DRAFTED);
        event_text(content, FIELD_text, STR("x"));
        if (purposes[i])
            event_text(content, FIELD_purpose, str_of(purposes[i]));
        pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
        assert_int_equal(peer_draft(p->sides[0].desk, &draft, &decision, &number, &p->fault), ERR_REFUSED);
        assert_non_null(strstr(p->fault.detail, purposes[i] ? "'customs'" : "what it is for"));
        desk_rollback(p->sides[0].desk);
        arena_release(&arena);
    }
}

/* South answers north's request: a part and an end, and then another end. */
static void a_second_end_is_refused_and_parts_leave_a_request_open(void **state)
{
    struct pair *p = *state;
    uint64_t request = pair_write(p, 0, (struct draft){.kind = KIND_REQUEST}, "who");
    struct draft answer = {.whose = WHOSE_RECIPIENT, .about = request};
    pair_settle(p);
    for (int parts = 0; parts < 2; parts++) {
        answer.kind = KIND_PART;
        pair_write(p, 1, answer, "in part");
        pair_settle(p);
        for (int i = 0; i < 2; i++)
            assert_int_equal(open_owed(p, i, i == 0), 1);
    }
    answer.kind = KIND_ANSWERED;
    pair_write(p, 1, answer, "the end");
    uint64_t second = pair_write(p, 1, answer, "and another");
    pair_settle(p);
    for (int i = 0; i < 2; i++)
        assert_int_equal(open_owed(p, i, i == 0), 0);
    pair_state(p, 1, 1, second, "refused");
}

static void the_owner_is_told_after_an_hour_and_the_supervisor_after_twelve_once(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "waits");
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "waits too");
    p->now += (time_ms)59 * 60 * 1000;
    pair_ok(p, peer_step(p->sides[0].desk, p->sides[0].channel, &p->fault));
    assert_int_equal(pair_load(p, 0, &arena).told, TOLD_NOBODY);
    p->now += (time_ms)2 * 60 * 1000;
    for (int i = 0; i < 3; i++)
        pair_ok(p, peer_step(p->sides[0].desk, p->sides[0].channel, &p->fault));
    assert_int_equal(pair_load(p, 0, &arena).told, TOLD_OWNER);
    p->now += (time_ms)11 * 3600 * 1000;
    pair_ok(p, peer_step(p->sides[0].desk, p->sides[0].channel, &p->fault));
    assert_int_equal(pair_load(p, 0, &arena).told, TOLD_SUPERVISOR);
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).told, TOLD_NOBODY);
    arena_release(&arena);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[4096];
    FILE *in = fopen(from, "re"), *out = fopen(to, "we");
    assert_true(in && out);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    fclose(in);
    fclose(out);
}

static void an_old_backup_put_back_says_so_and_gives_no_number_twice(void **state)
{
    struct pair *p = *state;
    struct side_fixture *north = &p->sides[0];
    char copy[128];
    struct arena arena;
    arena_init(&arena, 1 << 20);
    snprintf(copy, sizeof copy, "%s.copy", north->path);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    desk_close(north->desk);
    copy_file(north->path, copy);
    pair_ok(p, desk_open(north->path, &north->env, &north->desk, &p->fault));
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "lost by the backup");
    pair_settle(p);
    desk_close(north->desk);
    copy_file(copy, north->path);
    unlink(copy);
    pair_ok(p, desk_open(north->path, &north->env, &north->desk, &p->fault));
    pair_write(p, 1, (struct draft){.kind = KIND_SIGHTING}, "so that there is a contact");
    pair_send(p, 1, true);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "after");
    pair_send(p, 0, true);
    pair_state(p, 0, 1, number, "queued");
    struct query q;
    query_open(&q, desk_store(north->desk), "peer/alarm_known", &p->fault);
    query_int(&q, "channel", north->channel);
    query_text(&q, "alarm", STR("set back"));
    query_int(&q, "first", 2);
    assert_true(query_next(&q));
    pair_ok(p, query_close(&q));
    assert_int_equal(pair_load(p, 1, &arena).line.received.sequence, 2);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), -1);
    arena_release(&arena);
}

enum { STATEMENTS = 512, FEW = 8 };

/* What each statement of a desk has worked since it was asked last, in steps of SQLite's machine. */
struct work {
    const char *sql[STATEMENTS];
    int steps[STATEMENTS];
    size_t n;
};

static struct work work_since(struct pair *p, int i)
{
    struct work work = {.n = 0};
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(desk_store(p->sides[i].desk)->db, statement))) {
        assert_true(work.n < STATEMENTS);
        work.sql[work.n] = sqlite3_sql(statement);
        work.steps[work.n++] = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    }
    return work;
}

static void exchange_one_by_one(struct pair *p, int n)
{
    for (int i = 0; i < n; i++) {
        static const enum kind kinds[] = {KIND_SIGHTING, KIND_TIP, KIND_REQUEST};
        pair_write(p, i % 2, (struct draft){.kind = kinds[i % 3]}, "seen");
        pair_settle(p);
    }
}

static void a_message_costs_the_same_however_many_went_before(void **state)
{
    struct pair *p = *state;
    struct work early[2];
    exchange_one_by_one(p, FEW);
    for (int i = 0; i < 2; i++)
        work_since(p, i);
    exchange_one_by_one(p, FEW);
    for (int i = 0; i < 2; i++)
        early[i] = work_since(p, i);
    exchange_one_by_one(p, 400);
    for (int i = 0; i < 2; i++)
        work_since(p, i);
    exchange_one_by_one(p, FEW);
    for (int i = 0; i < 2; i++) {
        struct work late = work_since(p, i);
        for (size_t k = 0; k < late.n; k++) {
            int before = 0;
            for (size_t j = 0; j < early[i].n; j++)
                before = early[i].sql[j] == late.sql[k] ? early[i].steps[j] : before;
            if (late.steps[k] > 2 * before + 100 * FEW)
                print_error("%d steps, then %d: %s\n", before, late.steps[k], late.sql[k]);
            assert_true(late.steps[k] <= 2 * before + 100 * FEW);
        }
    }
}

static void no_two_desks_have_one_name(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    int64_t channel;
    arena_init(&arena, 1 << 20);
    struct card card = pair_load(p, 0, &arena).card;
    card.number = 0;
    card.messages[0] ^= 1; /* a desk of its own */
    static const char *const names[] = {"south", "north"};
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    for (size_t i = 0; i < 2; i++) {
        card.name = str_of(names[i]);
        assert_int_equal(peer_pair(p->sides[0].desk, &card, &channel, &p->fault), ERR_REFUSED);
    }
    desk_rollback(p->sides[0].desk);
    arena_release(&arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_old_backup_put_back_says_so_and_gives_no_number_twice),
        TEST(a_tip_gets_its_receipt_and_a_cosignature),
        TEST(a_body_that_comes_twice_has_one_effect),
        TEST(many_messages_pass_in_batches),
        TEST(a_message_costs_the_same_however_many_went_before),
        TEST(what_is_withdrawn_leaves_a_tombstone),
        TEST(no_two_desks_have_one_name),
        TEST(what_waited_three_days_is_released_again),
        TEST(a_stale_message_that_had_arrived_is_not_sent_again),
        TEST(a_suspended_channel_passes_corrections_only),
        TEST(what_waits_is_held_where_its_purpose_is_no_longer_agreed),
        TEST(what_waits_goes_on_where_the_next_agreement_carries_it),
        cmocka_unit_test(nothing_is_agreed_that_nobody_knows),
        TEST(a_cut_is_signed_by_both_and_statistics_are_equal),
        TEST(a_request_is_answered_once_and_only_by_who_was_asked),
        TEST(a_second_end_is_refused_and_parts_leave_a_request_open),
        TEST(what_says_no_purpose_or_another_is_not_queued),
        TEST(the_owner_is_told_after_an_hour_and_the_supervisor_after_twelve_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
