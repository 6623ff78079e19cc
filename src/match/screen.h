/* Screen: one person against a list, every record compared (no index). */
#ifndef LIAISON_MATCH_SCREEN_H
#define LIAISON_MATCH_SCREEN_H

#include "match/compare.h"
#include "match/list.h"

struct candidate {
    size_t index; /* into the list */
    micronats evidence;
};

struct screening {
    double prior;     /* log odds; -ln N for N persons in all lists together */
    double threshold; /* least score of a candidate; 0: all */
    size_t limit;     /* most candidates, at least 1 */
};

/* The prior of a list of n persons. */
double screen_prior(size_t n);

/* Writes the candidates, best first (equal ones in the list's order), into out,
 * which has room for screening->limit; *n says how many. NO_MEMORY. */
enum err screen_person(struct comparer *comparer, const struct list *list, const struct person *query,
                       const struct screening *screening, struct candidate *out, size_t *n,
                       struct fault *fault) MUST_USE;

#endif
