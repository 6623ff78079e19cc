/* Bench accuracy, pairs: labelled pairs of persons' names, at even odds. */
#include "cli/bench/accuracy.h"

#include <math.h>
#include <stdlib.h>

struct name_pair {
    struct str left;
    struct str right;
    bool match;    /* the label */
    bool invented; /* of the group synth_people */
    bool readable;
    double nats;
};

struct name_pairs {
    struct bench *bench;
    struct name_pair *at;
    size_t n;
    size_t capacity;
};

static const char *const columns[] = {"schema", "case_group", "name1", "name2", "is_match"};
enum { SCHEMA, GROUP, NAME_1, NAME_2, IS_MATCH, COLUMNS };

static enum err add_pair(void *context, const struct str *cells, struct fault *fault)
{
    struct name_pairs *pairs = context;
    if (!str_equal(cells[SCHEMA], STR("Person")))
        return ERR_OK;
    if (pairs->n == pairs->capacity) {
        size_t capacity = pairs->capacity ? pairs->capacity * 2 : 512;
        struct name_pair *at = realloc(pairs->at, capacity * sizeof *at);
        if (!at)
            return fault_set(fault, ERR_NO_MEMORY, "the pairs");
        pairs->at = at;
        pairs->capacity = capacity;
    }
    struct name_pair pair = {.left = bench_keep(pairs->bench, cells[NAME_1]),
                             .right = bench_keep(pairs->bench, cells[NAME_2]),
                             .match = str_equal_nocase(cells[IS_MATCH], STR("true")),
                             .invented = str_equal(cells[GROUP], STR("synth_people"))};
    if (!pair.left.p || !pair.right.p)
        return fault_set(fault, ERR_NO_MEMORY, "the pairs");
    pairs->at[pairs->n++] = pair;
    return ERR_OK;
}

static enum err compare_pair(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                             struct fault *fault)
{
    struct name_pairs *pairs = context;
    struct name_pair *pair = &pairs->at[index];
    struct person left;
    struct person right;
    pair->nats = -INFINITY;
    enum err err = bench_named(arena, &pairs->bench->model, pair->left, &left, fault);
    if (!err)
        err = bench_named(arena, &pairs->bench->model, pair->right, &right, fault);
    if (err)
        return err == ERR_NO_USE ? ERR_OK : err;
    pair->readable = true;
    return bench_compare(comparer, &left, &right, &pair->nats, fault);
}

static bool matches(const struct name_pair *pair)
{
    return pair->readable && score_of(pair->nats, 0) >= ALERT_THRESHOLD;
}

static void report_f1(const struct name_pairs *pairs, bool with_invented, const char *task, double target)
{
    size_t both = 0;
    size_t labelled = 0;
    size_t found = 0;
    size_t n = 0;
    for (size_t i = 0; i < pairs->n; i++) {
        const struct name_pair *pair = &pairs->at[i];
        if (pair->invented && !with_invented)
            continue;
        n++;
        labelled += pair->match;
        found += matches(pair);
        both += pair->match && matches(pair);
    }
    bench_result(pairs->bench, task, AT_LEAST, target, bench_share(2 * both, labelled + found), n);
}

static void show_wrong(const struct name_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        const struct name_pair *pair = &pairs->at[i];
        if (matches(pair) != pair->match)
            bench_show(pairs->bench, "%+8.3f labelled %-5s %s%.*s ~ %.*s", pair->nats,
                       pair->match ? "true" : "false", pair->invented ? "(synth) " : "", STR_ARG(pair->left),
                       STR_ARG(pair->right));
    }
}

static int by_evidence(const void *a, const void *b)
{
    double x = ((const struct name_pair *)a)->nats;
    double y = ((const struct name_pair *)b)->nats;
    return (x > y) - (x < y);
}

/* Evidence that is often the very same says little. */
static void report_most_frequent(struct name_pairs *pairs)
{
    size_t most = 0;
    size_t run = 0;
    qsort(pairs->at, pairs->n, sizeof *pairs->at, by_evidence);
    for (size_t i = 0; i < pairs->n; i++) {
        bool same = i && (pairs->at[i].nats == pairs->at[i - 1].nats ||
                          fabs(pairs->at[i].nats - pairs->at[i - 1].nats) < 1e-6);
        run = same ? run + 1 : 1;
        most = run > most ? run : most;
    }
    bench_result(pairs->bench, "name pairs: share with the most frequent evidence", AT_MOST, 0.10,
                 bench_share(most, pairs->n), pairs->n);
}

enum err accuracy_pairs(struct bench *bench, struct fault *fault)
{
    static const char pattern[] = "pairs/names-*.csv";
    struct name_pairs pairs = {.bench = bench};
    struct files files;
    enum err err = bench_files(bench, pattern, &files, fault);
    if (!err && files.n == 0)
        bench_skip(bench, "name pairs, F1", pattern);
    for (size_t i = 0; !err && i < files.n; i++)
        err = bench_csv(files.at[i], columns, COLUMNS, add_pair, &pairs, fault);
    if (!err && pairs.n)
        err = bench_run(bench, pairs.n, compare_pair, &pairs, fault);
    if (!err && pairs.n) {
        show_wrong(&pairs);
        report_f1(&pairs, true, "name pairs, Person, F1: all", 0.80);
        report_f1(&pairs, false, "name pairs, Person, F1: other than synth_people", 0.93);
        report_most_frequent(&pairs);
    }
    free(pairs.at);
    return err;
}
