/* Tiles: the nodes of a tree in one flat file, in tiles of 256 hashes as C2SP
 * tlog-tiles cuts them, reached by read and write at an offset, never mapped.
 *
 * Tile (L, n) holds the nodes (8L, 256n) to (8L, 256n + 255) and, beside them,
 * the seven levels above as far as they are complete. A proof so reads its
 * hashes ready made: one pread each, no hashing. It costs 64 bytes a leaf where
 * the bare tiles would cost 32.
 *
 * On disk a tile is a block of 16384 bytes, a binary heap of 32-byte slots:
 * slot 1 would be the root of its 256 hashes (it stands in the tile above and
 * is left zero here), slot i has its children in 2i and 2i + 1, so that slots
 * 256 to 511 are byte for byte the C2SP tile. Slot 0 is zero, but in the
 * file's first block, where it says what the file is. Blocks stand in the order
 * in which a growing tree first needs them, without gaps: tile (0, n) at block
 *     n + sum over L >= 1 of floor((n + 256^L - 256^(L-1)) / 256^L)
 * and tile (L, n), L >= 1, one block before tile (0, 256^L n + 256^(L-1)).
 *
 * What was written is never moved, so a torn write harms only nodes that no
 * durable size counts yet. */
#ifndef LIAISON_LEDGER_TILES_H
#define LIAISON_LEDGER_TILES_H

#include "base/buf.h"
#include "ledger/tree.h"

enum { TILES_WIDTH = 256, TILES_BLOCK_BYTES = 2 * TILES_WIDTH * TREE_HASH_BYTES };

/* The file, handed in. read fills all n bytes or fails; beyond the end it fails
 * or gives zeros. write past the end extends the file. Making it durable is the
 * owner's: one sync after a batch's tree_append, before its size is committed. */
struct tiles_file {
    enum err (*read)(void *context, uint64_t offset, void *bytes, size_t n, struct fault *fault);
    enum err (*write)(void *context, uint64_t offset, const void *bytes, size_t n, struct fault *fault);
    void *context;
};

/* Marks an empty file as one of tiles; refuses nothing, so look first. */
MUST_USE enum err tiles_create(const struct tiles_file *file, struct fault *fault);

/* ERR_UNSUPPORTED where the file is not one of tiles of this version. */
MUST_USE enum err tiles_open(const struct tiles_file *file, struct fault *fault);

/* The storage interface over *file, which must outlive it. */
struct tree_nodes tiles_nodes(const struct tiles_file *file);

/* The first width (1 to 256) hashes of tile (level, index), as C2SP tlog-tiles
 * serves them; the caller knows from a checkpoint that they are there. */
MUST_USE enum err tiles_read(const struct tiles_file *file, unsigned level, uint64_t index, size_t width,
                             struct tree_hash *out, struct fault *fault);

/* "tile/0/x001/x234/067.p/12": the C2SP path of that tile; ".p/W" only where width is below 256. */
void tiles_path(struct buf *out, unsigned level, uint64_t index, size_t width);

#endif
