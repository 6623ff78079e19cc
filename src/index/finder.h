/* Finder: the records of a part that may be whom a query asks for, by its keys, and what each key leaves them
 * to bring at most.
 *
 * Of two tokens of a name one is sought as it is, beside the other as it is or nearly (near.h): these are
 * pairs. A record that agrees with more tokens than two is found by several pairs, and only the one with the
 * shortest postings has to find it: with the others, what else agrees does not count. So names that many
 * share are found by what else they hold.
 *
 * One token by itself finds those born on the same day; and all who bear it where these are few, or where the
 * name has no second one, or an initial. */
#ifndef LIAISON_INDEX_FINDER_H
#define LIAISON_INDEX_FINDER_H

#include "index/index.h"
#include "index/reach.h"
#include "match/gist.h"

/* A record that a key found, and what it can bring at most. */
struct hint {
    uint32_t record;
    float facts; /* by the date beside the key; INFINITY: it is looked at whatever it says. The search adds
                    the gist. */
    float names; /* by the names that the key leaves */
};

struct finder;

/* Memory for it, one a searcher. NULL where there is none. */
struct finder *finder_new(const struct model *model);
void finder_free(struct finder *finder);

/* Begins a query: reach is of it, which has no more names and tokens than a glance takes (match/glance.h).
 * False where there is no memory. */
bool finder_ask(struct finder *finder, const struct reach *reach);

/* Begins a segment: asks it for the query as it is. */
void finder_begin(struct finder *finder, struct segment *segment, struct search_counts *counts);

/* The records most likely to be it: who bears a token of the query and was born on its very day, or has the
 * number of a document. *n hints, some records more than once, valid until the next call; NULL where there is
 * no memory. */
struct hint *finder_likely(struct finder *finder, size_t *n);

/* All that may come to the threshold (nats): hints as before. Damage that it met is the segment's. */
struct hint *finder_find(struct finder *finder, double threshold, struct search_counts *counts, size_t *n);

/* What the names of a record can bring at most, by its gist; no nearer to the truth than below what is
 * needed. */
double finder_names(struct finder *finder, const struct gist *record, double needed);

#endif
