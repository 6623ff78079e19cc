/* Why: the evidence that two persons are one, for a reader. See why.h. */
#include "cli/why.h"

#include "base/limits.h"
#include "match/compare.h"

static json_t *lines_of(const struct explanation *explanation)
{
    json_t *lines = json_array();
    for (size_t i = 0; i < explanation->n; i++) {
        const struct contribution *line = &explanation->line[i];
        json_array_append_new(lines, json_pack("{s:s, s:f, s:s, s:s, s:s}", "what", line->field, "nats",
                                               (double)line->weight / 1e6, "on_file", line->left, "seen",
                                               line->right, "how", line->how));
    }
    return lines;
}

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
    *why = err ? NULL : lines_of(&explanation);
    comparer_free(comparer);
    arena_release(&arena);
    return err;
}
