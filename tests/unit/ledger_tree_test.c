/* ledger/tree, nodes, tiles: the tree is RFC 9162's by its own recursive
 * definition, its proofs convince and no changed one does, and the flat file
 * holds the same nodes as memory does. */
#include "base/random.h"
#include "ledger/nodes.h"
#include "ledger/text_line.h"
#include "ledger/tiles.h"
#include "ledger/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

/* --- the definition, as RFC 9162 writes it --- */

/* The largest power of two below n. */
static size_t split_point(size_t n)
{
    size_t k = 1;
    while (k * 2 < n)
        k *= 2;
    return k;
}

static void naive_root(const struct tree_hash *leaves, size_t n, struct tree_hash *out)
{
    struct tree_hash left, right;
    if (n == 0) {
        tree_hash_empty(out);
    } else if (n == 1) {
        *out = leaves[0];
    } else {
        size_t k = split_point(n);
        naive_root(leaves, k, &left);
        naive_root(leaves + k, n - k, &right);
        tree_hash_node(&left, &right, out);
    }
}

static void naive_path(const struct tree_hash *leaves, size_t m, size_t n, struct tree_proof *out)
{
    if (n <= 1)
        return;
    size_t k = split_point(n);
    if (m < k) {
        naive_path(leaves, m, k, out);
        naive_root(leaves + k, n - k, &out->hashes[out->count++]);
    } else {
        naive_path(leaves + k, m - k, n - k, out);
        naive_root(leaves, k, &out->hashes[out->count++]);
    }
}

static void naive_subproof(const struct tree_hash *leaves, size_t m, size_t n, bool whole,
                           struct tree_proof *out)
{
    if (m == n) {
        if (!whole)
            naive_root(leaves, n, &out->hashes[out->count++]);
        return;
    }
    size_t k = split_point(n);
    if (m <= k) {
        naive_subproof(leaves, m, k, whole, out);
        naive_root(leaves + k, n - k, &out->hashes[out->count++]);
    } else {
        naive_subproof(leaves + k, m - k, n - k, false, out);
        naive_root(leaves, k, &out->hashes[out->count++]);
    }
}

static void assert_hashes_equal(const struct tree_hash *a, const struct tree_hash *b, size_t n)
{
    assert_memory_equal(a, b, n * sizeof *a);
}

static void assert_proofs_equal(const struct tree_proof *a, const struct tree_proof *b)
{
    assert_int_equal(a->count, b->count);
    assert_hashes_equal(a->hashes, b->hashes, a->count);
}

/* --- a tree in memory, with room for faults --- */

enum { LEAVES = 1200 };

struct fixture {
    struct tree_hash leaves[LEAVES];
    struct nodes_memory memory;
    struct tree_nodes nodes;
    struct tree tree;
};

static void random_leaves(struct tree_hash *leaves, size_t n, uint64_t seed)
{
    struct seeded seeded = {seed};
    struct random random = random_seeded(&seeded);
    random.fill(random.context, leaves, n * sizeof *leaves);
}

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    random_leaves(fixture->leaves, LEAVES, 1);
    nodes_memory_init(&fixture->memory, 1 << 20);
    fixture->nodes = nodes_memory(&fixture->memory);
    tree_init(&fixture->tree);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    nodes_memory_release(&fixture->memory);
    free(fixture);
    return 0;
}

static void grow(struct fixture *fixture, size_t count)
{
    assert_int_equal(
        tree_append(&fixture->tree, &fixture->nodes, fixture->leaves + fixture->tree.size, count, NULL),
        ERR_OK);
}

/* --- known answers --- */

/* The eight leaves that Certificate Transparency's tests have used since RFC 6962. */
static void the_eight_leaves_of_certificate_transparency_have_their_known_root(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } inputs[] = {{"", 0},
                  {"\x00", 1},
                  {"\x10", 1},
                  {"\x20\x21", 2},
                  {"\x30\x31", 2},
                  {"\x40\x41\x42\x43", 4},
                  {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
                  {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16}};
    struct tree_hash leaves[8], root, known;
    for (size_t i = 0; i < 8; i++)
        tree_hash_leaf((struct str){inputs[i].bytes, inputs[i].n}, &leaves[i]);
    struct tree tree;
    tree_init(&tree);
    tree_root(&tree, &root);
    assert_true(text_line_hash(STR("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), &known));
    assert_hashes_equal(&root, &known, 1);
    assert_int_equal(tree_append(&tree, NULL, leaves, 8, NULL), ERR_OK);
    tree_root(&tree, &root);
    assert_true(text_line_hash(STR("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="), &known));
    assert_hashes_equal(&root, &known, 1);
}

/* A value of the table, under its letter. False for an empty one: our readers give no hash for it. A few
 * stand for any hash and are shorter; they end in zeros here. */
static bool case_hash(char letter, struct tree_hash *hash)
{
    static const struct {
        char letter;
        const char *base64;
    } pool[] = {
#define HASH(letter, base64) {letter, base64},
#define INCLUSION(name, index, size, leaf, root, path, outcome)
#define CONSISTENCY(name, size1, size2, root1, root2, path, outcome)
#include "merkle_cases.def"
#undef HASH
#undef INCLUSION
#undef CONSISTENCY
    };
    size_t n = 0;
    *hash = (struct tree_hash){{0}};
    for (size_t i = 0; i < sizeof pool / sizeof *pool; i++)
        if (pool[i].letter == letter)
            return text_line_base64(str_of(pool[i].base64), hash->bytes, sizeof hash->bytes, &n);
    fail_msg("no hash '%c'", letter);
    return false;
}

static bool case_path(const char *letters, struct tree_proof *proof)
{
    bool read = true;
    for (proof->count = 0; *letters; letters++)
        read &= case_hash(*letters, &proof->hashes[proof->count++]);
    return read;
}

enum outcome { REFUSED, HOLDS };

struct merkle_case {
    const char *name;
    uint64_t a, b; /* index and size, or both sizes */
    char first, second;
    const char *path;
    enum outcome outcome;
};

static void judged(const struct merkle_case *c, enum err err)
{
    if (err != (c->outcome == HOLDS ? ERR_OK : ERR_FORGED))
        fail_msg("%s: %s", c->name, err_name(err));
}

static void the_published_inclusion_cases_are_judged_as_published(void **state)
{
    (void)state;
    static const struct merkle_case cases[] = {
#define HASH(letter, base64)
#define INCLUSION(name, index, size, leaf, root, path, outcome)                                              \
    {name, index, size, leaf, root, path, outcome},
#define CONSISTENCY(name, size1, size2, root1, root2, path, outcome)
#include "merkle_cases.def"
#undef INCLUSION
#undef CONSISTENCY
    };
    assert_int_equal(sizeof cases / sizeof *cases, 98);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tree_proof path;
        struct tree_hash leaf, root;
        bool read = case_path(cases[i].path, &path) && case_hash(cases[i].first, &leaf) &&
                    case_hash(cases[i].second, &root);
        judged(&cases[i],
               read ? tree_check_inclusion(&leaf, cases[i].a, cases[i].b, &path, &root, NULL) : ERR_FORGED);
    }
}

static void the_published_consistency_cases_are_judged_as_published(void **state)
{
    (void)state;
    static const struct merkle_case cases[] = {
#define INCLUSION(name, index, size, leaf, root, path, outcome)
#define CONSISTENCY(name, size1, size2, root1, root2, path, outcome)                                         \
    {name, size1, size2, root1, root2, path, outcome},
#include "merkle_cases.def"
#undef HASH
#undef INCLUSION
#undef CONSISTENCY
    };
    assert_int_equal(sizeof cases / sizeof *cases, 98);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tree_proof path;
        struct tree_head older = {.size = cases[i].a}, newer = {.size = cases[i].b};
        bool read = case_path(cases[i].path, &path) && case_hash(cases[i].first, &older.root) &&
                    case_hash(cases[i].second, &newer.root);
        judged(&cases[i], read ? tree_check_consistency(&older, &newer, &path, NULL) : ERR_FORGED);
    }
}

/* --- properties --- */

static void roots_are_those_of_the_recursive_definition_however_leaves_are_batched(void **state)
{
    struct fixture *fixture = *state;
    struct seeded seeded = {7};
    struct tree_hash expected, root;
    while (fixture->tree.size < LEAVES) {
        size_t step = (size_t)seeded_below(&seeded, seeded_below(&seeded, 3) ? 9 : 600);
        if (step > LEAVES - fixture->tree.size)
            step = (size_t)(LEAVES - fixture->tree.size);
        grow(fixture, step);
        naive_root(fixture->leaves, (size_t)fixture->tree.size, &expected);
        tree_root(&fixture->tree, &root);
        assert_hashes_equal(&root, &expected, 1);
    }
    for (size_t size = 0; size <= LEAVES; size += 7) {
        naive_root(fixture->leaves, size, &expected);
        assert_int_equal(tree_root_at(&fixture->nodes, size, &root, NULL), ERR_OK);
        assert_hashes_equal(&root, &expected, 1);
    }
}

static void inclusion_proofs_are_those_of_the_definition_and_hold(void **state)
{
    struct fixture *fixture = *state;
    grow(fixture, LEAVES);
    for (size_t size = 1; size < 70; size++) {
        struct tree_hash root;
        naive_root(fixture->leaves, size, &root);
        for (size_t index = 0; index < size; index++) {
            struct tree_proof expected = {0}, proof;
            naive_path(fixture->leaves, index, size, &expected);
            assert_int_equal(tree_prove_inclusion(&fixture->nodes, index, size, &proof, NULL), ERR_OK);
            assert_proofs_equal(&proof, &expected);
            assert_int_equal(tree_check_inclusion(&fixture->leaves[index], index, size, &proof, &root, NULL),
                             ERR_OK);
        }
    }
}

static void consistency_proofs_are_those_of_the_definition_and_hold(void **state)
{
    struct fixture *fixture = *state;
    grow(fixture, LEAVES);
    for (size_t size = 1; size < 70; size++)
        for (size_t old = 1; old <= size; old++) {
            struct tree_head older = {.size = old}, newer = {.size = size};
            struct tree_proof expected = {0}, proof;
            naive_root(fixture->leaves, old, &older.root);
            naive_root(fixture->leaves, size, &newer.root);
            naive_subproof(fixture->leaves, old, size, true, &expected);
            assert_int_equal(tree_prove_consistency(&fixture->nodes, old, size, &proof, NULL), ERR_OK);
            assert_proofs_equal(&proof, &expected);
            assert_int_equal(tree_check_consistency(&older, &newer, &proof, NULL), ERR_OK);
        }
}

static void flip(void *bytes, size_t bit)
{
    ((unsigned char *)bytes)[bit / 8] ^= (unsigned char)(1 << bit % 8);
}

static void no_inclusion_proof_holds_with_any_bit_flipped(void **state)
{
    struct fixture *fixture = *state;
    enum { SIZE = 77, INDEX = 73 };
    struct tree_proof proof;
    struct tree_hash root, leaf = fixture->leaves[INDEX];
    grow(fixture, SIZE);
    tree_root(&fixture->tree, &root);
    assert_int_equal(tree_prove_inclusion(&fixture->nodes, INDEX, SIZE, &proof, NULL), ERR_OK);
    struct {
        void *bytes;
        size_t n;
    } parts[] = {{proof.hashes, proof.count * TREE_HASH_BYTES}, {&root, sizeof root}, {&leaf, sizeof leaf}};
    for (size_t p = 0; p < 3; p++)
        for (size_t bit = 0; bit < parts[p].n * 8; bit++) {
            flip(parts[p].bytes, bit);
            assert_int_equal(tree_check_inclusion(&leaf, INDEX, SIZE, &proof, &root, NULL), ERR_FORGED);
            flip(parts[p].bytes, bit);
        }
    for (uint64_t index = 0; index < 300; index++)
        assert_int_equal(tree_check_inclusion(&leaf, index, SIZE, &proof, &root, NULL),
                         index == INDEX ? ERR_OK : ERR_FORGED);
}

static void no_consistency_proof_holds_with_any_bit_flipped(void **state)
{
    struct fixture *fixture = *state;
    struct tree_head older = {.size = 45}, newer = {.size = 77};
    struct tree_proof proof;
    grow(fixture, 77);
    tree_root(&fixture->tree, &newer.root);
    assert_int_equal(tree_root_at(&fixture->nodes, 45, &older.root, NULL), ERR_OK);
    assert_int_equal(tree_prove_consistency(&fixture->nodes, 45, 77, &proof, NULL), ERR_OK);
    struct {
        void *bytes;
        size_t n;
    } parts[] = {{proof.hashes, proof.count * TREE_HASH_BYTES},
                 {&older.root, TREE_HASH_BYTES},
                 {&newer.root, TREE_HASH_BYTES}};
    for (size_t p = 0; p < 3; p++)
        for (size_t bit = 0; bit < parts[p].n * 8; bit++) {
            flip(parts[p].bytes, bit);
            assert_int_equal(tree_check_consistency(&older, &newer, &proof, NULL), ERR_FORGED);
            flip(parts[p].bytes, bit);
        }
    assert_int_equal(tree_check_consistency(&older, &newer, &proof, NULL), ERR_OK);
}

static void a_proof_with_a_hash_too_many_or_too_few_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct tree_proof proof;
    struct tree_hash root;
    grow(fixture, 77);
    tree_root(&fixture->tree, &root);
    assert_int_equal(tree_prove_inclusion(&fixture->nodes, 3, 77, &proof, NULL), ERR_OK);
    size_t right = proof.count;
    for (proof.count = 0; proof.count <= TREE_PROOF_MAX + 1; proof.count++)
        assert_int_equal(tree_check_inclusion(&fixture->leaves[3], 3, 77, &proof, &root, NULL),
                         proof.count == right ? ERR_OK : ERR_FORGED);
}

static void what_lies_beyond_the_tree_has_no_proof(void **state)
{
    struct fixture *fixture = *state;
    struct tree_proof proof;
    grow(fixture, 10);
    assert_int_equal(tree_prove_inclusion(&fixture->nodes, 10, 10, &proof, NULL), ERR_NOT_FOUND);
    assert_int_equal(tree_prove_inclusion(&fixture->nodes, 0, 0, &proof, NULL), ERR_NOT_FOUND);
    assert_int_equal(tree_prove_consistency(&fixture->nodes, 11, 10, &proof, NULL), ERR_NOT_FOUND);
    assert_int_equal(tree_prove_inclusion(&fixture->nodes, 0, TREE_SIZE_MAX + 1, &proof, NULL),
                     ERR_TOO_LARGE);
    assert_int_equal(tree_prove_inclusion(&fixture->nodes, 0, 5000, &proof, NULL), ERR_NOT_FOUND);
}

static void a_tree_never_passes_its_greatest_size(void **state)
{
    struct fixture *fixture = *state;
    fixture->tree.size = TREE_SIZE_MAX - 1;
    assert_int_equal(tree_append(&fixture->tree, NULL, fixture->leaves, 2, NULL), ERR_TOO_LARGE);
    assert_true(fixture->tree.size == TREE_SIZE_MAX - 1);
    assert_int_equal(tree_append(&fixture->tree, NULL, fixture->leaves, 1, NULL), ERR_OK);
    assert_true(fixture->tree.size == TREE_SIZE_MAX);
}

/* Storage that fails at the write whose turn it is. */
struct failing {
    struct tree_nodes below;
    int writes_left;
};

static enum err failing_read(void *context, unsigned level, uint64_t index, struct tree_hash *out,
                             struct fault *fault)
{
    struct failing *failing = context;
    return failing->below.read(failing->below.context, level, index, out, fault);
}

static enum err failing_write(void *context, unsigned level, uint64_t first, const struct tree_hash *hashes,
                              size_t count, struct fault *fault)
{
    struct failing *failing = context;
    if (failing->writes_left-- == 0)
        return fault_set(fault, ERR_IO, "the disk is full");
    return failing->below.write(failing->below.context, level, first, hashes, count, fault);
}

static void a_failed_write_leaves_the_tree_as_it_was_and_the_next_append_heals_it(void **state)
{
    struct fixture *fixture = *state;
    struct failing failing = {fixture->nodes, 0};
    struct tree_nodes nodes = {failing_read, failing_write, &failing};
    struct tree_hash other[400], expected, root;
    random_leaves(other, 400, 2);
    grow(fixture, 300);
    for (int turn = 0;; turn++) {
        struct tree before = fixture->tree;
        failing.writes_left = turn;
        enum err err = tree_append(&fixture->tree, &nodes, other, 400, NULL);
        if (err == ERR_OK)
            break;
        assert_int_equal(err, ERR_IO);
        assert_memory_equal(&before, &fixture->tree, sizeof before);
    }
    /* The same place again with other leaves than those that failed. */
    struct tree_head head = {.size = 700};
    assert_int_equal(tree_load(&fixture->tree, &fixture->nodes, 300, NULL), ERR_OK);
    grow(fixture, 400);
    naive_root(fixture->leaves, 700, &expected);
    tree_root(&fixture->tree, &root);
    assert_hashes_equal(&root, &expected, 1);
    head.root = root;
    assert_int_equal(tree_audit(&fixture->nodes, 0, &head, NULL), ERR_OK);
}

static void an_audit_names_the_node_in_which_one_bit_was_flipped(void **state)
{
    struct fixture *fixture = *state;
    struct tree_head head = {.size = LEAVES};
    struct fault fault;
    grow(fixture, LEAVES);
    tree_root(&fixture->tree, &head.root);
    assert_int_equal(tree_audit(&fixture->nodes, 0, &head, &fault), ERR_OK);
    for (unsigned level = 0; level < 11; level++) {
        size_t index = fixture->memory.rows[level].count / 2;
        flip(&fixture->memory.rows[level].hashes[index], 77);
        assert_int_equal(tree_audit(&fixture->nodes, 0, &head, &fault), ERR_FORGED);
        char named[64];
        snprintf(named, sizeof named, "node %zu of level %u", level ? index : index / 2, level ? level : 1);
        if (!strstr(fault.detail, named))
            fail_msg("'%s' does not name %s", fault.detail, named);
        flip(&fixture->memory.rows[level].hashes[index], 77);
    }
    flip(&head.root, 0);
    assert_int_equal(tree_audit(&fixture->nodes, 1000, &head, &fault), ERR_FORGED);
    assert_int_equal(tree_audit(&fixture->nodes, LEAVES + 1, &head, &fault), ERR_NOT_FOUND);
}

static void memory_refuses_gaps_and_what_is_over_its_ceiling(void **state)
{
    struct fixture *fixture = *state;
    struct nodes_memory small;
    struct tree_hash hash;
    nodes_memory_init(&small, 100);
    struct tree_nodes nodes = nodes_memory(&small);
    assert_int_equal(nodes.write(nodes.context, 0, 1, fixture->leaves, 1, NULL), ERR_NOT_FOUND);
    assert_int_equal(nodes.write(nodes.context, 0, 0, fixture->leaves, 101, NULL), ERR_NO_MEMORY);
    assert_int_equal(nodes.write(nodes.context, 0, 0, fixture->leaves, 100, NULL), ERR_OK);
    assert_int_equal(nodes.read(nodes.context, 0, 100, &hash, NULL), ERR_NOT_FOUND);
    assert_int_equal(nodes.read(nodes.context, TREE_LEVELS, 0, &hash, NULL), ERR_NOT_FOUND);
    nodes_memory_release(&small);
}

/* --- the flat file --- */

struct memory_file {
    unsigned char *bytes;
    size_t n, capacity;
};

static enum err file_read(void *context, uint64_t offset, void *bytes, size_t n, struct fault *fault)
{
    struct memory_file *file = context;
    if (offset > file->n || n > file->n - offset)
        return fault_set(fault, ERR_IO, "read past the end");
    memcpy(bytes, file->bytes + offset, n);
    return ERR_OK;
}

static enum err file_write(void *context, uint64_t offset, const void *bytes, size_t n, struct fault *fault)
{
    struct memory_file *file = context;
    if (offset > file->capacity || n > file->capacity - offset)
        return fault_set(fault, ERR_IO, "the disk is full");
    memcpy(file->bytes + offset, bytes, n);
    if (file->n < offset + n)
        file->n = (size_t)offset + n;
    return ERR_OK;
}

static void the_flat_file_holds_the_same_nodes_as_memory(void **state)
{
    struct fixture *fixture = *state;
    static const size_t MANY = 67000;
    struct tree_hash *leaves = malloc(MANY * sizeof *leaves);
    struct memory_file bytes = {calloc(300, TILES_BLOCK_BYTES), 0, 300 * (size_t)TILES_BLOCK_BYTES};
    struct tiles_file file = {file_read, file_write, &bytes};
    struct tree_nodes tiles = tiles_nodes(&file);
    struct tree tree;
    struct seeded seeded = {11};
    assert_non_null(leaves);
    random_leaves(leaves, MANY, 3);
    tree_init(&tree);
    assert_int_equal(tiles_create(&file, NULL), ERR_OK);
    assert_int_equal(tree_append(&fixture->tree, &fixture->nodes, leaves, MANY, NULL), ERR_OK);
    while (tree.size < MANY) {
        size_t step = (size_t)seeded_below(&seeded, 3000) + 1;
        if (step > MANY - tree.size)
            step = (size_t)(MANY - tree.size);
        assert_int_equal(tree_append(&tree, &tiles, leaves + tree.size, step, NULL), ERR_OK);
    }
    for (unsigned level = 0; MANY >> level; level++)
        for (size_t i = 0; i < MANY >> level; i++) {
            struct tree_hash hash;
            assert_int_equal(tiles.read(tiles.context, level, i, &hash, NULL), ERR_OK);
            assert_hashes_equal(&hash, &fixture->memory.rows[level].hashes[i], 1);
        }
    assert_int_equal(tiles_open(&file, NULL), ERR_OK);
    free(leaves);
    free(bytes.bytes);
}

static void a_tile_reads_as_c2sp_serves_it(void **state)
{
    struct fixture *fixture = *state;
    struct memory_file bytes = {calloc(8, TILES_BLOCK_BYTES), 0, 8 * (size_t)TILES_BLOCK_BYTES};
    struct tiles_file file = {file_read, file_write, &bytes};
    struct tree_nodes tiles = tiles_nodes(&file);
    struct tree_hash tile[TILES_WIDTH];
    assert_int_equal(tree_append(&fixture->tree, &tiles, fixture->leaves, 600, NULL), ERR_OK);
    assert_int_equal(tiles_read(&file, 0, 1, 256, tile, NULL), ERR_OK);
    assert_hashes_equal(tile, fixture->leaves + 256, 256);
    assert_int_equal(tiles_read(&file, 0, 2, 88, tile, NULL), ERR_OK);
    assert_hashes_equal(tile, fixture->leaves + 512, 88);
    struct tree_hash root;
    naive_root(fixture->leaves + 256, 256, &root);
    assert_int_equal(tiles_read(&file, 1, 0, 2, tile, NULL), ERR_OK);
    assert_hashes_equal(&tile[1], &root, 1);
    assert_int_equal(tiles_read(&file, 0, 0, 0, tile, NULL), ERR_BUG);
    assert_int_equal(tiles_read(&file, 0, 0, 257, tile, NULL), ERR_BUG);
    assert_int_equal(tiles_read(&file, 8, 0, 1, tile, NULL), ERR_BUG);
    assert_int_equal(tiles_read(&file, 0, UINT64_C(1) << 50, 1, tile, NULL), ERR_TOO_LARGE);
    free(bytes.bytes);
}

static enum err note_block(void *context, uint64_t offset, const void *bytes, size_t n, struct fault *fault)
{
    (void)bytes, (void)n, (void)fault;
    *(uint64_t *)context = offset / TILES_BLOCK_BYTES;
    return ERR_OK;
}

static void blocks_stand_in_the_order_in_which_a_growing_tree_needs_them_without_gaps(void **state)
{
    struct fixture *fixture = *state;
    uint64_t block, next = 0;
    struct tiles_file file = {NULL, note_block, &block};
    struct tree_nodes tiles = tiles_nodes(&file);
    for (uint64_t n = 0; n < 140000; n++) {
        for (unsigned level = 1; level < 4; level++) {
            uint64_t period = UINT64_C(1) << (8 * level), start = period >> 8;
            if (n % period != start)
                continue;
            assert_int_equal(
                tiles.write(tiles.context, 8 * level, n / period * 256, fixture->leaves, 1, NULL), ERR_OK);
            assert_true(block == next++);
        }
        assert_int_equal(tiles.write(tiles.context, 0, n * 256, fixture->leaves, 1, NULL), ERR_OK);
        assert_true(block == next++);
    }
}

static void a_file_of_something_else_is_not_opened_as_tiles(void **state)
{
    (void)state;
    struct memory_file bytes = {calloc(1, 4096), 4096, 4096};
    struct tiles_file file = {file_read, file_write, &bytes};
    assert_int_equal(tiles_open(&file, NULL), ERR_UNSUPPORTED);
    assert_int_equal(tiles_create(&file, NULL), ERR_OK);
    assert_int_equal(tiles_open(&file, NULL), ERR_OK);
    bytes.bytes[30]++;
    assert_int_equal(tiles_open(&file, NULL), ERR_UNSUPPORTED);
    bytes.n = 10;
    assert_int_equal(tiles_open(&file, NULL), ERR_IO);
    free(bytes.bytes);
}

static void tile_paths_are_those_of_c2sp(void **state)
{
    (void)state;
    static const struct {
        unsigned level;
        uint64_t index;
        size_t width;
        const char *path;
    } cases[] = {{0, 0, 256, "tile/0/000"},
                 {0, 1234067, 256, "tile/0/x001/x234/067"},
                 {1, 999, 1, "tile/1/999.p/1"},
                 {2, 1000, 255, "tile/2/x001/000.p/255"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf path;
        buf_init(&path, 100);
        tiles_path(&path, cases[i].level, cases[i].index, cases[i].width);
        assert_string_equal(path.bytes, cases[i].path);
        buf_release(&path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_eight_leaves_of_certificate_transparency_have_their_known_root),
        cmocka_unit_test(the_published_inclusion_cases_are_judged_as_published),
        cmocka_unit_test(the_published_consistency_cases_are_judged_as_published),
        cmocka_unit_test_setup_teardown(
            roots_are_those_of_the_recursive_definition_however_leaves_are_batched, begin, end),
        cmocka_unit_test_setup_teardown(inclusion_proofs_are_those_of_the_definition_and_hold, begin, end),
        cmocka_unit_test_setup_teardown(consistency_proofs_are_those_of_the_definition_and_hold, begin, end),
        cmocka_unit_test_setup_teardown(no_inclusion_proof_holds_with_any_bit_flipped, begin, end),
        cmocka_unit_test_setup_teardown(no_consistency_proof_holds_with_any_bit_flipped, begin, end),
        cmocka_unit_test_setup_teardown(a_proof_with_a_hash_too_many_or_too_few_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(what_lies_beyond_the_tree_has_no_proof, begin, end),
        cmocka_unit_test_setup_teardown(a_tree_never_passes_its_greatest_size, begin, end),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_tree_as_it_was_and_the_next_append_heals_it,
                                        begin, end),
        cmocka_unit_test_setup_teardown(an_audit_names_the_node_in_which_one_bit_was_flipped, begin, end),
        cmocka_unit_test_setup_teardown(memory_refuses_gaps_and_what_is_over_its_ceiling, begin, end),
        cmocka_unit_test_setup_teardown(the_flat_file_holds_the_same_nodes_as_memory, begin, end),
        cmocka_unit_test_setup_teardown(a_tile_reads_as_c2sp_serves_it, begin, end),
        cmocka_unit_test_setup_teardown(
            blocks_stand_in_the_order_in_which_a_growing_tree_needs_them_without_gaps, begin, end),
        cmocka_unit_test(a_file_of_something_else_is_not_opened_as_tiles),
        cmocka_unit_test(tile_paths_are_those_of_c2sp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
