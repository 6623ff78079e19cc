/* Fuse: shape, reading, and solving by peeling. See fuse.h. */
#include "private/fuse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct places {
    uint32_t at[3];
};

/* What peeling knows of the cells, and what it has peeled. */
struct peeling {
    uint8_t *degree;      /* a cell: entries not yet peeled that use it */
    uint32_t *mixed;      /* a cell: XOR of their numbers */
    uint32_t *ready;      /* stack of cells that were seen with degree 1 */
    uint32_t *peeled;     /* entries in the order of peeling */
    uint32_t *owned_cell; /* and the cell each alone had left */
    size_t ready_count;
    size_t peeled_count;
};

enum err fuse_shape_for(uint64_t capacity, struct fuse_shape *shape, struct fault *fault)
{
    if (capacity > FUSE_CELLS_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "a table has at most 2^28 cells");
    double n = capacity < 16 ? 16 : (double)capacity;
    /* Segment length and spare cells by the fits of Graf and Lemire, section 4. */
    double bits = floor(log(n) / log(3.33) + 2.25);
    double spare = fmax(1.125, 0.875 + 0.25 * log(1e6) / log(n));
    uint32_t segment_bits = bits > FUSE_SEGMENT_BITS_MAX ? FUSE_SEGMENT_BITS_MAX : (uint32_t)bits;
    if (segment_bits < FUSE_SEGMENT_BITS_MIN)
        segment_bits = FUSE_SEGMENT_BITS_MIN;
    uint64_t length = UINT64_C(1) << segment_bits;
    uint64_t segments = ((uint64_t)(n * spare) + length - 1) / length;
    *shape = (struct fuse_shape){(uint32_t)(segments < 3 ? 3 : segments), segment_bits};
    if (fuse_cells(shape) > FUSE_CELLS_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "a table has at most 2^28 cells");
    return ERR_OK;
}

uint64_t fuse_cells(const struct fuse_shape *shape)
{
    return (uint64_t)shape->segments << shape->segment_bits;
}

bool fuse_shape_is_sound(const struct fuse_shape *shape)
{
    return shape->segment_bits >= FUSE_SEGMENT_BITS_MIN && shape->segment_bits <= FUSE_SEGMENT_BITS_MAX &&
           shape->segments >= 3 && fuse_cells(shape) <= FUSE_CELLS_MAX;
}

/* The 28 high bits of the hash choose the first place, two runs of 18 bits the others. */
static struct places places_of(const struct fuse_shape *shape, uint64_t hash)
{
    uint32_t bits = shape->segment_bits;
    uint32_t mask = (UINT32_C(1) << bits) - 1;
    uint64_t starts = (uint64_t)(shape->segments - 2) << bits;
    uint32_t first = (uint32_t)(((hash >> 36) * starts) >> 28);
    uint32_t segment = first >> bits;
    return (struct places){{first, ((segment + 1) << bits) | ((uint32_t)hash & mask),
                            ((segment + 2) << bits) | ((uint32_t)(hash >> 18) & mask)}};
}

static void cell_xor(struct fuse_cell *into, const struct fuse_cell *other)
{
    uint64_t a[2];
    uint64_t b[2];
    memcpy(a, into->b, sizeof a);
    memcpy(b, other->b, sizeof b);
    a[0] ^= b[0];
    a[1] ^= b[1];
    memcpy(into->b, a, sizeof a);
}

void fuse_read(const struct fuse_shape *shape, const struct fuse_cell *cells, uint64_t hash,
               struct fuse_cell *value)
{
    struct places p = places_of(shape, hash);
    *value = cells[p.at[0]];
    cell_xor(value, &cells[p.at[1]]);
    cell_xor(value, &cells[p.at[2]]);
}

static uint32_t segment_of(const struct fuse_shape *shape, const struct fuse_entry *entry)
{
    return places_of(shape, entry->hash).at[0] >> shape->segment_bits;
}

/* Orders the entries by segment, in place, so that all later work stays within
 * a few segments and these in the cache (an American flag sort, one pass). */
static enum err entries_order(const struct fuse_shape *shape, struct fuse_entry *entries, size_t count,
                              struct fault *fault)
{
    size_t *next = calloc(2 * ((size_t)shape->segments + 1), sizeof *next);
    if (!next)
        return fault_set(fault, ERR_NO_MEMORY, "no memory to order the table's entries");
    size_t *end = next + shape->segments + 1;
    for (size_t i = 0; i < count; i++)
        end[segment_of(shape, &entries[i])]++;
    for (size_t s = 0, sum = 0; s < shape->segments; s++) {
        next[s] = sum;
        sum += end[s];
        end[s] = sum;
    }
    for (size_t s = 0; s < shape->segments; s++)
        while (next[s] < end[s]) {
            uint32_t home = segment_of(shape, &entries[next[s]]);
            size_t to = next[home]++;
            struct fuse_entry moved = entries[to];
            if (home == s)
                continue;
            entries[to] = entries[next[s]];
            entries[next[s]] = moved;
        }
    free(next);
    return ERR_OK;
}

static void peeling_release(struct peeling *p)
{
    free(p->degree);
    free(p->mixed);
    free(p->ready);
    free(p->peeled);
    free(p->owned_cell);
}

static enum err peeling_init(struct peeling *p, size_t cells, size_t count, struct fault *fault)
{
    size_t room = count ? count : 1;
    *p = (struct peeling){.degree = calloc(cells, sizeof *p->degree),
                          .mixed = calloc(cells, sizeof *p->mixed),
                          .ready = malloc(cells * sizeof *p->ready),
                          .peeled = malloc(room * sizeof *p->peeled),
                          .owned_cell = malloc(room * sizeof *p->owned_cell)};
    if (p->degree && p->mixed && p->ready && p->peeled && p->owned_cell)
        return ERR_OK;
    peeling_release(p);
    return fault_set(fault, ERR_NO_MEMORY, "no memory to lay out a table of %zu entries", count);
}

/* Counts who uses which cell. False: a cell is used 255 times, which uniform hashes do not bring about. */
static bool peeling_count(struct peeling *p, const struct fuse_shape *shape, const struct fuse_entry *entries,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct places places = places_of(shape, entries[i].hash);
        for (int k = 0; k < 3; k++) {
            uint32_t cell = places.at[k];
            if (++p->degree[cell] == UINT8_MAX)
                return false;
            p->mixed[cell] ^= (uint32_t)i;
        }
    }
    return true;
}

/* Takes an entry out of its three cells; whichever is left with one entry is ready next. */
static void peel(struct peeling *p, struct places places, uint32_t entry)
{
    for (int k = 0; k < 3; k++) {
        uint32_t cell = places.at[k];
        p->mixed[cell] ^= entry;
        if (--p->degree[cell] == 1)
            p->ready[p->ready_count++] = cell;
    }
}

/* Peels entry after entry that is alone in some cell. True where all are peeled.
 * A cell's degree only falls, so it becomes ready once and the stack never overflows. */
static bool peeling_run(struct peeling *p, const struct fuse_shape *shape, const struct fuse_entry *entries,
                        size_t count)
{
    uint64_t cells = fuse_cells(shape);
    for (uint64_t start = 0; start < cells; start++) {
        if (p->degree[start] == 1)
            p->ready[p->ready_count++] = (uint32_t)start;
        while (p->ready_count) {
            uint32_t cell = p->ready[--p->ready_count];
            if (p->degree[cell] != 1)
                continue;
            uint32_t entry = p->mixed[cell];
            p->peeled[p->peeled_count] = entry;
            p->owned_cell[p->peeled_count++] = cell;
            peel(p, places_of(shape, entries[entry].hash), entry);
        }
    }
    return p->peeled_count == count;
}

/* Backwards: when an entry's own cell is set, its other two have their final bytes. */
static void assign(const struct peeling *p, const struct fuse_shape *shape, const struct fuse_entry *entries,
                   struct fuse_cell *cells)
{
    for (size_t i = p->peeled_count; i-- > 0;) {
        const struct fuse_entry *entry = &entries[p->peeled[i]];
        struct fuse_cell *own = &cells[p->owned_cell[i]];
        struct fuse_cell wrong;
        fuse_read(shape, cells, entry->hash, &wrong);
        cell_xor(&wrong, &entry->value);
        cell_xor(own, &wrong);
    }
}

enum err fuse_solve(const struct fuse_shape *shape, struct fuse_entry *entries, size_t count,
                    struct fuse_cell *cells, bool *solved, struct fault *fault)
{
    struct peeling p;
    *solved = false;
    if (!fuse_shape_is_sound(shape) || count > UINT32_MAX)
        return fault_set(fault, ERR_BUG, "a table of this shape cannot be laid out");
    enum err code = entries_order(shape, entries, count, fault);
    if (!code)
        code = peeling_init(&p, (size_t)fuse_cells(shape), count, fault);
    if (code)
        return code;
    if (peeling_count(&p, shape, entries, count) && peeling_run(&p, shape, entries, count)) {
        assign(&p, shape, entries, cells);
        *solved = true;
    }
    peeling_release(&p);
    return ERR_OK;
}
