/* Bound: what a comparison of two persons can reach at most, found without
 * making it: by what is kept of each token in 64 bytes.
 *
 * An index asks this of records that share something with a query, and compares
 * only those that may be candidates. The bound follows token.c and align.c rule
 * by rule; tests/unit/bound_test.c holds it against them. */
#ifndef LIAISON_MATCH_BOUND_H
#define LIAISON_MATCH_BOUND_H

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
    uint64_t class_bits;   /* classes of equivalent names */
    uint16_t rarity;       /* nats / 256, rounded up */
    uint16_t class_rarity; /* the same of all spellings of the skeleton */
    uint16_t stems[2];     /* hashes; with and without a gendered ending */
    uint8_t latin_n;
    uint8_t script;
    uint8_t alphabet;
    uint8_t joined;
    char latin[SKETCH_LETTERS]; /* its letters, as many as there is room for */
};

/* Of a token made ready; add puts in another part's reading of the same text. */
void token_sketch_init(const struct person_token *token, struct token_sketch *sketch);
void token_sketch_add(const struct person_token *token, struct token_sketch *sketch);

/* The classes of a skeleton. */
int token_classes(skeleton s);

/* What token_bound gives of other names. */
double token_other(const struct weights *weights);

/* No less than token_compare of two such tokens; below 0 where they are surely other names. */
double token_bound(const struct model *model, const struct token_sketch *a, const struct token_shape *a_shape,
                   const struct token_sketch *b);

/* Whether the second may be the first or the second half of the first, written apart. */
void token_may_be_half(const struct token_sketch *own, const struct token_shape *shape,
                       const struct token_sketch *half, bool *left, bool *right);

/* What tokens that agree so much in all bring a pair of names. */
double names_together(const struct weights *weights, double agreeing);

/* A name by its tokens' sketches. */
struct bound_name {
    size_t tokens_n;
    bool weak;
    uint8_t part[PERSON_NAME_TOKENS];
    uint8_t token[PERSON_NAME_TOKENS];  /* indices into sketches */
    uint8_t joined[PERSON_NAME_TOKENS]; /* the same; BOUND_NONE where there is none */
};

enum { BOUND_NONE = 255, BOUND_TOKENS = 254, BOUND_NAMES = 64 };

/* The names of a person as a bound sees them; those beyond the room make the bound useless (whole false). */
struct bound_person {
    size_t names_n;
    size_t tokens_n;
    bool whole;
    struct bound_name name[BOUND_NAMES];
    struct token_sketch sketch[BOUND_TOKENS];
    struct token_shape shape[BOUND_TOKENS]; /* of the asking side only */
    const int16_t *column[BOUND_TOKENS];    /* of the other: what each token of the asking side can agree
                                             * with this one, in RARITY_UNIT, where it is known, or NULL */
    uint64_t agrees[BOUND_TOKENS];          /* of the other: a bit a token of the asking side, the first 64,
                                             * that is not surely another name than this one */
};

/* Of the side that asks. */
void bound_person_init(const struct person *person, struct bound_person *bound);

/* A pair of names of the two. */
struct bound_pair {
    const struct bound_name *query;
    const struct bound_name *record;
};

/* No less than what the names of the two can bring (with the price of several
 * names), and the pair of names that can bring most, NULL where none. record holds no joined tokens: they are
 * thought of as any their letters allow. INFINITY where either is not whole. */
double names_bound(const struct model *model, const struct bound_person *query,
                   const struct bound_person *record, struct bound_pair *pair);

#endif
