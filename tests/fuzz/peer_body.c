/* A whole desk and a body from its counterpart: whatever it holds, the desk takes it in or refuses it, and
 * its store goes on. The input is put behind the head of a body of the paired desk. */
#include "channel/body.h"
#include "desk/peer.h"
#include "keeper/local.h"
#include "store/disk.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Held for the life of the process. */
static struct disk *disk;
static struct keeper_local *keys[2];
static struct desk *desks[2];

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
    struct desk_env env = {
        .clock = {now_of, NULL}, .random = random, .keeper = keeper_local_interface(keys[i]), .vfs = "fuzz"};
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

static struct desk *paired(struct digest *ours, struct digest *theirs)
{
    struct arena arena;
    struct card card;
    int64_t channel;
    struct desk *desk = open_desk(0, "north", ours), *other = open_desk(1, "south", theirs);
    arena_init(&arena, 1 << 20);
    if (peer_own_card(other, &arena, &card, theirs, NULL) || desk_begin(desk, ACTOR_DESK, NULL) ||
        peer_pair(desk, &card, &channel, NULL) || desk_commit(desk, NULL))
        abort();
    arena_release(&arena);
    return desk;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct desk *desk;
    static struct digest ours, theirs;
    struct buf body;
    struct peer_view view = {0};
    int64_t channel = 0;
    struct fault fault = {0};
    if (!desk)
        desk = paired(&ours, &theirs);
    buf_init(&body, 8 << 20);
    body_begin(&body, &theirs, &ours);
    buf_add(&body, bytes, n);
    enum err err = peer_incoming(desk, buf_str(&body), &channel, &view, &fault);
    if (err == ERR_BUG || err == ERR_IO || store_failed(desk_store(desk)))
        abort();
    buf_release(&body);
    return 0;
}
