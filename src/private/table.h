/* Table: what a holder publishes for an epoch: a map from the PRF outputs of its
 * match keys to one random value a person, in which a key that is not there
 * reads as noise, and so does a key that is there to him who lacks its output.
 *
 * A cell of 16 bytes is a tag of six zero bytes and the person's value of ten,
 * under a mask that is drawn from the PRF output, the table's salt and the epoch;
 * cells lie in a fuse map (fuse.h) whose free cells are random. A key that
 * several persons share has up to TABLE_SLOTS slots, each with a mask and place
 * of its own. doc/private-question.md has the format to the byte, the argument
 * and the sizes' reasons.
 *
 * The file: header of 160 bytes, the SHA-256 of each block of 1 MiB of cells,
 * zeros up to a multiple of 4096, the cells. The root is a SHA-256 over header
 * and block digests, so a download is checked block by block, and header and
 * digests are checked before any cell is read. */
#ifndef LIAISON_PRIVATE_TABLE_H
#define LIAISON_PRIVATE_TABLE_H

#include "private/engine.h"
#include "private/fuse.h"

#include <stdbool.h>

enum {
    TABLE_VERSION = 1,
    TABLE_SLOTS = 8, /* persons who may share one key */
    TABLE_TAG_BYTES = 6,
    TABLE_VALUE_BYTES = 10,
    TABLE_ROOT_BYTES = 32,
    TABLE_SALT_BYTES = 16,
    TABLE_BLOCK_BYTES = 1 << 20,
    TABLE_CAPACITY_MIN = 1024, /* smaller holdings look like this one */
    TABLE_HEADER_BYTES = 160,
    TABLE_PAGE_BYTES = 4096,
};

/* A person's value of one epoch: drawn at random, shown by a match, signed by the asker. */
struct table_value {
    unsigned char b[TABLE_VALUE_BYTES];
};

/* One key of one person. */
struct table_pair {
    struct match_output output;
    struct table_value value;
};

/* What is being built. */
struct table_plan {
    struct epoch epoch;
    struct group_point public_key; /* the epoch's */
    /* Keys that the table is sized for; its size discloses this number. The
     * caller pads: persons, rounded up, times the keys a person has. */
    uint64_t capacity;
    /* Told, in order, of every pair that found no slot free; may be NULL. index is into the pairs. */
    void (*dropped)(void *context, size_t index);
    void *dropped_context;
};

/* What came of it. pairs = stored + repeated + dropped. */
struct table_report {
    uint64_t pairs;
    uint64_t stored;
    uint64_t repeated;        /* the same key of the same person once more */
    uint64_t shared_keys;     /* keys of two persons or more */
    uint64_t overflowed_keys; /* keys of more than TABLE_SLOTS persons */
    uint64_t dropped;         /* their pairs beyond the slots: recall lost */
    uint64_t file_bytes;
    unsigned layouts; /* salts tried */
    unsigned char root[TABLE_ROOT_BYTES];
};

/* Builds the table and writes it to path: into a file beside it, synced, then
 * renamed over it, so that path is never half a table. Where a key has more
 * than TABLE_SLOTS persons, those first in pairs get the slots. Uses all cores;
 * about 55 bytes of memory a pair. pairs hold secrets: the caller wipes them.
 * ERR_TOO_LARGE: more pairs than capacity, or capacity beyond FUSE_CELLS_MAX;
 * ERR_IO with the path; ERR_NO_MEMORY. On an error nothing is left at path. */
MUST_USE enum err table_build(const struct table_plan *plan, const struct table_pair *pairs, size_t count,
                              struct random random, const char *path, struct table_report *report,
                              struct fault *fault);

/* What the ledger says of a table: a reader takes no other. */
struct table_expected {
    struct epoch epoch;
    struct group_point public_key;
    unsigned char root[TABLE_ROOT_BYTES];
};

/* What a header says. */
struct table_facts {
    struct epoch epoch;
    struct group_point public_key;
    unsigned char root[TABLE_ROOT_BYTES];
    unsigned char salt[TABLE_SALT_BYTES];
    uint64_t capacity;
    struct fuse_shape shape;
    uint64_t cells_offset; /* where the cells begin in the file */
    uint64_t file_bytes;
    uint32_t blocks;
};

/* Reads the first TABLE_HEADER_BYTES of a table strictly: magic, version, every
 * field in range, reserved bytes zero. Trusts nothing and checks no digest.
 * ERR_UNSUPPORTED: another version; ERR_BAD_INPUT, with the field, for the rest. */
MUST_USE enum err table_facts_read(const unsigned char *bytes, size_t n, struct table_facts *facts,
                                   struct fault *fault);

struct table;

/* Opens the table at path by mapping it: takes the same time for any size. Checks
 * the file's size, the root over header and block digests, and that epoch,
 * public key and root are those expected; not the cells (table_verify). Whoever
 * can shorten the file while it is mapped can end the process: keep it private.
 * Named refusals: ERR_BAD_INPUT (not a table, truncated, too long, another
 * channel, direction, kind or public key), ERR_UNSUPPORTED (version), ERR_STALE
 * (epoch, scheme), ERR_FORGED (header or digests do not give the root, another
 * root than the ledger's), ERR_NOT_FOUND, ERR_IO, ERR_NO_MEMORY. */
MUST_USE enum err table_open(const char *path, const struct table_expected *expected, struct table **out,
                             struct fault *fault);
void table_close(struct table *table); /* NULL-safe */

/* Borrowed until table_close. */
const struct table_facts *table_facts_of(const struct table *table);

/* Checks every block against its digest, on all cores. ERR_FORGED names the first block that differs. */
MUST_USE enum err table_verify(const struct table *table, struct fault *fault);

/* The values stored for a key, by its PRF output: how many of values were
 * written, 0 where there is no match. A key that is not stored gives one with
 * probability 2^-48. Not constant in time: asker and table are one desk. */
size_t table_lookup(const struct table *table, const struct match_output *output,
                    struct table_value values[TABLE_SLOTS]);

#endif
