/* Bench of one comparison on one core: prepared persons, each of some asked of
 * all others in turn, as screening does it, every comparison timed by itself;
 * pairs that share no token apart from those that do. Beside it, in the same
 * run and over the same pairs, what one would build from parts: ICU's
 * transliteration at preparation, and Levenshtein's distance token by token.
 *
 * Usage: speed RESULTS [PERSONS]: prints one line a figure, "NAME VALUE UNIT",
 * and writes them to the file RESULTS. PERSONS is a CSV with a column
 * full_name; without it people are made up. */
#include "must.h"
#include "plain.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "match/compare.h"
#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { RECORDS = 4000, QUERIES = 250, SEED = 7 };

/* --- Times --- */

struct times {
    uint32_t *ns;
    size_t n;
};

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void times_init(struct times *times, size_t most)
{
    *times = (struct times){calloc(most, sizeof *times->ns), 0};
    must(times->ns != NULL, "no memory", NULL);
}

static void times_add(struct times *times, int64_t ns)
{
    times->ns[times->n++] = (uint32_t)(ns < 0 ? 0 : (ns > UINT32_MAX ? UINT32_MAX : ns));
}

/* What asking for the time costs by itself: it is taken off every figure. */
static int64_t clock_cost(void)
{
    struct times times;
    times_init(&times, 10001);
    for (size_t i = 0; i < 10001; i++) {
        int64_t start = clock_monotonic_ns();
        times_add(&times, clock_monotonic_ns() - start);
    }
    qsort(times.ns, times.n, sizeof *times.ns, ascending);
    int64_t cost = times.ns[times.n / 2];
    free(times.ns);
    return cost;
}

static void figure(FILE *results, const char *name, double value, const char *unit)
{
    printf("%-44s %10.1f %s\n", name, value, unit);
    fprintf(results, "%s %.1f %s\n", name, value, unit);
}

static void print_times(FILE *results, const char *name, struct times *times, int64_t clock)
{
    char full[64];
    if (times->n == 0)
        return;
    qsort(times->ns, times->n, sizeof *times->ns, ascending);
    double median = (double)times->ns[times->n / 2] - (double)clock;
    double high = (double)times->ns[times->n - 1 - times->n / 100] - (double)clock;
    double sum = 0;
    for (size_t i = 0; i < times->n; i++)
        sum += (double)times->ns[i] - (double)clock;
    snprintf(full, sizeof full, "%s.median", name);
    figure(results, full, median > 0 ? median : 0, "ns");
    snprintf(full, sizeof full, "%s.mean", name);
    figure(results, full, sum / (double)times->n, "ns");
    snprintf(full, sizeof full, "%s.p99", name);
    figure(results, full, high, "ns");
    snprintf(full, sizeof full, "%s.pairs", name);
    figure(results, full, (double)times->n, "");
}

/* --- Persons --- */

struct people {
    struct arena arena;
    struct model model;
    struct subject *subjects;
    struct person *persons;
    size_t n;
};

/* Names of two or three tokens out of common and rare syllables, as a list of people has them. */
static struct str make_name(struct arena *arena, struct seeded *seeded)
{
    static const char *const given[] = {"Marisol", "Anton",   "Rustam", "Ingrid", "Khalid", "Oleg",
                                        "Beatriz", "Nurlan",  "Tomasz", "Farida", "Pavel",  "Leonie",
                                        "Yusuf",   "Cataldo", "Mirela", "Henrik", "Zarina", "Gustavo"};
    static const char *const starts[] = {"Bar", "Tsel", "Kam", "Vor", "Mal",  "Shik", "Der",
                                         "Ost", "Lin",  "Gar", "Pet", "Zhur", "Hal",  "Fen",
                                         "Ros", "Yak",  "Cor", "Nad", "Ul",   "Wen"};
    static const char *const middles[] = {"a", "e", "ov", "in", "ar", "ul", "en", "im", "o", "ak"};
    static const char *const ends[] = {"ov",     "sson", "ez",  "ic",  "yan", "berg",
                                       "shvili", "ani",  "ski", "man", "ev"};
#define PICK(table) table[seeded_below(seeded, sizeof(table) / sizeof *(table))]
    char text[NAME];
    int n = snprintf(text, sizeof text, "%s %s%s%s%s", PICK(given), seeded_below(seeded, 4) ? "" : "de ",
                     PICK(starts), PICK(middles), PICK(ends));
    if (seeded_below(seeded, 3) == 0)
        n += snprintf(text + n, sizeof text - (size_t)n, " %s%s", PICK(starts), PICK(ends));
#undef PICK
    return (struct str){arena_copy(arena, text, (size_t)n), (size_t)n};
}

static void make_people(struct people *people)
{
    struct seeded seeded = {SEED};
    for (; people->n < RECORDS; people->n++) {
        struct str *values = arena_array(&people->arena, 2, sizeof *values);
        must(values != NULL, "no memory", NULL);
        char date[64];
        int n = snprintf(date, sizeof date, "19%02d-%02d-%02d", 40 + (int)seeded_below(&seeded, 60),
                         1 + (int)seeded_below(&seeded, 12), 1 + (int)seeded_below(&seeded, 28));
        values[0] = make_name(&people->arena, &seeded);
        values[1] = (struct str){arena_copy(&people->arena, date, (size_t)n), (size_t)n};
        people->subjects[people->n].values[PROPERTY_NAME] = (struct values){&values[0], 1};
        people->subjects[people->n].values[PROPERTY_BIRTH_DATE] = (struct values){&values[1], 1};
    }
}

static void read_people(struct people *people, const char *path)
{
    struct reader_options options = {.header_map = "full_name=name,first_name=,middle_name=,last_name="};
    struct reader *reader;
    struct fault fault = {0};
    bool end = false;
    must(reader_open(&reader, path, &options, &fault) == ERR_OK, path, &fault);
    while (!end && people->n < RECORDS) {
        must(reader_next(reader, &people->arena, &people->subjects[people->n], &end, &fault) == ERR_OK, path,
             &fault);
        people->n += !end;
    }
    reader_close(reader);
}

static void prepare_people(struct people *people, struct times *times)
{
    struct fault fault = {0};
    for (size_t i = 0; i < people->n; i++) {
        int64_t start = clock_monotonic_ns();
        enum err err =
            person_init(&people->arena, &people->model, &people->subjects[i], &people->persons[i], &fault);
        times_add(times, clock_monotonic_ns() - start);
        must(err == ERR_OK, "a person", &fault);
    }
}

static bool share_token(const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->tokens_n; i++)
        for (size_t j = 0; j < b->tokens_n; j++)
            if (str_equal(a->tokens[i].text, b->tokens[j].text))
                return true;
    return false;
}

/* --- The peer --- */

static struct plain *prepare_plain(const struct people *people, struct times *times)
{
    UTransliterator *transliterator = plain_open();
    struct plain *plain = calloc(people->n, sizeof *plain);
    must(plain != NULL, "no memory", NULL);
    for (size_t i = 0; i < people->n; i++) {
        int64_t start = clock_monotonic_ns();
        plain_init(transliterator, people->subjects[i].values[PROPERTY_NAME].at[0], &plain[i]);
        times_add(times, clock_monotonic_ns() - start);
    }
    utrans_close(transliterator);
    return plain;
}

/* --- The run --- */

enum { APART, SHARING, KINDS };

struct run {
    struct people people;
    struct times ours[KINDS];
    struct times peer[KINDS];
    double sum; /* keeps the comparisons from being left out */
};

static void measure(struct run *run, const struct plain *plain)
{
    const struct people *people = &run->people;
    struct comparer *comparer = comparer_new(&people->model);
    must(comparer != NULL, "no memory", NULL);
    for (size_t q = 0; q < QUERIES && q < people->n; q++) {
        for (size_t i = QUERIES; i < people->n; i++) {
            micronats evidence = 0;
            bool sharing = share_token(&people->persons[q], &people->persons[i]);
            int64_t start = clock_monotonic_ns();
            enum err err =
                compare_persons(comparer, &people->persons[q], &people->persons[i], &evidence, NULL, NULL);
            times_add(&run->ours[sharing], clock_monotonic_ns() - start);
            must(err == ERR_OK, "a comparison", NULL);
            run->sum += (double)evidence;
        }
        for (size_t i = QUERIES; i < people->n; i++) {
            bool sharing = share_token(&people->persons[q], &people->persons[i]);
            int64_t start = clock_monotonic_ns();
            run->sum += plain_compare(&plain[q], &plain[i]);
            times_add(&run->peer[sharing], clock_monotonic_ns() - start);
        }
    }
    comparer_free(comparer);
}

static void report(struct run *run, FILE *results, int64_t clock, struct times *prepared,
                   struct times *transliterated)
{
    print_times(results, "compare.no_token_shared", &run->ours[APART], clock);
    print_times(results, "compare.token_shared", &run->ours[SHARING], clock);
    print_times(results, "compare.preparation", prepared, clock);
    print_times(results, "icu_levenshtein.no_token_shared", &run->peer[APART], clock);
    print_times(results, "icu_levenshtein.token_shared", &run->peer[SHARING], clock);
    print_times(results, "icu_levenshtein.preparation", transliterated, clock);
}

int main(int argc, char **argv)
{
    static struct run run;
    struct times prepared;
    struct times transliterated;
    struct fault fault = {0};
    must(argc == 2 || argc == 3, "usage: speed RESULTS [PERSONS]", NULL);
    FILE *results = fopen(argv[1], "w");
    must(results != NULL, argv[1], NULL);
    arena_init(&run.people.arena, (size_t)1 << 32);
    must(model_load(&run.people.arena, &run.people.model, &fault) == ERR_OK, "the model", &fault);
    run.people.subjects = arena_array(&run.people.arena, RECORDS, sizeof *run.people.subjects);
    run.people.persons = arena_array(&run.people.arena, RECORDS, sizeof *run.people.persons);
    must(run.people.subjects && run.people.persons, "no memory", NULL);
    if (argc == 3)
        read_people(&run.people, argv[2]);
    else
        make_people(&run.people);
    times_init(&prepared, RECORDS);
    times_init(&transliterated, RECORDS);
    for (size_t kind = 0; kind < KINDS; kind++) {
        times_init(&run.ours[kind], (size_t)QUERIES * RECORDS);
        times_init(&run.peer[kind], (size_t)QUERIES * RECORDS);
    }
    prepare_people(&run.people, &prepared);
    struct plain *plain = prepare_plain(&run.people, &transliterated);
    measure(&run, plain);
    report(&run, results, clock_cost(), &prepared, &transliterated);
    must(fclose(results) == 0, argv[1], NULL);
    return 0;
}
