/* Every kind of message, sent by either side: what it makes whom owe, what it does to what it answers, what
 * one out of its order yields; and that both desks count the same afterwards. A kind without a row here
 * fails. */
#include "../lie.h"
#include "desk/mail.h"
#include "desk/peer_internal.h"
#include "pair_fixture.h"

#include <string.h>

/* What becomes of the line's obligation: of the message itself, or of the one that it answers. */
enum becomes { NOTHING, OPENED, ENDED, PAUSED, RESUMED, EXTENDED, DISPUTED };

static const struct row {
    enum kind kind, answers;
    const char *there, *here; /* what posts owe for it: at the receiver, at the sender */
    enum becomes becomes;
    int hours;            /* to the due time */
    bool by_asker;        /* an answer that the asker itself sends */
    enum verdict verdict; /* on one that has but words in it: a refused one is an alarm too */
    const char *alarm;    /* of the receiver, on one that is taken in */
#define BEGINS(name, at, home, owed)                                                                         \
    {                                                                                                        \
        .kind = KIND_##name, .there = (at), .here = (home), .becomes = OPENED, .hours = (owed)               \
    }
#define ENDS(name, of)                                                                                       \
    {                                                                                                        \
        .kind = KIND_##name, .answers = KIND_##of, .becomes = ENDED                                          \
    }
#define ROW(name, of, ...)                                                                                   \
    {                                                                                                        \
        .kind = KIND_##name, .answers = KIND_##of, __VA_ARGS__                                               \
    }
} rows[] = {
    BEGINS(TIP, "tip", "outcome", 168),
    ENDS(OUTCOME, TIP),
    BEGINS(REQUEST, "request", "reply", 168),
    ROW(PART, REQUEST, .becomes = NOTHING),
    ENDS(ANSWERED, REQUEST),
    ENDS(NOTHING_HELD, REQUEST),
    ENDS(NEITHER, REQUEST),
    ENDS(REFUSED, REQUEST),
    ROW(WITHDRAWN, REQUEST, .becomes = ENDED, .by_asker = true),
    ENDS(HANDED_OVER, REQUEST),
    ROW(CLARIFY, REQUEST, .becomes = PAUSED),
    ROW(CLARIFIED, REQUEST, .becomes = RESUMED, .by_asker = true),
    ROW(EXTENSION, REQUEST, .becomes = EXTENDED),
    ROW(DISPUTE, REQUEST, .becomes = DISPUTED, .by_asker = true),
    ROW(SIGHTING, NONE, .there = "notice"),
    BEGINS(HANDOVER, "handover", "handover", 168),
    ENDS(ACCEPTED, HANDOVER),
    ENDS(DECLINED, HANDOVER),
    BEGINS(CORRECTION, "correction", "correction", 168),
    ENDS(CORRECTED, CORRECTION),
    ROW(RECALL, ANY, .there = "recall", .here = "recall", .becomes = OPENED, .hours = 72, .by_asker = true),
    ENDS(RECALLED, RECALL),
    BEGINS(CLEARANCE, "correction", "correction", 168),
    ENDS(CLEARED, CLEARANCE),
    BEGINS(CONCERN, "concern", "concern", 336),
    ENDS(CONCERN_ANSWER, CONCERN),
    BEGINS(REDRESS, "redress", "redress", 168),
    ENDS(REDRESS_ANSWER, REDRESS),
    BEGINS(THREAT, "notice", "notice", 8),
    ENDS(THREAT_ANSWER, THREAT),
    BEGINS(PERMISSION, "query", "query", 168),
    ENDS(GRANTED, PERMISSION),
    ENDS(DENIED, PERMISSION),
    ROW(FEEDBACK, ANY, .becomes = NOTHING),
    ROW(TAKEN_UP, ANY, .becomes = NOTHING),
    ROW(AGREEMENT, NONE, .becomes = NOTHING),
    ROW(LEVEL, NONE, .becomes = NOTHING),
    ROW(ROLLOVER, NONE, .alarm = "card refused"),
    ROW(OVERDUE, ANY, .becomes = NOTHING),
    ROW(TABLE, NONE, .alarm = "notice refused"),
    ROW(QUESTION, NONE, .verdict = VERDICT_QUESTION),
    ROW(BLINDED, ANY, .verdict = VERDICT_QUESTION),
};

enum { ROWS = sizeof rows / sizeof *rows, HOUR = 3600 * 1000 };

static const struct row *row_of(enum kind kind)
{
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].kind == kind)
            return &rows[i];
    return NULL;
}

/* As a desk writes and releases it, with what that does at home; then both come to rest. */
static uint64_t send(struct pair *p, int i, struct draft draft)
{
    struct desk *desk = p->sides[i].desk;
    uint64_t number = pair_write(p, i, draft, "words");
    pair_ok(p, desk_begin(desk, ACTOR_DESK, &p->fault));
    pair_ok(p, mail_sent_before(desk, p->sides[i].channel, number, p->now, &p->fault));
    pair_ok(p, desk_commit(desk, &p->fault));
    pair_settle(p);
    return number;
}

/* A draft that its own desk refuses, before anybody releases it. */
static void assert_no_draft(struct pair *p, int i, struct draft draft)
{
    struct arena arena;
    struct decision decision;
    uint64_t number;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    draft.channel = p->sides[i].channel;
    event_text(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_text, STR("words"));
    pair_ok(p, desk_begin(p->sides[i].desk, ACTOR_DESK, &p->fault));
    assert_int_equal(peer_draft(p->sides[i].desk, &draft, &decision, &number, &p->fault), ERR_REFUSED);
    desk_rollback(p->sides[i].desk);
    arena_release(&arena);
}

/* What posts of a desk owe, of one kind and direction; NULL: of any. */
static int owed_by_posts(struct pair *p, int i, const char *what, const char *direction)
{
    struct query q;
    int n = 0;
    query_open(&q, desk_store(p->sides[i].desk), "page/due", &p->fault);
    query_text(&q, "key", STR(""));
    query_int(&q, "now", p->now);
    while (query_next(&q)) {
        struct str kind = query_get_text(&q, 1);
        bool one = what && str_equal(kind, str_of(what)) &&
                   str_equal(query_get_text(&q, query_column(&q, "direction")), str_of(direction));
        n += what ? one : !str_equal(kind, STR("alarm"));
    }
    pair_ok(p, query_close(&q));
    return n;
}

/* What the posts of both desks owe beside what they owed before. */
struct posts {
    int there, here, all;
};

static struct posts posts(struct pair *p, int sender, const struct row *row)
{
    return (struct posts){row->there ? owed_by_posts(p, 1 - sender, row->there, "in") : 0,
                          row->here ? owed_by_posts(p, sender, row->here, "out") : 0,
                          owed_by_posts(p, 0, NULL, NULL) + owed_by_posts(p, 1, NULL, NULL)};
}

static void assert_posts(struct pair *p, int sender, const struct row *row, const struct posts *before,
                         int there, int here)
{
    struct posts now = posts(p, sender, row);
    assert_int_equal(now.there - before->there, there);
    assert_int_equal(now.here - before->here, here);
    assert_int_equal(now.all - before->all, there + here);
}

/* The line's obligation for message number of side i, which is the same at both desks; false where there is
 * none. */
static bool owed_of(struct pair *p, int i, uint64_t number, struct obligation *out)
{
    int64_t cells[2][11];
    bool there[2];
    for (int side = 0; side < 2; side++) {
        struct query q;
        query_open(&q, desk_store(p->sides[side].desk), "peer/owed", &p->fault);
        query_int(&q, "channel", p->sides[side].channel);
        query_int(&q, "ours", side == i);
        query_int(&q, "number", (int64_t)number);
        there[side] = query_next(&q);
        for (int c = 0; c < 11; c++)
            cells[side][c] = there[side] && c != 8 ? query_get_int(&q, c) : 0;
        pair_ok(p, query_close(&q));
    }
    assert_int_equal(there[0], there[1]);
    assert_memory_equal(cells[0], cells[1], sizeof cells[0]);
    const int64_t *c = cells[0];
    *out = (struct obligation){.kind = (enum kind)c[0],
                               .since = c[1],
                               .due = c[2],
                               .pauses = (uint64_t)c[3],
                               .resumes = (uint64_t)c[4],
                               .shift = c[5],
                               .end = (enum kind)c[6],
                               .ended = c[7],
                               .disputed = c[9] != 0};
    return there[0];
}

static void assert_counted_alike(struct pair *p)
{
    struct arena arena;
    struct buf counts[2];
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 2; i++) {
        struct peer peer = pair_load(p, i, &arena);
        buf_init(&counts[i], 1 << 16);
        pair_ok(p, peer_statistics(p->sides[i].desk, &peer, p->now, &counts[i], &p->fault));
    }
    assert_true(str_equal(buf_str(&counts[0]), buf_str(&counts[1])));
    for (int i = 0; i < 2; i++)
        buf_release(&counts[i]);
    arena_release(&arena);
}

/* The verdict on the last that a desk received; where there are none it is accepted. */
static int64_t last_verdict(struct pair *p, int i)
{
    struct query q;
    struct arena arena;
    int64_t verdict = -1;
    arena_init(&arena, 1 << 20);
    query_open(&q, desk_store(p->sides[i].desk), "peer/line_at", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    query_int(&q, "direction", DIRECTION_RECEIVED);
    query_int(&q, "first", (int64_t)pair_load(p, i, &arena).line.received.sequence);
    if (query_next(&q))
        verdict = query_get_int(&q, 5);
    pair_ok(p, query_close(&q));
    arena_release(&arena);
    return verdict;
}

/* A message of side i to which one of this kind may refer; of a tip, where any would do. */
static uint64_t asked(struct pair *p, int asker, const struct row *row)
{
    struct draft draft = {.kind = row->answers == KIND_ANY ? KIND_TIP : row->answers};
    if (row->answers == KIND_RECALL) {
        draft.about = send(p, asker, (struct draft){.kind = KIND_SIGHTING});
        draft.whose = WHOSE_SENDER;
        p->now += HOUR;
    }
    return send(p, asker, draft);
}

static struct draft answer(const struct row *row, uint64_t about)
{
    return (struct draft){
        .kind = row->kind, .whose = row->by_asker ? WHOSE_SENDER : WHOSE_RECIPIENT, .about = about};
}

static void assert_became(const struct pair *p, const struct row *row, const struct obligation *before,
                          const struct obligation *after)
{
    assert_int_equal(after->end, row->becomes == ENDED ? row->kind : KIND_NONE);
    assert_int_equal(after->ended, row->becomes == ENDED ? p->now : 0);
    assert_int_equal(after->disputed, row->becomes == DISPUTED);
    assert_int_equal(after->pauses, row->becomes == PAUSED || row->becomes == RESUMED);
    assert_int_equal(after->resumes, row->becomes == RESUMED);
    assert_int_equal(after->due - before->due, row->becomes == EXTENDED ? 48 * HOUR : 0);
    assert_int_equal(obligation_due(after) - before->due, row->becomes == EXTENDED  ? 48 * HOUR
                                                          : row->becomes == RESUMED ? HOUR
                                                                                    : 0);
}

/* What answers: it does what it is for to what it answers, at both desks. An end takes it off both ladders,
 * but for the tip, which waits for its person; a second end is no longer drafted. */
static void answered(struct pair *p, int sender, const struct row *row)
{
    int asker = row->by_asker ? sender : 1 - sender;
    const struct row *of = row_of(row->answers == KIND_ANY ? KIND_TIP : row->answers);
    struct obligation before, after;
    uint64_t about = asked(p, asker, row);
    struct posts owed = posts(p, asker, of);
    struct draft draft = answer(row, about);
    bool ends = row->becomes == ENDED;
    assert_true(owed_of(p, asker, about, &before));
    p->now += HOUR;
    if (row->becomes == RESUMED) {
        send(p, 1 - sender, answer(row_of(KIND_CLARIFY), about));
        p->now += HOUR;
    }
    if (row->becomes == EXTENDED)
        draft.due = before.due + (time_ms)48 * HOUR;
    send(p, sender, draft);
    assert_int_equal(last_verdict(p, 1 - sender), row->verdict);
    assert_true(owed_of(p, asker, about, &after));
    assert_became(p, row, &before, &after);
    /* What is asked back the asker owes, beside. */
    owed.all += row->becomes == PAUSED;
    assert_posts(p, asker, of, &owed, ends && of->kind != KIND_TIP ? -1 : 0, ends ? -1 : 0);
    if (ends)
        assert_no_draft(p, sender, draft);
}

/* What begins something: both desks hold the same obligation, due from the receipt, and a post of each owes
 * it. */
static void begun(struct pair *p, int sender, const struct row *row)
{
    struct obligation owed;
    struct draft draft = {.kind = row->kind};
    if (row->kind == KIND_RECALL) {
        draft.about = send(p, sender, (struct draft){.kind = KIND_SIGHTING});
        draft.whose = WHOSE_SENDER;
        p->now += HOUR;
    }
    struct posts before = posts(p, sender, row);
    uint64_t number = send(p, sender, draft);
    assert_int_equal(last_verdict(p, 1 - sender), row->verdict);
    assert_int_equal(owed_of(p, sender, number, &owed), row->becomes == OPENED);
    if (row->becomes == OPENED) {
        assert_int_equal(owed.kind, row->kind);
        assert_int_equal(owed.since, p->now);
        assert_int_equal(owed.due, p->now + (time_ms)row->hours * HOUR);
        assert_int_equal(owed.end, KIND_NONE);
    }
    assert_posts(p, sender, row, &before, row->there != NULL, row->here != NULL);
}

static void sent(struct pair *p, int sender, const struct row *row)
{
    bool begins = row->answers == KIND_NONE || row->kind == KIND_RECALL;
    int64_t here = pair_alarms(p, sender, NULL), there = pair_alarms(p, 1 - sender, NULL);
    print_message("%s of %s\n", kind_word(row->kind), sender ? "south" : "north");
    (begins ? begun : answered)(p, sender, row);
    assert_counted_alike(p);
    assert_int_equal(pair_alarms(p, sender, NULL), here);
    assert_int_equal(pair_alarms(p, 1 - sender, NULL) - there, row->alarm || row->verdict);
    if (row->alarm)
        pair_alarmed(p, 1 - sender, row->alarm);
}

static void each_kind_does_the_same_at_both_desks(void **state)
{
    for (int sender = 0; sender < 2; sender++)
        for (size_t i = 0; i < ROWS; i++)
            sent(*state, sender, &rows[i]);
}

/* --- out of order --- */

/* A desk that tells what its own store would not draft, each message behind the one before. */
struct teller {
    struct pair *p;
    int side;
    struct header last;
    struct digest digest;
};

static void told(struct teller *teller, unsigned kind, enum whose whose, uint64_t about, enum verdict verdict)
{
    struct pair *p = teller->p;
    struct side_fixture *from = &p->sides[teller->side], *to = &p->sides[1 - teller->side];
    struct liar liar = {from->desk, from->channel, from->env.random,
                        desk_keys(to->desk)->current[KEEPER_SEALING]};
    struct lie lie;
    struct buf body;
    int64_t channel;
    pair_ok(p, lie_begin(&liar, p->now, &lie, &p->fault));
    if (teller->last.sequence) {
        lie.header.sequence = teller->last.sequence + 1;
        lie.header.position = teller->last.position + 1;
        lie.header.message = teller->last.message + 1;
        lie.header.previous = teller->digest;
    }
    lie.header.kind = kind;
    lie.header.whose = whose;
    lie.header.about = about;
    buf_init(&body, 1 << 20);
    body_begin(&body, &lie.header.sender, &lie.header.recipient);
    pair_ok(p, lie_add(&liar, &lie, &body, &p->fault));
    pair_ok(p, peer_incoming(to->desk, buf_str(&body), &channel, &to->view, &p->fault));
    buf_release(&body);
    assert_int_equal(last_verdict(p, 1 - teller->side), verdict);
    teller->last = lie.header;
    teller->digest = lie.digest;
}

/* Of no known kind, about nothing, about what is not there, about what is of another kind, from the side that
 * may not: each uses up its number, is refused by name and makes nobody owe anything. */
static void misplaced(struct teller *teller, const struct row *row, uint64_t ours, uint64_t theirs)
{
    enum whose right = row->by_asker ? WHOSE_SENDER : WHOSE_RECIPIENT;
    enum whose other = row->by_asker ? WHOSE_RECIPIENT : WHOSE_SENDER;
    print_message("%s of %s\n", kind_word(row->kind), teller->side ? "south" : "north");
    if (row->answers == KIND_NONE) {
        told(teller, row->kind, WHOSE_SENDER, ours, VERDICT_REFERENCE);
        return;
    }
    told(teller, row->kind, WHOSE_NONE, 0, VERDICT_REFERENCE);
    told(teller, row->kind, right, 9999, VERDICT_REFERENCE);
    if (row->kind == KIND_RECALL)
        told(teller, row->kind, WHOSE_RECIPIENT, theirs, VERDICT_REFERENCE);
    if (row->answers == KIND_ANY)
        return;
    told(teller, row->kind, right, row->by_asker ? ours : theirs, VERDICT_REFERENCE);
    told(teller, row->kind, other, row->by_asker ? theirs : ours, VERDICT_REFERENCE);
}

static void out_of_order(struct pair *p, int side)
{
    struct teller teller = {.p = p, .side = side};
    uint64_t ours = pair_write(p, side, (struct draft){.kind = KIND_SIGHTING}, "ours");
    uint64_t theirs = pair_write(p, 1 - side, (struct draft){.kind = KIND_SIGHTING}, "theirs");
    pair_settle(p);
    int owed = owed_by_posts(p, 1 - side, NULL, NULL);
    told(&teller, KIND_NONE, WHOSE_NONE, 0, VERDICT_KIND);
    told(&teller, KIND_END, WHOSE_NONE, 0, VERDICT_KIND);
    for (size_t i = 0; i < ROWS; i++)
        misplaced(&teller, &rows[i], ours, theirs);
    assert_int_equal(owed_by_posts(p, 1 - side, NULL, NULL), owed);
    assert_int_equal(pair_number(p, 1 - side, "sim/open_count"), 0);
}

static void each_kind_of_north_out_of_its_order_is_refused_by_name(void **state)
{
    out_of_order(*state, 0);
}

static void each_kind_of_south_out_of_its_order_is_refused_by_name(void **state)
{
    out_of_order(*state, 1);
}

static void every_kind_has_its_row(void **state)
{
    size_t kinds = 0;
    (void)state;
    for (unsigned kind = 1; kind < KIND_END; kind++) {
        if (kind_word(kind) && !row_of((enum kind)kind))
            print_error("no row for %s\n", kind_word(kind));
        kinds += kind_word(kind) != NULL;
    }
    assert_int_equal(kinds, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        assert_int_equal(kind_answers(rows[i].kind), rows[i].answers);
        assert_int_equal(kind_hours(rows[i].kind), rows[i].hours);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_row),
        TEST(each_kind_does_the_same_at_both_desks),
        TEST(each_kind_of_north_out_of_its_order_is_refused_by_name),
        TEST(each_kind_of_south_out_of_its_order_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
