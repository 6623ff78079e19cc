/* liaison screen: the persons of one file against the lists, every candidate explained. */
#include "base/clock.h"
#include "base/limits.h"
#include "base/parallel.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "index/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH = 512, DEFAULT_LIMIT = 10, REPORT_BYTES = 64 * 1024 * 1024 };

struct screen_options {
    struct texts lists;
    const char *index;
    const char *query;
    const char *format;
    const char *map;
    size_t limit;
    size_t jobs;
    double threshold;
    bool no_explain;
    bool strict;
};

/* One query's answer, made by a worker and printed in order. */
struct answer {
    struct buf text;
    enum err err;
    struct fault fault;
};

/* A worker's own memory. */
struct worker_memory {
    struct comparer *comparer;
    struct explanation *explanations; /* [limit] */
    struct candidate *candidates;
    struct report_candidate *reported;
    /* Of an index: */
    struct searcher *searcher;
    struct found *found;
    struct list_person *records; /* [limit]: those found, laid out in the arena */
    struct arena arena;
};

struct run {
    const struct screen_options *options;
    enum report_format format;
    struct screening screening;
    struct arena arena; /* of the model */
    struct model model;
    struct list list;
    struct index *index; /* or NULL: the list is screened */
    struct list queries; /* of the batch under way */
    struct worker_memory *workers;
    size_t workers_n;
    struct answer *answers; /* [BATCH] */
    size_t done;
    bool progress;
    size_t lines; /* of the query file; 0: not known */
};

static enum err explain_candidates(struct run *run, struct worker_memory *memory, const struct person *query,
                                   size_t n, struct fault *fault)
{
    for (size_t i = 0; i < n; i++) {
        const struct list_person *record =
            run->index ? &memory->records[i] : run->list.at[memory->candidates[i].index];
        micronats evidence = memory->candidates[i].evidence;
        if (!run->options->no_explain) {
            enum err err = compare_persons(memory->comparer, query, &record->person, &evidence,
                                           &memory->explanations[i], fault);
            if (err)
                return err;
        }
        memory->reported[i] = (struct report_candidate){
            .record = record,
            .evidence = evidence,
            .score = score_of((double)evidence / 1e6, run->screening.prior),
            .explanation = run->options->no_explain ? NULL : &memory->explanations[i]};
    }
    return ERR_OK;
}

/* The candidates of the index, as those of a list. */
static enum err search_index(struct run *run, struct worker_memory *memory, const struct person *query,
                             size_t *n, struct fault *fault)
{
    arena_reset(&memory->arena);
    enum err err = searcher_search(memory->searcher, query, &run->screening, memory->found, n, NULL, fault);
    for (size_t i = 0; i < *n && !err; i++) {
        memory->candidates[i].evidence = memory->found[i].evidence;
        err = searcher_record(memory->searcher, memory->found[i].record, &memory->arena, &memory->records[i],
                              fault);
    }
    return err;
}

static void answer_query(void *context, size_t index, size_t worker)
{
    struct run *run = context;
    struct worker_memory *memory = &run->workers[worker];
    struct answer *answer = &run->answers[index];
    const struct list_person *query = run->queries.at[index];
    size_t n = 0;
    buf_clear(&answer->text);
    answer->err = run->index ? search_index(run, memory, &query->person, &n, &answer->fault)
                             : screen_person(memory->comparer, &run->list, &query->person, &run->screening,
                                             memory->candidates, &n, &answer->fault);
    if (!answer->err)
        answer->err = explain_candidates(run, memory, &query->person, n, &answer->fault);
    if (!answer->err)
        report_query(&answer->text, run->format, &query->subject, memory->reported, n);
    if (!answer->err && buf_failed(&answer->text))
        answer->err =
            fault_set(&answer->fault, ERR_NO_MEMORY, "the answer to query %.*s", STR_ARG(query->subject.id));
}

static enum err answer_batch(struct run *run, struct fault *fault)
{
    parallel_for(run->queries.n, run->workers_n, answer_query, run);
    for (size_t i = 0; i < run->queries.n; i++) {
        struct answer *answer = &run->answers[i];
        if (answer->err) {
            *fault = answer->fault;
            return answer->err;
        }
        enum err err = output_print(&answer->text, fault);
        if (err)
            return err;
    }
    run->done += run->queries.n;
    return ERR_OK;
}

enum { BAR = 40 };

/* The lines of the query file, or 0 where it is none that can be read twice. */
static size_t count_lines(const char *path)
{
    struct stat status;
    size_t n = 0;
    FILE *file = stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fopen(path, "re") : NULL;
    if (!file)
        return 0;
    for (int c = getc(file); c != EOF; c = getc(file))
        n += c == '\n';
    fclose(file);
    return n;
}

/* A bar of the lines read, where how many there are is known, and the queries answered. */
static void show_progress(const struct run *run, size_t line, bool end)
{
    char bar[BAR + 1] = "";
    size_t full = end ? BAR : run->lines ? line * BAR / run->lines : 0;
    if (!run->progress)
        return;
    for (size_t i = 0; i < BAR; i++)
        bar[i] = i < full ? '#' : '.';
    fprintf(stderr, "\r[%s] %zu queries screened%s", bar, run->done, end ? "\n" : "");
}

static enum err answer_all(struct run *run, const struct reader_options *options, struct fault *fault)
{
    struct reader *reader;
    enum err err = reader_open(&reader, run->options->query, options, fault);
    bool end = false;
    if (err)
        return err;
    while (!err && !end) {
        list_release(&run->queries);
        list_init(&run->queries);
        err = list_add_from(&run->queries, &run->model, reader, run->options->query, BATCH, &end, fault);
        if (!err)
            err = answer_batch(run, fault);
        show_progress(run, reader_line(reader), false);
    }
    reader_close(reader);
    show_progress(run, 0, true);
    if (!err && run->done == 0)
        return fault_set(fault, ERR_NO_USE, "%s: no person to ask about", run->options->query);
    if (!err && fflush(stdout) != 0)
        return fault_set(fault, ERR_IO, "standard output cannot be written");
    return err;
}

static bool make_searcher(const struct run *run, struct worker_memory *memory)
{
    arena_init(&memory->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    memory->searcher = searcher_new(run->index);
    memory->found = calloc(run->screening.limit, sizeof *memory->found);
    memory->records = calloc(run->screening.limit, sizeof *memory->records);
    return memory->searcher && memory->found && memory->records;
}

static enum err make_workers(struct run *run, struct fault *fault)
{
    size_t limit = run->screening.limit;
    run->workers_n = parallel_workers(run->options->jobs);
    run->workers = calloc(run->workers_n, sizeof *run->workers);
    run->answers = calloc(BATCH, sizeof *run->answers);
    if (!run->workers || !run->answers)
        return fault_set(fault, ERR_NO_MEMORY, "for %zu workers", run->workers_n);
    for (size_t i = 0; i < BATCH; i++)
        buf_init(&run->answers[i].text, REPORT_BYTES);
    for (size_t i = 0; i < run->workers_n; i++) {
        struct worker_memory *memory = &run->workers[i];
        memory->comparer = comparer_new(&run->model);
        memory->candidates = calloc(limit, sizeof *memory->candidates);
        memory->reported = calloc(limit, sizeof *memory->reported);
        memory->explanations = run->options->no_explain ? NULL : calloc(limit, sizeof *memory->explanations);
        if ((run->index && !make_searcher(run, memory)) || !memory->comparer || !memory->candidates ||
            !memory->reported || (!run->options->no_explain && !memory->explanations))
            return fault_set(fault, ERR_NO_MEMORY, "for %zu candidates a query", limit);
    }
    return ERR_OK;
}

static void run_release(struct run *run)
{
    for (size_t i = 0; run->workers && i < run->workers_n; i++) {
        comparer_free(run->workers[i].comparer);
        free(run->workers[i].candidates);
        free(run->workers[i].reported);
        free(run->workers[i].explanations);
        searcher_free(run->workers[i].searcher);
        free(run->workers[i].found);
        free(run->workers[i].records);
        arena_release(&run->workers[i].arena);
    }
    for (size_t i = 0; run->answers && i < BATCH; i++)
        buf_release(&run->answers[i].text);
    free(run->workers);
    free(run->answers);
    list_release(&run->queries);
    list_release(&run->list);
    index_close(run->index);
    arena_release(&run->arena);
}

static enum err load_lists(struct run *run, const struct reader_options *options, struct fault *fault)
{
    enum err err = model_load(&run->arena, &run->model, fault);
    if (!err && run->options->index)
        return index_open(&run->index, &run->model, run->options->index, fault);
    for (size_t i = 0; !err && i < run->options->lists.n; i++)
        err = list_add_file(&run->list, &run->model, run->options->lists.at[i], options, fault);
    return err;
}

static enum err run_screen(struct run *run, struct fault *fault)
{
    struct reader_options readers = {.header_map = run->options->map,
                                     .strict = run->options->strict,
                                     .now = clock_system_now(),
                                     .warn = command_warn};
    enum err err = load_lists(run, &readers, fault);
    if (err)
        return err;
    size_t persons = run->index ? run->index->persons : run->list.n - run->list.unreadable;
    size_t most = run->index ? run->index->persons : run->list.n;
    if (run->screening.limit > most)
        run->screening.limit = most ? most : 1;
    run->screening.prior = screen_prior(persons);
    err = make_workers(run, fault);
    struct buf heading;
    buf_init(&heading, 256);
    if (!err && run->format == REPORT_CSV) {
        report_csv_heading(&heading);
        err = output_print(&heading, fault);
    }
    buf_release(&heading);
    return err ? err : answer_all(run, &readers, fault);
}

int command_screen(int argc, char **argv)
{
    struct screen_options options = {.limit = DEFAULT_LIMIT, .threshold = ALERT_THRESHOLD};
    const struct option table[] = {{"--list", OPTION_TEXTS, &options.lists},
                                   {"--index", OPTION_TEXT, &options.index},
                                   {"--query", OPTION_TEXT, &options.query},
                                   {"--limit", OPTION_COUNT, &options.limit},
                                   {"--threshold", OPTION_SHARE, &options.threshold},
                                   {"--format", OPTION_TEXT, &options.format},
                                   {"--map", OPTION_TEXT, &options.map},
                                   {"--jobs", OPTION_COUNT, &options.jobs},
                                   {"--no-explain", OPTION_FLAG, &options.no_explain},
                                   {"--strict", OPTION_FLAG, &options.strict}};
    struct fault fault = {0};
    struct run run = {.options = &options};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err && ((options.lists.n == 0) == !options.index || !options.query))
        err = fault_set(&fault, ERR_USAGE, "screen wants --list FILE... or --index DIR, and --query FILE");
    if (!err)
        err = report_format(options.format, true, &run.format, &fault);
    if (!err) {
        run.screening = (struct screening){.threshold = options.threshold, .limit = options.limit};
        run.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
        run.lines = run.progress ? count_lines(options.query) : 0;
        arena_init(&run.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
        list_init(&run.list);
        list_init(&run.queries);
        err = run_screen(&run, &fault);
        run_release(&run);
    }
    return err ? command_fail(&fault) : 0;
}
