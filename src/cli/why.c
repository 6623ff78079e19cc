/* Why: the evidence that two persons are one, for a reader. See why.h. */
#include "cli/why.h"

#include "base/limits.h"
#include "match/explanation_json.h"

enum err why_same(const struct subject *ours, const struct subject *seen, json_t **why, double *evidence,
                  struct fault *fault)
{
    struct arena arena;
    struct model model;
    struct person a, b;
    struct explanation explanation;
    struct comparer *comparer = NULL;
    micronats found = 0;
    arena_init(&arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = model_load(&arena, &model, fault);
    if (!err && !(comparer = comparer_new(&model)))
        err = fault_set(fault, ERR_NO_MEMORY, "for a comparison");
    if (!err)
        err = person_init(&arena, &model, ours, &a, fault);
    if (!err)
        err = person_init(&arena, &model, seen, &b, fault);
    if (!err)
        err = compare_persons(comparer, &a, &b, &found, &explanation, fault);
    *evidence = (double)found / 1e6;
    *why = err ? NULL : explanation_json(&explanation, "on_file", "seen");
    if (!err && !*why)
        err = fault_set(fault, ERR_NO_MEMORY, "for a comparison");
    comparer_free(comparer);
    arena_release(&arena);
    return err;
}
