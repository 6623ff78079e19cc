/* desk/tables, desk/peer_table: a table comes over the channel in pieces beside messages, is put in force
 * whole or not at all, and whatever is not the table of the notice is refused by name. */
#include "channel/body.h"
#include "desk/contact.h"
#include "desk/tables.h"
#include "pair_fixture.h"

#include <dirent.h>
#include <sys/stat.h>

enum { HOLDER, ASKER, LARGE = 1 << 18 }; /* keys: a table of some 5 MB */

static int stop(void **state)
{
    struct pair *p = *state;
    char path[400];
    for (int i = 0; i < 2; i++) {
        DIR *listing = opendir(p->sides[i].tables);
        for (struct dirent *entry; listing && (entry = readdir(listing));) {
            snprintf(path, sizeof path, "%s/%s", p->sides[i].tables, entry->d_name);
            unlink(path);
        }
        if (listing)
            closedir(listing);
        rmdir(p->sides[i].tables);
    }
    return pair_teardown(state);
}

static void own_path(struct pair *p, uint64_t number, char path[TABLES_PATH_MAX])
{
    struct side_fixture *s = &p->sides[HOLDER];
    pair_ok(p, tables_own_path(s->desk, s->channel, EPOCH_PERSONS, number, path, &p->fault));
}

/* The table of an epoch without persons, and its notice. */
static struct notice make_table(struct pair *p, uint64_t number, uint64_t capacity)
{
    struct side_fixture *s = &p->sides[HOLDER];
    char path[TABLES_PATH_MAX];
    struct arena arena;
    struct peer peer;
    struct table_report report;
    struct notice notice = {.capacity = capacity};
    arena_init(&arena, 1 << 20);
    pair_ok(p, peer_load(s->desk, s->channel, &arena, &peer, &p->fault));
    tables_epoch(&peer, false, EPOCH_PERSONS, number, &notice.table.epoch);
    arena_release(&arena);
    const struct oprf_engine *engine = &s->env.keeper.engine;
    pair_ok(p, engine->create(engine->context, &notice.table.epoch, &p->fault));
    pair_ok(p, engine->public_key(engine->context, &notice.table.epoch, &notice.table.public_key, &p->fault));
    struct table_plan plan = {
        .epoch = notice.table.epoch, .public_key = notice.table.public_key, .capacity = capacity};
    own_path(p, number, path);
    pair_ok(p, table_build(&plan, NULL, 0, s->env.random, path, &report, &p->fault));
    memcpy(notice.table.root, report.root, sizeof report.root);
    return notice;
}

static void send_notice(struct pair *p, const struct notice *notice)
{
    struct side_fixture *s = &p->sides[HOLDER];
    unsigned char bytes[NOTICE_BYTES];
    struct arena arena;
    struct decision decision;
    uint64_t number = 0;
    struct draft draft = {.channel = s->channel, .kind = KIND_TABLE};
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    notice_encode(notice, bytes);
    event_bytes(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_table_notice, bytes, sizeof bytes);
    pair_ok(p, desk_begin(s->desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_draft(s->desk, &draft, &decision, &number, &p->fault));
    pair_ok(p, peer_release(s->desk, s->channel, number, &p->fault));
    pair_ok(p, desk_commit(s->desk, &p->fault));
    arena_release(&arena);
}

static struct notice publish(struct pair *p, uint64_t number, uint64_t capacity)
{
    struct notice notice = make_table(p, number, capacity);
    send_notice(p, &notice);
    return notice;
}

/* The epoch of the asker's table in force; 0: none. */
static uint64_t in_force(struct pair *p)
{
    struct side_fixture *s = &p->sides[ASKER];
    struct table *table;
    struct notice notice;
    enum err err = desk_table_open(s->desk, s->channel, EPOCH_PERSONS, &table, &notice, &p->fault);
    if (err == ERR_NOT_FOUND)
        return 0;
    pair_ok(p, err);
    table_close(table);
    return notice.table.epoch.number;
}

static bool alarmed(struct pair *p, const char *alarm, int64_t first)
{
    struct query q;
    int64_t there = 0;
    query_open(&q, desk_store(p->sides[ASKER].desk), "peer/alarm_known", &p->fault);
    query_int(&q, "channel", p->sides[ASKER].channel);
    query_text(&q, "alarm", str_of(alarm));
    query_int(&q, "first", first);
    pair_ok(p, query_one(&q, 0, &there));
    return there == 1;
}

static void reopen(struct pair *p, int i)
{
    struct side_fixture *s = &p->sides[i];
    desk_close(s->desk);
    memset(&s->view, 0, sizeof s->view);
    pair_ok(p, desk_open(s->path, &s->env, &s->desk, &p->fault));
}

/* One turn of the asker to the holder and the answer. */
static void turn(struct pair *p)
{
    pair_send(p, ASKER, true);
    pair_send(p, HOLDER, true);
}

static void a_table_comes_in_pieces_and_messages_do_not_wait_for_it(void **state)
{
    struct pair *p = *state;
    struct fault fault;
    struct table *table;
    struct arena arena;
    struct peer peer;
    arena_init(&arena, 1 << 20);
    struct notice found, made = publish(p, 1, LARGE);
    pair_settle(p);
    assert_int_equal(in_force(p), 1);
    pair_ok(p, desk_table_open(p->sides[ASKER].desk, p->sides[ASKER].channel, EPOCH_PERSONS, &table, &found,
                               &p->fault));
    assert_memory_equal(found.table.root, made.table.root, sizeof made.table.root);
    publish(p, 2, LARGE);
    turn(p);
    turn(p);
    assert_int_equal(in_force(p), 1); /* half of it is here */
    pair_write(p, HOLDER, (struct draft){.kind = KIND_TIP}, "about him");
    turn(p);
    pair_ok(p, peer_load(p->sides[ASKER].desk, p->sides[ASKER].channel, &arena, &peer, &p->fault));
    assert_int_equal(peer.line.received.sequence, 3);
    arena_release(&arena);
    assert_int_equal(in_force(p), 1);
    pair_settle(p);
    assert_int_equal(in_force(p), 2);
    assert_int_equal(pair_settle(p), 0); /* and nothing more is asked for */
    /* Who had the table before open reads on in it. */
    assert_int_equal(table_verify(table, &fault), ERR_OK);
    table_close(table);
}

static void it_comes_through_loss_doubles_and_restarts(void **state)
{
    struct pair *p = *state;
    struct buf bodies[8];
    size_t kept = 0;
    publish(p, 1, LARGE);
    for (int i = 0; i < 600 && in_force(p) != 1; i++) {
        struct buf body;
        bool worth;
        int64_t channel;
        int from = i % 2;
        struct side_fixture *s = &p->sides[from], *to = &p->sides[1 - from];
        buf_init(&body, 5 << 20);
        pair_ok(p, peer_outgoing(s->desk, s->channel, &s->view, &body, &worth, &p->fault));
        uint64_t chance = seeded_below(&p->seeded, 10);
        if (chance >= 3)
            pair_ok(p, peer_incoming(to->desk, buf_str(&body), &channel, &to->view, &p->fault));
        if (chance == 9 && kept < 8) {
            bodies[kept++] = body; /* comes again much later */
            continue;
        }
        buf_release(&body);
        if (chance == 8 && kept) {
            struct side_fixture *late = &p->sides[ASKER];
            /* To whom it was is in its head: one of the two takes it. */
            if (peer_incoming(late->desk, buf_str(&bodies[--kept]), &channel, &late->view, &p->fault))
                p->fault = (struct fault){0};
            buf_release(&bodies[kept]);
        }
        if (chance == 7 && i % 3 == 0)
            reopen(p, i % 2);
    }
    while (kept)
        buf_release(&bodies[--kept]);
    assert_int_equal(in_force(p), 1);
    pair_settle(p);
}

static void a_restart_goes_on_where_it_stopped(void **state)
{
    struct pair *p = *state;
    publish(p, 1, LARGE);
    for (int i = 0; i < 12; i++)
        turn(p);
    assert_int_equal(in_force(p), 0);
    reopen(p, ASKER);
    struct buf body;
    bool worth;
    buf_init(&body, 5 << 20);
    pair_ok(p, peer_outgoing(p->sides[ASKER].desk, p->sides[ASKER].channel, &p->sides[ASKER].view, &body,
                             &worth, &p->fault));
    struct body read;
    enum frame kind;
    struct str bytes;
    uint64_t offset = 0;
    pair_ok(p, body_read(&read, buf_str(&body), &p->fault));
    while (body_next(&read, &kind, &bytes))
        if (kind == FRAME_TABLE_WANTED) {
            struct unpack from = unpack_of((struct str){bytes.p + 9, bytes.n - 9});
            offset = unpack_number(&from, 8);
        }
    buf_release(&body);
    assert_true(worth);
    assert_true(offset >= 2 * TABLE_BLOCK_BYTES);
    pair_settle(p);
    assert_int_equal(in_force(p), 1);
}

/* A place that no file has is asked for by nobody of good faith: the line goes on. */
static void a_place_beyond_any_table_stops_nothing(void **state)
{
    struct pair *p = *state;
    struct side_fixture *s = &p->sides[HOLDER];
    struct buf body;
    bool worth;
    publish(p, 1, TABLE_CAPACITY_MIN);
    pair_settle(p);
    s->view.known = true;
    s->view.wanted[0] = (struct peer_wanted){.number = 1, .offset = INT64_MAX};
    buf_init(&body, 5 << 20);
    pair_ok(p, peer_outgoing(s->desk, s->channel, &s->view, &body, &worth, &p->fault));
    buf_release(&body);
}

static void a_table_that_is_gone_comes_again(void **state)
{
    struct pair *p = *state;
    char path[200];
    publish(p, 1, TABLE_CAPACITY_MIN);
    pair_settle(p);
    snprintf(path, sizeof path, "%s/%d-persons.theirs", p->sides[ASKER].tables, (int)p->sides[ASKER].channel);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(in_force(p), 0);
    pair_settle(p);
    assert_int_equal(in_force(p), 1);
}

static void flip(const char *path, long at)
{
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    int c = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    fputc(c ^ 1, file);
    fclose(file);
}

/* Nobody would be found whose cell it was. */
static void a_table_that_rots_on_the_disk_comes_again(void **state)
{
    struct pair *p = *state;
    char path[TABLES_PATH_MAX];
    struct stat found;
    publish(p, 1, TABLE_CAPACITY_MIN);
    pair_settle(p);
    snprintf(path, sizeof path, "%s/%d-persons.theirs", p->sides[ASKER].tables, (int)p->sides[ASKER].channel);
    assert_int_equal(stat(path, &found), 0);
    flip(path, (long)found.st_size - 1);
    assert_int_equal(in_force(p), 0);
    pair_settle(p);
    assert_int_equal(in_force(p), 1);
}

static void a_table_that_is_not_the_notices_is_refused_and_the_one_before_stays(void **state)
{
    struct pair *p = *state;
    char path[TABLES_PATH_MAX];
    publish(p, 1, TABLE_CAPACITY_MIN);
    pair_settle(p);
    assert_int_equal(in_force(p), 1);
    publish(p, 2, LARGE);
    own_path(p, 2, path);
    flip(path, 4096 + TABLE_BLOCK_BYTES + 17);
    for (int i = 0; i < 30; i++)
        turn(p);
    assert_true(alarmed(p, "table forged", 2));
    assert_int_equal(in_force(p), 1);
    /* It is not asked for again at once, nor does anybody stay busy over it. */
    assert_int_equal(pair_settle(p), 0);
    flip(path, 4096 + TABLE_BLOCK_BYTES + 17);
    p->now += 20 * 60 * 1000;
    pair_settle(p);
    assert_int_equal(in_force(p), 2);
    /* The table of another epoch under this one's name; one that ends early. */
    struct notice third = make_table(p, 3, TABLE_CAPACITY_MIN), fourth = make_table(p, 4, TABLE_CAPACITY_MIN);
    char other[TABLES_PATH_MAX];
    own_path(p, 3, path);
    own_path(p, 4, other);
    assert_int_equal(rename(path, other), 0);
    send_notice(p, &fourth);
    pair_settle(p);
    assert_true(alarmed(p, "table of another epoch or scheme", 4));
    p->now += 20 * 60 * 1000;
    assert_int_equal(truncate(other, 5000), 0);
    pair_settle(p);
    assert_int_equal(in_force(p), 2);
    (void)third;
}

static void a_notice_of_another_channel_direction_scheme_or_time_is_refused(void **state)
{
    struct pair *p = *state;
    struct notice good = publish(p, 5, TABLE_CAPACITY_MIN), bad;
    pair_settle(p);
    assert_int_equal(in_force(p), 5);
    bad = good;
    bad.table.epoch.number = 4; /* an epoch that is past */
    send_notice(p, &bad);
    pair_settle(p);
    assert_true(alarmed(p, "notice of another epoch or scheme", 0));
    bad = good;
    bad.table.epoch.number = 6;
    bad.table.epoch.channel[0] ^= 1;
    send_notice(p, &bad);
    pair_settle(p);
    assert_true(alarmed(p, "notice refused", 0));
    bad = good;
    bad.table.epoch.number = 7;
    bad.table.epoch.direction =
        good.table.epoch.direction == EPOCH_FIRST_HOLDS ? EPOCH_SECOND_HOLDS : EPOCH_FIRST_HOLDS;
    send_notice(p, &bad);
    bad = good;
    bad.table.epoch.number = 8;
    bad.table.epoch.scheme++;
    send_notice(p, &bad);
    bad = good;
    bad.table.epoch.number = 9;
    memset(bad.table.public_key.b, 0, sizeof bad.table.public_key.b);
    send_notice(p, &bad);
    pair_settle(p);
    assert_int_equal(in_force(p), 5);
    assert_int_equal(pair_settle(p), 0);
}

/* Where only the holder can turn to the asker, it does so for the table alone, once it has not been asked for
 * a minute. */
static void the_holder_brings_it_where_the_asker_cannot_fetch(void **state)
{
    struct pair *p = *state;
    struct side_fixture *holder = &p->sides[HOLDER], *asker = &p->sides[ASKER];
    struct contact contact = {.heard = p->now};
    publish(p, 1, LARGE);
    p->now += 61 * 1000;
    for (int i = 0; i < 40 && in_force(p) != 1; i++) {
        struct buf body, answer;
        bool due, worth;
        int64_t channel;
        buf_init(&body, 5 << 20);
        buf_init(&answer, 5 << 20);
        pair_ok(p, contact_begin(holder->desk, holder->channel, &contact, p->now, &body, &due, &p->fault));
        assert_true(due);
        pair_ok(p, peer_incoming(asker->desk, buf_str(&body), &channel, &asker->view, &p->fault));
        pair_ok(p, peer_outgoing(asker->desk, asker->channel, &asker->view, &answer, &worth, &p->fault));
        pair_ok(p, contact_answered(holder->desk, holder->channel, &contact, buf_str(&answer), p->now, 0,
                                    &p->fault));
        buf_release(&body);
        buf_release(&answer);
    }
    assert_int_equal(in_force(p), 1);
}

static void a_table_that_was_brought_is_taken_for_its_notice_alone(void **state)
{
    struct pair *p = *state;
    struct side_fixture *asker = &p->sides[ASKER];
    char path[TABLES_PATH_MAX];
    struct notice notice;
    publish(p, 1, LARGE);
    own_path(p, 1, path);
    assert_int_equal(desk_table_take(asker->desk, ACTOR_DESK, asker->channel, path, &notice, &p->fault),
                     ERR_NOT_FOUND);
    /* The notice alone: its table is out of reach. */
    char away[TABLES_PATH_MAX + 8];
    snprintf(away, sizeof away, "%s.away", path);
    assert_int_equal(rename(path, away), 0);
    turn(p);
    turn(p);
    flip(away, 9000);
    assert_int_equal(desk_table_take(asker->desk, ACTOR_DESK, asker->channel, away, &notice, &p->fault),
                     ERR_FORGED);
    assert_int_equal(in_force(p), 0);
    flip(away, 9000);
    pair_ok(p, desk_table_take(asker->desk, ACTOR_DESK, asker->channel, away, &notice, &p->fault));
    assert_int_equal(in_force(p), 1);
    pair_settle(p);
    assert_int_equal(pair_settle(p), 0);
}

int main(void)
{
#define TABLES_TEST(test) cmocka_unit_test_setup_teardown(test, pair_setup, stop)
    const struct CMUnitTest tests[] = {
        TABLES_TEST(a_table_comes_in_pieces_and_messages_do_not_wait_for_it),
        TABLES_TEST(it_comes_through_loss_doubles_and_restarts),
        TABLES_TEST(a_restart_goes_on_where_it_stopped),
        TABLES_TEST(a_place_beyond_any_table_stops_nothing),
        TABLES_TEST(a_table_that_is_gone_comes_again),
        TABLES_TEST(a_table_that_rots_on_the_disk_comes_again),
        TABLES_TEST(a_table_that_is_not_the_notices_is_refused_and_the_one_before_stays),
        TABLES_TEST(a_notice_of_another_channel_direction_scheme_or_time_is_refused),
        TABLES_TEST(the_holder_brings_it_where_the_asker_cannot_fetch),
        TABLES_TEST(a_table_that_was_brought_is_taken_for_its_notice_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
