/* Sieve: with which tokens of a query a token of a record may agree: all of them at once, by what tells at
 * once that two are other names. */
#ifndef LIAISON_MATCH_SIEVE_H
#define LIAISON_MATCH_SIEVE_H

#include "match/bound.h"

enum { SIEVE_TOKENS = 40, SIEVE_NO_STEM = 2 /* hashes of stems are odd, and 0 is none */ };

/* What the test needs of each token, one after another. */
struct sieve {
    size_t n;
    uint64_t initials;            /* a bit a token that is one letter */
    uint64_t syllabic;            /* written in syllables */
    uint64_t abjad;               /* written without vowels */
    uint64_t whole;               /* not two taken for one */
    uint64_t slippable;           /* long enough for one letter to be a slip */
    uint16_t kinds[SIEVE_TOKENS]; /* a bit a class of consonants that it has */
    uint16_t classes_n[SIEVE_TOKENS];
    uint16_t stems[2][SIEVE_TOKENS];
    uint64_t form_bits[2][SIEVE_TOKENS];
    uint64_t class_bits[SIEVE_TOKENS];
};

/* Of at most SIEVE_TOKENS tokens. */
void sieve_init(struct sieve *sieve, const struct token_sketch *tokens, size_t n);

struct sifted {
    uint64_t near; /* a bit a token for which token_bound may be more than token_other */
    uint64_t half; /* and one of which this may be a half, written apart */
};

struct sifted sieve_token(const struct sieve *sieve, const struct token_sketch *token);

#endif
