/* Slice: some names at a time of a query that has more than a search looks at side by side. A record is found
 * by the slice that its best name is in. */
#ifndef LIAISON_INDEX_SLICE_H
#define LIAISON_INDEX_SLICE_H

#include "match/glance.h"

struct slice {
    struct person person;
    struct person_name names[GLANCE_NAMES];
    struct person_token tokens[GLANCE_TOKENS];
};

/* The person with some of his names from number from on, at least one of them, and all else that he says: he
 * himself where he has few. *next is the number of the first name that is left. Borrowed from both. */
const struct person *slice_of(const struct person *person, size_t from, struct slice *slice, size_t *next);

#endif
