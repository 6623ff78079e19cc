/* Marked: what the names of a query can bring at most beside a record of whose names no more is known than
 * the mark (match/mark.h). */
#ifndef LIAISON_INDEX_MARKED_H
#define LIAISON_INDEX_MARKED_H

#include "base/arena.h"
#include "index/keys.h"
#include "match/mark.h"

/* A token of the query. */
struct marked_token {
    double whole, nearly; /* what it brings at most as it is, and nearly so written */
    size_t own_n;         /* 0: no skeleton tells of it */
    struct mark own[TOKEN_KEYS];
    uint8_t slip[TOKEN_KEYS]; /* how many pairs of each a slip takes */
    skeleton first;           /* by which it is sought nearly; 0: by none */
    struct mark *others;      /* of equivalent names and of slips that take more; NULL until asked for */
    size_t others_n;
};

struct marked {
    struct arena arena;
    const struct person *query;
    struct marked_token *tokens;
    double *nats; /* what each brings beside the record at hand */
};

void marked_init(struct marked *marked);
void marked_release(struct marked *marked);

/* Begins a query, each of whose tokens is then told with its skeletons and what it brings at most. False
 * where there is no memory. */
bool marked_ask(struct marked *marked, const struct person *query);
void marked_tell(struct marked *marked, size_t token, const struct token_skeletons *skeletons, double whole,
                 double nearly);

/* What the tokens of one name of the query agree at most, in sum; no nearer to the truth than below what is
 * needed. */
double marked_most(struct marked *marked, const struct mark *record, double needed);

#endif
