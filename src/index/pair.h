/* Pair: two records of an index, by their numbers, compared. */
#ifndef LIAISON_INDEX_PAIR_H
#define LIAISON_INDEX_PAIR_H

#include "index/index.h"

/* Memory for it, one a thread; the index must outlive it. NULL where there is no memory. */
struct pair_comparer;
struct pair_comparer *pair_comparer_new(const struct index *index);
void pair_comparer_free(struct pair_comparer *comparer);

/* As compare_persons. FORGED where a block is damaged. */
enum err pair_evidence(struct pair_comparer *comparer, record_number left, record_number right,
                       micronats *evidence, struct fault *fault) MUST_USE;

/* What bears out, besides the names, that two records are one. */
enum bearing {
    BORNE_BY_NOTHING,   /* names alone, or all but a document where another given name stands against it */
    BORNE_BY_HOUSEHOLD, /* an address, a telephone, mail: what relatives of one name share too; or one of them
                           gives nothing that could tell, or no more of his name than relatives share */
    BORNE_BY_OWN        /* a date of birth or a document; or neither gives anything that could tell */
};

/* Of two with their subjects. Twins, and brother and sister, share all but the given name. NO_MEMORY. */
enum err pair_bearing(const struct model *model, struct comparer *comparer, const struct person *left,
                      const struct person *right, enum bearing *bearing, struct fault *fault) MUST_USE;

#endif
