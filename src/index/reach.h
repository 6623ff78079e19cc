/* Reach: what a record found by a key must bring to be a candidate, and what its date lets it bring at most:
 * who cannot come to the threshold is left out before he is looked at. */
#ifndef LIAISON_INDEX_REACH_H
#define LIAISON_INDEX_REACH_H

#include "index/keys.h"

struct reach {
    const struct weights *w;
    const struct person *query;
    double threshold;     /* evidence in nats that a candidate needs */
    double places;        /* what places and addresses can bring at most, whatever the record */
    double document_slip; /* and a slip in a document's number */
    double names;         /* and names as written */
    double fused;         /* and fused ones; below 0 where there are none */
};

/* For candidates at or above a score, the prior being in log odds; weights and query are borrowed. */
void reach_init(struct reach *reach, const struct weights *weights, const struct person *query, double prior,
                double score);

/* What a token of the query agrees with another at most: with one of its skeleton, and with any other, nearly
 * so written. Hardly any that is written so agrees more. */
double reach_token(const struct weights *weights, const struct person_token *token);
double reach_nearly(const struct weights *weights, const struct person_token *token);

/* What it costs at least to be written nearly so: by a slip, and as an equivalent name. */
double reach_slip_cost(void);
double reach_variant_cost(const struct weights *weights);

/* What it costs besides that the best was sought among so many names of a record. */
double reach_alternatives(const struct reach *reach, size_t names);

/* Whether a record found by a key beside a date's code (keys.h) may be a candidate. */
bool reach_date(const struct reach *reach, uint32_t code);

/* What a date can bring at most, by its code: worked out once a query. */
struct reach_dates;

/* NULL where there is no memory. */
struct reach_dates *reach_dates_new(void);
void reach_dates_free(struct reach_dates *dates);

/* Begins a query. */
void reach_dates_ask(struct reach_dates *dates, const struct reach *reach);
double reach_dates_most(struct reach_dates *dates, uint32_t code);

/* False where it is surely less than what is needed: cheaper, by its year alone. */
bool reach_dates_may(struct reach_dates *dates, uint32_t code, double needed);

/* How many of n entries of a key, the first included, are beside dates of one year that bring the same. */
size_t reach_dates_alike(const struct reach_dates *dates, const uint64_t *entries, size_t n);

/* The rarity in nats from which on one token alone finds a record, with what a date that is not quite the
 * same can bring. */
double reach_rarity(double threshold);

#endif
