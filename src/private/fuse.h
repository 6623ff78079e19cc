/* Fuse: a map that stores 16-byte values for keys it does not contain. A key's
 * value is the XOR of three cells, one in each of three neighbouring segments;
 * a cell that no key needed keeps the random bytes it was given.
 *
 * The layout is that of a 3-wise binary fuse filter (T. M. Graf, D. Lemire,
 * "Binary Fuse Filters: Fast and Smaller Than Xor Filters", ACM JEA 27, 2022):
 * 1.125 cells a key for large sets, against 1.23 for three independent places.
 * The keys are given as 64-bit hashes, which must be uniform to him who chooses
 * the keys. Equal hashes cannot both be stored; draw other hashes then. */
#ifndef LIAISON_PRIVATE_FUSE_H
#define LIAISON_PRIVATE_FUSE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FUSE_CELL_BYTES = 16, FUSE_SEGMENT_BITS_MIN = 4, FUSE_SEGMENT_BITS_MAX = 18 };

#define FUSE_CELLS_MAX (UINT64_C(1) << 28)

struct fuse_cell {
    unsigned char b[FUSE_CELL_BYTES];
};

/* segments << segment_bits cells. */
struct fuse_shape {
    uint32_t segments;
    uint32_t segment_bits;
};

struct fuse_entry {
    uint64_t hash;
    struct fuse_cell value;
};

/* The shape for up to capacity keys. ERR_TOO_LARGE: it would pass FUSE_CELLS_MAX. */
MUST_USE enum err fuse_shape_for(uint64_t capacity, struct fuse_shape *shape, struct fault *fault);

/* True where every position of the shape lies in its cells and these are at most FUSE_CELLS_MAX. */
bool fuse_shape_is_sound(const struct fuse_shape *shape);

uint64_t fuse_cells(const struct fuse_shape *shape);

/* The value that the cells of a sound shape hold for hash. */
void fuse_read(const struct fuse_shape *shape, const struct fuse_cell *cells, uint64_t hash,
               struct fuse_cell *value);

/* Gives the entries their values; cells is filled with random bytes before. The
 * entries are reordered. *solved is false, and the cells are undefined, where
 * these hashes have no solution by peeling: rare in large sets, at most a few
 * in a hundred in small ones. Takes 9 bytes a cell and 8 an entry of memory. */
MUST_USE enum err fuse_solve(const struct fuse_shape *shape, struct fuse_entry *entries, size_t count,
                             struct fuse_cell *cells, bool *solved, struct fault *fault);

#endif
