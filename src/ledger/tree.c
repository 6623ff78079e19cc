/* Tree: the Merkle tree of RFC 9162 over its right edge and stored nodes. See tree.h. */
#include "ledger/tree.h"

#include <inttypes.h>
#include <sodium.h>

/* Leaves taken in one go by tree_append: a tile's worth, so that the flat file
 * sees whole rows, and a scratch row fits the stack. */
enum { CHUNK = 256 };

/* --- hashes: RFC 9162, 2.1.1 --- */

void tree_hash_leaf(struct str leaf, struct tree_hash *out)
{
    static const unsigned char prefix = 0x00;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)leaf.p, leaf.n);
    crypto_hash_sha256_final(&state, out->bytes);
}

void tree_hash_node(const struct tree_hash *left, const struct tree_hash *right, struct tree_hash *out)
{
    unsigned char message[1 + 2 * TREE_HASH_BYTES] = {0x01};
    memcpy(message + 1, left->bytes, TREE_HASH_BYTES);
    memcpy(message + 1 + TREE_HASH_BYTES, right->bytes, TREE_HASH_BYTES);
    crypto_hash_sha256(out->bytes, message, sizeof message);
}

void tree_hash_empty(struct tree_hash *out)
{
    crypto_hash_sha256(out->bytes, (const unsigned char *)"", 0);
}

/* --- the right edge --- */

void tree_init(struct tree *tree)
{
    *tree = (struct tree){0};
}

enum err tree_load(struct tree *tree, const struct tree_nodes *nodes, uint64_t size, struct fault *fault)
{
    tree_init(tree);
    if (size > TREE_SIZE_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "tree: %" PRIu64 " leaves", size);
    for (unsigned level = 0; size >> level; level++) {
        if (!(size >> level & 1))
            continue;
        enum err err = nodes->read(nodes->context, level, (size >> level) - 1, &tree->edge[level], fault);
        if (err)
            return err;
    }
    tree->size = size;
    return ERR_OK;
}

/* The hash over the last (size mod 2^levels) leaves, which must be at least one. */
static void fold_edge(const struct tree *tree, unsigned levels, struct tree_hash *out)
{
    bool any = false;
    for (unsigned level = 0; level < levels; level++) {
        if (!(tree->size >> level & 1))
            continue;
        if (any)
            tree_hash_node(&tree->edge[level], out, out);
        else
            *out = tree->edge[level];
        any = true;
    }
}

void tree_root(const struct tree *tree, struct tree_hash *out)
{
    if (tree->size)
        fold_edge(tree, TREE_LEVELS, out);
    else
        tree_hash_empty(out);
}

enum err tree_root_at(const struct tree_nodes *nodes, uint64_t size, struct tree_hash *out,
                      struct fault *fault)
{
    struct tree tree;
    enum err err = tree_load(&tree, nodes, size, fault);
    if (!err)
        tree_root(&tree, out);
    return err;
}

/* Turns a row of new nodes at level into the new nodes one level up, in place;
 * where the row begins at an odd index, the edge holds the first one's left
 * sibling. A last node without a right sibling becomes the edge. */
static size_t pair_up(struct tree *edges, unsigned level, uint64_t first, struct tree_hash *row, size_t count)
{
    size_t in = 0, out = 0;
    if ((first & 1) && count)
        tree_hash_node(&edges->edge[level], &row[in++], &row[out++]);
    for (; count - in >= 2; in += 2)
        tree_hash_node(&row[in], &row[in + 1], &row[out++]);
    if (in < count)
        edges->edge[level] = row[in];
    return out;
}

/* Appends one row of at most CHUNK leaves. */
static enum err append_row(struct tree *tree, const struct tree_nodes *nodes, const struct tree_hash *leaves,
                           size_t count, struct fault *fault)
{
    struct tree_hash row[CHUNK];
    memcpy(row, leaves, count * sizeof *leaves);
    uint64_t first = tree->size;
    tree->size += count;
    for (unsigned level = 0; count; level++) {
        enum err err = nodes ? nodes->write(nodes->context, level, first, row, count, fault) : ERR_OK;
        if (err)
            return err;
        count = pair_up(tree, level, first, row, count);
        first >>= 1;
    }
    return ERR_OK;
}

enum err tree_append(struct tree *tree, const struct tree_nodes *nodes, const struct tree_hash *leaves,
                     size_t count, struct fault *fault)
{
    if (count > TREE_SIZE_MAX - tree->size)
        return fault_set(fault, ERR_TOO_LARGE, "tree: %" PRIu64 " leaves and %zu more", tree->size, count);
    struct tree grown = *tree;
    while (count) {
        size_t step = CHUNK - (size_t)(grown.size % CHUNK);
        if (step > count)
            step = count;
        enum err err = append_row(&grown, nodes, leaves, step, fault);
        if (err)
            return err;
        leaves += step;
        count -= step;
    }
    *tree = grown;
    return ERR_OK;
}

/* --- proofs --- */

/* Adds to the proof the siblings on the way from node (level, index) up to the
 * root of the tree. A right sibling that is only partly filled is folded from
 * the edge, and where there is none the node itself goes up unchanged. */
static enum err add_path(const struct tree_nodes *nodes, const struct tree *tree, unsigned level,
                         uint64_t index, struct tree_proof *proof, struct fault *fault)
{
    for (; level < TREE_LEVELS && UINT64_C(1) << level < tree->size; level++, index >>= 1) {
        uint64_t sibling = index ^ 1;
        if (sibling << level >= tree->size)
            continue;
        struct tree_hash *hash = &proof->hashes[proof->count++];
        if ((sibling + 1) << level > tree->size) {
            fold_edge(tree, level, hash);
            continue;
        }
        enum err err = nodes->read(nodes->context, level, sibling, hash, fault);
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err tree_prove_inclusion(const struct tree_nodes *nodes, uint64_t index, uint64_t size,
                              struct tree_proof *out, struct fault *fault)
{
    out->count = 0;
    if (index >= size)
        return fault_set(fault, ERR_NOT_FOUND, "ledger: no leaf %" PRIu64 " among %" PRIu64, index, size);
    struct tree tree;
    enum err err = tree_load(&tree, nodes, size, fault);
    return err ? err : add_path(nodes, &tree, 0, index, out, fault);
}

static unsigned trailing_zeros(uint64_t n)
{
    return (unsigned)__builtin_ctzll(n);
}

enum err tree_prove_consistency(const struct tree_nodes *nodes, uint64_t old_size, uint64_t size,
                                struct tree_proof *out, struct fault *fault)
{
    out->count = 0;
    if (old_size > size)
        return fault_set(fault, ERR_NOT_FOUND, "ledger: no size %" PRIu64 ": it has %" PRIu64 " leaves",
                         old_size, size);
    if (old_size == 0 || old_size == size)
        return ERR_OK;
    struct tree tree;
    enum err err = tree_load(&tree, nodes, size, fault);
    if (err)
        return err;
    /* The last complete subtree of the old tree is where the two part; where it
     * is the whole old tree, the verifier has its root already. */
    unsigned level = trailing_zeros(old_size);
    uint64_t index = (old_size >> level) - 1;
    if (index) {
        err = nodes->read(nodes->context, level, index, &out->hashes[out->count++], fault);
        if (err)
            return err;
    }
    return add_path(nodes, &tree, level, index, out, fault);
}

/* --- verification; fn and sn as in the RFC --- */

enum err tree_check_inclusion(const struct tree_hash *leaf, uint64_t index, uint64_t size,
                              const struct tree_proof *proof, const struct tree_hash *root,
                              struct fault *fault)
{
    if (index >= size || proof->count > TREE_PROOF_MAX)
        return fault_set(fault, ERR_FORGED, "inclusion proof: leaf %" PRIu64 " of %" PRIu64, index, size);
    uint64_t fn = index, sn = size - 1;
    struct tree_hash hash = *leaf;
    for (size_t i = 0; i < proof->count; i++) {
        if (sn == 0)
            return fault_set(fault, ERR_FORGED, "inclusion proof: %zu hashes, too many", proof->count);
        if ((fn & 1) || fn == sn) {
            tree_hash_node(&proof->hashes[i], &hash, &hash);
            for (; fn && !(fn & 1); fn >>= 1)
                sn >>= 1;
        } else {
            tree_hash_node(&hash, &proof->hashes[i], &hash);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0)
        return fault_set(fault, ERR_FORGED, "inclusion proof: %zu hashes, too few", proof->count);
    if (!tree_hash_equal(&hash, root))
        return fault_set(fault, ERR_FORGED, "inclusion proof: it leads to another root");
    return ERR_OK;
}

/* Sizes in order, proof empty exactly where the heads are of one size. *same is set there. */
static enum err check_sizes(const struct tree_head *older, const struct tree_head *newer,
                            const struct tree_proof *proof, bool *same, struct fault *fault)
{
    *same = older->size == newer->size;
    if (older->size == 0 || older->size > newer->size || proof->count > TREE_PROOF_MAX)
        return fault_set(fault, ERR_FORGED, "consistency proof: from %" PRIu64 " to %" PRIu64 " leaves",
                         older->size, newer->size);
    if (*same != (proof->count == 0))
        return fault_set(fault, ERR_FORGED, "consistency proof: %zu hashes from %" PRIu64 " to %" PRIu64,
                         proof->count, older->size, newer->size);
    if (*same && !tree_hash_equal(&older->root, &newer->root))
        return fault_set(fault, ERR_FORGED, "two roots for %" PRIu64 " leaves", older->size);
    return ERR_OK;
}

/* Walks both trees upwards together; fr and sr begin equal, at the subtree where they part. */
static bool walk_both(uint64_t fn, uint64_t sn, const struct tree_hash *path, size_t count,
                      struct tree_hash *fr, struct tree_hash *sr)
{
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            tree_hash_node(&path[i], fr, fr);
            tree_hash_node(&path[i], sr, sr);
            for (; fn && !(fn & 1); fn >>= 1)
                sn >>= 1;
        } else {
            tree_hash_node(sr, &path[i], sr);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0;
}

enum err tree_check_consistency(const struct tree_head *older, const struct tree_head *newer,
                                const struct tree_proof *proof, struct fault *fault)
{
    bool same;
    enum err err = check_sizes(older, newer, proof, &same, fault);
    if (err || same)
        return err;
    unsigned shift = trailing_zeros(older->size);
    uint64_t fn = (older->size - 1) >> shift, sn = (newer->size - 1) >> shift;
    /* An old tree that is one complete subtree begins with its own root. */
    size_t first = fn == 0 ? 0 : 1;
    struct tree_hash fr = fn == 0 ? older->root : proof->hashes[0], sr = fr;
    if (!walk_both(fn, sn, proof->hashes + first, proof->count - first, &fr, &sr))
        return fault_set(fault, ERR_FORGED,
                         "consistency proof: %zu hashes do not fit %" PRIu64 " and %" PRIu64, proof->count,
                         older->size, newer->size);
    if (!tree_hash_equal(&fr, &older->root))
        return fault_set(fault, ERR_FORGED, "consistency proof: it leads to another old root");
    if (!tree_hash_equal(&sr, &newer->root))
        return fault_set(fault, ERR_FORGED, "consistency proof: it leads to another new root");
    return ERR_OK;
}

/* --- audit --- */

/* Takes one leaf into the edge and compares every node it completes with the stored one. */
static enum err audit_leaf(struct tree *tree, const struct tree_nodes *nodes, struct tree_hash *hash,
                           struct fault *fault)
{
    unsigned level = 0;
    for (; tree->size >> level & 1; level++) {
        struct tree_hash stored;
        tree_hash_node(&tree->edge[level], hash, hash);
        uint64_t index = tree->size >> (level + 1);
        enum err err = nodes->read(nodes->context, level + 1, index, &stored, fault);
        if (err)
            return err;
        if (!tree_hash_equal(&stored, hash))
            return fault_set(fault, ERR_FORGED,
                             "ledger: node %" PRIu64 " of level %u is not the hash of its children", index,
                             level + 1);
    }
    tree->edge[level] = *hash;
    tree->size++;
    return ERR_OK;
}

enum err tree_audit(const struct tree_nodes *nodes, uint64_t since, const struct tree_head *head,
                    struct fault *fault)
{
    if (since > head->size || head->size > TREE_SIZE_MAX)
        return fault_set(fault, ERR_NOT_FOUND, "ledger: no size %" PRIu64 " below %" PRIu64, since,
                         head->size);
    struct tree tree;
    enum err err = tree_load(&tree, nodes, since, fault);
    while (!err && tree.size < head->size) {
        struct tree_hash hash;
        err = nodes->read(nodes->context, 0, tree.size, &hash, fault);
        if (!err)
            err = audit_leaf(&tree, nodes, &hash, fault);
    }
    if (err)
        return err;
    struct tree_hash root;
    tree_root(&tree, &root);
    if (!tree_hash_equal(&root, &head->root))
        return fault_set(fault, ERR_FORGED, "ledger: the leaves up to %" PRIu64 " have another root",
                         head->size);
    return ERR_OK;
}
