/* Bench accuracy: what its groups of tasks share: options, data and results.
 *
 * A group prints a row for each of its tasks by bench_result, or by bench_skip
 * where its data are not there. Everything random is drawn from fixed seeds, so
 * that one build and one folder give one table. */
#ifndef LIAISON_CLI_BENCH_ACCURACY_H
#define LIAISON_CLI_BENCH_ACCURACY_H

#include "base/arena.h"
#include "base/error.h"
#include "cli/options.h"
#include "match/compare.h"
#include "match/list.h"
#include "match/model.h"
#include "match/person.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct bench_options {
    const char *data;
    const char *json;  /* NULL: none written */
    struct texts only; /* words of groups; none: all */
    size_t jobs;       /* 0: all cores */
    size_t sample;     /* how many of each large set; 0: as each task has it */
    bool quick;        /* samples of the large sets */
    bool full;         /* no samples at all */
    bool show;         /* also the rows that went wrong, on standard output */
};

struct bench {
    struct bench_options options;
    struct arena arena; /* lives as long as the run */
    struct model model;
    bool lists_loaded;
    struct list uk;
    struct list un;
    size_t *truth;       /* of un.at[i], the index into uk; BENCH_NONE where he is not on it */
    const char *missing; /* which file lacks of the lists and their truth, or NULL */
    double prior;        /* of screening the UK list */
    json_t *results;
    size_t missed;
    size_t skipped;
};

enum { BENCH_NONE = -1 };
#define BENCH_NO_INDEX ((size_t)BENCH_NONE)

/* The groups of tasks. Errors are the readers'; a missed target is none. */
enum err accuracy_names(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_lists(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_dates(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_pairs(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_tokens(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_calibration(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_invented(struct bench *bench, struct fault *fault) MUST_USE;
enum err accuracy_skeletons(struct bench *bench, struct fault *fault) MUST_USE;

enum bound { AT_LEAST, AT_MOST, FOR_INFORMATION };

/* Prints and keeps one row. The task's text is ASCII. n: of how many. */
void bench_result(struct bench *bench, const char *task, enum bound bound, double target, double reached,
                  size_t n);
void bench_skip(struct bench *bench, const char *task, const char *missing);

/* With --show, a line about a row that went wrong. */
void bench_show(const struct bench *bench, const char *format, ...) PRINTF_LIKE(2, 3);

struct files {
    const char **at; /* in the arena, sorted */
    size_t n;
};

/* The files below the data folder that match the pattern ("lists/uk-*.ftm.jsonl"); n 0 where there are none.
 */
enum err bench_files(struct bench *bench, const char *pattern, struct files *files,
                     struct fault *fault) MUST_USE;

/* UK list, UN persons and truth, read once; where one is not there, bench->missing says which. */
enum err bench_load_lists(struct bench *bench, struct fault *fault) MUST_USE;

struct subjects {
    struct subject *at; /* in the arena */
    size_t n;
};

/* The persons of a file, not made ready. The map is that of the reader's options. */
enum err bench_subjects(struct bench *bench, const char *path, const char *map, struct subjects *subjects,
                        struct fault *fault) MUST_USE;

/* Calls visit for each row of a CSV file under headings, with the cells of the columns asked for, in
 * their order. NO_USE where a column is not there. */
typedef enum err (*bench_row)(void *context, const struct str *cells, struct fault *fault);
enum err bench_csv(const char *path, const char *const *columns, size_t columns_n, bench_row visit,
                   void *context, struct fault *fault) MUST_USE;

/* The same for the lines of a file without headings, cut at tabs. */
enum err bench_tsv(const char *path, size_t cells_n, bench_row visit, void *context,
                   struct fault *fault) MUST_USE;

/* A copy of bytes that live shorter than the run; p NULL where there is no memory. */
struct str bench_keep(struct bench *bench, struct str s);

/* How many of n are measured: all with --full, as many as --sample says, few
 * with --quick, else usual (0: all). */
size_t bench_measured(const struct bench *bench, size_t n, size_t few, size_t usual);

/* k of n numbers without repetition, in a seeded order; NULL where there is no memory. k <= n. */
size_t *bench_sample(struct bench *bench, size_t n, size_t k, uint64_t seed);

/* A job for each index below n, over all cores. Each thread has a comparer and
 * an arena, which is emptied before each job. The first error ends nothing, but is returned. */
typedef enum err (*bench_job)(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                              struct fault *fault);
enum err bench_run(const struct bench *bench, size_t n, bench_job job, void *context,
                   struct fault *fault) MUST_USE;

/* Evidence in nats. */
enum err bench_compare(struct comparer *comparer, const struct person *a, const struct person *b,
                       double *nats, struct fault *fault) MUST_USE;

/* The person with all but his names set aside; all but his documents. Both share everything with p. */
struct person bench_names_only(const struct person *p);
struct person bench_without_documents(const struct person *p);

/* A person of one name alone, in the arena. NO_USE where it cannot be read. */
enum err bench_named(struct arena *arena, const struct model *model, struct str name, struct person *person,
                     struct fault *fault) MUST_USE;

/* True where the score of the evidence in screening the UK list reaches the default threshold. */
bool bench_alerts(const struct bench *bench, double nats);

/* The date so many years later; 29 February becomes the 28th. */
struct date bench_years_on(struct date date, int years);

/* part / whole, or 0 of nothing. */
double bench_share(size_t part, size_t whole);

#endif
