/* Clusters: which records are one person, by the pairs found among them.
 *
 * Clusters grow pair by pair, the strongest first, and two are joined where at
 * least half of all pairs across them were found (average linkage, with a vote a
 * pair): so that one mistaken pair does not make two persons, each with many
 * records, one. */
#ifndef LIAISON_INDEX_CLUSTERS_H
#define LIAISON_INDEX_CLUSTERS_H

#include "match/compare.h"

/* Two records, by numbers below 2^32. */
struct linked {
    uint32_t left;
    uint32_t right;
    micronats evidence;
    bool dropped; /* takes no part */
};

/* Of each record the number of the first of its cluster; records are numbered below records. Free it. NULL
 * where there is no memory. */
uint32_t *clusters_of(const struct linked *pairs, size_t n, size_t records);

/* Drops pairs until each record is in one at most: the strongest pair is taken first. False where there is no
 * memory. */
bool linked_one_to_one(struct linked *pairs, size_t n, size_t records) MUST_USE;

#endif
