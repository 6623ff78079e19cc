/* Screen: one person against a list. See screen.h. */
#include "match/screen.h"

#include <math.h>

double screen_prior(size_t n)
{
    return n > 1 ? -log((double)n) : 0;
}

/* Keeps out sorted, best first; a later record stands behind an equal one. */
static void insert(struct candidate *out, size_t *n, size_t limit, struct candidate candidate)
{
    size_t at = *n;
    if (at == limit) {
        if (out[at - 1].evidence >= candidate.evidence)
            return;
        at--;
    } else {
        ++*n;
    }
    for (; at > 0 && out[at - 1].evidence < candidate.evidence; at--)
        out[at] = out[at - 1];
    out[at] = candidate;
}

enum err screen_person(struct comparer *comparer, const struct list *list, const struct person *query,
                       const struct screening *screening, struct candidate *out, size_t *n,
                       struct fault *fault)
{
    *n = 0;
    if (!person_says_who(query))
        return ERR_OK;
    for (size_t i = 0; i < list->n; i++) {
        struct candidate candidate = {.index = i};
        const struct person *person = &list->at[i]->person;
        if (!person_says_who(person))
            continue;
        enum err err = compare_persons(comparer, query, person, &candidate.evidence, NULL, fault);
        if (err)
            return err;
        double evidence = (double)candidate.evidence / 1e6;
        if (score_of(evidence, screening->prior) >= screening->threshold)
            insert(out, n, screening->limit, candidate);
    }
    return ERR_OK;
}
