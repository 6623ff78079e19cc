/* Marked: what the names of a query can bring at most beside a record of whose names no more is known than
 * the mark (match/mark.h). */
#ifndef LIAISON_INDEX_MARKED_H
#define LIAISON_INDEX_MARKED_H

#include "base/arena.h"
#include "index/keys.h"
#include "match/mark.h"

/* A number, or all bits of what is true, of each of two tokens side by side; gcc's vectors, which one
 * instruction of any 64-bit processor takes. */
enum { MARKED_LANES = 2 };
typedef uint64_t marked_lanes __attribute__((vector_size(8 * MARKED_LANES)));
typedef double marked_nats __attribute__((vector_size(8 * MARKED_LANES)));

enum { MARKED_SLIP_MOST = 4 /* pairs that a slip may take of a mark */ };

/* A skeleton of each of two tokens. */
struct marked_skeletons {
    marked_lanes half[2];                 /* of the mark; all bits where a token has no such skeleton */
    marked_lanes keeps[MARKED_SLIP_MOST]; /* true where a slip takes no more than so many pairs */
};

/* Two tokens of the query, or one. */
struct marked_tokens {
    struct marked_skeletons skeletons[TOKEN_KEYS];
    size_t skeletons_n; /* of the one that has more */
    unsigned slip;      /* the most pairs that a slip takes of any */
    /* What they bring at most: as they are, nearly so written, and where the record has neither. */
    marked_nats whole, nearly, neither;
    marked_lanes doubtful; /* true where that may be by one of the others */
};

/* Whom else a token of the query may be. */
struct marked_others {
    skeleton first;  /* by which it is sought nearly; 0: by none */
    struct mark *at; /* of equivalent names and of slips that take more; NULL until asked for */
    size_t n;
};

struct marked {
    struct arena arena;
    const struct person *query;
    struct marked_tokens *tokens;
    struct marked_others *others;
    double *nats; /* what each token brings beside the record at hand */
};

void marked_init(struct marked *marked);
void marked_release(struct marked *marked);

/* Begins a query, each of whose tokens is then told with its skeletons and what it brings at most. False
 * where there is no memory. */
bool marked_ask(struct marked *marked, const struct person *query);
void marked_tell(struct marked *marked, size_t token, const struct token_skeletons *skeletons, double whole,
                 double nearly);

/* What the tokens of one name of the query agree at most, in sum, a fused one only where a name of the record
 * may be; no nearer to the truth than below what is needed. */
double marked_most(struct marked *marked, const struct mark *record, bool may_be_fused, double needed);

#endif
