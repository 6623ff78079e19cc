/* Artefacts: writes a ledger for Go to check, and checks what Go wrote. One
 * line an artefact, "KIND FIELD...", so that both sides read it with little.
 *     artefacts write DIRECTORY    lines into DIRECTORY/lines, the signed note into DIRECTORY/note
 *     artefacts check DIRECTORY    reads Go's proof, key and leaf from there
 * The leaves are "leaf 0", "leaf 1" and so on. Used by tests/scenario/ledger_go.sh. */
#include "base/arena.h"
#include "ledger/nodes.h"
#include "ledger/proof.h"
#include "ledger/text_line.h"
#include "ledger/tiles.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAVES = 70000, FILE_MAX = 100000 };

static const uint64_t sizes[] = {1,   2,   3,   4,   5,    6,    7,     8,     9,     31,    32,    33,
                                 255, 256, 257, 511, 1000, 4097, 65535, 65536, 65537, 65793, 69999, 70000};
enum { SIZES = sizeof sizes / sizeof *sizes };

static void must(enum err err, const struct fault *fault, const char *what)
{
    if (!err)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, err_sentence(err), fault->detail);
    exit(1);
}

static FILE *open_in(const char *directory, const char *name, const char *mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, mode);
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void leaf_hash(uint64_t index, struct tree_hash *out)
{
    char text[32];
    int n = snprintf(text, sizeof text, "leaf %" PRIu64, index);
    tree_hash_leaf((struct str){text, (size_t)n}, out);
}

static void print_hashes(FILE *out, const struct tree_hash *hashes, size_t n)
{
    struct buf text;
    buf_init(&text, 1 << 16);
    for (size_t i = 0; i < n; i++) {
        buf_add_char(&text, ' ');
        text_line_add_hash(&text, &hashes[i]);
    }
    buf_add_char(&text, '\n');
    fputs(text.bytes, out);
    buf_release(&text);
}

static void write_roots(FILE *out, const struct tree_nodes *nodes)
{
    struct fault fault;
    for (size_t i = 0; i < SIZES; i++) {
        struct tree_hash root;
        must(tree_root_at(nodes, sizes[i], &root, &fault), &fault, "root");
        fprintf(out, "root %" PRIu64, sizes[i]);
        print_hashes(out, &root, 1);
    }
}

static void write_inclusions(FILE *out, const struct tree_nodes *nodes)
{
    struct fault fault;
    for (size_t i = 0; i < SIZES; i++)
        for (uint64_t part = 0; part <= 8; part++) {
            struct tree_proof proof;
            uint64_t index = (sizes[i] - 1) * part / 8;
            must(tree_prove_inclusion(nodes, index, sizes[i], &proof, &fault), &fault, "inclusion");
            fprintf(out, "inclusion %" PRIu64 " %" PRIu64, sizes[i], index);
            print_hashes(out, proof.hashes, proof.count);
        }
}

static void write_consistencies(FILE *out, const struct tree_nodes *nodes)
{
    struct fault fault;
    for (size_t i = 0; i < SIZES; i++)
        for (size_t j = 0; j <= i; j++) {
            struct tree_proof proof;
            must(tree_prove_consistency(nodes, sizes[j], sizes[i], &proof, &fault), &fault, "consistency");
            fprintf(out, "consistency %" PRIu64 " %" PRIu64, sizes[i], sizes[j]);
            print_hashes(out, proof.hashes, proof.count);
        }
}

/* --- tiles, over a file in memory --- */

struct memory_file {
    unsigned char *bytes;
    size_t n;
};

static enum err file_read(void *context, uint64_t offset, void *bytes, size_t n, struct fault *fault)
{
    struct memory_file *file = context;
    if (offset > file->n || n > file->n - offset)
        return fault_set(fault, ERR_IO, "past the end");
    memcpy(bytes, file->bytes + offset, n);
    return ERR_OK;
}

static enum err file_write(void *context, uint64_t offset, const void *bytes, size_t n, struct fault *fault)
{
    struct memory_file *file = context;
    if (offset > file->n || n > file->n - offset)
        return fault_set(fault, ERR_IO, "past the end");
    memcpy(file->bytes + offset, bytes, n);
    return ERR_OK;
}

static void write_tile(FILE *out, const struct tiles_file *file, unsigned level, uint64_t index)
{
    struct tree_hash tile[TILES_WIDTH];
    struct fault fault;
    struct buf path;
    uint64_t there = ((uint64_t)LEAVES >> (8 * level)) - index * TILES_WIDTH;
    size_t width = there < TILES_WIDTH ? (size_t)there : TILES_WIDTH;
    must(tiles_read(file, level, index, width, tile, &fault), &fault, "tile");
    buf_init(&path, 100);
    tiles_path(&path, level, index, width);
    fprintf(out, "tile %s", path.bytes);
    print_hashes(out, tile, width);
    buf_release(&path);
}

/* --- notes --- */

static enum err sign(void *context, const struct note_key *key, struct str message,
                     unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault)
{
    (void)key, (void)fault;
    crypto_sign_detached(signature, NULL, (const unsigned char *)message.p, message.n, context);
    return ERR_OK;
}

static void make_key(FILE *out, const char *name, enum note_type type, struct note_key *key,
                     unsigned char *secret)
{
    unsigned char seed[crypto_sign_SEEDBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
    struct fault fault;
    struct buf text;
    memset(seed, 7 + (int)type, sizeof seed);
    crypto_sign_seed_keypair(public_key, secret, seed);
    must(note_key_init(key, str_of(name), type, public_key, &fault), &fault, "key");
    buf_init(&text, 1000);
    note_key_write(&text, key);
    fprintf(out, "%s %s\n", type == NOTE_ED25519 ? "key" : "cosigner", text.bytes);
    buf_release(&text);
}

static void write_note(FILE *lines, FILE *out, const struct tree *tree)
{
    unsigned char desk[crypto_sign_SECRETKEYBYTES], other[crypto_sign_SECRETKEYBYTES];
    struct note_key key, cosigner;
    struct fault fault;
    struct buf text, note;
    make_key(lines, "desk-a.example/desk-b", NOTE_ED25519, &key, desk);
    make_key(lines, "desk-b.example", NOTE_COSIGNATURE, &cosigner, other);
    struct checkpoint checkpoint = {.origin = key.name, .head.size = tree->size};
    tree_root(tree, &checkpoint.head.root);
    buf_init(&text, FILE_MAX);
    buf_init(&note, FILE_MAX);
    must(checkpoint_write(&text, &checkpoint, &fault), &fault, "checkpoint");
    must(note_write(&note, buf_str(&text), &(struct note_signer){&key, sign, desk}, &fault), &fault, "note");
    must(note_sign(&note, buf_str(&text), &(struct note_signer){&cosigner, sign, other}, 1700000000, &fault),
         &fault, "cosignature");
    fputs(note.bytes, out);
    buf_release(&text);
    buf_release(&note);
}

static int write_all(const char *directory)
{
    FILE *lines = open_in(directory, "lines", "w"), *note = open_in(directory, "note", "w");
    struct memory_file bytes = {calloc(300, TILES_BLOCK_BYTES), 300 * (size_t)TILES_BLOCK_BYTES};
    struct tiles_file file = {file_read, file_write, &bytes};
    struct tree_nodes nodes = tiles_nodes(&file);
    struct tree tree;
    struct fault fault;
    if (!bytes.bytes)
        return 1;
    tree_init(&tree);
    for (uint64_t i = 0; i < LEAVES; i++) {
        struct tree_hash hash;
        leaf_hash(i, &hash);
        must(tree_append(&tree, &nodes, &hash, 1, &fault), &fault, "append");
    }
    write_roots(lines, &nodes);
    write_inclusions(lines, &nodes);
    write_consistencies(lines, &nodes);
    for (uint64_t index = 0; index < 274; index += 13)
        write_tile(lines, &file, 0, index);
    write_tile(lines, &file, 0, 273);
    write_tile(lines, &file, 1, 0);
    write_tile(lines, &file, 1, 1);
    write_tile(lines, &file, 2, 0);
    write_note(lines, note, &tree);
    free(bytes.bytes);
    return fclose(lines) | fclose(note);
}

/* --- what Go wrote --- */

static struct str read_file(struct arena *arena, const char *directory, const char *name)
{
    FILE *file = open_in(directory, name, "r");
    char *bytes = arena_alloc(arena, FILE_MAX);
    if (!bytes)
        exit(1);
    size_t n = fread(bytes, 1, FILE_MAX, file);
    fclose(file);
    return (struct str){bytes, n};
}

/* A proof, a request for a cosignature from Go's own older head, and the key they are under. */
static int check_all(const char *directory)
{
    struct fault fault;
    struct note_key key;
    struct checkpoint checkpoint, older;
    struct proof_step step;
    struct tree_hash leaf;
    uint64_t index;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    must(note_key_read(&key, str_trim(read_file(&arena, directory, "go-key")), &fault), &fault, "Go's key");
    struct proof_policy policy = {.log = &key};
    leaf_hash(4321, &leaf);
    must(proof_check(&policy, read_file(&arena, directory, "go-proof"), &leaf, &checkpoint, &index, &fault),
         &fault, "Go's proof");
    must(checkpoint_open(&older, NULL, read_file(&arena, directory, "go-older"), &key, &fault), &fault,
         "Go's older checkpoint");
    must(proof_request_check(&older, &key, read_file(&arena, directory, "go-request"), &step, &fault), &fault,
         "Go's request");
    arena_release(&arena);
    return index == 4321 && checkpoint.head.size == LEAVES && step.verdict == CHECKPOINT_GREW ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "write") == 0)
        return write_all(argv[2]);
    if (argc == 3 && strcmp(argv[1], "check") == 0)
        return check_all(argv[2]);
    fprintf(stderr, "usage: artefacts write|check DIRECTORY\n");
    return 64;
}
