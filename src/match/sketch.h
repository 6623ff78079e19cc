/* Sketch: what is kept of a token in 64 bytes, and the most that two tokens can agree by it.
 *
 * An index asks this of records that share something with a query, and compares
 * only those that may be candidates. The bounds follow token.c rule by rule;
 * tests/unit/bound_test.c holds them against it. */
#ifndef LIAISON_MATCH_SKETCH_H
#define LIAISON_MATCH_SKETCH_H

#include "match/person.h"
#include "match/token.h"

enum { SKETCH_LETTERS = 20 };

/* Classes that a token written in syllables and one that is not may be apart: of 5,000 such pairs that agree
 * some 25 are alike in sound alone and farther apart; of pairs that do not, nine of ten are. */
enum { SYLLABIC_APART = 2 };

/* What is kept of a token; the bytes lie so in index files. */
struct token_sketch {
    uint64_t skeleton;     /* of its most usual romanisation */
    uint64_t form_bits[2]; /* Bloom filters over its romanisations, and over their skeletons */
    uint32_t class_bits;   /* classes of equivalent names */
    uint32_t letters;      /* a bit a letter that it has, of those below; a is bit 1 */
    uint16_t rarity;       /* nats / 256, rounded up */
    uint16_t class_rarity; /* the same of all spellings of the skeleton */
    uint16_t stems[2];     /* hashes; with and without a gendered ending */
    uint8_t latin_n;
    uint8_t script;
    uint8_t alphabet;
    uint8_t joined : 1;
    uint8_t may_be_fused : 1;
    char latin[SKETCH_LETTERS]; /* its letters, as many as there is room for */
};

/* Of a token made ready; add puts in another part's reading of the same text. */
void token_sketch_init(const struct person_token *token, struct token_sketch *sketch);
void token_sketch_add(const struct person_token *token, struct token_sketch *sketch);

/* A token of the side that asks, with what every answer needs worked out. */
struct asking_token {
    struct token_sketch sketch;
    struct token_shape shape;
    uint32_t where[32]; /* of each letter: a bit a place where it stands, of the first SKETCH_LETTERS */
};

void asking_token_init(const struct person_token *token, struct asking_token *asking);

/* The classes of a skeleton. */
int token_classes(skeleton s);

/* What token_bound gives of other names. */
double token_other(const struct weights *weights);

/* No less than token_compare of two such tokens; below 0 where they are surely other names. */
double token_bound(const struct model *model, const struct asking_token *asking,
                   const struct token_sketch *token);

/* Whether a token may be the first or the second half of the one that asks, written apart. */
void token_may_be_half(const struct asking_token *asking, const struct token_sketch *half, bool *left,
                       bool *right);

/* No less than token_compare of the one that asks and of two neighbours of the other side written as one; 0
 * where they surely are not it. */
double token_halves_bound(const struct model *model, const struct asking_token *asking,
                          const struct token_sketch *left, const struct token_sketch *right);

/* No less than that, whatever the neighbours. */
double token_halves_most(const struct model *model, const struct asking_token *asking);

#endif
