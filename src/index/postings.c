/* Postings: collected and sorted. See postings.h. */
#include "index/postings.h"

#include "base/parallel.h"
#include "index/segment.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRIES_A_BUCKET = 8 };

void postings_add(struct postings *postings, uint64_t key, uint64_t value)
{
    if (postings->n == postings->capacity) {
        size_t capacity = postings->capacity ? postings->capacity + postings->capacity / 2 : 64;
        struct posting *at = realloc(postings->at, capacity * sizeof *at);
        if (!at) {
            postings->failed = true;
            return;
        }
        postings->at = at;
        postings->capacity = capacity;
    }
    postings->at[postings->n++] = (struct posting){key, value};
}

void postings_release(struct postings *postings)
{
    free(postings->at);
    *postings = (struct postings){0};
}

static int by_key(const void *a, const void *b)
{
    const struct posting *x = a;
    const struct posting *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

void postings_sort(struct postings *postings)
{
    enum { FEW = 48 };
    if (postings->n > FEW) {
        qsort(postings->at, postings->n, sizeof *postings->at, by_key);
        return;
    }
    for (size_t i = 1; i < postings->n; i++) {
        struct posting posting = postings->at[i];
        size_t k = i;
        for (; k > 0 && by_key(&postings->at[k - 1], &posting) > 0; k--)
            postings->at[k] = postings->at[k - 1];
        postings->at[k] = posting;
    }
}

bool posted_add(struct posted *posted, uint64_t key, uint32_t date, uint32_t record)
{
    struct postings *part = &posted->part[key >> (64 - POSTED_PART_BITS)];
    postings_add(part, key, (uint64_t)date << RECORD_BITS | record);
    return !part->failed;
}

void posted_release(struct posted *posted)
{
    for (size_t i = 0; i < POSTED_PARTS; i++)
        postings_release(&posted->part[i]);
}

/* --- Sorting --- */

struct sorting {
    const struct posted *const *posted;
    size_t posted_n;
    struct sorted *sorted;
};

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void sort_entries(uint64_t *at, size_t n)
{
    enum { FEW = 32 };
    if (n > FEW) {
        qsort(at, n, sizeof *at, ascending);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint64_t entry = at[i];
        size_t k = i;
        for (; k > 0 && at[k - 1] > entry; k--)
            at[k] = at[k - 1];
        at[k] = entry;
    }
}

static size_t bucket_of(const struct sorted *sorted, uint64_t key)
{
    return (size_t)(key >> (64 - sorted->bucket_bits));
}

/* Sorts a part of the postings into its buckets. buckets holds, for its first one, where it begins;
 * for the others of the part what has been counted so far: nothing. */
static void sort_part(void *context, size_t part, size_t number)
{
    const struct sorting *sorting = context;
    const struct sorted *sorted = sorting->sorted;
    size_t per_part = (size_t)1 << (sorted->bucket_bits - POSTED_PART_BITS);
    struct bucket *bucket = &sorted->buckets[part * per_part];
    uint32_t start = bucket[0].from;
    (void)number;
    memset(bucket, 0, per_part * sizeof *bucket);
    for (size_t w = 0; w < sorting->posted_n; w++) {
        const struct postings *postings = &sorting->posted[w]->part[part];
        for (size_t i = 0; i < postings->n; i++)
            bucket[bucket_of(sorted, postings->at[i].key) - part * per_part].from++;
    }
    /* Each bucket's end, which filling backwards turns into its beginning. */
    uint32_t sum = start;
    for (size_t i = 0; i < per_part; i++)
        bucket[i].from = sum += bucket[i].from;
    for (size_t w = 0; w < sorting->posted_n; w++) {
        const struct postings *postings = &sorting->posted[w]->part[part];
        for (size_t i = 0; i < postings->n; i++) {
            const struct posting *posting = &postings->at[i];
            struct bucket *own = &bucket[bucket_of(sorted, posting->key) - part * per_part];
            uint64_t entry = entry_make(posting->key, sorted->bucket_bits, 0, 0) | posting->value;
            own->tags |= bucket_tag(entry_tag(entry));
            sorted->entries[--own->from] = entry;
        }
    }
    for (size_t i = 0; i < per_part; i++) {
        uint32_t end = i + 1 < per_part ? bucket[i + 1].from : sum;
        sort_entries(&sorted->entries[bucket[i].from], end - bucket[i].from);
    }
}

/* Makes room, and puts down where each part begins. */
static enum err sorted_init(struct sorted *sorted, const struct posted *const *posted, size_t n,
                            struct fault *fault)
{
    size_t of_part[POSTED_PARTS] = {0};
    *sorted = (struct sorted){.bucket_bits = POSTED_PART_BITS};
    for (size_t part = 0; part < POSTED_PARTS; part++) {
        for (size_t w = 0; w < n; w++)
            of_part[part] += posted[w]->part[part].n;
        sorted->entries_n += of_part[part];
    }
    if (sorted->entries_n > UINT32_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "index: over %u postings in one segment", UINT32_MAX);
    while ((size_t)ENTRIES_A_BUCKET << sorted->bucket_bits < sorted->entries_n)
        sorted->bucket_bits++;
    size_t buckets = (size_t)1 << sorted->bucket_bits;
    sorted->buckets = calloc(buckets + 1, sizeof *sorted->buckets);
    sorted->entries = malloc((sorted->entries_n + 1) * sizeof *sorted->entries);
    if (!sorted->buckets || !sorted->entries)
        return fault_set(fault, ERR_NO_MEMORY, "index: %zu postings", sorted->entries_n);
    uint32_t at = 0;
    for (size_t part = 0; part < POSTED_PARTS; part++) {
        sorted->buckets[part * (buckets / POSTED_PARTS)].from = at;
        at += (uint32_t)of_part[part];
    }
    sorted->buckets[buckets].from = at;
    return ERR_OK;
}

enum err posted_sort(const struct posted *const *posted, size_t n, struct sorted *sorted, struct fault *fault)
{
    struct sorting sorting = {posted, n, sorted};
    enum err err = sorted_init(sorted, posted, n, fault);
    if (!err)
        parallel_for(POSTED_PARTS, n, sort_part, &sorting);
    return err;
}

void sorted_release(struct sorted *sorted)
{
    free(sorted->buckets);
    free(sorted->entries);
    *sorted = (struct sorted){0};
}
