/* A whole desk and a body from its counterpart: whatever it holds, the desk takes it in or refuses it, and
 * its store goes on. The input is put behind the head of a body of the paired desk. That desk published a
 * table of one person, which is wanted anew before every input: whatever pieces come, no other is put in
 * force. */
#include "channel/body.h"
#include "desk/peer_internal.h"
#include "desk/tables.h"
#include "keeper/local.h"
#include "store/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Held for the life of the process. */
static struct disk *disk;
static struct keeper_local *keys[2];
static struct desk *desks[2];
static char tables[] = "/tmp/liaison-fuzz-XXXXXX";

static time_ms now_of(void *context)
{
    (void)context;
    return 1700000000000;
}

static struct desk *open_desk(int i, const char *name, struct digest *id)
{
    static struct seeded seeded = {3};
    struct random random = random_seeded(&seeded);
    struct keeper_secrets secrets;
    struct arena arena;
    struct card card;
    struct digest tls = {{0}};
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    if ((!disk && disk_open("fuzz", 1, &disk, NULL)) || keeper_local_open(&options, &keys[i], NULL))
        abort();
    struct desk_env env = {.clock = {now_of, NULL},
                           .random = random,
                           .keeper = keeper_local_interface(keys[i]),
                           .vfs = "fuzz",
                           .tables = tables};
    struct desk_founding founding = {.id = str_of(name), .admin = STR("root")};
    if (desk_init(name, &founding, &env, NULL) || desk_open(name, &env, &desks[i], NULL) ||
        desk_begin(desks[i], ACTOR_DESK, NULL) || peer_make_card(desks[i], STR("a:1"), &tls, NULL) ||
        desk_commit(desks[i], NULL))
        abort();
    arena_init(&arena, 1 << 20);
    if (peer_own_card(desks[i], &arena, &card, id, NULL))
        abort();
    arena_release(&arena);
    return desks[i];
}

static void empty_tables(void)
{
    struct dirent *entry;
    DIR *directory = opendir(tables);
    while (directory && (entry = readdir(directory)))
        unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
}

static void remove_tables(void)
{
    empty_tables();
    rmdir(tables);
}

/* The same bytes in every process, so that the corpus can hold them. */
static void make_table(const struct peer *peer, struct notice *notice)
{
    static struct seeded seeded = {5};
    const struct table_pair pair = {.output = {{1}}, .value = {{2}}};
    const struct oprf_engine engine = keeper_local_interface(keys[1]).engine;
    struct table_plan plan = {.capacity = TABLE_CAPACITY_MIN};
    struct table_report report;
    char path[64];
    tables_epoch(peer, true, EPOCH_PERSONS, 1, &plan.epoch);
    snprintf(path, sizeof path, "%s/made", tables);
    if (engine.create(engine.context, &plan.epoch, NULL) ||
        engine.public_key(engine.context, &plan.epoch, &plan.public_key, NULL) ||
        table_build(&plan, &pair, 1, random_seeded(&seeded), path, &report, NULL))
        abort();
    *notice = (struct notice){.table = {.epoch = plan.epoch, .public_key = plan.public_key},
                              .capacity = plan.capacity};
    memcpy(notice->table.root, report.root, sizeof report.root);
}

static void publish(struct desk *desk, int64_t channel)
{
    unsigned char bytes[NOTICE_BYTES];
    struct arena arena;
    struct peer peer;
    struct notice notice;
    struct decision decision;
    arena_init(&arena, 1 << 20);
    if (peer_load(desk, channel, &arena, &peer, NULL))
        abort();
    make_table(&peer, &notice);
    notice_encode(&notice, bytes);
    decision_init(&decision, &arena);
    struct event *content = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_bytes(content, FIELD_table_notice, bytes, sizeof bytes);
    if (desk_begin(desk, ACTOR_DESK, NULL) || tables_noticed(desk, &peer, content, NULL) ||
        desk_commit(desk, NULL))
        abort();
    arena_release(&arena);
}

/* Nothing of the table is here, and it is asked for. */
static void want_table(struct desk *desk, int64_t channel)
{
    struct arena arena;
    struct peer peer;
    struct peer_view view = {0};
    struct buf body;
    bool worth = false;
    table_fetching_release(desk);
    empty_tables();
    arena_init(&arena, 1 << 20);
    buf_init(&body, 1 << 20);
    if (peer_load(desk, channel, &arena, &peer, NULL))
        abort();
    peer.line.level = LEVEL_OPEN;
    if (table_frames(desk, &peer, &view, &body, &worth, NULL) || !worth)
        abort();
    buf_release(&body);
    arena_release(&arena);
}

/* What is in force is the table that was published. */
static void check_table(struct desk *desk, int64_t channel)
{
    struct table *table;
    struct notice notice;
    if (!tables_in_force(desk, channel, EPOCH_PERSONS))
        return;
    if (desk_table_open(desk, channel, EPOCH_PERSONS, &table, &notice, NULL) || table_verify(table, NULL))
        abort();
    table_close(table);
}

static struct desk *paired(struct digest *ours, struct digest *theirs, int64_t *channel)
{
    struct arena arena;
    struct card card;
    if (!mkdtemp(tables) || atexit(remove_tables))
        abort();
    struct desk *desk = open_desk(0, "north", ours), *other = open_desk(1, "south", theirs);
    arena_init(&arena, 1 << 20);
    if (peer_own_card(other, &arena, &card, theirs, NULL) || desk_begin(desk, ACTOR_DESK, NULL) ||
        peer_pair(desk, &card, channel, NULL) || desk_commit(desk, NULL))
        abort();
    arena_release(&arena);
    publish(desk, *channel);
    return desk;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct desk *desk;
    static struct digest ours, theirs;
    static int64_t channel;
    struct buf body;
    struct peer_view view = {0};
    int64_t found = 0;
    struct fault fault = {0};
    if (!desk)
        desk = paired(&ours, &theirs, &channel);
    want_table(desk, channel);
    buf_init(&body, 8 << 20);
    body_begin(&body, &theirs, &ours);
    buf_add(&body, bytes, n);
    enum err err = peer_incoming(desk, buf_str(&body), &found, &view, &fault);
    if (err == ERR_BUG || err == ERR_IO || store_failed(desk_store(desk)))
        abort();
    check_table(desk, channel);
    buf_release(&body);
    return 0;
}
