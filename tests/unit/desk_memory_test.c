/* Desks whose memory fails: want of memory is told as that, and a message is neither refused nor without
 * effect for it. */
#include "desk/seal.h"
#include "desk/tables.h"
#include "pair_fixture.h"

#include <limits.h>
#include <sodium.h>

#include "starve.h"

static void a_seal_tells_its_maximum_from_want_of_memory(void **state)
{
    (void)state;
    static const unsigned char nobody[KEEPER_PUBLIC_BYTES] = {9};
    struct seeded seeded = {.state = 1};
    struct random random = random_seeded(&seeded);
    struct buf out;
    buf_init(&out, 8);
    assert_int_equal(seal_write(&out, STR("content"), nobody, &random, NULL), ERR_TOO_LARGE);
    buf_release(&out);
    buf_init(&out, 4096);
    until_failure = 0;
    enum err err = seal_write(&out, STR("content"), nobody, &random, NULL);
    until_failure = -1;
    assert_int_equal(err, ERR_NO_MEMORY);
    buf_release(&out);
}

/* An allocation fails, or all from it on, of what side i sends or takes in; false where it was reached. */
static bool starved(struct pair *p, long k, int i, struct buf *body, bool sends)
{
    struct side_fixture *side = &p->sides[i];
    bool worth;
    int64_t channel;
    until_failure = k;
    enum err err = sends ? peer_outgoing(side->desk, side->channel, &side->view, body, &worth, &p->fault)
                         : peer_incoming(side->desk, buf_str(body), &channel, &side->view, &p->fault);
    bool over = until_failure > 0;
    until_failure = -1;
    if (err && err != ERR_NO_MEMORY)
        fail_msg("%s, allocation %ld: %s", sends ? "sent" : "taken in", k, p->fault.detail);
    return over;
}

static void wait_for_memory(struct pair *p)
{
    struct buf body;
    bool over = false;
    buf_init(&body, 5 << 20);
    for (long k = 0; !over; k++) {
        uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he is about to travel");
        over = starved(p, k, 0, &body, true);
        buf_clear(&body);
        assert_true(starved(p, LONG_MAX, 0, &body, true));
        over = starved(p, k, 1, &body, false) && over;
        buf_clear(&body);
        pair_settle(p);
        pair_state(p, 0, DIRECTION_SENT, number, "receipted");
        assert_int_equal(pair_alarms(p, 0, NULL) + pair_alarms(p, 1, NULL), 0);
    }
    buf_release(&body);
}

static void a_message_waits_for_memory(void **state)
{
    wait_for_memory(*state);
}

/* Receipts and cosignatures: what comes back. */
static void an_answer_waits_for_memory(void **state)
{
    struct pair *p = *state;
    struct buf body;
    bool over = false;
    buf_init(&body, 5 << 20);
    for (long k = 0; !over; k++) {
        uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "he is about to travel");
        for (int i = 0; i < 2; i++) {
            buf_clear(&body);
            assert_true(starved(p, LONG_MAX, i, &body, true));
            over = starved(p, i ? k : LONG_MAX, !i, &body, false);
        }
        pair_settle(p);
        pair_state(p, 0, DIRECTION_SENT, number, "receipted");
        assert_int_equal(pair_alarms(p, 0, NULL) + pair_alarms(p, 1, NULL), 0);
    }
    buf_release(&body);
}

static void a_message_waits_where_no_memory_is_left(void **state)
{
    fails_for_good = true;
    wait_for_memory(*state);
    fails_for_good = false;
}

/* A reader of a file is named, which two statements project; allocation k of it fails. False where it was
 * reached. */
static bool names_reader(struct pair *p, long k, int64_t file)
{
    struct desk *desk = p->sides[0].desk;
    struct arena arena;
    struct decision decision;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    struct event *event = event_add(&decision, EVENT_READER_NAMED);
    event_int(event, FIELD_file, file);
    event_int(event, FIELD_person, 1);
    event_text(event, FIELD_reason, STR("to be read"));
    assert_int_equal(desk_begin(desk, 1, &p->fault), ERR_OK);
    until_failure = k;
    enum err err = desk_add(desk, &decision, &p->fault);
    bool over = until_failure > 0;
    until_failure = -1;
    if (err && err != ERR_NO_MEMORY)
        fail_msg("allocation %ld: %s", k, p->fault.detail);
    if (!err)
        assert_int_equal(desk_commit(desk, &p->fault), ERR_OK);
    desk_rollback(desk);
    arena_release(&arena);
    return over;
}

static void what_no_memory_was_left_for_is_projected_whole_the_next_time(void **state)
{
    struct pair *p = *state;
    struct side_fixture *side = &p->sides[0];
    bool over = false;
    for (long k = 0; !over; k++) {
        int64_t sequence, file;
        time_ms at;
        struct query q;
        desk_close(side->desk);
        assert_int_equal(desk_open(side->path, &side->env, &side->desk, &p->fault), ERR_OK);
        over = names_reader(p, k, 1000 + k);
        assert_true(names_reader(p, LONG_MAX, 1000 + k));
        assert_int_equal(store_last(desk_store(side->desk), &sequence, &at, &p->fault), ERR_OK);
        query_open(&q, desk_store(side->desk), "rule/erased_of", &p->fault);
        query_int(&q, "sequence", sequence);
        assert_int_equal(query_one(&q, 0, &file), ERR_OK);
        assert_int_equal(file, 1000 + k);
    }
}

/* A counterpart's notice of a table, of epoch 1. */
static void write_notice(const struct peer *peer, unsigned char out[NOTICE_BYTES])
{
    struct notice notice = {.capacity = 1};
    unsigned char one[crypto_core_ristretto255_SCALARBYTES] = {1};
    tables_epoch(peer, true, EPOCH_PERSONS, 1, &notice.table.epoch);
    assert_int_equal(crypto_scalarmult_ristretto255_base(notice.table.public_key.b, one), 0);
    notice_encode(&notice, out);
}

static void a_notice_waits_for_memory(void **state)
{
    struct pair *p = *state;
    struct side_fixture *side = &p->sides[0];
    struct arena arena;
    struct decision decision;
    struct peer peer;
    unsigned char bytes[NOTICE_BYTES];
    bool over = false;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    assert_int_equal(peer_load(side->desk, side->channel, &arena, &peer, &p->fault), ERR_OK);
    write_notice(&peer, bytes);
    struct event *content = event_add(&decision, EVENT_TABLE_NOTICED);
    event_bytes(content, FIELD_table_notice, bytes, sizeof bytes);
    for (long k = 0; !over; k++) {
        assert_int_equal(desk_begin(side->desk, ACTOR_DESK, &p->fault), ERR_OK);
        until_failure = k;
        enum err err = tables_noticed(side->desk, &peer, content, &p->fault);
        over = until_failure > 0;
        until_failure = -1;
        if (err && err != ERR_NO_MEMORY)
            fail_msg("allocation %ld: %s", k, p->fault.detail);
        if (!err)
            assert_int_equal(pair_alarms(p, 0, NULL), 0);
        desk_rollback(side->desk);
    }
    arena_release(&arena);
}

static void finding(void *context, const char *text)
{
    (void)context;
    until_failure = -1;
    fail_msg("found for want of memory: %s", text);
}

static void want_of_memory_is_no_finding(void **state)
{
    struct pair *p = *state;
    struct desk *desk = p->sides[0].desk;
    struct verify_options options = {.found = finding};
    struct verify_result result;
    bool over = false;
    for (long k = 0; !over; k += 1 + k / 100) {
        until_failure = k;
        enum err err = desk_verify(desk, &options, &result, &p->fault);
        over = until_failure > 0;
        until_failure = -1;
        if (err && err != ERR_NO_MEMORY)
            fail_msg("allocation %ld: %s", k, p->fault.detail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seal_tells_its_maximum_from_want_of_memory),
        cmocka_unit_test_setup_teardown(what_no_memory_was_left_for_is_projected_whole_the_next_time,
                                        pair_setup, pair_teardown),
        cmocka_unit_test_setup_teardown(a_notice_waits_for_memory, pair_setup, pair_teardown),
        cmocka_unit_test_setup_teardown(want_of_memory_is_no_finding, pair_setup, pair_teardown),
        cmocka_unit_test_setup_teardown(a_message_waits_for_memory, pair_setup, pair_teardown),
        cmocka_unit_test_setup_teardown(an_answer_waits_for_memory, pair_setup, pair_teardown),
        cmocka_unit_test_setup_teardown(a_message_waits_where_no_memory_is_left, pair_setup, pair_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
