/* Compare: are two subjects one person? Evidence, and why.
 *
 * Evidence is a sum of log-likelihood ratios (Fellegi and Sunter, "A theory for
 * record linkage", 1969) in nats, made of whole micro-nats, so that it equals
 * the sum of the contributions shown to the last digit. The score is the
 * probability 1 / (1 + exp(-(evidence + prior))). Nothing is decided here. */
#ifndef LIAISON_MATCH_COMPARE_H
#define LIAISON_MATCH_COMPARE_H

#include "match/align.h"
#include "match/person.h"

#include <stdint.h>

typedef int64_t micronats;

enum { CONTRIBUTIONS_MAX = ALIGN_PAIRS + 16, CONTRIBUTION_TEXT = 160 };

/* One line of an explanation. */
struct contribution {
    const char *field; /* "name", "birthDate": static */
    char left[CONTRIBUTION_TEXT];
    char right[CONTRIBUTION_TEXT];
    char how[CONTRIBUTION_TEXT];
    micronats weight;
};

struct explanation {
    size_t n;
    struct contribution line[CONTRIBUTIONS_MAX];
};

/* Memory for comparing, one a thread. */
struct comparer;

/* The model must outlive the comparer. NULL where there is no memory. */
struct comparer *comparer_new(const struct model *model);
void comparer_free(struct comparer *comparer);

/* The evidence that a and b are one person, symmetric but for the sides of the
 * explanation, which may be NULL. NO_MEMORY. */
enum err compare_persons(struct comparer *comparer, const struct person *a, const struct person *b,
                         micronats *evidence, struct explanation *explanation, struct fault *fault) MUST_USE;

/* What the names of two say by themselves, as they go into the evidence. NO_MEMORY. */
struct names_say {
    double nats;
    bool given;      /* a given name agrees with a given name */
    bool contradict; /* a name stands against another one, however alike, or a generation */
    bool part;       /* nothing does, but only one name agrees, with no more than an initial beside it */
};
enum err compare_names_alone(struct comparer *comparer, const struct person *a, const struct person *b,
                             struct names_say *says, struct fault *fault) MUST_USE;

/* What all but the names of two subjects bring, at most where names contradict; and what names that
 * contradict cannot take more than. */
struct facts {
    double nats;
    double names_least;
};
struct facts compare_facts(const struct model *model, const struct person *a, const struct person *b);

/* The score: the calibrated probability of evidence and prior, both in nats. */
double score_of(double evidence, double prior);

/* The evidence that a score needs beside a prior; scores of 0 and 1 are taken for ones next to them. */
micronats evidence_needed(double score, double prior);

#endif
