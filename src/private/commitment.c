/* Commitment: persons and values of an epoch, for an inspector. See commitment.h. */
#include "private/commitment.h"

#include "ledger/nodes.h"

#include <sodium.h>
#include <stdlib.h>

static void hmac(const struct commitment_seed *key, struct str a, struct str b, unsigned char out[32])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key->b, sizeof key->b);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)a.p, a.n);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)b.p, b.n);
    crypto_auth_hmacsha256_final(&state, out);
}

static struct str bytes_of(const void *p, size_t n)
{
    return (struct str){p, n};
}

void commitment_epoch_seed(const struct commitment_seed *overseer, const struct epoch *epoch,
                           struct commitment_seed *out)
{
    unsigned char name[EPOCH_BYTES];
    epoch_encode(epoch, name);
    hmac(overseer, STR("liaison epoch seed v1"), bytes_of(name, sizeof name), out->b);
}

void commitment_of(const struct commitment_seed *epoch_seed, const struct epoch *epoch, struct str person,
                   const struct table_value *value, struct tree_hash *out)
{
    static const unsigned char label[] = "liaison commitment v1";
    unsigned char name[EPOCH_BYTES];
    unsigned char salt[32];
    crypto_hash_sha256_state state;
    epoch_encode(epoch, name);
    hmac(epoch_seed, STR("liaison commitment salt v1"), person, salt);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, label, sizeof label - 1);
    crypto_hash_sha256_update(&state, name, sizeof name);
    crypto_hash_sha256_update(&state, salt, sizeof salt);
    crypto_hash_sha256_update(&state, value->b, sizeof value->b);
    crypto_hash_sha256_update(&state, (const unsigned char *)person.p, person.n);
    crypto_hash_sha256_final(&state, out->bytes);
    sodium_memzero(salt, sizeof salt);
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, TREE_HASH_BYTES);
}

/* The tree over the leaves, its nodes in memory. */
static enum err grow(const struct tree_hash *leaves, size_t count, struct nodes_memory *nodes,
                     struct tree *tree, struct fault *fault)
{
    struct tree_nodes storage = nodes_memory(nodes);
    enum err code = ERR_OK;
    tree_init(tree);
    for (size_t i = 0; !code && i < count; i++) {
        struct tree_hash hashed;
        tree_hash_leaf(bytes_of(leaves[i].bytes, sizeof leaves[i].bytes), &hashed);
        code = tree_append(tree, &storage, &hashed, 1, fault);
    }
    return code;
}

enum err commitments_root(struct tree_hash *leaves, size_t count, struct tree_hash *root, struct fault *fault)
{
    struct nodes_memory nodes;
    struct tree tree;
    if (count > COMMITMENT_PERSONS_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "%zu commitments", count);
    qsort(leaves, count, sizeof *leaves, by_bytes);
    nodes_memory_init(&nodes, COMMITMENT_PERSONS_MAX);
    enum err code = grow(leaves, count, &nodes, &tree, fault);
    if (!code)
        tree_root(&tree, root);
    nodes_memory_release(&nodes);
    return code;
}

enum err commitment_prove(const struct tree_hash *leaves, size_t count, const struct tree_hash *leaf,
                          struct commitment_proof *proof, struct fault *fault)
{
    struct nodes_memory nodes;
    struct tree tree;
    const struct tree_hash *found = bsearch(leaf, leaves, count, sizeof *leaves, by_bytes);
    if (!found)
        return fault_set(fault, ERR_NOT_FOUND, "no such commitment in this epoch");
    *proof = (struct commitment_proof){.index = (uint64_t)(found - leaves), .size = count};
    nodes_memory_init(&nodes, COMMITMENT_PERSONS_MAX);
    enum err code = grow(leaves, count, &nodes, &tree, fault);
    if (!code) {
        struct tree_nodes storage = nodes_memory(&nodes);
        code = tree_prove_inclusion(&storage, proof->index, proof->size, &proof->path, fault);
    }
    nodes_memory_release(&nodes);
    return code;
}

enum err commitment_check(const struct commitment_seed *overseer, const struct epoch *epoch,
                          struct str person, const struct table_value *value,
                          const struct commitment_proof *proof, const struct tree_hash *root,
                          struct fault *fault)
{
    struct commitment_seed seed;
    struct tree_hash leaf;
    struct tree_hash hashed;
    commitment_epoch_seed(overseer, epoch, &seed);
    commitment_of(&seed, epoch, person, value, &leaf);
    sodium_memzero(&seed, sizeof seed);
    tree_hash_leaf(bytes_of(leaf.bytes, sizeof leaf.bytes), &hashed);
    if (tree_check_inclusion(&hashed, proof->index, proof->size, &proof->path, root, NULL))
        return fault_set(fault, ERR_FORGED,
                         "the ledger's commitments do not have this person with this value in this epoch");
    return ERR_OK;
}
