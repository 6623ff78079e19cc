/* Fuzz: proofs. As text, what is read is written again the same. As hashes, the
 * only proof that holds in a known tree is the one the tree gives: the input's
 * first bytes choose sizes, the rest is laid over the true proof. */
#include "ledger/nodes.h"
#include "ledger/proof.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void fuzz_text(struct str bytes)
{
    struct proof proof;
    struct proof_request request;
    struct buf again;
    buf_init(&again, 1 << 20);
    if (proof_parse(&proof, bytes, NULL) == ERR_OK) {
        check(proof_write(&again, &proof, NULL) == ERR_OK);
        check(str_equal(buf_str(&again), bytes));
        buf_clear(&again);
    }
    if (proof_request_parse(&request, bytes, NULL) == ERR_OK) {
        check(proof_request_write(&again, &request, NULL) == ERR_OK);
        check(str_equal(buf_str(&again), bytes));
    }
    buf_release(&again);
}

/* Lays bytes over the proof: the first sets its length, the others are XORed in. True where it is unchanged.
 */
static bool disturb(struct tree_proof *proof, const uint8_t *data, size_t size)
{
    size_t count = proof->count;
    bool same = true;
    memset(&proof->hashes[count], 0, (TREE_PROOF_MAX - count) * sizeof *proof->hashes);
    proof->count = data[0] % (TREE_PROOF_MAX + 1);
    unsigned char *bytes = proof->hashes[0].bytes;
    for (size_t i = 1; i < size && i <= proof->count * TREE_HASH_BYTES; i++) {
        bytes[i - 1] ^= data[i];
        same &= data[i] == 0;
    }
    return same && proof->count == count;
}

static void fuzz_tree(const struct tree_nodes *nodes, const struct tree_hash *leaves, const uint8_t *data,
                      size_t size)
{
    struct tree_proof proof;
    uint64_t whole = data[0] % 100 + 1, part = data[1] % whole;
    struct tree_head newer = {.size = whole}, older = {.size = part + 1};
    check(tree_root_at(nodes, whole, &newer.root, NULL) == ERR_OK);
    check(tree_root_at(nodes, older.size, &older.root, NULL) == ERR_OK);
    check(tree_prove_inclusion(nodes, part, whole, &proof, NULL) == ERR_OK);
    bool same = disturb(&proof, data + 2, size - 2);
    check(same == (tree_check_inclusion(&leaves[part], part, whole, &proof, &newer.root, NULL) == ERR_OK));
    check(tree_prove_consistency(nodes, older.size, whole, &proof, NULL) == ERR_OK);
    same = disturb(&proof, data + 2, size - 2);
    check(same == (tree_check_consistency(&older, &newer, &proof, NULL) == ERR_OK));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct nodes_memory memory;
    static struct tree_hash leaves[100];
    static struct tree tree;
    if (tree.size == 0) {
        nodes_memory_init(&memory, 1000);
        struct tree_nodes nodes = nodes_memory(&memory);
        for (size_t i = 0; i < 100; i++)
            tree_hash_leaf((struct str){(const char *)&"0123456789"[i % 10], 1}, &leaves[i]);
        check(tree_append(&tree, &nodes, leaves, 100, NULL) == ERR_OK);
    }
    fuzz_text((struct str){(const char *)data, size});
    if (size >= 3) {
        struct tree_nodes nodes = nodes_memory(&memory);
        fuzz_tree(&nodes, leaves, data, size);
    }
    return 0;
}
