/* desk/peer_back: a desk put back from an old backup gets its ledger of the channel back from the
 * counterpart, leaf by leaf, until both are one history again; and nothing before that. */
#include "desk/backup.h"
#include "desk/peer_internal.h"
#include "pair_fixture.h"

static void backup_of(struct pair *p, char path[128])
{
    snprintf(path, 128, "%s.backup", p->sides[0].path);
    pair_ok(p, desk_backup(p->sides[0].desk, path, &p->fault));
}

/* North's disk is lost; its desk is put back from the backup. */
static void restore(struct pair *p, const char *backup)
{
    struct side_fixture *north = &p->sides[0];
    time_ms until;
    desk_close(north->desk);
    north->desk = NULL;
    store_files_remove(north->path);
    struct desk_restoring restoring = {.backup = backup, .path = north->path, .env = &north->env};
    pair_ok(p, desk_restore(&restoring, &until, &p->fault));
    store_files_remove(backup);
    pair_ok(p, desk_open(north->path, &north->env, &north->desk, &p->fault));
    north->view = (struct peer_view){0};
}

static void assert_one_history(struct pair *p)
{
    struct arena arena;
    struct buf texts[2];
    arena_init(&arena, 1 << 22);
    for (int i = 0; i < 2; i++) {
        struct peer ours = pair_load(p, i, &arena), theirs = pair_load(p, 1 - i, &arena);
        assert_false(ours.unsettled);
        assert_int_equal(ours.line.sent.sequence, theirs.line.received.sequence);
        assert_memory_equal(ours.line.sent.head.bytes, theirs.line.received.head.bytes, DIGEST_BYTES);
        assert_int_equal(ours.line.receipted, ours.line.sent.sequence);
        assert_int_equal(ours.countersigned, theirs.cosigned);
        assert_int_equal(ours.countersigned, ours.line.sent.sequence + ours.line.received.sequence);
        buf_init(&texts[i], 1 << 16);
        pair_ok(p, peer_statistics(p->sides[i].desk, &ours, p->now, &texts[i], &p->fault));
        assert_int_equal(pair_alarms(p, i, "fork"), 0);
        assert_int_equal(pair_alarms(p, i, "receipt for what was never sent"), 0);
        assert_int_equal(pair_alarms(p, i, "given back otherwise than signed"), 0);
        assert_int_equal(pair_alarms(p, i, "cosignature"), 0);
        assert_int_equal(pair_number(p, i, "sim/rejected"), -1);
    }
    assert_true(str_equal(buf_str(&texts[0]), buf_str(&texts[1])));
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    arena_release(&arena);
}

/* What both write after the backup, and what north will have lost. */
static void go_on(struct pair *p)
{
    uint64_t theirs = pair_write(p, 1, (struct draft){.kind = KIND_REQUEST}, "who is he");
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "lost by the backup");
    pair_settle(p);
    pair_write(p, 0, (struct draft){.kind = KIND_ANSWERED, .whose = WHOSE_RECIPIENT, .about = theirs}, "he");
    uint64_t gone = pair_write(p, 0, (struct draft){.kind = KIND_SIGHTING}, "taken back under way");
    struct buf lost;
    bool worth;
    buf_init(&lost, 1 << 20);
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &lost, &worth, &p->fault));
    buf_release(&lost);
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_withdraw(p->sides[0].desk, p->sides[0].channel, gone, &p->fault));
    pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "theirs");
    pair_settle(p);
}

static void what_the_backup_lacks_is_given_back(void **state)
{
    struct pair *p = *state;
    char backup[128];
    struct arena arena;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    backup_of(p, backup);
    go_on(p);
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "on its way when the disk was lost");
    arena_init(&arena, 1 << 20);
    uint64_t before = pair_load(p, 1, &arena).line.received.sequence;
    restore(p, backup);
    assert_true(pair_load(p, 0, &arena).unsettled);
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, before);
    assert_one_history(p);
    assert_int_equal(pair_alarms(p, 0, "restored from a backup"), 1);
    assert_int_equal(pair_alarms(p, 0, "restored: leaves given back by the counterpart"), 1);
    assert_int_equal(pair_alarms(p, 1, "the counterpart was set back"), 1);
    pair_alarmed(p, 0, "restored: leaves given back by the counterpart");
    pair_alarmed(p, 1, "the counterpart was set back");
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "after");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "after");
    pair_settle(p);
    assert_one_history(p);
    p->now += (time_ms)25 * 3600 * 1000;
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).cut, 1);
    assert_int_equal(pair_load(p, 1, &arena).cut, 1);
    arena_release(&arena);
}

struct days {
    time_ms written, at, taken_up, in_line; /* at: sent or received */
};

/* Of a message of north's, or at north. */
static struct days days_of(struct pair *p, enum direction direction, uint64_t number, int64_t sequence)
{
    struct query q;
    struct days days;
    query_open(&q, desk_store(p->sides[0].desk), "peer/message", &p->fault);
    query_int(&q, "channel", p->sides[0].channel);
    query_int(&q, "direction", direction);
    query_int(&q, "number", (int64_t)number);
    assert_true(query_next(&q));
    days = (struct days){
        .written = query_get_int(&q, 9), .at = query_get_int(&q, 12), .taken_up = query_get_int(&q, 15)};
    pair_ok(p, query_close(&q));
    query_open(&q, desk_store(p->sides[0].desk), "peer/line_at", &p->fault);
    query_int(&q, "channel", p->sides[0].channel);
    query_int(&q, "direction", direction);
    query_int(&q, "first", sequence);
    assert_true(query_next(&q));
    days.in_line = query_get_int(&q, 6);
    pair_ok(p, query_close(&q));
    return days;
}

static void what_is_given_back_has_the_days_it_had(void **state)
{
    struct pair *p = *state;
    char backup[128];
    struct days sent, came, again;
    backup_of(p, backup);
    uint64_t ours = pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "lost by the backup");
    uint64_t theirs = pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "lost too");
    p->now += (time_ms)10 * 60 * 1000;
    pair_settle(p);
    p->now += (time_ms)3600 * 1000;
    pair_write(p, 1, (struct draft){.kind = KIND_TAKEN_UP, .whose = WHOSE_RECIPIENT, .about = ours}, "yes");
    pair_settle(p);
    sent = days_of(p, DIRECTION_SENT, ours, 1);
    came = days_of(p, DIRECTION_RECEIVED, theirs, 1);
    assert_true(sent.written < sent.at && came.written < came.at && sent.at < sent.taken_up);
    p->now += (time_ms)5 * 3600 * 1000;
    restore(p, backup);
    pair_settle(p);
    again = days_of(p, DIRECTION_SENT, ours, 1);
    assert_memory_equal(&again, &sent, sizeof sent);
    again = days_of(p, DIRECTION_RECEIVED, theirs, 1);
    assert_memory_equal(&again, &came, sizeof came);
}

static void nothing_is_written_or_numbered_before(void **state)
{
    struct pair *p = *state;
    char backup[128];
    struct arena arena;
    struct decision decision;
    struct buf body;
    uint64_t number;
    bool worth;
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "released, not numbered");
    backup_of(p, backup);
    pair_settle(p);
    restore(p, backup);
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    buf_init(&body, 5 << 20);
    event_text(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_text, STR("x"));
    struct draft draft = {.channel = p->sides[0].channel, .kind = KIND_TIP};
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    assert_int_equal(peer_draft(p->sides[0].desk, &draft, &decision, &number, &p->fault), ERR_REFUSED);
    desk_rollback(p->sides[0].desk);
    pair_ok(
        p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &body, &worth, &p->fault));
    assert_true(worth);
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, 0);
    assert_int_equal(peer_roll(p->sides[0].desk, 1, STR(""), NULL, &p->fault), ERR_REFUSED);
    pair_settle(p);
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, 1);
    assert_one_history(p);
    buf_release(&body);
    arena_release(&arena);
}

static void a_backup_that_lacks_nothing_only_asks(void **state)
{
    struct pair *p = *state;
    char backup[128];
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "before");
    pair_settle(p);
    backup_of(p, backup);
    restore(p, backup);
    pair_settle(p);
    assert_one_history(p);
}

static void many_leaves_come_in_several_bodies(void **state)
{
    struct pair *p = *state;
    char backup[128];
    backup_of(p, backup);
    for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 200; i++) {
            pair_write(p, 0, (struct draft){.kind = KIND_SIGHTING}, "many");
            pair_write(p, 1, (struct draft){.kind = KIND_SIGHTING}, "many more");
        }
        pair_settle(p);
    }
    restore(p, backup);
    pair_settle(p);
    assert_one_history(p);
}

static void keys_rolled_since_the_backup_come_back_too(void **state)
{
    struct pair *p = *state;
    char backup[128];
    struct arena arena;
    backup_of(p, backup);
    pair_ok(p, peer_roll(p->sides[0].desk, 1, STR(""), NULL, &p->fault));
    pair_ok(p, peer_roll(p->sides[1].desk, 1, STR(""), NULL, &p->fault));
    pair_settle(p);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "under the new key");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "under theirs");
    pair_settle(p);
    restore(p, backup);
    pair_settle(p);
    assert_one_history(p);
    arena_init(&arena, 1 << 20);
    assert_int_equal(pair_load(p, 0, &arena).line.our_card, 1);
    assert_int_equal(pair_load(p, 0, &arena).line.their_card, 1);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "on");
    pair_settle(p);
    assert_one_history(p);
    arena_release(&arena);
}

/* Who has the present key alone signs a message with a card of his own key; it is north's message, and no
 * card. */
static void a_card_that_no_card_of_ours_promised_does_not_come_back(void **state)
{
    struct pair *p = *state;
    char backup[128];
    struct arena arena;
    struct decision decision;
    struct buf text;
    struct card card, known;
    struct digest id;
    uint64_t number;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    buf_init(&text, 1 << 12);
    backup_of(p, backup);
    pair_ok(p, peer_own_card(p->sides[0].desk, &arena, &card, &id, &p->fault));
    card.number = 1;
    card.desk = id;
    memcpy(card.messages, desk_keys(p->sides[1].desk)->current[KEEPER_MESSAGES], PUBLIC_BYTES);
    card_write_unsigned(&text, &card);
    pair_ok(p, peer_sign(p->sides[1].desk, STATEMENT_CARD, buf_str(&text), card.signature, &p->fault));
    buf_clear(&text);
    card_write(&text, &card);
    event_text(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_card, buf_str(&text));
    struct draft draft = {.channel = p->sides[0].channel, .kind = KIND_ROLLOVER, .urgent = true};
    pair_ok(p, desk_begin(p->sides[0].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_draft(p->sides[0].desk, &draft, &decision, &number, &p->fault));
    pair_ok(p, peer_release(p->sides[0].desk, draft.channel, number, &p->fault));
    pair_ok(p, desk_commit(p->sides[0].desk, &p->fault));
    pair_settle(p);
    restore(p, backup);
    pair_settle(p);
    assert_one_history(p);
    assert_int_equal(pair_load(p, 0, &arena).line.sent.sequence, 1);
    assert_int_equal(pair_alarms(p, 0, "card refused"), 1);
    assert_int_equal(peer_card_at(p->sides[0].desk, 0, 1, &arena, &known, NULL), ERR_NOT_FOUND);
    buf_release(&text);
    arena_release(&arena);
}

/* Every byte of what is given back is changed once: never is it taken otherwise than signed. */
static void what_is_given_back_otherwise_is_refused(void **state)
{
    struct pair *p = *state;
    char backup[128];
    struct arena arena;
    struct buf body;
    bool worth;
    int64_t channel;
    backup_of(p, backup);
    pair_write(p, 0, (struct draft){.kind = KIND_TIP}, "north's");
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "south's");
    pair_settle(p);
    restore(p, backup);
    pair_send(p, 0, true);
    buf_init(&body, 5 << 20);
    pair_ok(
        p, peer_outgoing(p->sides[1].desk, p->sides[1].channel, &p->sides[1].view, &body, &worth, &p->fault));
    arena_init(&arena, 1 << 22);
    for (size_t at = BODY_HEAD_BYTES + 140; at < body.n; at += 7) {
        body.bytes[at] ^= 1;
        struct peer before = pair_load(p, 0, &arena);
        if (peer_incoming(p->sides[0].desk, buf_str(&body), &channel, &p->sides[0].view, &p->fault) ==
            ERR_OK) {
            struct peer after = pair_load(p, 0, &arena);
            assert_true(after.line.sent.sequence - before.line.sent.sequence <= 1);
        }
        body.bytes[at] ^= 1;
        arena_reset(&arena);
    }
    buf_release(&body);
    pair_settle(p);
    struct peer north = pair_load(p, 0, &arena), south = pair_load(p, 1, &arena);
    assert_false(north.unsettled);
    assert_memory_equal(north.line.sent.head.bytes, south.line.received.head.bytes, DIGEST_BYTES);
    assert_memory_equal(north.line.received.head.bytes, south.line.sent.head.bytes, DIGEST_BYTES);
    assert_true(pair_alarms(p, 0, "given back otherwise than signed") > 0);
    arena_release(&arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_the_backup_lacks_is_given_back),
        TEST(nothing_is_written_or_numbered_before),
        TEST(what_is_given_back_has_the_days_it_had),
        TEST(a_backup_that_lacks_nothing_only_asks),
        TEST(many_leaves_come_in_several_bodies),
        TEST(keys_rolled_since_the_backup_come_back_too),
        TEST(what_is_given_back_otherwise_is_refused),
        TEST(a_card_that_no_card_of_ours_promised_does_not_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
