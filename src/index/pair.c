/* Pair: two records of an index compared. See pair.h. */
#include "index/pair.h"

#include "base/limits.h"
#include "match/dates.h"
#include "match/ties.h"

#include <stdlib.h>

struct pair_comparer {
    struct searcher *searcher;
    struct comparer *comparer;
    struct arena arena;
};

struct pair_comparer *pair_comparer_new(const struct index *index)
{
    struct pair_comparer *comparer = calloc(1, sizeof *comparer);
    if (!comparer)
        return NULL;
    comparer->searcher = searcher_new(index);
    comparer->comparer = comparer_new(index->model);
    arena_init(&comparer->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    if (comparer->searcher && comparer->comparer)
        return comparer;
    pair_comparer_free(comparer);
    return NULL;
}

void pair_comparer_free(struct pair_comparer *comparer)
{
    if (!comparer)
        return;
    searcher_free(comparer->searcher);
    comparer_free(comparer->comparer);
    arena_release(&comparer->arena);
    free(comparer);
}

enum err pair_evidence(struct pair_comparer *comparer, record_number left, record_number right,
                       micronats *evidence, struct fault *fault)
{
    const struct person *a;
    struct list_person b;
    arena_reset(&comparer->arena);
    enum err err = searcher_query_record(comparer->searcher, left, &a, fault);
    if (!err)
        err = searcher_record(comparer->searcher, right, &comparer->arena, &b, fault);
    return err ? err : compare_persons(comparer->comparer, a, &b.person, evidence, NULL, fault);
}

/* Whether a subject says nothing that could tell him from a namesake. */
static bool is_bare(const struct subject *subject)
{
    static const enum property telling[] = {PROPERTY_BIRTH_DATE, PROPERTY_ID_NUMBER, PROPERTY_PASSPORT_NUMBER,
                                            PROPERTY_PHONE,      PROPERTY_EMAIL,     PROPERTY_ADDRESS};
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (subject->values[telling[i]].n)
            return false;
    return true;
}

enum { BEARS = 2 /* nats: less than the same year of birth says */ };

enum err pair_bearing(const struct model *model, struct comparer *comparer, const struct person *left,
                      const struct person *right, enum bearing *bearing, struct fault *fault)
{
    const struct weights *w = &model->weights;
    struct names_say names;
    struct ties ties;
    ties_compare(w, left, right, &ties);
    struct date_evidence dates = dates_compare(w, left->dates, left->dates_n, right->dates, right->dates_n);
    enum err err = compare_names_alone(comparer, left, right, &names, fault);
    if (err)
        return err;
    bool left_bare = is_bare(left->subject);
    bool right_bare = is_bare(right->subject);
    if (ties.same_document || (left_bare && right_bare))
        *bearing = BORNE_BY_OWN;
    else if (left_bare || right_bare)
        *bearing = BORNE_BY_HOUSEHOLD;
    else if (names.nats < 0 && !names.given && names.contradict)
        *bearing = BORNE_BY_NOTHING;
    else if (dates.nats >= BEARS)
        *bearing = names.part ? BORNE_BY_HOUSEHOLD : BORNE_BY_OWN;
    else
        *bearing = ties_sum(&ties) >= BEARS ? BORNE_BY_HOUSEHOLD : BORNE_BY_NOTHING;
    return ERR_OK;
}
