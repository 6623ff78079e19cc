/* Glance: what two names can bring at most, from what each pair of their tokens can: in some tens of
 * nanoseconds, without putting them together. Hardly ever less than the truth (align.c), whose rules it
 * follows; tests/unit/bound_test.c holds it against it. */
#ifndef LIAISON_MATCH_GLANCE_H
#define LIAISON_MATCH_GLANCE_H

#include "match/person.h"
#include "match/sieve.h"

enum {
    GLANCE_TOKENS = SIEVE_TOKENS,
    GLANCE_NAMES = 64,
    GLANCE_NONE = 255,        /* no token */
    GLANCE_UNIT = RARITY_UNIT /* in a nat */
};

/* What a token of a record can be to the tokens of the query: a place or a bit for each of them. */
struct glance_column {
    int16_t most[GLANCE_TOKENS]; /* nats, in GLANCE_UNIT, rounded up */
    int16_t best;                /* the most of these, or 0 */
    uint64_t exact;              /* most is the truth, not what the sketches allow */
    uint64_t left, right;        /* may be the first or second half of it */
    const struct token_sketch *sketch;
};

/* The side that asks. */
struct glance_name {
    size_t tokens_n;
    double weak;       /* nats that a nickname costs */
    uint64_t tokens;   /* a bit each, and those of neighbours as one */
    uint16_t parts;    /* a bit a kind of part that it has */
    size_t full;       /* given and family names */
    bool may_be_fused; /* as in person.h */
    uint8_t part[PERSON_NAME_TOKENS];
    uint8_t token[PERSON_NAME_TOKENS];
    uint8_t joined[PERSON_NAME_TOKENS];
};

struct glance {
    const struct model *model;
    size_t names_n;
    size_t apart_n;    /* of these, as written (person.h) */
    bool may_be_fused; /* one of these may be */
    struct glance_name name[GLANCE_NAMES];
    struct asking_token token[GLANCE_TOKENS];
    int16_t halves_most[GLANCE_TOKENS]; /* what two neighbours can be to it at most, taken for one */
    struct sieve sieve;
    struct glance_column other; /* of a token that is another name than any */
    double left_by_other;       /* the share of what agrees that such a one leaves */
};

/* model and query are borrowed; of GLANCE_NAMES names and GLANCE_TOKENS tokens at most. */
void glance_init(const struct model *model, const struct person *query, struct glance *glance);

/* Works a column out from a token's sketch, which is borrowed. */
void glance_column_init(const struct glance *glance, const struct token_sketch *sketch,
                        struct glance_column *column);

/* Sets what a token agrees with token i of the query. */
void glance_column_set(const struct glance *glance, struct glance_column *column, size_t i, double nats);

/* The most that a record's name brings with any of the query's, names_together and nicknames included, and
 * which that is (a fused one brings nothing with a fused one); no nearer to the truth than below what is
 * needed. */
double glance_name(const struct glance *glance, const struct glance_column *const *columns,
                   const uint8_t *parts, size_t tokens_n, bool weak, bool fused, double needed, size_t *best);

/* What it costs that the best was sought among the names of both, as written. */
double glance_alternatives(const struct glance *glance, size_t record_names);

#endif
