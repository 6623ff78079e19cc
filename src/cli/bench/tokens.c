/* Bench accuracy, tokens: one name token in its own script against all Latin
 * tokens of its file. */
#include "cli/bench/accuracy.h"

#include "base/limits.h"
#include "match/token.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct token_set {
    const char *word; /* tokens/WORD-*.tsv */
    const char *task;
    enum bound bound;
    double target;
} sets[] = {
    {"ru", "one token among all, recall@1: ru", AT_LEAST, 0.88},
    {"ar", "one token among all, recall@1: ar", AT_LEAST, 0.70},
    {"he", "one token among all, recall@1: he", AT_LEAST, 0.70},
    {"ko", "one token among all, recall@1: ko", AT_LEAST, 0.60},
    {"ja-katakana", "one token among all, recall@1: ja-katakana", AT_LEAST, 0.70},
    {"zh", "one token among all, recall@1: zh", FOR_INFORMATION, 0},
};
enum { QUERIES = 2000, QUICK_QUERIES = 300, SEED = 21 };

/* One line of a file; sorted by the Latin token. */
struct line {
    struct str latin;
    struct str original;
};

struct token_task {
    struct bench *bench;
    struct arena arena; /* of the prepared tokens: as large as a list, and gone with the file */
    struct line *lines;
    size_t lines_n;
    size_t capacity;
    struct str *latin; /* the distinct Latin tokens */
    struct person *list;
    size_t list_n;
    size_t *sample; /* of lines */
    double *hit;    /* of each query, 1, 0 or in between where the best are equal */
};

static enum err add_line(void *context, const struct str *cells, struct fault *fault)
{
    struct token_task *task = context;
    if (task->lines_n == task->capacity) {
        size_t capacity = task->capacity ? task->capacity * 2 : 4096;
        struct line *lines = realloc(task->lines, capacity * sizeof *lines);
        if (!lines)
            return fault_set(fault, ERR_NO_MEMORY, "the tokens");
        task->lines = lines;
        task->capacity = capacity;
    }
    struct line line = {{arena_copy(&task->arena, cells[0].p, cells[0].n), cells[0].n},
                        {arena_copy(&task->arena, cells[1].p ? cells[1].p : "", cells[1].n), cells[1].n}};
    if (!line.latin.p || !line.original.p)
        return fault_set(fault, ERR_NO_MEMORY, "the tokens");
    if (line.original.n)
        task->lines[task->lines_n++] = line;
    return ERR_OK;
}

static int by_latin(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;
    int order = str_compare(x->latin, y->latin);
    return order ? order : str_compare(x->original, y->original);
}

static bool is_pair(const struct token_task *task, struct str latin, struct str original)
{
    struct line key = {latin, original};
    return bsearch(&key, task->lines, task->lines_n, sizeof key, by_latin) != NULL;
}

static enum err prepare_list(struct token_task *task, struct fault *fault)
{
    qsort(task->lines, task->lines_n, sizeof *task->lines, by_latin);
    task->latin = arena_array(&task->arena, task->lines_n, sizeof *task->latin);
    task->list = arena_array(&task->arena, task->lines_n, sizeof *task->list);
    if (!task->latin || !task->list)
        return fault_set(fault, ERR_NO_MEMORY, "the tokens");
    for (size_t i = 0; i < task->lines_n; i++) {
        struct str latin = task->lines[i].latin;
        if (task->list_n && str_equal(task->latin[task->list_n - 1], latin))
            continue;
        enum err err =
            bench_named(&task->arena, &task->bench->model, latin, &task->list[task->list_n], fault);
        if (err == ERR_NO_USE)
            continue;
        if (err)
            return err;
        task->latin[task->list_n++] = latin;
    }
    return ERR_OK;
}

static bool is_one_token(const struct person *person)
{
    return person->names_n == 1 && person->names[0].tokens_n == 1;
}

static enum err compare_either(struct comparer *comparer, const struct model *model, const struct person *a,
                               const struct person *b, double *nats, struct fault *fault)
{
    if (!is_one_token(a) || !is_one_token(b))
        return bench_compare(comparer, a, b, nats, fault);
    *nats = token_compare(model, &a->tokens[a->names[0].token[0]], &b->tokens[b->names[0].token[0]]).nats;
    return ERR_OK;
}

/* Records of equal evidence share the first place. */
static enum err ask(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                    struct fault *fault)
{
    struct token_task *task = context;
    struct str original = task->lines[task->sample[index]].original;
    struct person query;
    double best = -INFINITY;
    size_t best_n = 0;
    size_t right_n = 0;
    enum err err = bench_named(arena, &task->bench->model, original, &query, fault);
    if (err == ERR_NO_USE)
        return ERR_OK;
    for (size_t i = 0; !err && i < task->list_n; i++) {
        double nats;
        err = compare_either(comparer, &task->bench->model, &query, &task->list[i], &nats, fault);
        if (err || nats < best)
            continue;
        if (nats > best)
            best_n = right_n = 0;
        best = nats;
        best_n++;
        right_n += is_pair(task, task->latin[i], original);
    }
    task->hit[index] = bench_share(right_n, best_n);
    return err;
}

static enum err ask_all(struct token_task *task, const struct token_set *set, struct fault *fault)
{
    size_t n = bench_measured(task->bench, task->lines_n, QUICK_QUERIES, QUERIES);
    double hits = 0;
    task->sample = bench_sample(task->bench, task->lines_n, n, SEED);
    task->hit = arena_array(&task->arena, n, sizeof *task->hit);
    if (!task->sample || !task->hit)
        return fault_set(fault, ERR_NO_MEMORY, "the queries");
    enum err err = bench_run(task->bench, n, ask, task, fault);
    for (size_t i = 0; !err && i < n; i++) {
        const struct line *line = &task->lines[task->sample[i]];
        hits += task->hit[i];
        if (task->hit[i] < 1)
            bench_show(task->bench, "%.2f %.*s ~ %.*s", task->hit[i], STR_ARG(line->original),
                       STR_ARG(line->latin));
    }
    if (!err)
        bench_result(task->bench, set->task, set->bound, set->target, n ? hits / (double)n : 0, n);
    return err;
}

static enum err read_files(struct token_task *task, const struct files *files, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < files->n; i++)
        if (!strstr(files->at[i], "-train."))
            err = bench_tsv(files->at[i], 2, add_line, task, fault);
    return err;
}

static enum err run_set(struct bench *bench, const struct token_set *set, struct fault *fault)
{
    struct token_task task = {.bench = bench};
    struct files files;
    char pattern[64];
    snprintf(pattern, sizeof pattern, "tokens/%s-*.tsv", set->word);
    arena_init(&task.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = bench_files(bench, pattern, &files, fault);
    if (!err)
        err = read_files(&task, &files, fault);
    if (!err && task.lines_n == 0)
        bench_skip(bench, set->task, pattern);
    if (!err && task.lines_n)
        err = prepare_list(&task, fault);
    if (!err && task.lines_n)
        err = ask_all(&task, set, fault);
    free(task.lines);
    arena_release(&task.arena);
    return err;
}

enum err accuracy_tokens(struct bench *bench, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < sizeof sets / sizeof *sets; i++)
        err = run_set(bench, &sets[i], fault);
    return err;
}
