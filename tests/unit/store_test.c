/* store/: projected tables are made anew where they changed, older files and events are lifted, newer ones
 * refused, another's writing waits, a disk that cannot be written says so. */
#include "desk/people.h"
#include "desk/verify.h"
#include "desk_fixture.h"
#include "store/disk.h"
#include "store/fold.h"
#include "store/internal.h"
#include "store/watch.h"

#include <errno.h>
#include <fnmatch.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>

static void run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    sqlite3_close(db);
}

static enum err reopen(struct fixture *f)
{
    desk_close(f->desk);
    f->desk = NULL;
    return desk_open(f->path, &f->env, &f->desk, &f->fault);
}

static void finding(void *context, const char *text)
{
    (void)context;
    print_error("%s\n", text);
}

static void verifies(struct fixture *f)
{
    struct verify_options options = {.found = finding};
    struct verify_result result;
    fixture_ok(f, desk_verify(f->desk, &options, &result, &f->fault));
}

static void a_store_of_an_older_program_has_its_projections_made_anew(void **state)
{
    struct fixture *f = *state;
    struct desk_person person;
    desk_close(f->desk);
    f->desk = NULL;
    /* As an older program left it: tables of another shape, and one that is no more. */
    run_sql(f, "DROP TABLE person; CREATE TABLE person (person INTEGER PRIMARY KEY, login TEXT);"
               "INSERT INTO person VALUES (7, 'old'); CREATE TABLE gone (x INTEGER);"
               "INSERT INTO projected VALUES ('gone'); UPDATE projection SET digest = 'older';");
    fixture_ok(f, reopen(f));
    fixture_ok(f, person_by_login(f->desk, STR("admin"), &f->arena, &person, &f->fault));
    assert_int_equal(person.person, 1);
    assert_int_equal(person_by_login(f->desk, STR("old"), &f->arena, &person, &f->fault), ERR_NOT_FOUND);
    verifies(f);
    run_sql(f, "CREATE TABLE gone (x INTEGER)"); /* which it could not, were it there */
}

static void a_store_that_cannot_be_opened_is_named(void **state)
{
    struct fixture *f = *state;
    struct store *store;
    struct store_options options = {.path = "/nowhere/desk.db", .create = true};
    assert_int_equal(store_open(&options, &store, &f->fault), ERR_IO);
    assert_string_equal(f->fault.detail, "/nowhere/desk.db: cannot be opened: No such file or directory");
    options.create = false;
    assert_int_equal(store_open(&options, &store, &f->fault), ERR_NOT_FOUND);
}

static void a_store_that_lacks_a_migration_gets_it(void **state)
{
    struct fixture *f = *state;
    desk_close(f->desk);
    f->desk = NULL;
    run_sql(f, "DROP TABLE blind_record; DELETE FROM migration WHERE name = 'schema/003-blind-record'");
    fixture_ok(f, reopen(f));
    verifies(f);
}

static void a_store_of_a_newer_program_is_refused_and_untouched(void **state)
{
    struct fixture *f = *state;
    desk_close(f->desk);
    f->desk = NULL;
    run_sql(f, "INSERT INTO migration VALUES ('schema/999-later')");
    assert_int_equal(desk_open(f->path, &f->env, &f->desk, &f->fault), ERR_UNSUPPORTED);
    run_sql(f, "DELETE FROM migration WHERE name = 'schema/999-later'");
    fixture_ok(f, desk_open(f->path, &f->env, &f->desk, &f->fault));
}

static void an_event_of_an_older_version_gets_what_it_lacked_and_keeps_its_root(void **state)
{
    struct fixture *f = *state;
    struct arena *arena = &f->arena;
    struct decision decision;
    struct digest before, after;
    struct event event;
    struct buf packed;
    static const struct upcast upcasts[] = {
        {EVENT_POST_SET, 3, FIELD_until, 1234, {NULL, 0}},
        {EVENT_POST_SET, 2, FIELD_section, 0, {"border", 6}},
        {EVENT_PERSON_LEFT, 9, FIELD_section, 0, {"border", 6}},
    };
    decision_init(&decision, arena);
    struct event *old = event_add(&decision, EVENT_POST_SET);
    event_text(old, FIELD_post, STR("border/duty"));
    event_commit_values(old, &f->env.random);
    event_root(old, &before);
    buf_init(&packed, 1 << 16);
    event_pack(&packed, old);
    for (unsigned version = 1; version <= 3; version++) {
        event = (struct event){.kind = EVENT_POST_SET, .version = version};
        fixture_ok(f, event_unpack(&event, arena, buf_str(&packed), &f->fault));
        event_root(&event, &after);
        assert_true(digest_equal(&before, &after));
        fixture_ok(f, event_upcast_by(&event, upcasts, 3, 3, &f->fault));
        assert_int_equal(event.version, 3);
        assert_int_equal(event_get_int(&event, FIELD_until, 0), version < 3 ? 1234 : 0);
        assert_true(str_equal(event_get_text(&event, FIELD_section), version < 2 ? STR("border") : STR("")));
    }
    event = (struct event){.kind = EVENT_POST_SET, .version = 4};
    fixture_ok(f, event_unpack(&event, arena, buf_str(&packed), &f->fault));
    assert_int_equal(event_upcast_by(&event, upcasts, 3, 3, &f->fault), ERR_UNSUPPORTED);
    buf_release(&packed);
}

static void two_processes_may_write_by_turns(void **state)
{
    struct fixture *f = *state;
    struct desk *other;
    struct new_person person = {STR("second"), STR("officer"), STR(""), STR("Two Invented")};
    fixture_ok(f, desk_open(f->path, &f->env, &other, &f->fault));
    fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    person.login = STR("third");
    fixture_ok(f, person_add(other, 1, &person, &f->fault));
    person.login = STR("fourth");
    fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    desk_close(other);
    verifies(f);
}

static void a_file_that_cannot_be_written_says_so_and_can_be_read(void **state)
{
    struct fixture *f = *state;
    struct disk *disk;
    struct desk *desk;
    struct desk_env env = f->env;
    struct desk_person who;
    struct desk_founding founding = {.id = STR("east"), .admin = STR("admin")};
    struct new_person person = {STR("second"), STR("officer"), STR(""), STR("")};
    fixture_ok(f, disk_open("read-only", 1, &disk, &f->fault));
    env.vfs = disk_name(disk);
    fixture_ok(f, desk_init("east.db", &founding, &env, &f->fault));
    fixture_ok(f, desk_open("east.db", &env, &desk, &f->fault));
    disk_plan(disk, DISK_READ_ONLY, disk_operations(disk) + 1);
    assert_int_equal(person_add(desk, 1, &person, &f->fault), ERR_IO);
    fixture_ok(f, person_by_login(desk, STR("admin"), &f->arena, &who, &f->fault));
    disk_plan(disk, DISK_GOOD, 0);
    fixture_ok(f, person_add(desk, 1, &person, &f->fault));
    desk_close(desk);
    disk_close(disk);
}

static void a_clock_set_back_a_day_is_noted_once_and_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct new_person person = {STR("second"), STR("officer"), STR(""), STR("")};
    struct query q;
    int64_t warnings;
    time_ms before = f->now;
    f->now -= 86400000;
    fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    person.login = STR("third");
    fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    query_open(&q, desk_store(f->desk), "core/clock_warnings", &f->fault);
    fixture_ok(f, query_one(&q, 0, &warnings));
    assert_int_equal(warnings, 1);
    fixture_ok(f, desk_begin(f->desk, 1, &f->fault));
    assert_int_equal(desk_now(f->desk), before);
    desk_rollback(f->desk);
    f->now = before + 1000;
    person.login = STR("fourth");
    fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    verifies(f);
}

static void a_write_of_another_connection_wakes_who_watches(void **state)
{
    struct fixture *f = *state;
    struct new_person person = {STR("watched"), STR("officer"), STR(""), STR("Two Invented")};
    int watch = store_watch(f->path);
    assert_true(watch >= 0);
    store_watch_wait(watch, 0);
    assert_false(store_watch_wait(watch, 0));
    fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    assert_true(store_watch_wait(watch, 10000));
    assert_false(store_watch_wait(watch, 0));
    fixture_ok(f, desk_begin(f->desk, 1, &f->fault));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
    assert_false(store_watch_wait(watch, 0));
    close(watch);
}

static long long file_bytes(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return (long long)status.st_size;
}

static void add_officers(struct fixture *f, int n)
{
    char login[32];
    for (int i = 0; i < n; i++) {
        snprintf(login, sizeof login, "officer%d", i);
        struct new_person person = {str_of(login), STR("officer"), STR(""), STR("Three Invented")};
        fixture_ok(f, person_add(f->desk, 1, &person, &f->fault));
    }
}

/* A serve may be folding it at that moment. */
static void commits_leave_the_log_to_who_folds_it(void **state)
{
    struct fixture *f = *state;
    char log[128];
    long long before = file_bytes(f->path);
    add_officers(f, 200);
    assert_int_equal(file_bytes(f->path), before);
    snprintf(log, sizeof log, "%s-wal", f->path);
    assert_true(file_bytes(log) > 1000 * 4096);
    verifies(f);
}

/* The log is folded into the file by the thread, and not by the commits. */
static void a_thread_folds_the_log(void **state)
{
    struct fixture *f = *state;
    struct store_fold *fold;
    long long before = file_bytes(f->path);
    fixture_ok(f, store_fold_start(desk_store(f->desk), &fold, &f->fault));
    add_officers(f, 200);
    assert_false(store_fold_failed(fold));
    store_fold_stop(fold);
    assert_true(file_bytes(f->path) > before);
    verifies(f);
}

/* The system refuses writes to the store's own file, not to its log. */
static ssize_t (*true_pwrite)(int file, const void *bytes, size_t n, off_t offset);
static atomic_bool broken, broke;

static ssize_t pwrite_unless_broken(int file, const void *bytes, size_t n, off_t offset)
{
    char link[32], path[256] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    if (broken && readlink(link, path, sizeof path - 1) > 3 && strcmp(path + strlen(path) - 3, ".db") == 0) {
        broke = true;
        errno = EIO;
        return -1;
    }
    return true_pwrite(file, bytes, n, offset);
}

static void break_writes(bool on)
{
    static const char *const calls[] = {"pwrite", "pwrite64"};
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    true_pwrite = pwrite;
    broken = on;
    for (int i = 0; i < 2; i++)
        if (vfs->xGetSystemCall(vfs, calls[i]))
            vfs->xSetSystemCall(vfs, calls[i], on ? (sqlite3_syscall_ptr)pwrite_unless_broken : NULL);
}

/* What failed to be folded is not tried again: not by the thread, a commit or the end. */
static void a_log_that_could_not_be_folded_ends_the_writing(void **state)
{
    struct fixture *f = *state;
    struct store_fold *fold;
    char login[32];
    fixture_ok(f, store_fold_start(desk_store(f->desk), &fold, &f->fault));
    enum err err = ERR_OK;
    long long before = file_bytes(f->path);
    break_writes(true);
    for (int i = 0; i < 2000 && !err; i++) {
        snprintf(login, sizeof login, "officer%d", i);
        struct new_person person = {str_of(login), STR("officer"), STR(""), STR("Four Invented")};
        err = person_add(f->desk, 1, &person, &f->fault);
        broken = !broke;
    }
    break_writes(false);
    assert_int_equal(err, ERR_IO);
    assert_true(store_fold_failed(fold));
    store_fold_stop(fold);
    assert_true(store_failed(desk_store(f->desk)));
    desk_close(f->desk);
    assert_int_equal(file_bytes(f->path), before);
    /* It is all in the log still. */
    fixture_ok(f, desk_open(f->path, &f->env, &f->desk, &f->fault));
    verifies(f);
}

/* Of SQLite's plan, what walks a table that grows with all that ever came or went. */
static bool reads_a_line(const char *step)
{
    static const char *const patterns[] = {"SCAN [mrt]",
                                           "SCAN [mrt] *",
                                           "SCAN handover*",
                                           "SCAN line*",
                                           "SEARCH * USING PRIMARY KEY (channel=[?])",
                                           "SEARCH * USING PRIMARY KEY (channel=[?] AND direction=[?])",
                                           "SEARCH * USING * *_channel (channel=[?])*"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (fnmatch(patterns[i], step, 0) == 0)
            return true;
    return false;
}

/* Whether a step reads every row of a table; those of a common table expression are few. */
static bool reads_all(const char *step)
{
    static const char *const few[] = {"SCAN CONSTANT ROW", "SCAN one", "SCAN same", "SCAN on_files",
                                      "SCAN (*"};
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        if (fnmatch(few[i], step, 0) == 0)
            return false;
    return strncmp(step, "SCAN ", strlen("SCAN ")) == 0;
}

static void does_not_walk(struct fixture *f, const struct sql *sql, bool (*walks)(const char *step))
{
    char text[8192];
    sqlite3_stmt *plan = NULL;
    sqlite3 *db = desk_store(f->desk)->db;
    snprintf(text, sizeof text, "EXPLAIN QUERY PLAN %s", sql->text);
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        if (walks(step))
            fail_msg("%s: %s", sql->name, step);
    }
    sqlite3_finalize(plan);
}

static void no_step_about_one_message_walks_all_that_ever_came(void **state)
{
    static const char *const names[] = {"page/message_answers", "peer/questions_count", "peer/refused_count",
                                        "question/by_digest"};
    size_t mail = 0;
    for (size_t i = 0; i < store_sql_count; i++)
        if (strncmp(store_sql[i].name, "mail/", strlen("mail/")) == 0) {
            does_not_walk(*state, &store_sql[i], reads_a_line);
            mail++;
        }
    assert_true(mail > 5);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        does_not_walk(*state, &store_sql[store_sql_find(names[i])], reads_a_line);
}

static void what_asks_about_one_file_or_person_reads_no_table_whole(void **state)
{
    static const char *const names[] = {"subject/told_only",  "subject/held",
                                        "risk_decision/last", "file/facts",
                                        "file/openings",      "file/review_due",
                                        "watch/due",          "page/file",
                                        "page/file_requests", "page/file_sightings",
                                        "page/file_tips",     "page/watch_sightings",
                                        "page/subject_files", "page/subject_clearances",
                                        "holding/of_subject", "peer/unsent_about"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = store_sql_find(names[i]);
        assert_true(at < store_sql_count);
        does_not_walk(*state, &store_sql[at], reads_all);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_store_of_an_older_program_has_its_projections_made_anew),
        T(a_store_that_cannot_be_opened_is_named),
        T(a_store_that_lacks_a_migration_gets_it),
        T(a_store_of_a_newer_program_is_refused_and_untouched),
        T(an_event_of_an_older_version_gets_what_it_lacked_and_keeps_its_root),
        T(two_processes_may_write_by_turns),
        T(a_file_that_cannot_be_written_says_so_and_can_be_read),
        T(a_clock_set_back_a_day_is_noted_once_and_loses_nothing),
        T(a_write_of_another_connection_wakes_who_watches),
        T(commits_leave_the_log_to_who_folds_it),
        T(a_thread_folds_the_log),
        T(a_log_that_could_not_be_folded_ends_the_writing),
        T(no_step_about_one_message_walks_all_that_ever_came),
        T(what_asks_about_one_file_or_person_reads_no_table_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
