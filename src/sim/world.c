/* World: desks are founded, come up and go down; the loop of events. See sim.h. */
#include "sim/world.h"

#include "base/stand_in.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAL_DAYS = 8 };

unsigned sim_fault_of(const char *word)
{
    static const char *const words[] = {
#define F(name, word, what) word,
#include "sim/faults.def"
#undef F
    };
    for (unsigned i = 0; i < SIM_FAULTS; i++)
        if (strcmp(words[i], word) == 0)
            return 1U << i;
    return 0;
}

void found(struct world *world, const char *format, ...)
{
    char text[sizeof world->result->finding - 32];
    va_list args;
    if (is_found(world))
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(world->result->finding, sizeof world->result->finding, "day %lld: %s",
             (long long)((world->now - world->begun) / TIME_DAY), text);
}

/* --- libsodium draws from the seed too: the ephemeral keys of sealing --- */

static struct seeded *sodium_seed;

static const char *sodium_name(void)
{
    return "simulated";
}

static void sodium_fill(void *const bytes, const size_t n)
{
    struct random random = random_seeded(sodium_seed);
    random.fill(random.context, bytes, n);
}

static uint32_t sodium_number(void)
{
    return (uint32_t)seeded_next(sodium_seed);
}

static void sodium_from_seed(struct seeded *seeded)
{
    static randombytes_implementation simulated = {
        .implementation_name = sodium_name, .random = sodium_number, .buf = sodium_fill};
    sodium_seed = seeded;
    randombytes_set_implementation(&simulated);
}

/* --- desks --- */

static time_ms actor_now(void *context)
{
    const struct actor *actor = context;
    return actor->world->now + actor->skew;
}

static const char *path_of(const struct actor *actor)
{
    return actor->name;
}

/* In some worlds a body has one message, so that many are made ahead of an answer. */
static struct contact contact_of(const struct world *world)
{
    return (struct contact){.at_most = world->options.seed % 3 == 0};
}

enum err desk_up(struct world *world, struct actor *actor)
{
    struct fault fault = {0};
    enum err err = desk_open(path_of(actor), &actor->env, &actor->desk, &fault);
    if (err)
        return fault_set(world->fault, err, "%s cannot be opened: %s", actor->name, fault.detail);
    for (size_t i = 0; i < actor->ends_n; i++) {
        struct end *end = &actor->ends[i];
        end->contact = contact_of(world);
        buf_clear(&end->ahead);
        end->wake = true;
        end->waiting = false;
    }
    return check_promises(world, actor);
}

static void desk_down(struct world *world, struct actor *actor, time_ms pause)
{
    desk_close(actor->desk);
    actor->desk = NULL;
    disk_plan(actor->disk, DISK_GOOD, 0);
    disk_power_on(actor->disk);
    actor->up_at = world->now + pause;
    world->result->crashes++;
}

void risk(struct world *world, struct actor *actor)
{
    uint64_t at = disk_operations(actor->disk) + 1 + seeded_below(&world->seeded, 24);
    enum disk_fault fault = DISK_GOOD;
    if (has_fault(world, SIM_CRASH) && one_in(world, 40))
        fault = DISK_POWER_CUT;
    else if (has_fault(world, SIM_SYNC) && one_in(world, 150))
        fault = one_in(world, 2) ? DISK_SYNC_FAILS : DISK_WRITE_FAILS;
    else if (has_fault(world, SIM_FULL) && one_in(world, 300))
        fault = DISK_FULL;
    disk_plan(actor->disk, fault, fault == DISK_GOOD ? 0 : at);
}

enum err after(struct world *world, struct actor *actor, enum err err, const struct fault *fault)
{
    if (!err || err == ERR_REFUSED || err == ERR_NOT_FOUND)
        return ERR_OK;
    if (err == ERR_IO || store_failed(desk_store(actor->desk))) {
        desk_down(world, actor, between(world, TIME_MINUTE, 3 * TIME_HOUR));
        return ERR_OK;
    }
    if (err == ERR_BAD_INPUT || err == ERR_TOO_LARGE || err == ERR_UNSUPPORTED || err == ERR_FORGED)
        return ERR_OK; /* a body that the network spoilt */
    return fault_set(world->fault, err, "%s: %s: %s", actor->name, err_name(err), fault->detail);
}

static enum err desk_found(struct world *world, struct actor *actor, size_t i)
{
    struct keeper_secrets secrets;
    struct random random = random_seeded(&world->seeded);
    struct digest tls = {{0}};
    snprintf(actor->name, sizeof actor->name, "desk%zu", i);
    snprintf(actor->disk_name, sizeof actor->disk_name, "sim-disk-%zu", i);
    actor->world = world;
    actor->acts_at = world->now + between(world, 0, TIME_DAY);
    actor->ticks_at = world->now + between(world, 0, 10 * TIME_MINUTE);
    if (has_fault(world, SIM_CLOCK))
        actor->skew = between(world, -TIME_MINUTE, TIME_MINUTE);
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    enum err err = keeper_local_open(&options, &actor->keys, world->fault);
    if (!err)
        err = disk_open(actor->disk_name, seeded_next(&world->seeded), &actor->disk, world->fault);
    if (err)
        return err;
    actor->env = (struct desk_env){.clock = {actor_now, actor},
                                   .random = random,
                                   .keeper = keeper_local_interface(actor->keys),
                                   .vfs = actor->disk_name};
    struct desk_founding founding = {.id = str_of(actor->name), .admin = STR("root")};
    err = desk_init(path_of(actor), &founding, &actor->env, world->fault);
    if (!err)
        err = desk_open(path_of(actor), &actor->env, &actor->desk, world->fault);
    if (!err)
        err = desk_begin(actor->desk, ACTOR_DESK, world->fault);
    if (!err)
        err = peer_make_card(actor->desk, STR("simulated:1"), &tls, world->fault);
    return err ? err : desk_commit(actor->desk, world->fault);
}

/* Each desk with the next; of two there is one line. */
static enum err lay_lines(struct world *world)
{
    size_t n = world->options.desks, lines = n == 2 ? 1 : n;
    enum err err = ERR_OK;
    for (size_t i = 0; i < lines && !err; i++) {
        size_t j = (i + 1) % n;
        struct actor *one = &world->desks[i], *other = &world->desks[j];
        struct contact contact = contact_of(world);
        one->ends[one->ends_n] =
            (struct end){.other = j, .other_end = other->ends_n, .contact = contact, .wake = true};
        other->ends[other->ends_n] =
            (struct end){.other = i, .other_end = one->ends_n, .contact = contact, .wake = true};
        buf_init(&one->ends[one->ends_n++].ahead, (size_t)LIMIT_BODY_BYTES);
        buf_init(&other->ends[other->ends_n++].ahead, (size_t)LIMIT_BODY_BYTES);
        err = people_pair(world, i, one->ends_n - 1);
    }
    return err;
}

/* --- time --- */

static enum err step_end(void *context, int64_t channel, struct fault *fault)
{
    return peer_step(context, channel, fault);
}

static enum err tick(struct world *world, struct actor *actor)
{
    struct fault fault = {0};
    actor->ticks_at = world->now + 30 * TIME_MINUTE;
    if (!actor->desk)
        return ERR_OK;
    risk(world, actor);
    enum err err = after(world, actor, peer_each(actor->desk, step_end, actor->desk, &fault), &fault);
    for (size_t i = 0; i < actor->ends_n; i++)
        actor->ends[i].wake = true;
    return err || !actor->desk ? err : check_told(world, actor);
}

/* When an end turns to its counterpart next; never while it waits or is down. */
static time_ms contact_time(const struct world *world, const struct actor *actor, const struct end *end)
{
    if (!actor->desk)
        return INT64_MAX;
    if (end->waiting)
        return end->until;
    if (!end->wake)
        return INT64_MAX;
    time_ms next = end->contact.next - actor->skew;
    return next > world->now ? next : world->now;
}

enum next { NEXT_NONE, NEXT_PACKET, NEXT_UP, NEXT_ACT, NEXT_TICK, NEXT_CONTACT };

struct happening {
    enum next next;
    time_ms at;
    size_t desk, index;
};

static void sooner(struct happening *best, enum next next, time_ms at, size_t desk, size_t index)
{
    if (at < best->at)
        *best = (struct happening){next, at, desk, index};
}

static struct happening next_of(const struct world *world)
{
    struct happening best = {.next = NEXT_NONE, .at = INT64_MAX};
    for (size_t i = 0; i < world->packets_n; i++)
        sooner(&best, NEXT_PACKET, world->packets[i].at, 0, i);
    for (size_t i = 0; i < world->options.desks; i++) {
        const struct actor *actor = &world->desks[i];
        if (!actor->desk)
            sooner(&best, NEXT_UP, actor->up_at, i, 0);
        sooner(&best, NEXT_TICK, actor->ticks_at, i, 0);
        if (actor->desk)
            sooner(&best, NEXT_ACT, actor->acts_at, i, 0);
        for (size_t k = 0; k < actor->ends_n; k++)
            sooner(&best, NEXT_CONTACT, contact_time(world, actor, &actor->ends[k]), i, k);
    }
    return best;
}

static enum err no_answer(struct world *world, struct actor *actor, struct end *end)
{
    end->waiting = false;
    end->wake = true;
    contact_failed(&end->contact, actor_now(actor), (uint32_t)seeded_next(&world->seeded));
    return ERR_OK;
}

static enum err happen(struct world *world, const struct happening *happening)
{
    struct actor *actor = &world->desks[happening->desk];
    if (happening->at > world->now)
        world->now = happening->at;
    switch (happening->next) {
    case NEXT_PACKET:
        return net_deliver(world, happening->index);
    case NEXT_UP:
        return desk_up(world, actor);
    case NEXT_ACT:
        return people_act(world, happening->desk);
    case NEXT_TICK:
        return tick(world, actor);
    case NEXT_CONTACT: {
        struct end *end = &actor->ends[happening->index];
        return end->waiting ? no_answer(world, actor, end)
                            : net_contact(world, happening->desk, happening->index);
    }
    default:
        return fault_set(world->fault, ERR_BUG, "nothing happens any more");
    }
}

static enum err live(struct world *world, time_ms until)
{
    enum err err = ERR_OK;
    while (!err && !is_found(world)) {
        struct happening happening = next_of(world);
        if (happening.at >= until)
            break;
        err = happen(world, &happening);
    }
    world->now = until;
    return err;
}

/* The faults stop; what is held is released; then everything must come to rest. */
static enum err heal(struct world *world)
{
    enum err err = ERR_OK;
    bool rest = false;
    world->healing = true;
    for (size_t i = 0; i < world->options.desks; i++) {
        disk_plan(world->desks[i].disk, DISK_GOOD, 0);
        for (size_t k = 0; k < world->desks[i].ends_n; k++)
            world->desks[i].ends[k].cut_until = 0;
    }
    for (int half_day = 0; half_day < 2 * HEAL_DAYS && !err && !rest && !is_found(world); half_day++) {
        err = live(world, world->now + TIME_DAY / 2);
        for (size_t i = 0; i < world->options.desks && !err && half_day % 2 == 0; i++)
            err = people_release_all(world, i);
        if (!err && half_day > 1)
            err = check_rest(world, &rest);
    }
    if (!err && !is_found(world) && !rest)
        found(world, "delivered: the lines do not come to rest in %d days without faults", HEAL_DAYS);
    return err || is_found(world) ? err : check_end(world);
}

static void world_release(struct world *world)
{
    net_release(world);
    for (size_t i = 0; i < world->options.desks; i++) {
        for (size_t k = 0; k < world->desks[i].ends_n; k++)
            buf_release(&world->desks[i].ends[k].ahead);
        desk_close(world->desks[i].desk);
        keeper_local_close(world->desks[i].keys);
        disk_close(world->desks[i].disk);
    }
    randombytes_set_implementation(&randombytes_sysrandom_implementation);
    keypair_stand_in(false);
    free(world);
}

enum err sim_run(const struct sim_options *options, struct sim_result *result, struct fault *fault)
{
    struct world *world = calloc(1, sizeof *world);
    enum err err = ERR_OK;
    if (!world)
        return fault_set(fault, ERR_NO_MEMORY, "a world");
    *result = (struct sim_result){0};
    world->options = *options;
    world->result = result;
    world->seeded.state = options->seed;
    world->fault = fault;
    world->begun = world->now = 1300000000000;
    world->ends = world->now + (time_ms)options->days * TIME_DAY;
    if (sodium_init() < 0)
        err = fault_set(fault, ERR_BUG, "libsodium");
    sodium_from_seed(&world->seeded);
    keypair_stand_in(!options->real_keys);
    for (size_t i = 0; i < options->desks && !err; i++)
        err = desk_found(world, &world->desks[i], i);
    if (!err)
        err = lay_lines(world);
    if (!err)
        err = live(world, world->ends);
    if (!err && !is_found(world))
        err = heal(world);
    world_release(world);
    return err;
}
