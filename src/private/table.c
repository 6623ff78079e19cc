/* Table: opening, verifying, looking up. See table.h. */
#include "private/table.h"

#include "base/parallel.h"
#include "private/table_format.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct table {
    struct table_facts facts;
    struct table_slot_input slot_input;
    unsigned char *map;
    size_t map_bytes; /* of the file that is there, which may be short while it is downloaded */
};

static enum err map_file(const char *path, struct table *table, struct fault *fault)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_set(fault, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
    enum err code = ERR_OK;
    if (fstat(fd, &status) != 0)
        code = fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    else if (!S_ISREG(status.st_mode) || status.st_size < TABLE_HEADER_BYTES)
        code = fault_set(fault, ERR_BAD_INPUT, "table: truncated in the header, or not a file");
    if (!code) {
        table->map_bytes = (size_t)status.st_size;
        table->map = mmap(NULL, table->map_bytes, PROT_READ, MAP_SHARED, fd, 0);
        if (table->map == MAP_FAILED) {
            table->map = NULL;
            code = fault_set(fault, ERR_IO, "%s: cannot be mapped: %s", path, strerror(errno));
        }
    }
    close(fd);
    return code;
}

/* Maps and checks all but the cells and the file's whole length. */
static enum err table_begin(const char *path, const struct table_expected *expected, struct table **out,
                            struct fault *fault)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        return fault_set(fault, ERR_NO_MEMORY, "no memory to open a table");
    enum err code = group_start(fault);
    if (!code)
        code = map_file(path, table, fault);
    if (!code)
        code = table_facts_read(table->map, table->map_bytes, &table->facts, fault);
    if (!code)
        code = table_check_expected(&table->facts, expected, fault);
    if (!code)
        code = table_check_head(table->map, table->map_bytes, &table->facts, fault);
    if (!code && !table_slot_input_of(&table->facts, &table->slot_input))
        code = fault_set(fault, ERR_BUG, "libsodium failed to hash");
    if (code) {
        table_close(table);
        return code;
    }
    *out = table;
    return ERR_OK;
}

enum err table_open(const char *path, const struct table_expected *expected, struct table **out,
                    struct fault *fault)
{
    struct table *table = NULL;
    enum err code = table_begin(path, expected, &table, fault);
    if (code)
        return code;
    if (table->map_bytes != table->facts.file_bytes) {
        code = fault_set(fault, ERR_BAD_INPUT, "table: %zu bytes where its header says %" PRIu64 ": %s",
                         table->map_bytes, table->facts.file_bytes,
                         table->map_bytes < table->facts.file_bytes ? "truncated" : "too long");
        table_close(table);
        return code;
    }
    *out = table;
    return ERR_OK;
}

void table_close(struct table *table)
{
    if (table && table->map)
        munmap(table->map, table->map_bytes);
    free(table);
}

const struct table_facts *table_facts_of(const struct table *table)
{
    return &table->facts;
}

static bool block_is_whole(const struct table *table, uint32_t index)
{
    unsigned char digest[TABLE_DIGEST_BYTES];
    const struct table_facts *facts = &table->facts;
    const unsigned char *expected = table->map + TABLE_HEADER_BYTES + (size_t)index * TABLE_DIGEST_BYTES;
    size_t offset = (size_t)facts->cells_offset + (size_t)index * TABLE_BLOCK_BYTES;
    size_t n = table_block_bytes(facts, index);
    return offset <= table->map_bytes && n <= table->map_bytes - offset &&
           table_block_digest(index, table->map + offset, n, digest) &&
           memcmp(digest, expected, sizeof digest) == 0;
}

struct verification {
    const struct table *table;
    atomic_uint_fast64_t first_bad;
};

static void verify_block(void *context, size_t index, size_t worker)
{
    (void)worker;
    struct verification *v = context;
    if (block_is_whole(v->table, (uint32_t)index))
        return;
    uint_fast64_t seen = atomic_load(&v->first_bad);
    while (index < seen && !atomic_compare_exchange_weak(&v->first_bad, &seen, index))
        ;
}

static uint64_t first_bad_block(const struct table *table)
{
    struct verification v = {.table = table};
    atomic_init(&v.first_bad, table->facts.blocks);
    parallel_for(table->facts.blocks, 0, verify_block, &v);
    return atomic_load(&v.first_bad);
}

enum err table_verify(const struct table *table, struct fault *fault)
{
    uint64_t bad = first_bad_block(table);
    if (bad < table->facts.blocks)
        return fault_set(fault, ERR_FORGED, "table: block %" PRIu64 " of %" PRIu32 " differs from its digest",
                         bad, table->facts.blocks);
    return ERR_OK;
}

size_t table_lookup(const struct table *table, const struct match_output *output,
                    struct table_value values[TABLE_SLOTS])
{
    const struct table_facts *facts = &table->facts;
    const struct fuse_cell *cells = (const struct fuse_cell *)(table->map + facts->cells_offset);
    struct table_slot slot;
    struct fuse_cell cell;
    unsigned found = 0;
    for (; found < TABLE_SLOTS; found++) {
        if (!table_slot_of(&table->slot_input, output, found, &slot))
            break;
        fuse_read(&facts->shape, cells, slot.hash, &cell);
        for (size_t k = 0; k < FUSE_CELL_BYTES; k++)
            cell.b[k] ^= slot.mask.b[k];
        if (!sodium_is_zero(cell.b, TABLE_TAG_BYTES))
            break;
        memcpy(values[found].b, cell.b + TABLE_TAG_BYTES, TABLE_VALUE_BYTES);
    }
    sodium_memzero(&slot, sizeof slot);
    sodium_memzero(&cell, sizeof cell);
    return found;
}
