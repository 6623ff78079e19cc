/* Tree: the append-only Merkle tree of RFC 9162, section 2.1, with SHA-256.
 *
 * A node is named by level and index: level 0 holds the leaf hashes, and node
 * (l, i) is the hash over the leaves [i * 2^l, (i + 1) * 2^l). Only complete
 * subtrees are nodes; what hangs half-full at the right edge is computed from
 * them when it is needed, so that a node once written never changes.
 *
 * The tree itself is its right edge (a compact range): one hash for every bit
 * set in its size. It appends and knows its root without reading anything.
 * Proofs read nodes through struct tree_nodes, handed in: memory (nodes.h), a
 * flat file (tiles.h), a database, or the simulator's disk.
 *
 * Nothing here allocates, and nothing is secret. */
#ifndef LIAISON_LEDGER_TREE_H
#define LIAISON_LEDGER_TREE_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A proof has at most one hash a level, and a consistency proof one more:
 * 63 lines, as C2SP tlog-witness allows, cover every size up to TREE_SIZE_MAX. */
enum { TREE_HASH_BYTES = 32, TREE_LEVELS = 63, TREE_PROOF_MAX = 63 };
#define TREE_SIZE_MAX (UINT64_C(1) << 62)

struct tree_hash {
    unsigned char bytes[TREE_HASH_BYTES];
};

static inline bool tree_hash_equal(const struct tree_hash *a, const struct tree_hash *b)
{
    return memcmp(a->bytes, b->bytes, TREE_HASH_BYTES) == 0;
}

/* SHA-256(0x00 || leaf), SHA-256(0x01 || left || right), SHA-256(""): RFC 9162, 2.1.1. */
void tree_hash_leaf(struct str leaf, struct tree_hash *out);
void tree_hash_node(const struct tree_hash *left, const struct tree_hash *right, struct tree_hash *out);
void tree_hash_empty(struct tree_hash *out);

/* Where nodes rest. Both functions return ERR_OK or say in fault what went wrong.
 *
 * write stores count nodes (level, first), (level, first + 1), ...; a node may
 * be written again, with the same value after a crash or with another where the
 * first was never under a checkpoint. Durability is the owner's: nodes must be
 * on disk before the size that counts them. Nodes beyond that size are harmless:
 * they are never read and are written again by the next append. */
struct tree_nodes {
    enum err (*read)(void *context, unsigned level, uint64_t index, struct tree_hash *out,
                     struct fault *fault);
    enum err (*write)(void *context, unsigned level, uint64_t first, const struct tree_hash *hashes,
                      size_t count, struct fault *fault);
    void *context;
};

/* edge[l] is the root of the complete subtree of 2^l leaves where bit l of size is set; else unused. */
struct tree {
    uint64_t size;
    struct tree_hash edge[TREE_LEVELS];
};

/* The empty tree. */
void tree_init(struct tree *tree);

/* The tree of the first size leaves, its edge read from nodes (at most 62 reads).
 * On error *tree is empty. ERR_TOO_LARGE above TREE_SIZE_MAX. */
MUST_USE enum err tree_load(struct tree *tree, const struct tree_nodes *nodes, uint64_t size,
                            struct fault *fault);

/* Appends count leaf hashes and writes every node they complete. nodes may be
 * NULL: only the edge is kept, which is enough for a root. All or nothing: on
 * error the tree is as before and what was written lies beyond its size. */
MUST_USE enum err tree_append(struct tree *tree, const struct tree_nodes *nodes,
                              const struct tree_hash *leaves, size_t count, struct fault *fault);

/* The Merkle tree hash of all leaves; of none, tree_hash_empty. */
void tree_root(const struct tree *tree, struct tree_hash *out);

/* The root that the tree had when it held the first size leaves. */
MUST_USE enum err tree_root_at(const struct tree_nodes *nodes, uint64_t size, struct tree_hash *out,
                               struct fault *fault);

/* From the leaf, or from the old tree, upwards: the order of RFC 9162. */
struct tree_proof {
    size_t count;
    struct tree_hash hashes[TREE_PROOF_MAX];
};

/* PATH(index, D[size]) of RFC 9162, 2.1.3.1. ERR_NOT_FOUND where index >= size. */
MUST_USE enum err tree_prove_inclusion(const struct tree_nodes *nodes, uint64_t index, uint64_t size,
                                       struct tree_proof *out, struct fault *fault);

/* PROOF(old_size, D[size]) of RFC 9162, 2.1.4.1. Empty where the sizes are
 * equal or old_size is 0. ERR_NOT_FOUND where old_size > size. */
MUST_USE enum err tree_prove_consistency(const struct tree_nodes *nodes, uint64_t old_size, uint64_t size,
                                         struct tree_proof *out, struct fault *fault);

/* RFC 9162, 2.1.3.2: ERR_OK exactly where proof shows leaf (a leaf hash) at
 * index in the tree of size leaves with this root; else ERR_FORGED. */
MUST_USE enum err tree_check_inclusion(const struct tree_hash *leaf, uint64_t index, uint64_t size,
                                       const struct tree_proof *proof, const struct tree_hash *root,
                                       struct fault *fault);

/* One tree head: how many leaves, and the root over them. */
struct tree_head {
    uint64_t size;
    struct tree_hash root;
};

/* RFC 9162, 2.1.4.2: ERR_OK exactly where proof shows that the newer tree
 * begins with the leaves of the older, or both are the same head and the proof
 * is empty; else ERR_FORGED. An older tree of no leaves is refused: nothing
 * follows from it, and a caller that starts there must say so (checkpoint.h). */
MUST_USE enum err tree_check_consistency(const struct tree_head *older, const struct tree_head *newer,
                                         const struct tree_proof *proof, struct fault *fault);

/* Reads every node over the leaves [since, size) and compares each inner one
 * with the hash of its children, then the root with *root. The first that
 * differs is named in fault (ERR_FORGED). Cost: two reads and a hash a leaf. */
MUST_USE enum err tree_audit(const struct tree_nodes *nodes, uint64_t since, const struct tree_head *head,
                             struct fault *fault);

#endif
