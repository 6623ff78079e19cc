/* Postings: what the records of a segment are found by. Several workers collect them, each his own; then they
 * are sorted together into the segment's buckets (format.h). */
#ifndef LIAISON_INDEX_POSTINGS_H
#define LIAISON_INDEX_POSTINGS_H

#include "base/error.h"
#include "index/format.h"

#include <stdbool.h>
#include <stddef.h>

struct posting {
    uint64_t key;
    uint64_t value;
};

/* Zeroes at first. */
struct postings {
    struct posting *at;
    size_t n;
    size_t capacity;
    bool failed; /* found no memory for one, which is lost */
};

void postings_add(struct postings *postings, uint64_t key, uint64_t value);
void postings_release(struct postings *postings);

/* By key, those of a key by value. */
void postings_sort(struct postings *postings);

/* Those of a worker, in parts by the first bits of their keys; zeroes at first. */
enum { POSTED_PART_BITS = 8, POSTED_PARTS = 1 << POSTED_PART_BITS };
struct posted {
    struct postings part[POSTED_PARTS];
};

/* False where there is no memory. */
bool posted_add(struct posted *posted, uint64_t key, uint32_t date, uint32_t record);
void posted_release(struct posted *posted);

/* Those of all workers as a segment has them. */
struct sorted {
    unsigned bucket_bits;
    struct bucket *buckets; /* 2^bucket_bits and one more */
    uint64_t *entries;
    size_t entries_n;
};

/* Sorts what n workers have posted, by as many threads; sorted is to be released also after a failure. */
enum err posted_sort(const struct posted *const *posted, size_t n, struct sorted *sorted,
                     struct fault *fault) MUST_USE;
void sorted_release(struct sorted *sorted);

#endif
