/* Clusters: which records are one person, by the pairs found among them.
 *
 * Clusters grow pair by pair, the strongest first. Two are joined where the pairs
 * across them say so in sum (average linkage over log odds): a pair that was not
 * found is compared again, so that two of whom each is like a third, but who
 * contradict each other, do not become one; and each pair counts only so much, as
 * the pairs of one person share their mistakes.
 *
 * Who might as well belong to another, whom the first contradicts, belongs to
 * neither: of two sons with their father's name, his letter tells nothing. A name
 * alone makes no cluster, where there is more to compare: it is a namesake's too;
 * nor does all but the given name, which twins share (pair.h). */
#ifndef LIAISON_INDEX_CLUSTERS_H
#define LIAISON_INDEX_CLUSTERS_H

#include "index/pair.h"

/* Two records, by numbers below 2^32. */
struct linked {
    uint32_t left;
    uint32_t right;
    micronats evidence;
    enum bearing bearing;
    bool dropped; /* takes no part */
};

/* How pairs are weighed that were not found. */
struct weigher {
    micronats needed; /* evidence that makes a pair */
    /* Of two records; false where they cannot be compared. NULL: none can. */
    bool (*evidence)(void *context, uint32_t left, uint32_t right, micronats *evidence);
    void *context;
};

/* Of each record the number of the first of its cluster; records are numbered below records. Free it. NULL
 * where there is no memory. */
uint32_t *clusters_of(const struct linked *pairs, size_t n, size_t records, const struct weigher *weigher);

/* Drops pairs until each record is in one at most: the strongest pair is taken first. False where there is no
 * memory. */
bool linked_one_to_one(struct linked *pairs, size_t n, size_t records) MUST_USE;

#endif
