/* A desk on a disk that fails: at every write and sync of a run the power is cut, or the operation fails, or
 * the disk is full or becomes read-only. What was acknowledged stays, verify is clean, opening needs no hand.
 */
#include "desk/verify.h"
#include "keeper/local.h"
#include "store/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { COMMITS = 6 };

struct run {
    struct disk *disk;
    struct keeper_local *keys;
    struct seeded seeded;
    struct desk_env env;
    struct desk *desk;
    struct fault fault;
    time_ms now;
    bool founded;     /* acknowledged */
    int acknowledged; /* commits */
    bool erased;
};

static time_ms run_now(void *context)
{
    return ++*(time_ms *)context;
}

static void begin_run(struct run *run, uint64_t seed)
{
    struct keeper_secrets secrets;
    *run = (struct run){.seeded.state = seed, .now = 1700000000000};
    struct random random = random_seeded(&run->seeded);
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    assert_int_equal(keeper_local_open(&options, &run->keys, NULL), ERR_OK);
    assert_int_equal(disk_open("crash", seed, &run->disk, NULL), ERR_OK);
    run->env = (struct desk_env){.clock = {run_now, &run->now},
                                 .random = random,
                                 .keeper = keeper_local_interface(run->keys),
                                 .vfs = disk_name(run->disk)};
}

static void end_run(struct run *run)
{
    desk_close(run->desk);
    keeper_local_close(run->keys);
    disk_close(run->disk);
}

static enum err open_desk(struct run *run)
{
    return desk_open("desk.db", &run->env, &run->desk, &run->fault);
}

static enum err found(struct run *run)
{
    struct desk_founding founding = {.id = STR("north"), .admin = STR("admin")};
    return desk_init("desk.db", &founding, &run->env, &run->fault);
}

static enum err commit(struct run *run, struct decision *decision)
{
    enum err err = desk_begin(run->desk, 1, &run->fault);
    if (!err)
        err = desk_add(run->desk, decision, &run->fault);
    if (!err)
        err = desk_commit(run->desk, &run->fault);
    desk_rollback(run->desk);
    return err;
}

static enum err add_person(struct run *run, int number, struct arena *arena)
{
    struct decision decision;
    char login[16];
    snprintf(login, sizeof login, "p%d", number);
    decision_init(&decision, arena);
    struct event *event = event_add(&decision, EVENT_PERSON_ADDED);
    event_int(event, FIELD_person, number);
    event_text(event, FIELD_login, str_of(login));
    event_text(event, FIELD_role, STR("officer"));
    event_text(event, FIELD_name, STR("Aslan Invented"));
    return commit(run, &decision);
}

/* Erases the first person's name: the event after the founding's seven. */
static enum err erase_name(struct run *run, struct arena *arena)
{
    struct decision decision;
    decision_init(&decision, arena);
    struct event *event = event_add(&decision, EVENT_OPENING_ERASED);
    event_int(event, FIELD_erased, 8);
    event_text(event, FIELD_erased_field, STR("name"));
    event_text(event, FIELD_ground, STR("retention"));
    return commit(run, &decision);
}

/* What the faults befall: founding, opening, commits, an erasure, closing. */
static void script(struct run *run)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    run->founded = found(run) == ERR_OK;
    enum err err = run->founded ? open_desk(run) : ERR_IO;
    for (int i = 0; i < COMMITS && !err; i++) {
        err = add_person(run, i + 2, &arena);
        run->acknowledged += !err;
    }
    run->erased = !err && erase_name(run, &arena) == ERR_OK;
    desk_close(run->desk);
    run->desk = NULL;
    arena_release(&arena);
}

static void finding(void *context, const char *text)
{
    (void)context;
    print_error("%s\n", text);
}

static void holds(struct run *run)
{
    struct verify_options options = {.found = finding};
    struct verify_result result;
    struct query q;
    int64_t persons, erased;
    enum err err = open_desk(run);
    if (err && !run->founded) {
        assert_int_equal(found(run), ERR_OK);
        err = open_desk(run);
    }
    if (err)
        print_error("%s\n", run->fault.detail);
    assert_int_equal(err, ERR_OK);
    query_open(&q, desk_store(run->desk), "people/last", &run->fault);
    assert_int_equal(query_one(&q, 0, &persons), ERR_OK);
    assert_in_range(persons - 1, run->acknowledged, run->acknowledged + 1);
    query_open(&q, desk_store(run->desk), "core/erasure", &run->fault);
    query_int(&q, "erased", 8);
    query_text(&q, "erased_field", STR("name"));
    assert_int_equal(query_one(&q, 0, &erased), ERR_OK);
    assert_true(!run->erased || erased);
    assert_int_equal(desk_verify(run->desk, &options, &result, &run->fault), ERR_OK);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(add_person(run, 99, &arena), ERR_OK);
    arena_release(&arena);
}

/* One whole run for each operation that the script does. */
static void befall(enum disk_fault fault, uint64_t step)
{
    struct run run;
    uint64_t operations, befallen = 0;
    begin_run(&run, 1);
    script(&run);
    operations = disk_operations(run.disk);
    assert_true(run.founded && run.acknowledged == COMMITS && run.erased);
    end_run(&run);
    for (uint64_t at = 1; at <= operations; at += step) {
        begin_run(&run, at);
        disk_plan(run.disk, fault, at);
        script(&run);
        befallen += !run.erased;
        disk_power_on(run.disk);
        holds(&run);
        end_run(&run);
    }
    assert_true(befallen > 0);
}

/* Every operation in the soak; else a share of them. */
static bool soak(void)
{
    return getenv("LIAISON_SOAK") != NULL;
}

static void nothing_acknowledged_is_lost_when_the_power_is_cut(void **state)
{
    (void)state;
    befall(DISK_POWER_CUT, soak() ? 1 : 2);
}

static void nothing_acknowledged_is_lost_when_a_write_fails(void **state)
{
    (void)state;
    befall(DISK_WRITE_FAILS, soak() ? 1 : 5);
}

static void nothing_acknowledged_is_lost_when_a_sync_fails(void **state)
{
    (void)state;
    befall(DISK_SYNC_FAILS, soak() ? 1 : 5);
}

static void nothing_acknowledged_is_lost_when_the_disk_is_full(void **state)
{
    (void)state;
    befall(DISK_FULL, soak() ? 1 : 9);
}

static void nothing_acknowledged_is_lost_when_the_disk_becomes_read_only(void **state)
{
    (void)state;
    befall(DISK_READ_ONLY, soak() ? 1 : 9);
}

static void a_failed_sync_is_not_retried(void **state)
{
    (void)state;
    struct run run;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    begin_run(&run, 5);
    assert_int_equal(found(&run), ERR_OK);
    assert_int_equal(open_desk(&run), ERR_OK);
    uint64_t before = disk_syncs(run.disk);
    assert_int_equal(add_person(&run, 2, &arena), ERR_OK);
    before = disk_syncs(run.disk);
    assert_int_equal(add_person(&run, 3, &arena), ERR_OK);
    assert_int_equal(disk_syncs(run.disk) - before, 1);
    for (uint64_t at = 1; !store_failed(desk_store(run.desk)); at++) {
        assert_in_range(at, 1, 100);
        disk_plan(run.disk, DISK_SYNC_FAILS, disk_operations(run.disk) + at);
        enum err err = add_person(&run, (int)(3 + at), &arena);
        assert_true(err == ERR_OK || err == ERR_IO);
    }
    disk_plan(run.disk, DISK_GOOD, 0);
    assert_int_equal(add_person(&run, 200, &arena), ERR_IO);
    end_run(&run);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost_when_the_power_is_cut),
        cmocka_unit_test(nothing_acknowledged_is_lost_when_a_write_fails),
        cmocka_unit_test(nothing_acknowledged_is_lost_when_a_sync_fails),
        cmocka_unit_test(nothing_acknowledged_is_lost_when_the_disk_is_full),
        cmocka_unit_test(nothing_acknowledged_is_lost_when_the_disk_becomes_read_only),
        cmocka_unit_test(a_failed_sync_is_not_retried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
