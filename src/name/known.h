/* Known: whether a table may hold a word, told before the table is touched, as
 * most words that are sought are in none. A Bloom filter, a bit a word, kept
 * beside a hash table and by the same hash:
 *
 *     static uint64_t filter[BITS / 64];          BITS a power of two, all zero
 *     uint32_t hash = known_hash(key, n);
 *     known_add(filter, BITS, hash);              with the word's entry
 *     if (known_has(filter, BITS, hash)) ...      false: not in the table
 *
 * Internal to name/; the tables are words.h and equivalents.h. */
#ifndef LIAISON_NAME_KNOWN_H
#define LIAISON_NAME_KNOWN_H

#include "base/hash.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The hash of a key; its low bits alone will do. The order of the equivalents,
 * and with it the fingerprint of a model, hangs on it. */
static inline uint32_t known_hash(const char *key, size_t n)
{
    uint32_t hash = hash_fnv(key, n);
    return hash ^ hash >> 15;
}

static inline void known_add(uint64_t *filter, size_t bits, uint32_t hash)
{
    filter[hash % bits / 64] |= 1ULL << (hash % 64);
}

static inline bool known_has(const uint64_t *filter, size_t bits, uint32_t hash)
{
    return filter[hash % bits / 64] >> (hash % 64) & 1;
}

#endif
