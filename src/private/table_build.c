/* Table build: from the pairs of a holding to the file. See table.h.
 *
 * 1. group: equal keys come together and their persons get slots.
 * 2. lay out: with a fresh salt, places and masks of all slots; solve; on failure again.
 * 3. write: cells, block digests, header, sync, rename. */
#include "private/table_format.h"

#include "base/file.h"
#include "base/parallel.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUCKETS = 4096, BUCKET_SHIFT = 52, LAYOUTS_MAX = 64, CHUNK = 8192, NO_SLOT = 255, REPEATED = 254 };

/* A pair on its way to its key's others; prefix is the first eight bytes of its output. */
struct ref {
    uint64_t prefix;
    uint32_t pair;
};

struct build {
    const struct table_plan *plan;
    const struct table_pair *pairs;
    size_t count;
    struct ref *refs;
    uint8_t *slots; /* of each pair: its slot, REPEATED or NO_SLOT */
    size_t bucket_end[BUCKETS];
    struct table_report bucket_report[BUCKETS];
    size_t stored;
    size_t *chunk_first; /* the first entry of each CHUNK of pairs */
    struct fuse_entry *entries;
    struct table_facts facts;
    struct table_slot_input slot_input;
    struct fuse_cell *cells;
    unsigned char fill_key[crypto_stream_chacha20_ietf_KEYBYTES];
    unsigned char *digests;
    atomic_int broken;
};

static void wipe_free(void *bytes, size_t n)
{
    if (bytes)
        sodium_memzero(bytes, n);
    free(bytes);
}

static void build_release(struct build *b)
{
    if (!b)
        return;
    wipe_free(b->refs, b->count * sizeof *b->refs);
    free(b->slots);
    free(b->chunk_first);
    wipe_free(b->entries, b->stored * sizeof *b->entries);
    free(b->cells);
    free(b->digests);
    wipe_free(b, sizeof *b);
}

/* 1. group */

static uint64_t prefix_of(const struct match_output *output)
{
    uint64_t prefix = 0;
    for (int i = 0; i < 8; i++)
        prefix = prefix << 8 | output->b[i];
    return prefix;
}

/* Fills refs so that those of one bucket, the top bits of the prefix, stand together. */
static void scatter(struct build *b)
{
    size_t next[BUCKETS] = {0};
    for (size_t i = 0; i < b->count; i++)
        next[prefix_of(&b->pairs[i].output) >> BUCKET_SHIFT]++;
    for (size_t k = 0, sum = 0; k < BUCKETS; k++) {
        size_t n = next[k];
        next[k] = sum;
        sum += n;
        b->bucket_end[k] = sum;
    }
    for (size_t i = 0; i < b->count; i++) {
        uint64_t prefix = prefix_of(&b->pairs[i].output);
        b->refs[next[prefix >> BUCKET_SHIFT]++] = (struct ref){prefix, (uint32_t)i};
    }
}

static int compare_refs(const void *left, const void *right, void *context)
{
    const struct ref *a = left;
    const struct ref *b = right;
    const struct table_pair *pairs = context;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    int order = memcmp(&pairs[a->pair].output, &pairs[b->pair].output, sizeof pairs->output);
    if (order)
        return order;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

/* Slots for the n persons of one key, in the order of the pairs. */
static void assign_slots(struct build *b, const struct ref *refs, size_t n, struct table_report *report)
{
    const struct table_value *seen[TABLE_SLOTS];
    uint8_t used = 0;
    uint64_t dropped = 0;
    for (size_t i = 0; i < n; i++) {
        const struct table_value *value = &b->pairs[refs[i].pair].value;
        uint8_t *slot = &b->slots[refs[i].pair];
        unsigned k = 0;
        while (k < used && memcmp(seen[k], value, sizeof *value) != 0)
            k++;
        if (k < used) {
            *slot = REPEATED;
            report->repeated++;
        } else if (used < TABLE_SLOTS) {
            seen[used] = value;
            *slot = used++;
        } else {
            *slot = NO_SLOT;
            dropped++;
        }
    }
    report->stored += used;
    report->shared_keys += used > 1;
    report->dropped += dropped;
    report->overflowed_keys += dropped > 0;
}

/* The prefix alone tells most keys apart, without a look at pairs that are far off in memory. */
static bool same_key(const struct build *b, const struct ref *left, const struct ref *right)
{
    return left->prefix == right->prefix &&
           memcmp(&b->pairs[left->pair].output, &b->pairs[right->pair].output, sizeof b->pairs->output) == 0;
}

static void group_bucket(void *context, size_t bucket, size_t worker)
{
    (void)worker;
    struct build *b = context;
    size_t first = bucket ? b->bucket_end[bucket - 1] : 0;
    size_t end = b->bucket_end[bucket];
    /* qsort_r does not write through its context; C has no const for it. */
    qsort_r(b->refs + first, end - first, sizeof *b->refs, compare_refs, (void *)(uintptr_t)b->pairs);
    for (size_t i = first, next; i < end; i = next) {
        for (next = i + 1; next < end && same_key(b, &b->refs[i], &b->refs[next]); next++)
            ;
        if (next - i > 1) {
            assign_slots(b, b->refs + i, next - i, &b->bucket_report[bucket]);
        } else {
            b->slots[b->refs[i].pair] = 0;
            b->bucket_report[bucket].stored++;
        }
    }
}

static enum err group(struct build *b, struct table_report *report, struct fault *fault)
{
    b->refs = malloc((b->count ? b->count : 1) * sizeof *b->refs);
    b->slots = malloc(b->count ? b->count : 1);
    if (!b->refs || !b->slots)
        return fault_set(fault, ERR_NO_MEMORY, "no memory to group %zu keys", b->count);
    scatter(b);
    parallel_for(BUCKETS, 0, group_bucket, b);
    wipe_free(b->refs, b->count * sizeof *b->refs);
    b->refs = NULL;
    *report = (struct table_report){.pairs = b->count};
    for (size_t k = 0; k < BUCKETS; k++) {
        report->stored += b->bucket_report[k].stored;
        report->repeated += b->bucket_report[k].repeated;
        report->shared_keys += b->bucket_report[k].shared_keys;
        report->dropped += b->bucket_report[k].dropped;
        report->overflowed_keys += b->bucket_report[k].overflowed_keys;
    }
    b->stored = (size_t)report->stored;
    for (size_t i = 0; report->dropped && b->plan->dropped && i < b->count; i++)
        if (b->slots[i] == NO_SLOT)
            b->plan->dropped(b->plan->dropped_context, i);
    return ERR_OK;
}

/* 2. lay out */

static size_t chunks(size_t n)
{
    return n / CHUNK + (n % CHUNK != 0);
}

static size_t chunk_end(const struct build *b, size_t chunk)
{
    size_t first = chunk * CHUNK;
    return b->count - first < CHUNK ? b->count : first + CHUNK;
}

/* Where each chunk of pairs writes its entries, so that chunks are independent. */
static void place_chunks_first(struct build *b)
{
    size_t entry = 0;
    for (size_t chunk = 0; chunk < chunks(b->count); chunk++) {
        b->chunk_first[chunk] = entry;
        for (size_t i = chunk * CHUNK; i < chunk_end(b, chunk); i++)
            entry += b->slots[i] < TABLE_SLOTS;
    }
}

static void place_chunk(void *context, size_t index, size_t worker)
{
    (void)worker;
    struct build *b = context;
    struct fuse_entry *entry = b->entries + b->chunk_first[index];
    struct table_slot slot;
    for (size_t i = index * CHUNK; i < chunk_end(b, index); i++) {
        const struct table_pair *pair = &b->pairs[i];
        if (b->slots[i] >= TABLE_SLOTS)
            continue;
        if (!table_slot_of(&b->slot_input, &pair->output, b->slots[i], &slot))
            atomic_store(&b->broken, 1);
        entry->hash = slot.hash;
        /* The tag is zeros, so its bytes of the cell are the mask's. */
        entry->value = slot.mask;
        for (size_t k = 0; k < TABLE_VALUE_BYTES; k++)
            entry->value.b[TABLE_TAG_BYTES + k] ^= pair->value.b[k];
        entry++;
    }
    sodium_memzero(&slot, sizeof slot);
}

/* Free cells must look like all others: a key stream of ChaCha20, a block of cells a nonce. */
static void fill_block(void *context, size_t index, size_t worker)
{
    (void)worker;
    struct build *b = context;
    unsigned char nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = {0};
    memcpy(nonce, &index, sizeof index);
    unsigned char *bytes = (unsigned char *)b->cells + index * TABLE_BLOCK_BYTES;
    size_t n = table_block_bytes(&b->facts, (uint32_t)index);
    if (crypto_stream_chacha20_ietf(bytes, n, nonce, b->fill_key) != 0)
        atomic_store(&b->broken, 1);
}

static enum err lay_out_once(struct build *b, struct random random, bool *solved, struct fault *fault)
{
    random.fill(random.context, b->facts.salt, sizeof b->facts.salt);
    random.fill(random.context, b->fill_key, sizeof b->fill_key);
    if (!table_slot_input_of(&b->facts, &b->slot_input))
        return fault_set(fault, ERR_BUG, "libsodium failed to hash");
    parallel_for(b->facts.blocks, 0, fill_block, b);
    parallel_for(chunks(b->count), 0, place_chunk, b);
    if (atomic_load(&b->broken))
        return fault_set(fault, ERR_BUG, "libsodium failed to hash");
    return fuse_solve(&b->facts.shape, b->entries, b->stored, b->cells, solved, fault);
}

static enum err lay_out(struct build *b, struct random random, struct table_report *report,
                        struct fault *fault)
{
    size_t cells = (size_t)fuse_cells(&b->facts.shape);
    b->entries = malloc((b->stored ? b->stored : 1) * sizeof *b->entries);
    b->cells = malloc(cells * sizeof *b->cells);
    b->chunk_first = malloc((chunks(b->count) + 1) * sizeof *b->chunk_first);
    if (!b->entries || !b->cells || !b->chunk_first)
        return fault_set(fault, ERR_NO_MEMORY, "no memory for a table of %zu keys", b->stored);
    place_chunks_first(b);
    for (report->layouts = 1; report->layouts <= LAYOUTS_MAX; report->layouts++) {
        bool solved;
        enum err code = lay_out_once(b, random, &solved, fault);
        if (code || solved)
            return code;
    }
    return fault_set(fault, ERR_BUG, "no salt of %d lays this table out: the random source is broken",
                     (int)LAYOUTS_MAX);
}

/* 3. write */

static void digest_block(void *context, size_t index, size_t worker)
{
    (void)worker;
    struct build *b = context;
    const unsigned char *bytes = (const unsigned char *)b->cells + index * TABLE_BLOCK_BYTES;
    if (!table_block_digest((uint32_t)index, bytes, table_block_bytes(&b->facts, (uint32_t)index),
                            b->digests + index * TABLE_DIGEST_BYTES))
        atomic_store(&b->broken, 1);
}

static enum err digest_all(struct build *b, unsigned char header[TABLE_HEADER_BYTES], struct fault *fault)
{
    b->digests = calloc(b->facts.blocks, TABLE_DIGEST_BYTES);
    if (!b->digests)
        return fault_set(fault, ERR_NO_MEMORY, "no memory for the table's digests");
    parallel_for(b->facts.blocks, 0, digest_block, b);
    table_facts_write(&b->facts, header);
    if (atomic_load(&b->broken) || !table_root(header, b->digests, b->facts.blocks, b->facts.root))
        return fault_set(fault, ERR_BUG, "libsodium failed to hash");
    table_facts_write(&b->facts, header);
    return ERR_OK;
}

static bool write_file(const struct build *b, int fd, const unsigned char header[TABLE_HEADER_BYTES])
{
    static const unsigned char zeros[TABLE_PAGE_BYTES];
    size_t digests = (size_t)b->facts.blocks * TABLE_DIGEST_BYTES;
    size_t gap = (size_t)b->facts.cells_offset - TABLE_HEADER_BYTES - digests;
    return file_write_all(fd, header, TABLE_HEADER_BYTES) && file_write_all(fd, b->digests, digests) &&
           file_write_all(fd, zeros, gap) &&
           file_write_all(fd, b->cells, (size_t)(b->facts.file_bytes - b->facts.cells_offset)) &&
           fsync(fd) == 0;
}

static enum err publish(const struct build *b, const unsigned char header[TABLE_HEADER_BYTES],
                        const char *path, struct fault *fault)
{
    char *draft = NULL;
    if (asprintf(&draft, "%s.XXXXXX", path) < 0)
        return fault_set(fault, ERR_NO_MEMORY, "no memory for a file name");
    int fd = mkostemp(draft, O_CLOEXEC);
    bool good = fd >= 0 && write_file(b, fd, header);
    if (fd >= 0)
        good = close(fd) == 0 && good;
    good = good && rename(draft, path) == 0;
    int why = errno;
    if (fd >= 0 && !good)
        unlink(draft);
    free(draft);
    if (!good)
        return fault_set(fault, ERR_IO, "%s: %s", path, strerror(why));
    return file_sync_directory(path, fault);
}

static enum err build_init(const struct table_plan *plan, const struct table_pair *pairs, size_t count,
                           struct build **out, struct fault *fault)
{
    enum err code = group_start(fault);
    if (code)
        return code;
    if (count > plan->capacity)
        return fault_set(fault, ERR_TOO_LARGE, "%zu keys are more than the table's capacity of %llu", count,
                         (unsigned long long)plan->capacity);
    struct build *b = calloc(1, sizeof *b);
    if (!b)
        return fault_set(fault, ERR_NO_MEMORY, "no memory to build a table");
    *b = (struct build){.plan = plan, .pairs = pairs, .count = count};
    b->facts.epoch = plan->epoch;
    b->facts.public_key = plan->public_key;
    b->facts.capacity = plan->capacity < TABLE_CAPACITY_MIN ? TABLE_CAPACITY_MIN : plan->capacity;
    code = fuse_shape_for(b->facts.capacity, &b->facts.shape, fault);
    if (code) {
        build_release(b);
        return code;
    }
    table_facts_size(&b->facts);
    *out = b;
    return ERR_OK;
}

enum err table_build(const struct table_plan *plan, const struct table_pair *pairs, size_t count,
                     struct random random, const char *path, struct table_report *report, struct fault *fault)
{
    struct build *b = NULL;
    unsigned char header[TABLE_HEADER_BYTES];
    enum err code = build_init(plan, pairs, count, &b, fault);
    if (!code)
        code = group(b, report, fault);
    if (!code)
        code = lay_out(b, random, report, fault);
    if (!code)
        code = digest_all(b, header, fault);
    if (!code)
        code = publish(b, header, path, fault);
    if (!code) {
        report->file_bytes = b->facts.file_bytes;
        memcpy(report->root, b->facts.root, sizeof report->root);
    }
    build_release(b);
    return code;
}
