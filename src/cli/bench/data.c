/* Bench accuracy: finding and reading the data, and running jobs over them. See accuracy.h. */
#include "cli/bench/accuracy.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "base/random.h"
#include "match/screen.h"
#include "record/csv.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 16, PATTERN = 8192 };

/* DATA/pattern with what glob would take for wildcards in DATA escaped; false where it is too long. */
static bool full_pattern(const char *data, const char *pattern, char out[PATTERN])
{
    size_t n = 0;
    for (; *data && n + 2 < PATTERN; data++) {
        if (strchr("*?[\\", *data))
            out[n++] = '\\';
        out[n++] = *data;
    }
    int rest = snprintf(out + n, PATTERN - n, "/%s", pattern);
    return !*data && rest > 0 && (size_t)rest < PATTERN - n;
}

enum err bench_files(struct bench *bench, const char *pattern, struct files *files, struct fault *fault)
{
    char full[PATTERN];
    glob_t found;
    *files = (struct files){0};
    if (!bench->options.data)
        return ERR_OK;
    if (!full_pattern(bench->options.data, pattern, full))
        return fault_set(fault, ERR_USAGE, "--data: a path too long");
    int result = glob(full, 0, NULL, &found);
    if (result == GLOB_NOMATCH)
        return ERR_OK;
    if (result != 0)
        return fault_set(fault, ERR_IO, "%s cannot be searched", full);
    files->at = arena_array(&bench->arena, found.gl_pathc, sizeof *files->at);
    for (size_t i = 0; files->at && i < found.gl_pathc; i++)
        files->at[files->n++] = arena_copy(&bench->arena, found.gl_pathv[i], strlen(found.gl_pathv[i]));
    globfree(&found);
    return arena_failed(&bench->arena) ? fault_set(fault, ERR_NO_MEMORY, "%s", pattern) : ERR_OK;
}

struct str bench_keep(struct bench *bench, struct str s)
{
    return (struct str){arena_copy(&bench->arena, s.p, s.n), s.n};
}

size_t bench_measured(const struct bench *bench, size_t n, size_t few, size_t usual)
{
    const struct bench_options *options = &bench->options;
    size_t k = options->sample ? options->sample : (options->quick ? few : usual);
    return options->full || k == 0 || k > n ? n : k;
}

size_t *bench_sample(struct bench *bench, size_t n, size_t k, uint64_t seed)
{
    struct seeded seeded = {seed};
    size_t *all = arena_array(&bench->arena, n + 1, sizeof *all);
    if (!all)
        return NULL;
    for (size_t i = 0; i < n; i++)
        all[i] = i;
    for (size_t i = 0; i < k; i++) {
        size_t other = i + (size_t)seeded_below(&seeded, n - i);
        size_t held = all[i];
        all[i] = all[other];
        all[other] = held;
    }
    return all;
}

enum err bench_subjects(struct bench *bench, const char *path, const char *map, struct subjects *subjects,
                        struct fault *fault)
{
    struct reader_options options = {.header_map = map, .warn = command_warn};
    struct reader *reader;
    size_t capacity = 1024;
    bool end = false;
    *subjects = (struct subjects){0};
    enum err err = reader_open(&reader, path, &options, fault);
    if (err)
        return err;
    subjects->at = arena_array(&bench->arena, capacity, sizeof *subjects->at);
    while (!err && !end && subjects->at) {
        if (subjects->n == capacity) {
            struct subject *more = arena_array(&bench->arena, capacity * 2, sizeof *more);
            if (more)
                memcpy(more, subjects->at, capacity * sizeof *more);
            subjects->at = more;
            capacity *= 2;
            continue;
        }
        err = reader_next(reader, &bench->arena, &subjects->at[subjects->n], &end, fault);
        subjects->n += !err && !end;
    }
    reader_close(reader);
    if (!err && !subjects->at)
        err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    return err;
}

static enum err find_columns(const char *path, const struct csv_row *headings, const char *const *columns,
                             size_t columns_n, size_t at[CELLS], struct fault *fault)
{
    for (size_t i = 0; i < columns_n; i++) {
        at[i] = csv_column(headings, str_of(columns[i]));
        if (at[i] == headings->n)
            return fault_set(fault, ERR_NO_USE, "%s: no column '%s'", path, columns[i]);
    }
    return ERR_OK;
}

static enum err visit_rows(const char *path, struct csv *csv, const char *const *columns, size_t columns_n,
                           bench_row visit, void *context, struct fault *fault)
{
    struct csv_row row;
    size_t at[CELLS];
    bool end = false;
    enum err err = csv_next(csv, &row, &end, fault);
    if (!err && end)
        return fault_set(fault, ERR_NO_USE, "%s: empty", path);
    if (!err)
        err = find_columns(path, &row, columns, columns_n, at, fault);
    while (!err && !(err = csv_next(csv, &row, &end, fault)) && !end) {
        struct str cells[CELLS];
        if (row.wrong)
            return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: %s", path, row.line, row.wrong);
        for (size_t i = 0; i < columns_n; i++)
            cells[i] = at[i] < row.n ? row.cells[at[i]] : STR("");
        err = visit(context, cells, fault);
    }
    return err;
}

enum err bench_csv(const char *path, const char *const *columns, size_t columns_n, bench_row visit,
                   void *context, struct fault *fault)
{
    struct lines lines;
    struct csv csv = {0};
    enum err err = lines_open(&lines, path, fault);
    if (!err)
        err = csv_open(&csv, &lines, fault);
    if (!err)
        err = visit_rows(path, &csv, columns, columns_n, visit, context, fault);
    csv_close(&csv);
    lines_close(&lines);
    return err;
}

enum err bench_tsv(const char *path, size_t cells_n, bench_row visit, void *context, struct fault *fault)
{
    struct lines lines;
    bool end = false;
    enum err err = lines_open(&lines, path, fault);
    while (!err) {
        struct str rest;
        struct str cells[CELLS];
        err = lines_next(&lines, &rest, &end, fault);
        if (err || end)
            break;
        for (size_t i = 0; i < cells_n; i++)
            cells[i] = rest.p ? str_trim(str_cut(&rest, '\t')) : STR("");
        if (cells[0].n)
            err = visit(context, cells, fault);
    }
    lines_close(&lines);
    return err;
}

static enum err load_files(struct bench *bench, const char *pattern, struct list *list, struct fault *fault)
{
    struct reader_options options = {.warn = command_warn};
    struct files files;
    enum err err = bench_files(bench, pattern, &files, fault);
    if (!err && files.n == 0 && !bench->missing)
        bench->missing = pattern;
    for (size_t i = 0; !err && i < files.n; i++)
        err = list_add_file(list, &bench->model, files.at[i], &options, fault);
    return err;
}

static size_t index_of(const struct list *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_equal(list->at[i]->subject.id, id))
            return i;
    return BENCH_NO_INDEX;
}

static enum err truth_row(void *context, const struct str *cells, struct fault *fault)
{
    struct bench *bench = context;
    size_t un = index_of(&bench->un, cells[0]);
    size_t uk = index_of(&bench->uk, cells[1]);
    (void)fault;
    if (un != BENCH_NO_INDEX)
        bench->truth[un] = uk;
    return ERR_OK;
}

static enum err load_truth(struct bench *bench, struct fault *fault)
{
    static const char pattern[] = "pairs/un-uk-*.tsv";
    struct files files;
    enum err err = bench_files(bench, pattern, &files, fault);
    if (err)
        return err;
    if (files.n == 0 && !bench->missing)
        bench->missing = pattern;
    bench->truth = arena_array(&bench->arena, bench->un.n + 1, sizeof *bench->truth);
    if (!bench->truth)
        return fault_set(fault, ERR_NO_MEMORY, "%s", pattern);
    for (size_t i = 0; i < bench->un.n; i++)
        bench->truth[i] = BENCH_NO_INDEX;
    for (size_t i = 0; !err && i < files.n; i++)
        err = bench_tsv(files.at[i], 2, truth_row, bench, fault);
    return err;
}

enum err bench_load_lists(struct bench *bench, struct fault *fault)
{
    if (bench->lists_loaded)
        return ERR_OK;
    bench->lists_loaded = true;
    enum err err = load_files(bench, "pairs/un-*.ftm.jsonl", &bench->un, fault);
    if (!err)
        err = load_files(bench, "lists/uk-*.ftm.jsonl", &bench->uk, fault);
    if (!err)
        err = load_truth(bench, fault);
    bench->prior = screen_prior(bench->uk.n - bench->uk.unreadable);
    return err;
}

struct bench_worker {
    struct comparer *comparer;
    struct arena arena;
    enum err err;
    struct fault fault;
};

struct bench_pool {
    struct bench_worker *workers;
    bench_job job;
    void *context;
};

static void run_job(void *context, size_t index, size_t number)
{
    struct bench_pool *pool = context;
    struct bench_worker *worker = &pool->workers[number];
    if (worker->err)
        return;
    arena_reset(&worker->arena);
    worker->err = pool->job(pool->context, index, worker->comparer, &worker->arena, &worker->fault);
}

enum err bench_run(const struct bench *bench, size_t n, bench_job job, void *context, struct fault *fault)
{
    size_t workers = parallel_workers(bench->options.jobs);
    struct bench_pool pool = {.job = job, .context = context};
    enum err err = ERR_OK;
    pool.workers = calloc(workers, sizeof *pool.workers);
    for (size_t i = 0; pool.workers && i < workers; i++) {
        arena_init(&pool.workers[i].arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
        pool.workers[i].comparer = comparer_new(&bench->model);
        if (!pool.workers[i].comparer)
            err = ERR_NO_MEMORY;
    }
    if (err || !pool.workers)
        err = fault_set(fault, ERR_NO_MEMORY, "for %zu threads", workers);
    else
        parallel_for(n, workers, run_job, &pool);
    for (size_t i = 0; pool.workers && i < workers; i++) {
        if (pool.workers[i].err && !err) {
            err = pool.workers[i].err;
            fault_set(fault, err, "%s", pool.workers[i].fault.detail);
        }
        comparer_free(pool.workers[i].comparer);
        arena_release(&pool.workers[i].arena);
    }
    free(pool.workers);
    return err;
}

enum err bench_compare(struct comparer *comparer, const struct person *a, const struct person *b,
                       double *nats, struct fault *fault)
{
    micronats evidence = 0;
    enum err err = compare_persons(comparer, a, b, &evidence, NULL, fault);
    *nats = (double)evidence / 1e6;
    return err;
}

struct person bench_without_documents(const struct person *p)
{
    struct person copy = *p;
    copy.documents_n = 0;
    copy.contacts_n = 0;
    copy.addresses_n = 0;
    return copy;
}

struct person bench_names_only(const struct person *p)
{
    struct person copy = bench_without_documents(p);
    copy.dates_n = 0;
    copy.places_n = 0;
    copy.birth_countries.n = 0;
    copy.nationalities.n = 0;
    copy.gender = 0;
    return copy;
}

enum err bench_named(struct arena *arena, const struct model *model, struct str name, struct person *person,
                     struct fault *fault)
{
    struct subject *subject = arena_alloc(arena, sizeof *subject);
    struct str *value = arena_alloc(arena, sizeof *value);
    if (!subject || !value)
        return fault_set(fault, ERR_NO_MEMORY, "a name");
    *value = name;
    subject->values[PROPERTY_NAME] = (struct values){value, 1};
    return person_init(arena, model, subject, person, fault);
}

bool bench_alerts(const struct bench *bench, double nats)
{
    return score_of(nats, bench->prior) >= ALERT_THRESHOLD;
}

struct date bench_years_on(struct date date, int years)
{
    date.year = (int16_t)(date.year + years);
    if (date.month == 2 && date.day == 29)
        date.day = 28;
    return date;
}

double bench_share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}
