/* A desk in a fresh directory, its keys in this process, its clock set by hand:
 * what tests of the desk begin with. */
#ifndef LIAISON_TESTS_DESK_FIXTURE_H
#define LIAISON_TESTS_DESK_FIXTURE_H

#include "desk/desk.h"
#include "keeper/local.h"
#include "record/subject.h"
#include "store_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

struct fixture {
    char directory[64];
    char path[96];
    time_ms now;
    struct seeded seeded;
    struct keeper_local *keys;
    struct desk_env env;
    struct desk *desk;
    struct arena arena;
    struct fault fault;
};

static time_ms fixture_now(void *context)
{
    return *(time_ms *)context;
}

static inline void fixture_ok(struct fixture *f, enum err err)
{
    if (err)
        print_error("%s: %s\n", err_name(err), f->fault.detail);
    assert_int_equal(err, ERR_OK);
}

static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct keeper_secrets secrets;
    snprintf(f->directory, sizeof f->directory, "/tmp/liaison-desk-XXXXXX");
    if (!f || !mkdtemp(f->directory))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/desk.db", f->directory);
    f->now = 1700000000000;
    f->seeded.state = 7;
    struct random random = random_seeded(&f->seeded);
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    fixture_ok(f, keeper_local_open(&options, &f->keys, &f->fault));
    f->env = (struct desk_env){
        .clock = {fixture_now, &f->now}, .random = random, .keeper = keeper_local_interface(f->keys)};
    arena_init(&f->arena, 64 << 20);
    struct desk_founding founding = {.id = STR("north"), .admin = STR("admin")};
    fixture_ok(f, desk_init(f->path, &founding, &f->env, &f->fault));
    fixture_ok(f, desk_open(f->path, &f->env, &f->desk, &f->fault));
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    desk_close(f->desk);
    keeper_local_close(f->keys);
    arena_release(&f->arena);
    store_files_remove(f->path);
    int status = rmdir(f->directory);
    free(f);
    return status;
}

/* A person to compare with: a name, and a date or NULL. The subject points to both. */
static inline struct subject fixture_person(struct str *name, struct str *date)
{
    struct subject subject = {0};
    subject.values[PROPERTY_NAME] = (struct values){name, 1};
    if (date)
        subject.values[PROPERTY_BIRTH_DATE] = (struct values){date, 1};
    return subject;
}

#endif
