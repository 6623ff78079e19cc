/* Sieve: with which tokens of a query a token of a record may agree: eight of them at once, by what tells at
 * once that two are other names. It follows token_bound (sketch.c) rule by rule, with less than it knows. */
#ifndef LIAISON_MATCH_SIEVE_H
#define LIAISON_MATCH_SIEVE_H

#include "match/sketch.h"

enum { SIEVE_LANES = 8, SIEVE_TOKENS = 40, SIEVE_STEPS = SIEVE_TOKENS / SIEVE_LANES };

/* A number of each of eight tokens, or all bits of those of which something is true; gcc's vectors, which one
 * instruction of any 64-bit processor takes. */
typedef uint16_t sieve_lanes __attribute__((vector_size(2 * SIEVE_LANES)));

/* What the test needs of each token, one after another. */
struct sieve {
    size_t n;
    size_t apart_n;                      /* of these, those that are not fused: the first ones */
    sieve_lanes kinds[SIEVE_STEPS];      /* a bit a class of consonants that it has */
    sieve_lanes classes_n[SIEVE_STEPS];  /* of its skeleton */
    sieve_lanes letters[2][SIEVE_STEPS]; /* a bit a Latin letter that it has: a to m, n to z */
    sieve_lanes letters_n[SIEVE_STEPS];
    sieve_lanes script[SIEVE_STEPS];
    sieve_lanes alphabet[SIEVE_STEPS];
    sieve_lanes stems[2][SIEVE_STEPS];
    sieve_lanes abjad[SIEVE_STEPS];  /* true: written without vowels */
    sieve_lanes joined[SIEVE_STEPS]; /* true: two taken for one */
    uint64_t initials;               /* a bit a token that is one letter */
    uint64_t syllabic;               /* written in syllables, and not two taken for one */
    uint64_t form_bits[2][SIEVE_TOKENS];
    uint32_t class_bits[SIEVE_TOKENS];
    uint64_t any_form[2]; /* of all of them */
    uint32_t any_class;
};

/* Of at most SIEVE_TOKENS tokens, of which the first apart_n are not fused. */
void sieve_init(struct sieve *sieve, const struct asking_token *tokens, size_t n, size_t apart_n);

struct sifted {
    uint64_t near; /* a bit a token for which token_bound may be more than token_other */
    uint64_t half; /* and one of which this may be a half, written apart */
};

struct sifted sieve_token(const struct sieve *sieve, const struct token_sketch *token);

#endif
