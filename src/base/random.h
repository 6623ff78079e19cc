/* Random: random bytes, handed in. The system's generator for work, a seeded
 * one for simulation, synthesis and tests, where one seed repeats everything. */
#ifndef LIAISON_BASE_RANDOM_H
#define LIAISON_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    void (*fill)(void *context, void *bytes, size_t n);
    void *context;
};

/* Cryptographic randomness (libsodium). */
struct random random_system(void);

/* SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). Not for secrets. */
struct seeded {
    uint64_t state;
};

uint64_t seeded_next(struct seeded *seeded);

/* Uniform in [0, bound), bound > 0. */
uint64_t seeded_below(struct seeded *seeded, uint64_t bound);

/* Uniform in [0, 1). */
double seeded_unit(struct seeded *seeded);

/* A struct random that draws from *seeded, which must outlive it. */
struct random random_seeded(struct seeded *seeded);

#endif
