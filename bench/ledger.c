/* Bench of the ledger: leaves a second in durable batches, and proofs in a tree
 * of 10^8 leaves. Usage: ledger [DIRECTORY], where the files are made and
 * removed again; one line a figure, "NAME VALUE UNIT".
 *
 * Appending is whole: each 256-byte leaf is hashed, its nodes are written to the
 * flat file, and every batch ends with fdatasync; the bare write and fdatasync
 * of one block stand beside it.
 *
 * The tree of 10^8 leaves is real as to its file's layout and span (6.4 GB) but
 * sparse: all its leaves are equal, so that a level has one hash, and only the
 * nodes that the measured proofs read are written. Every proof is read through
 * the flat file and then verified. "warm" has the file's pages in memory, "cold"
 * after the kernel was asked to drop them. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"
#include "ledger/tiles.h"
#include "ledger/tree.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LEAF_BYTES = 256, BATCH_MAX = 10000, PROOFS = 4000, SECONDS = 2 };

static const uint64_t big = 100000000;

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    exit(74);
}

/* --- a file on disk --- */

struct disk {
    int fd;
    char path[4096];
};

static enum err disk_read(void *context, uint64_t offset, void *bytes, size_t n, struct fault *fault)
{
    const struct disk *disk = context;
    if (pread(disk->fd, bytes, n, (off_t)offset) == (ssize_t)n)
        return ERR_OK;
    return fault_set(fault, ERR_IO, "read");
}

static enum err disk_write(void *context, uint64_t offset, const void *bytes, size_t n, struct fault *fault)
{
    const struct disk *disk = context;
    if (pwrite(disk->fd, bytes, n, (off_t)offset) == (ssize_t)n)
        return ERR_OK;
    return fault_set(fault, ERR_IO, "write");
}

static void disk_open(struct disk *disk, const char *directory)
{
    snprintf(disk->path, sizeof disk->path, "%s/ledger-bench-XXXXXX", directory);
    disk->fd = mkstemp(disk->path);
    must(disk->fd >= 0, disk->path);
}

static void disk_close(struct disk *disk)
{
    close(disk->fd);
    unlink(disk->path);
}

/* --- figures --- */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Median and 99th percentile of nanoseconds, in microseconds. Sorts them. */
static void print_times(const char *name, int64_t *ns, size_t n)
{
    qsort(ns, n, sizeof *ns, by_value);
    printf("%s.median %.1f us\n", name, (double)ns[n / 2] / 1e3);
    printf("%s.p99 %.1f us\n", name, (double)ns[n * 99 / 100] / 1e3);
}

/* What the disk itself takes for the least durable write. */
static void bench_fsync(const char *directory)
{
    enum { TURNS = 200 };
    static int64_t ns[TURNS];
    static char block[TILES_BLOCK_BYTES];
    struct disk disk;
    disk_open(&disk, directory);
    for (size_t i = 0; i < TURNS; i++) {
        int64_t start = clock_monotonic_ns();
        must(disk_write(&disk, i * sizeof block, block, sizeof block, NULL) == ERR_OK, "write");
        must(fdatasync(disk.fd) == 0, "fdatasync");
        ns[i] = clock_monotonic_ns() - start;
    }
    print_times("ledger.fsync_alone", ns, TURNS);
    disk_close(&disk);
}

/* --- appending --- */

static void append_batch(struct tree *tree, const struct tree_nodes *nodes, size_t batch)
{
    static struct tree_hash hashes[BATCH_MAX];
    char leaf[LEAF_BYTES] = {0};
    for (size_t i = 0; i < batch; i++) {
        uint64_t number = tree->size + i;
        memcpy(leaf, &number, sizeof number);
        tree_hash_leaf((struct str){leaf, sizeof leaf}, &hashes[i]);
    }
    must(tree_append(tree, nodes, hashes, batch, NULL) == ERR_OK, "append");
}

static void bench_append(const char *directory, size_t batch)
{
    struct disk disk;
    struct tree tree;
    disk_open(&disk, directory);
    struct tiles_file file = {disk_read, disk_write, &disk};
    struct tree_nodes nodes = tiles_nodes(&file);
    must(tiles_create(&file, NULL) == ERR_OK, "create");
    tree_init(&tree);
    int64_t start = clock_monotonic_ns(), now = start;
    for (; now - start < SECONDS * INT64_C(1000000000); now = clock_monotonic_ns()) {
        append_batch(&tree, &nodes, batch);
        must(fdatasync(disk.fd) == 0, "fdatasync");
    }
    printf("ledger.append.batch_%zu %.0f leaves/s\n", batch,
           (double)tree.size / ((double)(now - start) / 1e9));
    disk_close(&disk);
}

/* --- proofs in 10^8 leaves --- */

/* A tree whose leaves are all equal has one hash a level. */
static struct tree_hash level_hash[TREE_LEVELS];

static void make_levels(void)
{
    tree_hash_leaf(STR("the same leaf"), &level_hash[0]);
    for (unsigned level = 1; level < TREE_LEVELS; level++)
        tree_hash_node(&level_hash[level - 1], &level_hash[level - 1], &level_hash[level]);
}

/* A storage that knows every node, writes those it is asked for to the file below it, and so finds what a
 * proof reads. */
static enum err filling_read(void *context, unsigned level, uint64_t index, struct tree_hash *out,
                             struct fault *fault)
{
    const struct tree_nodes *below = context;
    *out = level_hash[level];
    return below->write(below->context, level, index, out, 1, fault);
}

struct proof_bench {
    struct tree_nodes nodes;
    struct tree_hash root;
    uint64_t places[PROOFS]; /* a leaf, or an old size */
};

static void fill(struct proof_bench *bench)
{
    struct tree_nodes filling = {filling_read, NULL, &bench->nodes};
    struct seeded seeded = {1};
    struct tree_proof proof;
    must(tree_root_at(&filling, big, &bench->root, NULL) == ERR_OK, "root");
    for (size_t i = 0; i < PROOFS; i++) {
        bench->places[i] = seeded_below(&seeded, big - 1) + 1;
        must(tree_prove_inclusion(&filling, bench->places[i], big, &proof, NULL) == ERR_OK, "fill");
        must(tree_prove_consistency(&filling, bench->places[i], big, &proof, NULL) == ERR_OK, "fill");
    }
}

static void bench_inclusion(const struct proof_bench *bench, const char *name, size_t from, size_t to)
{
    static int64_t prove[PROOFS], check[PROOFS];
    char text[100];
    for (size_t i = from; i < to; i++) {
        struct tree_proof proof;
        int64_t start = clock_monotonic_ns();
        must(tree_prove_inclusion(&bench->nodes, bench->places[i], big, &proof, NULL) == ERR_OK, "prove");
        int64_t middle = clock_monotonic_ns();
        must(tree_check_inclusion(&level_hash[0], bench->places[i], big, &proof, &bench->root, NULL) ==
                 ERR_OK,
             "check");
        check[i - from] = clock_monotonic_ns() - middle;
        prove[i - from] = middle - start;
    }
    print_times(name, prove, to - from);
    snprintf(text, sizeof text, "%s.verify", name);
    print_times(text, check, to - from);
}

static void bench_consistency(const struct proof_bench *bench, const char *name)
{
    static int64_t prove[PROOFS];
    struct tree_nodes known = {filling_read, NULL, (void *)(uintptr_t)&bench->nodes};
    struct tree_head newer = {big, bench->root};
    for (size_t i = 0; i < PROOFS; i++) {
        struct tree_proof proof;
        struct tree_head older = {.size = bench->places[i]};
        int64_t start = clock_monotonic_ns();
        must(tree_prove_consistency(&bench->nodes, older.size, big, &proof, NULL) == ERR_OK, "prove");
        prove[i] = clock_monotonic_ns() - start;
        must(tree_root_at(&known, older.size, &older.root, NULL) == ERR_OK, "root");
        must(tree_check_consistency(&older, &newer, &proof, NULL) == ERR_OK, "check");
    }
    print_times(name, prove, PROOFS);
}

static void bench_proofs(const char *directory)
{
    static struct proof_bench bench;
    struct disk disk;
    disk_open(&disk, directory);
    struct tiles_file file = {disk_read, disk_write, &disk};
    bench.nodes = tiles_nodes(&file);
    make_levels();
    fill(&bench);
    bench_inclusion(&bench, "ledger.inclusion_1e8.warm", 0, PROOFS);
    bench_consistency(&bench, "ledger.consistency_1e8.warm");
    must(fsync(disk.fd) == 0 && posix_fadvise(disk.fd, 0, 0, POSIX_FADV_DONTNEED) == 0, "drop pages");
    bench_inclusion(&bench, "ledger.inclusion_1e8.cold", 0, 100);
    disk_close(&disk);
}

static void ledger_bench(const char *directory)
{
    bench_fsync(directory);
    bench_append(directory, 100);
    bench_append(directory, 1000);
    bench_append(directory, BATCH_MAX);
    bench_proofs(directory);
}

int main(int argc, char **argv)
{
    ledger_bench(argc > 1 ? argv[1] : ".");
    return 0;
}
