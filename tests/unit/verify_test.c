/* verify: a sound desk passes, with erased values too; one changed bit anywhere is found and named. */
#include "desk/verify.h"
#include "desk_fixture.h"

#include <sqlite3.h>

struct findings {
    size_t n;
    char first[256];
};

static void take(void *context, const char *finding)
{
    struct findings *findings = context;
    if (findings->n++ == 0)
        snprintf(findings->first, sizeof findings->first, "%s", finding);
}

static enum err verify(struct fixture *f, struct findings *findings, struct str since)
{
    struct verify_result result;
    struct verify_options options = {.since = since, .found = take, .context = findings};
    *findings = (struct findings){0};
    return desk_verify(f->desk, &options, &result, &f->fault);
}

static void commit(struct fixture *f, struct decision *decision)
{
    fixture_ok(f, desk_begin(f->desk, 1, &f->fault));
    fixture_ok(f, desk_add(f->desk, decision, &f->fault));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
}

/* n commits of a person each, with a sealed name. */
static void fill(struct fixture *f, int n)
{
    for (int i = 2; i < n + 2; i++) {
        struct decision decision;
        char login[16];
        snprintf(login, sizeof login, "p%d", i);
        arena_reset(&f->arena);
        decision_init(&decision, &f->arena);
        struct event *event = event_add(&decision, EVENT_PERSON_ADDED);
        event_int(event, FIELD_person, i);
        event_text(event, FIELD_login, str_of(login));
        event_text(event, FIELD_role, STR("officer"));
        event_text(event, FIELD_name, STR("Aslan Invented"));
        commit(f, &decision);
    }
}

static enum err erase(struct fixture *f, int64_t sequence)
{
    struct decision decision;
    decision_init(&decision, &f->arena);
    struct event *event = event_add(&decision, EVENT_OPENING_ERASED);
    event_int(event, FIELD_erased, sequence);
    event_text(event, FIELD_erased_field, STR("name"));
    event_text(event, FIELD_ground, STR("retention"));
    fixture_ok(f, desk_begin(f->desk, 1, &f->fault));
    enum err err = desk_add(f->desk, &decision, &f->fault);
    if (!err)
        err = desk_commit(f->desk, &f->fault);
    desk_rollback(f->desk);
    return err;
}

static void reopen(struct fixture *f)
{
    desk_close(f->desk);
    f->desk = NULL;
    fixture_ok(f, desk_open(f->path, &f->env, &f->desk, &f->fault));
}

static void a_sound_desk_passes(void **state)
{
    struct fixture *f = *state;
    struct findings findings;
    fill(f, 300);
    fixture_ok(f, verify(f, &findings, STR("")));
    assert_int_equal(findings.n, 0);
}

static int64_t event_with_name(struct fixture *f)
{
    struct query q;
    int64_t sequence;
    query_open(&q, desk_store(f->desk), "core/last_event", &f->fault);
    fixture_ok(f, query_one(&q, 0, &sequence));
    return sequence;
}

static bool stands_on_disk(const struct fixture *f, struct str bytes)
{
    static const char *const files[] = {"", "-wal"};
    bool there = false;
    for (size_t i = 0; i < 2; i++) {
        char path[128];
        struct buf all;
        int c;
        snprintf(path, sizeof path, "%s%s", f->path, files[i]);
        FILE *file = fopen(path, "rb");
        if (!file)
            continue;
        buf_init(&all, 64 << 20);
        while ((c = getc(file)) != EOF)
            buf_add_char(&all, (char)c);
        there = there || (all.n && memmem(all.bytes, all.n, bytes.p, bytes.n));
        buf_release(&all);
        fclose(file);
    }
    return there;
}

static void an_erased_value_is_gone_and_everything_still_holds(void **state)
{
    struct fixture *f = *state;
    struct findings findings;
    struct event event;
    struct buf opening, sealed;
    struct query q;
    fill(f, 20);
    int64_t sequence = event_with_name(f);
    buf_init(&opening, 1 << 16);
    buf_init(&sealed, 1 << 16);
    fixture_ok(f, store_opening(desk_store(f->desk), sequence, FIELD_name, &opening, &f->fault));
    query_open(&q, desk_store(f->desk), "core/opening", &f->fault);
    query_int(&q, "sequence", sequence);
    query_text(&q, "field", STR("name"));
    assert_true(query_next(&q));
    buf_add_str(&sealed, query_get_text(&q, 1));
    fixture_ok(f, query_close(&q));
    assert_true(stands_on_disk(f, buf_str(&sealed)));
    fixture_ok(f, erase(f, sequence));
    assert_int_equal(store_opening(desk_store(f->desk), sequence, FIELD_name, &opening, &f->fault),
                     ERR_NOT_FOUND);
    assert_false(stands_on_disk(f, buf_str(&sealed)));
    fixture_ok(f, verify(f, &findings, STR("")));
    fixture_ok(f, desk_event(f->desk, sequence, &f->arena, &event, &f->fault));
    assert_true(event_value(&event, FIELD_name)->closed);
    assert_int_equal(erase(f, sequence), ERR_NOT_FOUND);
    buf_release(&opening);
    buf_release(&sealed);
}

/* One bit of a column of a row of a table, changed behind the desk's back. */
struct flip {
    const char *table, *key, *column;
    bool number, text;
};

static void flip(struct fixture *f, const struct flip *flip, int64_t row, size_t byte)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    char sql[256];
    unsigned char bytes[32768];
    int n = 0;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "SELECT %s, %s FROM %s ORDER BY 2 LIMIT 1 OFFSET %d", flip->column, flip->key,
             flip->table, (int)row);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(s, 0), key = sqlite3_column_int64(s, 1);
    if (!flip->number) {
        n = sqlite3_column_bytes(s, 0);
        memcpy(bytes, sqlite3_column_blob(s, 0), (size_t)n);
        bytes[byte % (size_t)n] ^= 0x20;
    }
    sqlite3_finalize(s);
    snprintf(sql, sizeof sql, "UPDATE %s SET %s = ? WHERE %s = %lld", flip->table, flip->column, flip->key,
             (long long)key);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    if (flip->number)
        sqlite3_bind_int64(s, 1, number ^ 1 << 20);
    else if (flip->text)
        sqlite3_bind_text(s, 1, (const char *)bytes, n, SQLITE_STATIC);
    else
        sqlite3_bind_blob(s, 1, bytes, n, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
    sqlite3_close(db);
}

static void must_be_found(struct fixture *f, const struct flip *what, size_t byte)
{
    struct findings findings;
    desk_close(f->desk);
    f->desk = NULL;
    /* Some things are found when the desk is opened. */
    enum err err = desk_open(f->path, &f->env, &f->desk, &f->fault);
    if (err) {
        assert_true(err == ERR_FORGED || err == ERR_NOT_FOUND || err == ERR_BAD_INPUT);
        return;
    }
    err = verify(f, &findings, STR(""));
    if (err != ERR_FORGED || findings.n == 0)
        print_error("%s.%s byte %zu: %s\n", what->table, what->column, byte, err_name(err));
    assert_int_equal(err, ERR_FORGED);
    assert_true(findings.n > 0);
}

static void one_changed_bit_of_event_leaf_opening_or_checkpoint_is_found(void **state)
{
    static const struct flip flips[] = {
        {"event", "sequence", "header", false, false}, {"event", "sequence", "open", false, false},
        {"event", "sequence", "kind", false, true},    {"event", "sequence", "version", true, false},
        {"event", "sequence", "time", true, false},    {"event", "sequence", "actor", true, false},
        {"opening", "sequence", "key", false, false},  {"opening", "sequence", "sealed", false, false},
        {"opening", "sequence", "field", false, true}, {"checkpoint", "size", "note", false, false},
        {"event", "sequence", "leaf", true, false},    {"event", "sequence", "ledger", true, false},
        {"person", "person", "added", true, false},    {"person", "person", "login", false, true},
    };
    struct fixture *f = *state;
    fill(f, 12);
    for (size_t i = 0; i < sizeof flips / sizeof *flips; i++)
        for (size_t byte = 0; byte < (flips[i].number ? 1 : 400); byte += 7) {
            flip(f, &flips[i], 5, byte);
            must_be_found(f, &flips[i], byte);
            flip(f, &flips[i], 5, byte);
        }
    const struct flip single[] = {{"ledger", "ledger", "size", true, false},
                                  {"ledger", "ledger", "origin", false, true}};
    for (size_t i = 0; i < 2; i++) {
        flip(f, &single[i], 0, 1);
        must_be_found(f, &single[i], 1);
        flip(f, &single[i], 0, 1);
    }
    /* Only the slots in use are the ledger's: 19 leaves stand from slot 256 on, their parents from 128
     * and 64. */
    const struct flip tile = {"tile", "tile", "bytes", false, false};
    for (size_t slot = 256; slot < 256 + 19; slot++) {
        flip(f, &tile, 0, slot * 32 + slot % 32);
        must_be_found(f, &tile, slot);
        flip(f, &tile, 0, slot * 32 + slot % 32);
    }
    struct findings findings;
    reopen(f);
    fixture_ok(f, verify(f, &findings, STR("")));
}

static void run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void what_was_taken_out_is_found(void **state)
{
    static const char *const ways[] = {
        "DELETE FROM event WHERE sequence = 9",
        "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)",
        "DELETE FROM opening WHERE sequence = 9",
        "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)",
        "DELETE FROM person WHERE person = 3",
        "UPDATE person SET role = 'head' WHERE person = 3",
        "INSERT INTO person VALUES (99, 'ghost', 'head', NULL, 1, NULL)",
    };
    struct fixture *f = *state;
    fill(f, 6);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const struct flip way = {ways[i], "", "", false, false};
        fixture_teardown(state);
        assert_int_equal(fixture_setup(state), 0);
        f = *state;
        fill(f, 6);
        run_sql(f, ways[i]);
        must_be_found(f, &way, 0);
    }
}

static void verifying_since_a_checkpoint_looks_at_what_came_after(void **state)
{
    struct fixture *f = *state;
    struct findings findings;
    struct buf note;
    uint64_t size;
    const struct flip old = {"event", "sequence", "header", false, false};
    buf_init(&note, 1 << 16);
    fill(f, 20);
    fixture_ok(f, desk_checkpoint(f->desk, LEDGER_DOMESTIC, &size, &note, &f->fault));
    f->now += 1000;
    for (int i = 0; i < 5; i++)
        fixture_ok(f, erase(f, (int64_t)size - i));
    fixture_ok(f, verify(f, &findings, buf_str(&note)));
    flip(f, &old, 24 + 7, 30);
    reopen(f);
    assert_int_equal(verify(f, &findings, buf_str(&note)), ERR_FORGED);
    flip(f, &old, 24 + 7, 30);
    note.bytes[note.n - 5] ^= 1;
    reopen(f);
    assert_int_equal(verify(f, &findings, buf_str(&note)), ERR_FORGED);
    assert_int_equal(findings.n, 0);
    buf_release(&note);
}

static void a_rolled_key_signs_on_and_the_old_checkpoints_still_hold(void **state)
{
    struct fixture *f = *state;
    struct findings findings;
    struct keeper_public before = *desk_keys(f->desk);
    fill(f, 3);
    fixture_ok(f, desk_roll_key(f->desk, KEEPER_CHECKPOINTS, &f->fault));
    assert_memory_equal(desk_keys(f->desk)->current[KEEPER_CHECKPOINTS], before.next[KEEPER_CHECKPOINTS], 32);
    fixture_ok(f, verify(f, &findings, STR("")));
    /* Ended between the keeper's rollover and its event: opening records it. */
    fixture_ok(f, f->env.keeper.roll(f->env.keeper.context, KEEPER_CHECKPOINTS, &f->fault));
    reopen(f);
    fixture_ok(f, verify(f, &findings, STR("")));
    /* Twice is no rollover that was promised. */
    fixture_ok(f, f->env.keeper.roll(f->env.keeper.context, KEEPER_MESSAGES, &f->fault));
    fixture_ok(f, f->env.keeper.roll(f->env.keeper.context, KEEPER_MESSAGES, &f->fault));
    desk_close(f->desk);
    assert_int_equal(desk_open(f->path, &f->env, &f->desk, &f->fault), ERR_FORGED);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_sound_desk_passes),
        T(an_erased_value_is_gone_and_everything_still_holds),
        T(one_changed_bit_of_event_leaf_opening_or_checkpoint_is_found),
        T(what_was_taken_out_is_found),
        T(verifying_since_a_checkpoint_looks_at_what_came_after),
        T(a_rolled_key_signs_on_and_the_old_checkpoints_still_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
