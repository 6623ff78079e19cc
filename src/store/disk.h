/* Disk: a disk in memory for tests and simulation, as an SQLite VFS. It loses
 * what was not synced when the power is cut, and fails where it is told to, so
 * that a run can be cut at every single write and sync of it.
 *
 * A write reaches the file at once and the platter at the next sync. A power
 * cut keeps, of what was not synced, a random part in pieces of 512 bytes,
 * drawn from the seed: what a real disk may do. Deleting and cutting files is
 * durable at once. One connection a file at a time; each desk of a simulation
 * has a disk of its own. Not thread-safe. */
#ifndef LIAISON_STORE_DISK_H
#define LIAISON_STORE_DISK_H

#include "base/error.h"
#include "base/random.h"

#include <stdbool.h>

struct disk;

enum disk_fault {
    DISK_GOOD,
    DISK_WRITE_FAILS, /* a write gives an I/O error */
    DISK_SYNC_FAILS,  /* a sync gives an I/O error, and what it should have kept may be lost */
    DISK_FULL,        /* writes that would make a file longer find no room, from here on */
    DISK_READ_ONLY,   /* every write is refused, from here on */
    DISK_POWER_CUT    /* this operation and all later ones fail, until disk_power_on */
};

/* Registers the disk with SQLite under name, which must be new and outlive it. */
MUST_USE enum err disk_open(const char *name, uint64_t seed, struct disk **out, struct fault *fault);
void disk_close(struct disk *disk); /* NULL-safe; nothing on it may be open */

/* The name to hand to store_options.vfs and desk_env.vfs. */
const char *disk_name(const struct disk *disk);

/* Writes, truncations and syncs done so far. */
uint64_t disk_operations(const struct disk *disk);

/* The fault befalls the operation number at (counted as above, from 1); DISK_GOOD takes it back. */
void disk_plan(struct disk *disk, enum disk_fault fault, uint64_t at);

/* What a power cut leaves; the disk then works again. */
void disk_power_on(struct disk *disk);

/* Syncs so far, for showing that a step syncs once. */
uint64_t disk_syncs(const struct disk *disk);

#endif
