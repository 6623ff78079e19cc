/* World: what the sources of the simulator share. */
#ifndef LIAISON_SIM_WORLD_H
#define LIAISON_SIM_WORLD_H

#include "base/time.h"
#include "desk/contact.h"
#include "keeper/local.h"
#include "sim/sim.h"
#include "store/disk.h"

enum { PACKETS_MAX = 512, NAME_MAX_BYTES = 32, ARENA_BYTES = 64 << 20 };

/* One desk's end of a line. */
struct end {
    size_t other;     /* the counterpart's place in the world */
    size_t other_end; /* this line among the counterpart's */
    int64_t channel;
    struct contact contact;
    bool wake;    /* something may be to say */
    bool waiting; /* for an answer, until: */
    time_ms until;
    uint64_t exchange; /* of the body that is answered */
    struct buf ahead;  /* the body after it, where one was made meanwhile */
    /* What it told the counterpart it has. */
    uint64_t promised;
    struct digest promised_head;
    uint64_t cosigned; /* the counterpart's head that was checked last */
    time_ms cut_until; /* the line is cut, as seen from both ends */
};

struct actor {
    char name[NAME_MAX_BYTES], disk_name[NAME_MAX_BYTES];
    struct disk *disk;
    struct keeper_local *keys;
    struct desk_env env;
    struct desk *desk; /* NULL: down */
    time_ms up_at;     /* when it is down */
    time_ms skew;
    time_ms acts_at, ticks_at;
    struct world *world;
    struct end ends[2];
    size_t ends_n;
};

struct packet {
    size_t to, to_end;
    time_ms at;
    bool answer;
    uint64_t exchange;
    struct buf body;
};

struct world {
    struct sim_options options;
    struct sim_result *result;
    struct seeded seeded;
    time_ms now, begun, ends;
    bool healing; /* the faults have stopped */
    struct actor desks[SIM_DESKS_MAX];
    struct packet packets[PACKETS_MAX];
    size_t packets_n;
    uint64_t exchanges;
    struct fault *fault;
};

static inline bool has_fault(const struct world *world, enum sim_fault fault)
{
    return !world->healing && (world->options.faults >> fault & 1);
}

/* True with a chance of one in n. */
static inline bool one_in(struct world *world, uint64_t n)
{
    return seeded_below(&world->seeded, n) == 0;
}

/* A time between the two, uniform. */
static inline time_ms between(struct world *world, time_ms from, time_ms to)
{
    return from + (time_ms)seeded_below(&world->seeded, (uint64_t)(to - from + 1));
}

/* The first thing that did not hold is kept. */
void found(struct world *world, const char *format, ...) PRINTF_LIKE(2, 3);
static inline bool is_found(const struct world *world)
{
    return world->result->finding[0] != '\0';
}

/* --- world.c: desks up and down --- */

enum err desk_up(struct world *world, struct actor *actor);
/* After an error of a desk's call: a disk's kills the desk, a refusal is nothing, another ends the run. */
enum err after(struct world *world, struct actor *actor, enum err err, const struct fault *fault);
/* Plans a fault of the disk for the call that comes, or none. */
void risk(struct world *world, struct actor *actor);

/* --- net.c: bodies between desks --- */

enum err net_contact(struct world *world, size_t desk, size_t end);
enum err net_deliver(struct world *world, size_t packet);
void net_release(struct world *world);

/* --- people.c: what officers do --- */

enum err people_act(struct world *world, size_t desk);
enum err people_pair(struct world *world, size_t desk, size_t end);
/* In the end: everything held is released. */
enum err people_release_all(struct world *world, size_t desk);

/* --- check.c: what must hold --- */

enum err check_promises(struct world *world, struct actor *actor);
enum err check_fresh(struct world *world, struct actor *actor, const struct end *end, struct str body);
enum err check_told(struct world *world, struct actor *actor);
/* A head that was cosigned since is of the counterpart's history: each, as a later one may hide it. */
enum err check_cosigned(struct world *world, struct actor *actor, struct end *end);
/* True where every line is at rest. */
enum err check_rest(struct world *world, bool *rest);
enum err check_end(struct world *world);

#endif
