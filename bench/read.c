/* Bench of reading: FollowTheMoney lines read, and made ready to be compared, on
 * all cores. The lines are invented (synth), lie in memory and are handed to the
 * readers in pieces of whole lines, as a list that is being indexed is.
 *
 * Usage: read RESULTS [PERSONS [CORES]]: prints one line a figure, "NAME VALUE
 * UNIT", and writes them to the file RESULTS. */
#include "must.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/parallel.h"
#include "match/person.h"
#include "name/forms.h"
#include "record/ftm_write.h"
#include "record/reader.h"
#include "synth/synth.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PERSONS = 200000, PIECE = 2000, SEED = 7, CORES_MAX = 64 };
static const size_t LINES_BYTES = (size_t)8 << 30;
static const size_t CACHE_BYTES = (size_t)64 << 20;

/* --- The lines --- */

struct pieces {
    struct buf lines;
    size_t *starts; /* where each piece begins, and the end */
    size_t n;
};

static void make_lines(struct pieces *pieces, size_t persons)
{
    struct synth *synth;
    struct arena arena;
    struct fault fault;
    struct subject subject;
    must(synth_open(&synth, SEED, &fault) == ERR_OK, "synth", &fault);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    buf_init(&pieces->lines, LINES_BYTES);
    pieces->starts = calloc(persons / PIECE + 2, sizeof *pieces->starts);
    must(pieces->starts != NULL, "no memory", NULL);
    for (size_t i = 0; i < persons; i++) {
        if (i % PIECE == 0)
            pieces->starts[pieces->n++] = pieces->lines.n;
        arena_reset(&arena);
        must(synth_person(synth, i, &arena, &subject, &fault) == ERR_OK, "synth", &fault);
        ftm_write(&pieces->lines, &subject);
    }
    must(!buf_failed(&pieces->lines), "no memory", NULL);
    pieces->starts[pieces->n] = pieces->lines.n;
    arena_release(&arena);
    synth_close(synth);
}

/* --- Reading --- */

struct reading {
    const struct pieces *pieces;
    const struct model *model; /* NULL: the persons are not made ready */
    struct forms_cache *caches[CORES_MAX];
    atomic_size_t persons;
    atomic_size_t names;
};

static void read_piece(void *context, size_t index, size_t worker)
{
    struct reading *reading = context;
    struct forms_cache *cache = reading->caches[worker];
    const struct pieces *pieces = reading->pieces;
    struct str lines = {pieces->lines.bytes + pieces->starts[index],
                        pieces->starts[index + 1] - pieces->starts[index]};
    struct reader_options options = {0};
    struct reader *reader;
    struct subject subject;
    struct person person;
    struct arena arena;
    struct fault fault;
    size_t names = 0;
    bool end = false;
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    must(reader_open_bytes(&reader, "lines", lines, &options, &fault) == ERR_OK, "opening", &fault);
    for (;;) {
        arena_reset(&arena);
        must(reader_next(reader, &arena, &subject, &end, &fault) == ERR_OK, "reading", &fault);
        if (end)
            break;
        if (!reading->model)
            continue;
        must(person_init_cached(&arena, cache, reading->model, &subject, &person, &fault) == ERR_OK,
             "a person", &fault);
        forms_cache_trim(cache);
        names += person.apart_n;
    }
    atomic_fetch_add(&reading->persons, reader_counts(reader).subjects);
    atomic_fetch_add(&reading->names, names);
    reader_close(reader);
    arena_release(&arena);
}

struct took {
    double wall;
    double cpu; /* of all cores */
};

static double cpu_seconds(void)
{
    struct timespec t;
    must(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0, "no clock", NULL);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct took took_for(struct reading *reading, size_t cores)
{
    for (size_t i = 0; i < cores && reading->model; i++)
        must((reading->caches[i] = forms_cache_new(CACHE_BYTES)) != NULL, "no memory", NULL);
    int64_t start = clock_monotonic_ns();
    double cpu = cpu_seconds();
    parallel_for(reading->pieces->n, cores, read_piece, reading);
    struct took took = {(double)(clock_monotonic_ns() - start) / 1e9, cpu_seconds() - cpu};
    for (size_t i = 0; i < cores; i++)
        forms_cache_free(reading->caches[i]);
    return took;
}

static void figure(FILE *results, const char *name, double value, const char *unit)
{
    printf("%-32s %12.2f %s\n", name, value, unit);
    fprintf(results, "%s %.2f %s\n", name, value, unit);
}

int main(int argc, char **argv)
{
    size_t persons = argc > 2 ? strtoul(argv[2], NULL, 10) : PERSONS;
    size_t cores = argc > 3 ? strtoul(argv[3], NULL, 10) : parallel_cores();
    must(argc > 1 && persons > 0 && cores > 0 && cores <= CORES_MAX, "usage: read RESULTS [PERSONS [CORES]]",
         NULL);
    FILE *results = fopen(argv[1], "w");
    must(results != NULL, argv[1], NULL);
    struct pieces pieces = {0};
    struct arena arena;
    struct model model;
    struct fault fault;
    arena_init(&arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    must(model_load(&arena, &model, &fault) == ERR_OK, "the tables", &fault);
    make_lines(&pieces, persons);
    struct reading parsed = {.pieces = &pieces};
    struct reading ready = {.pieces = &pieces, .model = &model};
    struct took parsing = took_for(&parsed, cores);
    struct took both = took_for(&ready, cores);
    must(parsed.persons == persons && ready.persons == persons, "not all persons were read", NULL);
    double millions = (double)persons / 1e6;
    figure(results, "read.persons", (double)persons, "");
    figure(results, "read.cores", (double)cores, "");
    figure(results, "read.bytes_a_person", (double)pieces.lines.n / (double)persons, "");
    figure(results, "read.names_a_person", (double)ready.names / (double)persons, "");
    figure(results, "read.parsed.wall", parsing.wall / millions, "s a million");
    figure(results, "read.parsed.cpu", parsing.cpu / millions, "core s a million");
    figure(results, "read.parsed_and_ready.wall", both.wall / millions, "s a million");
    figure(results, "read.parsed_and_ready.cpu", both.cpu / millions, "core s a million");
    fclose(results);
    free(pieces.starts);
    buf_release(&pieces.lines);
    arena_release(&arena);
    return 0;
}
