/* Tiles: the nodes of a tree in a flat file of heap-ordered blocks. See tiles.h. */
#include "ledger/tiles.h"

#include <inttypes.h>

enum { TILE_LEVELS = 8 };

static const char magic[TREE_HASH_BYTES] = "liaison ledger tiles, version 1";

enum err tiles_create(const struct tiles_file *file, struct fault *fault)
{
    return file->write(file->context, 0, magic, sizeof magic, fault);
}

enum err tiles_open(const struct tiles_file *file, struct fault *fault)
{
    char found[sizeof magic];
    enum err err = file->read(file->context, 0, found, sizeof found, fault);
    if (err)
        return err;
    if (memcmp(found, magic, sizeof magic) != 0)
        return fault_set(fault, ERR_UNSUPPORTED, "ledger: not a file of tiles, or of another version");
    return ERR_OK;
}

/* The block of tile (0, n): before it stand n tiles of level 0 and every upper
 * tile that begins at or before it. The sum ends where 256^(L-1) exceeds n. */
static uint64_t block_of_lowest(uint64_t n)
{
    uint64_t block = n;
    for (unsigned shift = 0; n >> shift && shift + TILE_LEVELS < 64; shift += TILE_LEVELS) {
        uint64_t period = UINT64_C(1) << (shift + TILE_LEVELS), start = UINT64_C(1) << shift;
        block += (n + period - start) / period;
    }
    return block;
}

static uint64_t block_of(unsigned tile_level, uint64_t n)
{
    if (tile_level == 0)
        return block_of_lowest(n);
    uint64_t first = (n << (TILE_LEVELS * tile_level)) + (UINT64_C(1) << (TILE_LEVELS * (tile_level - 1)));
    return block_of_lowest(first) - 1;
}

/* Where node (level, index) rests, and how many nodes of its row its block holds from it on. */
static uint64_t place(unsigned level, uint64_t index, size_t *run)
{
    unsigned depth = TILE_LEVELS - level % TILE_LEVELS;
    uint64_t width = UINT64_C(1) << depth, within = index & (width - 1);
    *run = (size_t)(width - within);
    uint64_t block = block_of(level / TILE_LEVELS, index >> depth);
    return block * TILES_BLOCK_BYTES + (width + within) * TREE_HASH_BYTES;
}

/* Node names and file offsets stay in 64 bits: 2^62 leaves take 2^68 bytes, so
 * the file is what ends first, at 2^56 leaves. */
static enum err check_place(unsigned level, uint64_t index, struct fault *fault)
{
    if (level >= TREE_LEVELS || index >> (56 - (level > 56 ? 56 : level)))
        return fault_set(fault, ERR_TOO_LARGE, "ledger: node %" PRIu64 " of level %u", index, level);
    return ERR_OK;
}

static enum err node_read(void *context, unsigned level, uint64_t index, struct tree_hash *out,
                          struct fault *fault)
{
    const struct tiles_file *file = context;
    size_t run;
    enum err err = check_place(level, index, fault);
    if (err)
        return err;
    return file->read(file->context, place(level, index, &run), out->bytes, TREE_HASH_BYTES, fault);
}

static enum err node_write(void *context, unsigned level, uint64_t first, const struct tree_hash *hashes,
                           size_t count, struct fault *fault)
{
    const struct tiles_file *file = context;
    while (count) {
        size_t run;
        enum err err = check_place(level, first, fault);
        if (err)
            return err;
        uint64_t offset = place(level, first, &run);
        if (run > count)
            run = count;
        err = file->write(file->context, offset, hashes, run * TREE_HASH_BYTES, fault);
        if (err)
            return err;
        first += run;
        hashes += run;
        count -= run;
    }
    return ERR_OK;
}

struct tree_nodes tiles_nodes(const struct tiles_file *file)
{
    /* The interface hands contexts on as they are; node_read and node_write only read this one. */
    return (struct tree_nodes){node_read, node_write, (void *)(uintptr_t)file};
}

enum err tiles_read(const struct tiles_file *file, unsigned level, uint64_t index, size_t width,
                    struct tree_hash *out, struct fault *fault)
{
    size_t run;
    enum err err = ERR_OK;
    if (width == 0 || width > TILES_WIDTH || level >= TILE_LEVELS || index >> 56)
        err = fault_set(fault, ERR_BUG, "ledger: tile %u/%" PRIu64 " of width %zu", level, index, width);
    if (!err)
        err = check_place(level * TILE_LEVELS, index * TILES_WIDTH, fault);
    if (err)
        return err;
    uint64_t offset = place(level * TILE_LEVELS, index * TILES_WIDTH, &run);
    return file->read(file->context, offset, out, width * TREE_HASH_BYTES, fault);
}

void tiles_path(struct buf *out, unsigned level, uint64_t index, size_t width)
{
    uint64_t divisor = 1;
    while (index / divisor >= 1000)
        divisor *= 1000;
    buf_printf(out, "tile/%u/", level);
    for (; divisor > 1; divisor /= 1000)
        buf_printf(out, "x%03u/", (unsigned)(index / divisor % 1000));
    buf_printf(out, "%03u", (unsigned)(index % 1000));
    if (width < TILES_WIDTH)
        buf_printf(out, ".p/%zu", width);
}
