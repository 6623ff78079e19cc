/* Nodes: the nodes of a tree in memory. See nodes.h. */
#include "ledger/nodes.h"

#include <inttypes.h>
#include <stdlib.h>

void nodes_memory_init(struct nodes_memory *memory, size_t maximum)
{
    *memory = (struct nodes_memory){.maximum = maximum};
}

static enum err not_there(struct fault *fault, unsigned level, uint64_t index)
{
    return fault_set(fault, ERR_NOT_FOUND, "ledger: no node %" PRIu64 " of level %u", index, level);
}

static enum err memory_read(void *context, unsigned level, uint64_t index, struct tree_hash *out,
                            struct fault *fault)
{
    const struct nodes_memory *memory = context;
    if (level >= TREE_LEVELS || index >= memory->rows[level].count)
        return not_there(fault, level, index);
    *out = memory->rows[level].hashes[index];
    return ERR_OK;
}

/* Room for n hashes in a row. */
static enum err reserve(struct nodes_memory *memory, unsigned level, size_t n, struct fault *fault)
{
    size_t capacity = memory->rows[level].capacity ? memory->rows[level].capacity : 64;
    while (capacity < n)
        capacity *= 2;
    if (capacity == memory->rows[level].capacity)
        return ERR_OK;
    struct tree_hash *hashes = realloc(memory->rows[level].hashes, capacity * sizeof *hashes);
    if (!hashes)
        return fault_set(fault, ERR_NO_MEMORY, "ledger: %zu nodes", n);
    memory->rows[level].hashes = hashes;
    memory->rows[level].capacity = capacity;
    return ERR_OK;
}

static enum err memory_write(void *context, unsigned level, uint64_t first, const struct tree_hash *hashes,
                             size_t count, struct fault *fault)
{
    struct nodes_memory *memory = context;
    if (level >= TREE_LEVELS || first > memory->rows[level].count)
        return not_there(fault, level, first);
    if (count > memory->maximum || first > memory->maximum - count)
        return fault_set(fault, ERR_NO_MEMORY, "ledger: more than %zu nodes in memory", memory->maximum);
    size_t end = (size_t)first + count;
    enum err err = reserve(memory, level, end, fault);
    if (err)
        return err;
    memcpy(memory->rows[level].hashes + first, hashes, count * sizeof *hashes);
    if (memory->rows[level].count < end)
        memory->rows[level].count = end;
    return ERR_OK;
}

struct tree_nodes nodes_memory(struct nodes_memory *memory)
{
    return (struct tree_nodes){memory_read, memory_write, memory};
}

void nodes_memory_release(struct nodes_memory *memory)
{
    if (!memory)
        return;
    for (unsigned level = 0; level < TREE_LEVELS; level++)
        free(memory->rows[level].hashes);
    nodes_memory_init(memory, memory->maximum);
}
