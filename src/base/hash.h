/* Hash: 64 bits of a run of bytes, for tables in memory and keys in files of
 * this program. Not for secrets, and not proof against somebody who wants a
 * collision: whoever looks up compares what it finds. */
#ifndef LIAISON_BASE_HASH_H
#define LIAISON_BASE_HASH_H

#include "base/str.h"

#include <stdint.h>

/* Every bit of the result depends on every bit of the argument (the finaliser
 * of SplitMix64: Steele, Lea, Flood, OOPSLA 2014). */
static inline uint64_t hash_mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27) * 0x94d049bb133111ebU;
    return x ^ x >> 31;
}

/* The hash of two numbers in this order. */
static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
    return hash_mix(hash_mix(a + 0x9e3779b97f4a7c15U) + b);
}

/* Eight bytes at a time, little-endian; the length counts. */
static inline uint64_t hash_str(struct str s, uint64_t seed)
{
    uint64_t h = hash_mix(seed + s.n);
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t word;
        memcpy(&word, s.p + i, sizeof word);
        h = hash_mix(h ^ word);
    }
    if (i < s.n) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, s.n - i);
        h = hash_mix(h ^ word);
    }
    return h;
}

/* FNV-1a (Fowler, Noll, Vo), 32 bits: for tables of short words. */
static inline uint32_t hash_fnv(const char *bytes, size_t n)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619U;
    return hash;
}

/* The same in 64 bits; keys of private questions are made of it, so it stays. */
static inline uint64_t hash_fnv64(struct str s)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3U;
    return hash;
}

/* A checksum of n bytes (a multiple of 32) for damage, not for malice: four
 * lanes, each step of which is one to one, so that any change within one word
 * changes the result. */
static inline uint64_t hash_block(const unsigned char *bytes, size_t n, uint64_t seed)
{
    uint64_t lane[4] = {seed, seed ^ 0x9e3779b97f4a7c15U, ~seed, seed ^ 0xd1b54a32d192ed03U};
    for (size_t i = 0; i + 32 <= n; i += 32) {
        uint64_t word[4];
        memcpy(word, bytes + i, sizeof word);
        for (size_t k = 0; k < 4; k++) {
            uint64_t x = (lane[k] ^ word[k]) * 0xbf58476d1ce4e5b9U;
            lane[k] = x << 29 | x >> 35;
        }
    }
    return hash_pair(hash_pair(lane[0], lane[1]), hash_pair(lane[2], lane[3]));
}

#endif
