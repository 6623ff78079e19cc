/* Learning weights: from pairs that are known to be one person or two.
 *
 * Logistic regression on the comparison itself: the weights are sought under
 * which the scores of the examples are most likely, each weight held near its
 * value of weights.def by a normal prior (the most probable weights, as in
 * ridge regression), by coordinate descent. A few labels may be wrong, so no
 * single example can cost more than LEARN_DOUBT allows. */
#ifndef LIAISON_MATCH_LEARN_WEIGHTS_H
#define LIAISON_MATCH_LEARN_WEIGHTS_H

#include "base/buf.h"
#include "match/compare.h"

/* The share of examples whose label, or whose names, may be wrong. */
#define LEARN_DOUBT 0.02

struct example {
    const struct person *a;
    const struct person *b;
    bool same;
    double prior;      /* log odds under which the score is to be right */
    double importance; /* how often it counts */
};

struct weights_learning {
    size_t rounds;      /* in: how often every weight is tried */
    double before;      /* out: mean cost of an example, nats, with the weights given */
    double after;       /* and with those learned */
    size_t true_found;  /* of the examples of one person, those at or above the threshold */
    size_t false_found; /* the same of two persons */
    size_t true_n;
    size_t false_n;
};

/* Sets model->weights to those learned; they begin as they are. NO_MEMORY. */
enum err learn_weights(struct model *model, const struct example *examples, size_t n,
                       struct weights_learning *learning, struct fault *fault) MUST_USE;

/* Appends the table that model_load_texts reads. */
void weights_write(const struct weights *weights, struct buf *out);

#endif
