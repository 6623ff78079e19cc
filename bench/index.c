/* Index: how fast one subject is found among many, how much room that takes, and how
 * many copies find their originals (of all matches: recall.c); beside it two scans, by our
 * comparison and by ICU and Levenshtein, and what the machine's memory can do. Synthetic
 * subjects; a third of the queries are noisy copies, the rest strangers. */
#include "must.h"
#include "plain.h"

#include "base/arena.h"
#include "base/clock.h"
#include "index/builder.h"
#include "index/index.h"
#include "name/forms.h"
#include "synth/synth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    SEED = 1,
    BATCH = 65536,
    QUERIES = 20000,
    FIRST = 1000,  /* queries after opening */
    WARM_OF = 500, /* records: one query of each so many goes before those that are measured, */
    WARM = 2000,   /* and no fewer than these */
    SCAN_RECORDS = 10000,
    SCAN_QUERIES = 60,
    MOST = 64
};
enum { ERRORS = 1000, COPIES_OF = 3 /* of so many queries one is a copy */, GROWTH_FROM = 100000 };

struct bench {
    FILE *results;
    struct arena arena;
    struct model model;
    struct synth *synth;
    char segment[64];
    struct index *index;
    size_t n;
    double growth_base; /* seconds a query among GROWTH_FROM; 0: not measured */
};

static double seconds(void)
{
    return (double)clock_monotonic_ns() / 1e9;
}

/* What one thread has had of a core: other programs on the machine do not count. */
static double core_seconds(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

static void figure(struct bench *bench, const char *name, double value, const char *unit)
{
    printf("%9zu  %-34s %14.3f %s\n", bench->n, name, value, unit);
    fprintf(bench->results, "%zu %s %.4f %s\n", bench->n, name, value, unit);
    fflush(stdout);
}

/* --- What the memory of this machine can do, as most figures are bound by it --- */

enum { MEMORY_BYTES = 1 << 29, HOPS = 1 << 22 };

static void measure_memory(struct bench *bench)
{
    size_t n = MEMORY_BYTES / sizeof(uint64_t);
    uint64_t *at = malloc(MEMORY_BYTES);
    uint64_t sum = 0;
    size_t hop = 0;
    must(at != NULL, "no memory", NULL);
    for (size_t i = 0; i < n; i++)
        at[i] = synth_shuffled(SEED, i, n);
    double start = core_seconds();
    for (size_t i = 0; i < n; i++)
        sum += at[i];
    figure(bench, "memory_read", MEMORY_BYTES / 1e9 / (core_seconds() - start), "GB/s, one core, in order");
    start = core_seconds();
    for (size_t i = 0; i < HOPS; i++)
        hop = at[hop];
    figure(bench, "memory_miss", (core_seconds() - start) / HOPS * 1e9,
           "ns, a read that waits for the one before");
    must(sum + hop != 0, "nothing read", NULL);
    free(at);
}

/* The most memory this process has had since it was last asked. */
static size_t peak_bytes(void)
{
    char line[128];
    size_t kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    FILE *reset = fopen("/proc/self/clear_refs", "w");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %zu", &kilobytes) == 1)
            break;
    if (reset)
        fputs("5", reset);
    if (reset)
        fclose(reset);
    if (status)
        fclose(status);
    return kilobytes * 1024;
}

/* --- Building --- */

static void show_bytes(struct bench *bench)
{
    const struct segment *segment = bench->index->parts[0].segment;
    double n = (double)bench->n;
    figure(bench, "bytes_a_subject", (double)segment->bytes / n, "of which");
    figure(bench, "bytes_of_postings",
           (double)(segment->header.section[SECTION_ENTRIES].bytes +
                    segment->header.section[SECTION_BUCKETS].bytes) /
               n,
           "8 a key of his and 4 for each 8 of these");
    figure(bench, "bytes_of_records", (double)segment->header.section[SECTION_RECORDS].bytes / n,
           "what is compared and shown");
    figure(bench, "bytes_of_tokens",
           (double)(segment->header.section[SECTION_SKETCHES].bytes +
                    segment->header.section[SECTION_TOKEN_TEXT].bytes) /
               n,
           "each distinct one once");
}

/* Builds the index of n subjects; only what is spent in the builder counts. */
static void build(struct bench *bench)
{
    struct fault fault = {0};
    struct builder *builder;
    double spent = 0;
    must(builder_new(&builder, &bench->model, 0, &fault) == ERR_OK, "a builder", &fault);
    struct subject *subjects = calloc(BATCH, sizeof *subjects);
    struct arena arena;
    arena_init(&arena, (size_t)1 << 32);
    must(subjects != NULL, "no memory", NULL);
    (void)peak_bytes();
    for (size_t done = 0; done < bench->n;) {
        size_t n = bench->n - done < BATCH ? bench->n - done : BATCH;
        arena_reset(&arena);
        for (size_t i = 0; i < n; i++)
            must(synth_person(bench->synth, done + i, &arena, &subjects[i], &fault) == ERR_OK, "synth",
                 &fault);
        double start = seconds();
        must(builder_add(builder, "synth", subjects, NULL, n, &fault) == ERR_OK, "adding", &fault);
        spent += seconds() - start;
        done += n;
    }
    double start = seconds();
    size_t readable = builder_readable(builder);
    must(builder_write(builder, bench->segment, &fault) == ERR_OK, "writing", &fault);
    spent += seconds() - start;
    builder_free(builder);
    arena_release(&arena);
    free(subjects);
    figure(bench, "build", spent, "s, all cores; bound by taking names apart");
    figure(bench, "build_peak", (double)peak_bytes() / (double)bench->n,
           "bytes a subject, the making of the subjects with it");
    start = seconds();
    must(index_open_segment(&bench->index, &bench->model, bench->segment, readable, &fault) == ERR_OK,
         "opening", &fault);
    double opened = seconds() - start;
    unlink(bench->segment);
    figure(bench, "open", opened * 1e3, "ms; bound by reading the blocks' checksums");
    show_bytes(bench);
}

/* Query q: a copy of a record, or a person who is not among them. */
static void make_query(struct bench *bench, size_t q, struct arena *arena, struct subject *subject)
{
    struct fault fault = {0};
    enum err err = q % COPIES_OF == 0 ? synth_copy(bench->synth, synth_shuffled(SEED, q % bench->n, bench->n),
                                                   1, ERRORS, arena, subject, &fault)
                                      : synth_person(bench->synth, bench->n + q, arena, subject, &fault);
    must(err == ERR_OK, "a query", &fault);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What a query costs, in seconds. */
static double ask(struct bench *bench, struct searcher *searcher, size_t q, struct search_counts *counts,
                  struct found found[MOST], size_t *n)
{
    struct screening screening = {.prior = screen_prior(bench->n), .threshold = 0.5, .limit = MOST};
    struct fault fault = {0};
    struct arena arena;
    struct subject subject;
    const struct person *query;
    arena_init(&arena, (size_t)1 << 26);
    make_query(bench, q, &arena, &subject);
    double start = core_seconds();
    must(searcher_query(searcher, &subject, &query, &fault) == ERR_OK, "a query", &fault);
    must(searcher_search(searcher, query, &screening, found, n, counts, &fault) == ERR_OK, "a search",
         &fault);
    double took = core_seconds() - start;
    arena_release(&arena);
    return took;
}

/* A block is held against its checksum when it is first touched: as large a share of them before, whatever n.
 */
static void warm(struct bench *bench, struct searcher *searcher)
{
    size_t queries = bench->n / WARM_OF > WARM ? bench->n / WARM_OF : WARM;
    struct search_counts counts = {0};
    struct found found[MOST];
    size_t n;
    double first = 0;
    for (size_t q = 0; q < queries; q++) {
        double took = ask(bench, searcher, QUERIES + q, &counts, found, &n);
        first += q < FIRST ? took : 0;
    }
    figure(bench, "first_queries", first / FIRST * 1e6,
           "us, the first 1,000 after opening: blocks are checked");
}

static void search(struct bench *bench)
{
    struct searcher *searcher = searcher_new(bench->index);
    struct search_counts counts = {0};
    double *times = calloc(QUERIES, sizeof *times);
    size_t copies = 0;
    size_t first = 0;
    double spent = 0;
    must(searcher && times, "no memory", NULL);
    warm(bench, searcher);
    for (size_t q = 0; q < QUERIES; q++) {
        struct found found[MOST];
        size_t n;
        times[q] = ask(bench, searcher, q, &counts, found, &n);
        spent += times[q];
        copies += q % COPIES_OF == 0;
        first += q % COPIES_OF == 0 && n > 0 &&
                 (uint32_t)found[0].record == synth_shuffled(SEED, q % bench->n, bench->n);
    }
    qsort(times, QUERIES, sizeof *times, ascending);
    figure(bench, "queries_a_second", QUERIES / spent,
           "of one core's time; bound by records looked at, see the counts below");
    if (bench->n == GROWTH_FROM)
        bench->growth_base = spent;
    if (bench->growth_base > 0)
        figure(bench, "cost_against_100000", spent / bench->growth_base, "times as much a query");
    figure(bench, "median", times[QUERIES / 2] * 1e6, "us");
    figure(bench, "p99", times[QUERIES - 1 - QUERIES / 100] * 1e6, "us");
    figure(bench, "keys_a_query", (double)counts.keys / QUERIES, "");
    figure(bench, "postings_a_query", (double)counts.entries / QUERIES, "");
    figure(bench, "glances_a_query", (double)counts.glanced / QUERIES,
           "records whose names were held against");
    figure(bench, "bounds_a_query", (double)counts.bounded / QUERIES, "records looked at in all they say");
    figure(bench, "comparisons_a_query", (double)counts.compared / QUERIES, "records compared in full");
    figure(bench, "copies_found_first", (double)first / (double)copies, "");
    free(times);
    searcher_free(searcher);
}

/* The two scans, on the first records, as queries a second of so many. */
static void scan(struct bench *bench)
{
    struct fault fault = {0};
    size_t n = bench->n < SCAN_RECORDS ? bench->n : SCAN_RECORDS;
    struct arena arena;
    struct subject *subjects = calloc(n + SCAN_QUERIES, sizeof *subjects);
    struct person *persons = calloc(n + SCAN_QUERIES, sizeof *persons);
    struct plain *plain = calloc(n + SCAN_QUERIES, sizeof *plain);
    struct comparer *comparer = comparer_new(&bench->model);
    struct forms_cache *cache = forms_cache_new((size_t)1 << 30);
    UTransliterator *transliterator = plain_open();
    double sum = 0;
    arena_init(&arena, (size_t)1 << 34);
    must(subjects && persons && plain && comparer && cache, "no memory", NULL);
    for (size_t i = 0; i < n + SCAN_QUERIES; i++) {
        if (i < n)
            must(synth_person(bench->synth, i, &arena, &subjects[i], &fault) == ERR_OK, "synth", &fault);
        else
            make_query(bench, i - n, &arena, &subjects[i]);
        must(person_init_cached(&arena, cache, &bench->model, &subjects[i], &persons[i], &fault) == ERR_OK,
             "a person", &fault);
        plain_init(transliterator, persons[i].names[0].written, &plain[i]);
    }
    double start = core_seconds();
    for (size_t q = n; q < n + SCAN_QUERIES; q++)
        for (size_t i = 0; i < n; i++) {
            micronats evidence;
            must(compare_persons(comparer, &persons[q], &persons[i], &evidence, NULL, &fault) == ERR_OK,
                 "a comparison", &fault);
            sum += (double)evidence;
        }
    double of_all = (double)bench->n / (double)n;
    figure(bench, "scan_by_comparison", SCAN_QUERIES / (core_seconds() - start) / of_all,
           "queries/s, one core, by 10,000 records");
    start = core_seconds();
    for (size_t q = n; q < n + SCAN_QUERIES; q++)
        for (size_t i = 0; i < n; i++)
            sum += plain_compare(&plain[q], &plain[i]);
    figure(bench, "scan_by_icu_levenshtein", SCAN_QUERIES / (core_seconds() - start) / of_all,
           "queries/s, one core, by one name of 10,000");
    must(sum != 0, "nothing compared", NULL);
    utrans_close(transliterator);
    comparer_free(comparer);
    forms_cache_free(cache);
    arena_release(&arena);
    free(subjects);
    free(persons);
    free(plain);
}

/* --- Of the copies that compare as their originals, how many find them --- */

/* True where the comparison alone makes the copy's original a candidate; *found, where the search has it too.
 */
static bool is_match(struct bench *bench, struct searcher *searcher, struct comparer *comparer,
                     size_t original, struct arena *arena, bool *found)
{
    struct screening screening = {.prior = screen_prior(bench->n), .threshold = 0.5, .limit = MOST};
    struct fault fault = {0};
    struct subject copy;
    struct subject record;
    struct person person;
    struct found out[MOST];
    const struct person *query;
    micronats evidence;
    size_t n;
    must(synth_copy(bench->synth, original, 1, ERRORS, arena, &copy, &fault) == ERR_OK &&
             synth_person(bench->synth, original, arena, &record, &fault) == ERR_OK &&
             person_init(arena, &bench->model, &record, &person, &fault) == ERR_OK &&
             searcher_query(searcher, &copy, &query, &fault) == ERR_OK &&
             searcher_search(searcher, query, &screening, out, &n, NULL, &fault) == ERR_OK &&
             compare_persons(comparer, query, &person, &evidence, NULL, &fault) == ERR_OK,
         "a copy", &fault);
    *found = n == MOST;
    for (size_t i = 0; i < n; i++)
        *found = *found || (uint32_t)out[i].record == original;
    return score_of((double)evidence / 1e6, screening.prior) >= screening.threshold;
}

static void measure_copies(struct bench *bench)
{
    enum { COPIES = 16000 };
    struct searcher *searcher = searcher_new(bench->index);
    struct comparer *comparer = comparer_new(&bench->model);
    struct arena arena;
    size_t matches = 0;
    size_t found_n = 0;
    must(searcher && comparer, "no memory", NULL);
    arena_init(&arena, (size_t)1 << 30);
    for (size_t i = 0; i < COPIES; i++) {
        bool found;
        arena_reset(&arena);
        if (!is_match(bench, searcher, comparer, synth_shuffled(SEED, i % bench->n, bench->n), &arena,
                      &found))
            continue;
        matches++;
        found_n += found;
    }
    figure(bench, "copies_that_compare_as_originals", (double)matches, "");
    figure(bench, "share_of_these_found", matches ? (double)found_n / (double)matches : 1, "");
    arena_release(&arena);
    comparer_free(comparer);
    searcher_free(searcher);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct fault fault = {0};
    must(argc >= 3, "usage: index RESULTS SIZE...", NULL);
    bench.results = fopen(argv[1], "w");
    must(bench.results != NULL, argv[1], NULL);
    arena_init(&bench.arena, (size_t)1 << 32);
    must(model_load(&bench.arena, &bench.model, &fault) == ERR_OK, "the model", &fault);
    must(synth_open(&bench.synth, SEED, &fault) == ERR_OK, "synth", &fault);
    snprintf(bench.segment, sizeof bench.segment, "/tmp/liaison-bench-%ld", (long)getpid());
    measure_memory(&bench);
    for (int i = 2; i < argc; i++) {
        bench.n = strtoull(argv[i], NULL, 10);
        must(bench.n > 0, argv[i], NULL);
        build(&bench);
        search(&bench);
        scan(&bench);
        measure_copies(&bench);
        index_close(bench.index);
    }
    synth_close(bench.synth);
    arena_release(&bench.arena);
    must(fclose(bench.results) == 0, argv[1], NULL);
    return 0;
}
