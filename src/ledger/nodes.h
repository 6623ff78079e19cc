/* Nodes: the nodes of a tree in memory, for tests, the simulator and short trees. */
#ifndef LIAISON_LEDGER_NODES_H
#define LIAISON_LEDGER_NODES_H

#include "ledger/tree.h"

/* One growing row a level. */
struct nodes_memory {
    struct {
        struct tree_hash *hashes;
        size_t count;
        size_t capacity;
    } rows[TREE_LEVELS];
    size_t maximum; /* hashes a row */
};

/* Allocates nothing yet; a row never holds more than maximum hashes. */
void nodes_memory_init(struct nodes_memory *memory, size_t maximum);

/* The storage interface over memory, which must outlive it. Reading what was
 * never written is ERR_NOT_FOUND, as is writing with a gap before it. */
struct tree_nodes nodes_memory(struct nodes_memory *memory);

/* Frees all rows. NULL-safe. */
void nodes_memory_release(struct nodes_memory *memory);

#endif
