/* liaison index: builds, shows, checks and updates an index of lists. */
#include "base/clock.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "index/store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct index_options {
    const char *map;
    size_t jobs;
    bool strict;
};

static void show_progress(size_t records)
{
    fprintf(stderr, "\r%zu records taken in", records);
}

static void print_change(const struct store_change *change, const char *dir, int64_t start)
{
    if (isatty(STDERR_FILENO))
        fputc('\n', stderr);
    printf("%s: generation %lu, %zu records added, %zu removed, %zu persons, %.1f s\n", dir,
           change->generation, change->added, change->removed, change->persons,
           (double)(clock_monotonic_ns() - start) / 1e9);
}

typedef enum err (*store_writer)(const char *dir, const struct model *model, const char *const *paths,
                                 size_t n, const struct store_options *options, struct store_change *change,
                                 struct fault *fault);

static enum err write_index(store_writer writer, const struct model *model, const struct texts *words,
                            const struct index_options *options, struct fault *fault)
{
    struct store_options store = {.reader = {.header_map = options->map,
                                             .strict = options->strict,
                                             .now = clock_system_now(),
                                             .warn = command_warn},
                                  .workers = options->jobs,
                                  .progress = isatty(STDERR_FILENO) ? show_progress : NULL};
    struct store_change change;
    int64_t start = clock_monotonic_ns();
    if (words->n < 3)
        return fault_set(fault, ERR_USAGE, "index %s wants a directory and at least one file", words->at[0]);
    enum err err = writer(words->at[1], model, words->at + 2, words->n - 2, &store, &change, fault);
    if (!err)
        print_change(&change, words->at[1], start);
    return err;
}

static void print_part(const struct part *part)
{
    const struct segment *segment = part->segment;
    char shown[256];
    printf("part %s: %u records, %zu gone, %u distinct tokens, %llu postings, %.1f bytes a record\n",
           segment->path, segment->header.records, part->gone_n, segment->header.tokens,
           (unsigned long long)segment->header.section[SECTION_ENTRIES].bytes / 8,
           (double)segment->bytes / (segment->header.records ? segment->header.records : 1));
    struct str list;
    for (size_t i = 0; (list = segment_list(part->segment, i)).n; i++)
        printf("  list %s\n", str_clean_copy(shown, sizeof shown, list));
}

static enum err info(const struct model *model, const char *dir, bool verify, struct fault *fault)
{
    struct index *index;
    enum err err = index_open(&index, model, dir, fault);
    if (err)
        return err;
    if (!verify)
        printf("%s: version %d, generation %lu, %zu persons, %zu parts\n", dir, FORMAT_VERSION,
               index->generation, index->persons, index->parts_n);
    size_t bytes = 0;
    for (size_t i = 0; i < index->parts_n && !err; i++) {
        bytes += index->parts[i].segment->bytes;
        if (!verify)
            print_part(&index->parts[i]);
        err = verify ? segment_verify(index->parts[i].segment, fault)
                     : segment_damage(index->parts[i].segment, fault);
    }
    if (verify && !err)
        printf("%s: generation %lu, %zu bytes, every block is sound\n", dir, index->generation, bytes);
    index_close(index);
    return err;
}

static enum err run(const struct texts *words, const struct index_options *options, struct fault *fault)
{
    struct arena arena;
    struct model model;
    const char *action = words->n ? words->at[0] : "";
    bool verify = strcmp(action, "verify") == 0;
    bool build = strcmp(action, "build") == 0;
    bool writes = build || strcmp(action, "update") == 0;
    if (!writes && !verify && strcmp(action, "info") != 0)
        return fault_set(fault, ERR_USAGE, "index wants: %s, not '%s'", options_words("index"), action);
    if (!writes && words->n != 2)
        return fault_set(fault, ERR_USAGE, "index %s wants one directory", action);
    arena_init(&arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = model_load(&arena, &model, fault);
    if (!err)
        err = writes ? write_index(build ? store_build : store_update, &model, words, options, fault)
                     : info(&model, words->at[1], verify, fault);
    arena_release(&arena);
    return err;
}

int command_index(int argc, char **argv)
{
    struct index_options options = {0};
    struct texts words = {.n = 0};
    struct fault fault = {0};
    const struct option table[] = {{"--map", OPTION_TEXT, &options.map},
                                   {"--jobs", OPTION_COUNT, &options.jobs},
                                   {"--strict", OPTION_FLAG, &options.strict}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &words, &fault);
    if (!err)
        err = run(&words, &options, &fault);
    return err ? command_fail(&fault) : 0;
}
