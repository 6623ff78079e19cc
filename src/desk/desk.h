/* Desk: the transaction shell. A command or message comes in, rules decide, and
 * one commit makes events, leaves, checkpoints, projections and outbox rows
 * durable. Single-threaded; clock, randomness, keeper and disk are handed in.
 *
 *     desk_begin(desk, actor, fault)         one writer at a time; the time stands still from here
 *     ... load state from desk_store(desk), let a rule decide ...
 *     desk_add(desk, &decision, fault)       any number of decisions
 *     desk_commit(desk, fault)               leaves and checkpoints; durable on return
 *
 * A fault between begin and commit is followed by desk_rollback: nothing of the
 * transaction stays. */
#ifndef LIAISON_DESK_DESK_H
#define LIAISON_DESK_DESK_H

#include "keeper/keeper.h"
#include "ledger/note.h"
#include "store/store.h"

struct desk_env {
    struct clock clock;
    struct random random;
    struct keeper keeper;
    const char *vfs;    /* SQLite's name; NULL: the system's */
    const char *tables; /* directory of the private question's tables (tables.h), made when needed; NULL: none
                           are kept */
    /* Free bytes where the store lies; NULL: asked of the system, and with another vfs without bound. */
    uint64_t (*free_bytes)(void *context);
    void *free_context;
};

struct desk;

/* Makes a desk's store at path and founds it. id is its name in ledgers and references (a note key's name: no
 * space, no plus); admin is the login of its first administrator; name (of the service) and clock (of a
 * scenario desk: the file its time is read from) may be empty. ERR_BUSY where there is one already. */
struct desk_founding {
    struct str id, name, clock, admin;
};
MUST_USE enum err desk_init(const char *path, const struct desk_founding *founding,
                            const struct desk_env *env, struct fault *fault);

/* Opens it; env is copied. The faults of store_open; ERR_FORGED where the keeper is another desk's. */
MUST_USE enum err desk_open(const char *path, const struct desk_env *env, struct desk **out,
                            struct fault *fault);
void desk_close(struct desk *desk); /* NULL-safe */

struct store *desk_store(struct desk *desk);
const struct desk_env *desk_env(const struct desk *desk);
/* Another clock from here on. */
void desk_set_clock(struct desk *desk, struct clock clock);
struct str desk_id(const struct desk *desk);
/* Public keys of the keeper. */
const struct keeper_public *desk_keys(const struct desk *desk);

/* Bytes free on the store's disk. */
uint64_t desk_free_bytes(const struct desk *desk);

/* Begins a transaction by a person (ACTOR_DESK: the desk itself). */
MUST_USE enum err desk_begin(struct desk *desk, int64_t actor, struct fault *fault);

/* The time of the transaction: the clock's, but never before the last event's. Outside one, the clock's. */
time_ms desk_now(const struct desk *desk);
int64_t desk_actor(const struct desk *desk);

/* Appends and projects the decision's events: fills in their time, actor, salts, commitments and sequence.
 * Their projections can be read at once. */
MUST_USE enum err desk_add(struct desk *desk, struct decision *decision, struct fault *fault);

/* Grows the ledgers, signs a checkpoint of each that grew, commits. Where nothing was added, only ends. */
MUST_USE enum err desk_commit(struct desk *desk, struct fault *fault);
void desk_rollback(struct desk *desk);

/* A whole transaction: begin, decide, add, commit; on a fault all is rolled back. What decide reads is read
 * inside the transaction; the decision's arena is gone afterwards. */
MUST_USE enum err desk_transact(struct desk *desk, int64_t actor,
                                enum err (*decide)(struct desk *desk, void *context,
                                                   struct decision *decision, struct fault *fault),
                                void *context, struct fault *fault);

/* The keeper's next key of a role becomes its current one, and an event says so. */
MUST_USE enum err desk_roll_key(struct desk *desk, enum keeper_role role, struct fault *fault);

/* A new ledger, of a channel (number 1 and up), kept under origin; inside a transaction. */
MUST_USE enum err desk_add_ledger(struct desk *desk, int64_t ledger, struct str origin, struct fault *fault);

/* The newest checkpoint of a ledger as it stands in the store: its size and the signed note, appended. Inside
 * a transaction, that of the last commit. ERR_NOT_FOUND: none yet. */
MUST_USE enum err desk_checkpoint(struct desk *desk, int64_t ledger, uint64_t *size, struct buf *note,
                                  struct fault *fault);

/* Reads one event with all its openings that are still there; in the arena. */
MUST_USE enum err desk_event(struct desk *desk, int64_t sequence, struct arena *arena, struct event *out,
                             struct fault *fault);

#endif
