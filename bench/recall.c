/* Recall: of the matches that comparing with every record finds, how many the index finds, and whether what
 * it finds has the same evidence. The comparison with every record shares nothing with the index: each query
 * with each record, by compare_persons and nothing before it. As that takes hours of a core, what it found is
 * kept in a file, query by query, and a run goes on where the last one stopped.
 *
 * Records are copies with errors, COPIES of each person, so that a query has as many matches. Most queries
 * are the persons themselves: query and record then differ by one office's errors. The others are further
 * copies: by two.
 *
 * Usage: recall RESULTS MATCHES RECORDS QUERIES MOST_SECONDS [MISSED]: writes the missed pairs, as FtM lines,
 * to MISSED */
#include "must.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/parallel.h"
#include "index/builder.h"
#include "index/index.h"
#include "name/forms.h"
#include "record/ftm_write.h"
#include "synth/synth.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SEED = 1, COPIES = 8, ERRORS = 1000, FURTHER = 4 /* of so many queries one is a further copy */ };
enum { CORES_MAX = 64, MATCHES_MOST = 4096, BLOCK = 16 /* queries, between two looks at the clock */ };
static const char HEADING[] = "matches of every comparison: query, how many, each record and its evidence; ";

struct match {
    uint32_t record;
    micronats evidence;
};

struct matches {
    struct match *at;
    size_t n;
};

struct recall {
    struct arena arena;
    struct model model;
    struct synth *synth;
    size_t records_n;
    size_t queries_n;
    struct subject *records;
    struct person *persons; /* of the records */
    struct subject *queries;
    struct matches *matches; /* of each query */
    size_t known;            /* of so many queries */
    struct screening screening;
    FILE *kept;
    pthread_mutex_t lock;
};

static bool is_further(size_t query)
{
    return query % FURTHER == FURTHER - 1;
}

static size_t person_of(const struct recall *recall, size_t query)
{
    size_t persons = recall->records_n / COPIES;
    return synth_shuffled(SEED, query % persons, persons);
}

static void make_subjects(struct recall *recall)
{
    struct fault fault = {0};
    recall->records = calloc(recall->records_n, sizeof *recall->records);
    recall->queries = calloc(recall->queries_n, sizeof *recall->queries);
    recall->matches = calloc(recall->queries_n, sizeof *recall->matches);
    must(recall->records && recall->queries && recall->matches, "no memory", NULL);
    for (size_t i = 0; i < recall->records_n; i++)
        must(synth_copy(recall->synth, i / COPIES, 1 + i % COPIES, ERRORS, &recall->arena,
                        &recall->records[i], &fault) == ERR_OK,
             "a record", &fault);
    for (size_t i = 0; i < recall->queries_n; i++) {
        size_t person = person_of(recall, i);
        struct subject *query = &recall->queries[i];
        enum err err = is_further(i) ? synth_copy(recall->synth, person, 1 + COPIES, ERRORS, &recall->arena,
                                                  query, &fault)
                                     : synth_person(recall->synth, person, &recall->arena, query, &fault);
        must(err == ERR_OK, "a query", &fault);
    }
}

/* --- Comparing with every record --- */

struct comparing {
    struct recall *recall;
    struct comparer *comparers[CORES_MAX];
    struct arena arenas[CORES_MAX];
    size_t first; /* query of the block */
};

static void compare_with_all(void *context, size_t index, size_t worker)
{
    struct comparing *comparing = context;
    struct recall *recall = comparing->recall;
    struct fault fault = {0};
    struct matches *matches = &recall->matches[comparing->first + index];
    struct match *found = calloc(MATCHES_MOST, sizeof *found);
    struct person query;
    arena_reset(&comparing->arenas[worker]);
    must(found != NULL, "no memory", NULL);
    must(person_init(&comparing->arenas[worker], &recall->model, &recall->queries[comparing->first + index],
                     &query, &fault) == ERR_OK,
         "a query", &fault);
    for (size_t i = 0; i < recall->records_n; i++) {
        micronats evidence;
        must(compare_persons(comparing->comparers[worker], &query, &recall->persons[i], &evidence, NULL,
                             &fault) == ERR_OK,
             "a comparison", &fault);
        if (score_of((double)evidence / 1e6, recall->screening.prior) < recall->screening.threshold)
            continue;
        must(matches->n < MATCHES_MOST, "too many matches", NULL);
        found[matches->n++] = (struct match){(uint32_t)i, evidence};
    }
    matches->at = realloc(found, (matches->n + 1) * sizeof *found);
    must(matches->at != NULL, "no memory", NULL);
}

static void make_persons(struct recall *recall)
{
    struct fault fault = {0};
    struct forms_cache *cache = forms_cache_new((size_t)1 << 31);
    recall->persons = calloc(recall->records_n, sizeof *recall->persons);
    must(cache && recall->persons, "no memory", NULL);
    for (size_t i = 0; i < recall->records_n; i++)
        must(person_init_cached(&recall->arena, cache, &recall->model, &recall->records[i],
                                &recall->persons[i], &fault) == ERR_OK,
             "a person", &fault);
    /* The tokens of the persons lie in the cache: it stays as long as they do. */
}

static void keep(struct recall *recall, size_t query)
{
    const struct matches *matches = &recall->matches[query];
    fprintf(recall->kept, "%zu %zu", query, matches->n);
    for (size_t i = 0; i < matches->n; i++)
        fprintf(recall->kept, " %u %lld", matches->at[i].record, (long long)matches->at[i].evidence);
    fputc('\n', recall->kept);
}

/* Goes on until all queries are known or the time is over. */
static void go_on(struct recall *recall, double most_seconds)
{
    struct comparing comparing = {.recall = recall};
    int64_t start = clock_monotonic_ns();
    size_t workers = parallel_cores() < CORES_MAX ? parallel_cores() : CORES_MAX;
    make_persons(recall);
    for (size_t w = 0; w < workers; w++) {
        must((comparing.comparers[w] = comparer_new(&recall->model)) != NULL, "no memory", NULL);
        arena_init(&comparing.arenas[w], (size_t)1 << 26);
    }
    while (recall->known < recall->queries_n && (double)(clock_monotonic_ns() - start) / 1e9 < most_seconds) {
        size_t n = recall->queries_n - recall->known < BLOCK ? recall->queries_n - recall->known : BLOCK;
        comparing.first = recall->known;
        parallel_for(n, workers, compare_with_all, &comparing);
        for (size_t i = 0; i < n; i++)
            keep(recall, recall->known + i);
        recall->known += n;
        must(fflush(recall->kept) == 0, "what is known cannot be kept", NULL);
    }
    for (size_t w = 0; w < workers; w++) {
        comparer_free(comparing.comparers[w]);
        arena_release(&comparing.arenas[w]);
    }
}

/* --- What earlier runs found --- */

/* Of one line; false at the end of the file. */
static bool read_line(struct recall *recall, FILE *file)
{
    size_t query;
    size_t n;
    if (recall->known == recall->queries_n || fscanf(file, "%zu %zu", &query, &n) != 2)
        return false;
    struct matches *matches = &recall->matches[query];
    must(query == recall->known && n <= MATCHES_MOST, "the file of matches is of another run", NULL);
    must((matches->at = calloc(n + 1, sizeof *matches->at)) != NULL, "no memory", NULL);
    for (; matches->n < n; matches->n++) {
        long long evidence;
        must(fscanf(file, "%u %lld", &matches->at[matches->n].record, &evidence) == 2,
             "the file of matches is broken off: delete its last line", NULL);
        matches->at[matches->n].evidence = evidence;
    }
    recall->known++;
    return true;
}

/* What the file is of: another population or other tables begin it anew. */
static void open_kept(struct recall *recall, const char *path)
{
    uint8_t fingerprint[MODEL_FINGERPRINT_BYTES];
    char heading[512];
    char found[512] = "";
    int n = snprintf(heading, sizeof heading, "%s%zu records, seed %d, tables ", HEADING, recall->records_n,
                     SEED);
    model_fingerprint(&recall->model, fingerprint);
    for (size_t i = 0; i < sizeof fingerprint; i++)
        n += snprintf(heading + n, sizeof heading - (size_t)n, "%02x", fingerprint[i]);
    snprintf(heading + n, sizeof heading - (size_t)n, "\n");
    recall->kept = fopen(path, "a+");
    must(recall->kept != NULL, path, NULL);
    rewind(recall->kept);
    if (!fgets(found, sizeof found, recall->kept) || strcmp(found, heading) != 0) {
        must(ftruncate(fileno(recall->kept), 0) == 0, path, NULL);
        fputs(heading, recall->kept);
        return;
    }
    while (read_line(recall, recall->kept))
        ;
    must(fseek(recall->kept, 0, SEEK_END) == 0, path, NULL);
}

/* --- The index --- */

struct counting {
    struct recall *recall;
    struct index *index;
    struct searcher *searchers[CORES_MAX];
    size_t matches[2]; /* of persons asked about as they are, and of further copies */
    size_t missed[2];
    FILE *shown; /* of the missed pairs, or NULL */
};

/* One found that is no match, or has other evidence, ends it. */
static void check_found(const struct matches *matches, const struct found *found)
{
    size_t k = 0;
    while (k < matches->n && matches->at[k].record != (uint32_t)found->record)
        k++;
    must(k < matches->n && matches->at[k].evidence == found->evidence,
         "the index compares otherwise than the file of matches: delete it where the comparison changed",
         NULL);
}

static void show_missed(const struct counting *counting, size_t query, const struct match *match)
{
    struct buf text;
    buf_init(&text, (size_t)1 << 20);
    buf_printf(&text, "%.6f nats\n", (double)match->evidence / 1e6);
    ftm_write(&text, &counting->recall->queries[query]);
    ftm_write(&text, &counting->recall->records[match->record]);
    must(!buf_failed(&text) && fwrite(text.bytes, 1, text.n, counting->shown) == text.n, "MISSED", NULL);
    buf_release(&text);
}

/* How many matches of the query are not among those found. */
static size_t missed_of(const struct counting *counting, size_t query, const struct found *found, size_t n)
{
    const struct matches *matches = &counting->recall->matches[query];
    for (size_t i = 0; i < n; i++)
        check_found(matches, &found[i]);
    for (size_t i = 0; i < matches->n && counting->shown; i++) {
        size_t k = 0;
        while (k < n && (uint32_t)found[k].record != matches->at[i].record)
            k++;
        if (k == n)
            show_missed(counting, query, &matches->at[i]);
    }
    return matches->n - n;
}

static void search_one(void *context, size_t query, size_t worker)
{
    struct counting *counting = context;
    struct recall *recall = counting->recall;
    struct fault fault = {0};
    struct found *found = calloc(MATCHES_MOST, sizeof *found);
    const struct person *person;
    size_t n;
    must(found != NULL, "no memory", NULL);
    must(searcher_query(counting->searchers[worker], &recall->queries[query], &person, &fault) == ERR_OK,
         "a query", &fault);
    must(searcher_search(counting->searchers[worker], person, &recall->screening, found, &n, NULL, &fault) ==
             ERR_OK,
         "a search", &fault);
    must(pthread_mutex_lock(&recall->lock) == 0, "a lock", NULL);
    size_t missed = missed_of(counting, query, found, n);
    counting->matches[is_further(query)] += recall->matches[query].n;
    counting->missed[is_further(query)] += missed;
    must(pthread_mutex_unlock(&recall->lock) == 0, "a lock", NULL);
    free(found);
}

static void search_all(struct counting *counting)
{
    struct recall *recall = counting->recall;
    struct fault fault = {0};
    struct builder *builder;
    char path[64];
    size_t workers = parallel_cores() < CORES_MAX ? parallel_cores() : CORES_MAX;
    snprintf(path, sizeof path, "/tmp/liaison-recall-%ld", (long)getpid());
    must(builder_new(&builder, &recall->model, 0, &fault) == ERR_OK &&
             builder_add(builder, "synth", recall->records, NULL, recall->records_n, &fault) == ERR_OK,
         "the index", &fault);
    size_t readable = builder_readable(builder);
    must(builder_write(builder, path, &fault) == ERR_OK, "the index", &fault);
    builder_free(builder);
    must(index_open_segment(&counting->index, &recall->model, path, readable, &fault) == ERR_OK, "the index",
         &fault);
    unlink(path);
    for (size_t w = 0; w < workers; w++)
        must((counting->searchers[w] = searcher_new(counting->index)) != NULL, "no memory", NULL);
    parallel_for(recall->known, workers, search_one, counting);
    for (size_t w = 0; w < workers; w++)
        searcher_free(counting->searchers[w]);
    index_close(counting->index);
}

static void figure(FILE *results, const char *name, double value, const char *unit)
{
    printf("%-44s %14.4f %s\n", name, value, unit);
    fprintf(results, "%s %.4f %s\n", name, value, unit);
}

static void tell(const struct counting *counting, const char *path)
{
    FILE *results = fopen(path, "w");
    must(results != NULL, path, NULL);
    size_t matches = counting->matches[0] + counting->matches[1];
    figure(results, "recall.records", (double)counting->recall->records_n, "");
    figure(results, "recall.queries", (double)counting->recall->known, "");
    figure(results, "recall.matches", (double)matches, "found by comparing with every record");
    figure(results, "recall.one_office.matches", (double)counting->matches[0], "the errors of one office");
    figure(results, "recall.one_office.share_found",
           1 - (double)counting->missed[0] / (double)(counting->matches[0] ? counting->matches[0] : 1), "");
    figure(results, "recall.two_offices.matches", (double)counting->matches[1], "the errors of two");
    figure(results, "recall.two_offices.share_found",
           1 - (double)counting->missed[1] / (double)(counting->matches[1] ? counting->matches[1] : 1), "");
    figure(results, "recall.share_found",
           1 - (double)(counting->missed[0] + counting->missed[1]) / (double)(matches ? matches : 1), "");
    must(fclose(results) == 0, path, NULL);
}

int main(int argc, char **argv)
{
    static struct recall recall = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct counting counting = {.recall = &recall};
    struct fault fault = {0};
    must(argc == 6 || argc == 7, "usage: recall RESULTS MATCHES RECORDS QUERIES MOST_SECONDS [MISSED]", NULL);
    recall.records_n = strtoull(argv[3], NULL, 10);
    recall.queries_n = strtoull(argv[4], NULL, 10);
    must(recall.records_n >= COPIES && recall.queries_n > 0, "RECORDS or QUERIES", NULL);
    arena_init(&recall.arena, (size_t)1 << 36);
    must(model_load(&recall.arena, &recall.model, &fault) == ERR_OK, "the tables", &fault);
    must(synth_open(&recall.synth, SEED, &fault) == ERR_OK, "synth", &fault);
    recall.screening =
        (struct screening){.prior = screen_prior(recall.records_n), .threshold = 0.5, .limit = MATCHES_MOST};
    make_subjects(&recall);
    open_kept(&recall, argv[2]);
    size_t before = recall.known;
    if (before < recall.queries_n)
        go_on(&recall, strtod(argv[5], NULL));
    must(fclose(recall.kept) == 0, argv[2], NULL);
    fprintf(stderr, "compared with every record: %zu queries before, %zu now, of %zu\n", before,
            recall.known - before, recall.queries_n);
    if (argc == 7)
        must((counting.shown = fopen(argv[6], "w")) != NULL, argv[6], NULL);
    search_all(&counting);
    must(!counting.shown || fclose(counting.shown) == 0, "MISSED", NULL);
    tell(&counting, argv[1]);
    return 0;
}
