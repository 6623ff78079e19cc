/* liaison link: who of one register is who of another, or stands twice in one. */
#include "index/link.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/report.h"
#include "index/builder.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEFAULT_LIMIT = 10, IDS_BYTES_MAX = 1 << 30, PATH_BYTES = 4096 };

struct link_command {
    const char *clusters_path;
    const char *map;
    size_t limit;
    size_t jobs;
    double threshold;
    bool strict;
    /* Of the run: */
    struct arena arena;
    struct model model;
    struct index *index;
    struct clusters clusters;
    size_t left_n; /* records of the index: those that ask are numbered behind them */
    bool itself;
    size_t pairs;
    struct buf ids; /* of those that asked and were linked: "number id\\n" */
    struct buf line;
    bool progress;
};

static void show_progress(void *context, size_t asked)
{
    const struct link_command *command = context;
    if (command->progress)
        fprintf(stderr, "\r%zu asked, %zu pairs", asked, command->pairs);
}

/* The pair as a line "left TAB right TAB evidence TAB score". */
static enum err print_pair(void *context, const struct link_pair *pair, struct fault *fault)
{
    struct link_command *command = context;
    size_t right = (size_t)(pair->right & UINT32_MAX) + (command->itself ? 0 : command->left_n);
    size_t left = (size_t)(pair->left & UINT32_MAX);
    buf_clear(&command->line);
    buf_printf(&command->line, "%.*s\t%.*s\t%.6f\t%.6f\n", STR_ARG(pair->left_id), STR_ARG(pair->right_id),
               (double)pair->evidence / 1e6, pair->score);
    if (fwrite(command->line.bytes, 1, command->line.n, stdout) != command->line.n)
        return fault_set(fault, ERR_IO, "standard output cannot be written");
    command->pairs++;
    if (!command->clusters_path)
        return ERR_OK;
    if (!clusters_grow(&command->clusters, (left > right ? left : right) + 1))
        return fault_set(fault, ERR_NO_MEMORY, "clusters");
    clusters_join(&command->clusters, left, right);
    buf_printf(&command->ids, "%zu\t%d\t%.*s\n%zu\t%d\t%.*s\n", left, 1, STR_ARG(pair->left_id), right,
               command->itself ? 1 : 2, STR_ARG(pair->right_id));
    return buf_failed(&command->ids) ? fault_set(fault, ERR_NO_MEMORY, "ids of clusters") : ERR_OK;
}

/* The index of a file, in a file that nobody else sees. */
static enum err index_file(struct link_command *command, const char *path,
                           const struct reader_options *readers, struct fault *fault)
{
    char folder[PATH_BYTES];
    char segment[PATH_BYTES + 16];
    const char *where = getenv("TMPDIR");
    struct builder *builder;
    int n = snprintf(folder, sizeof folder, "%s/liaison-link-XXXXXX", where && where[0] ? where : "/tmp");
    if (n < 0 || (size_t)n >= sizeof folder || !mkdtemp(folder))
        return fault_set(fault, ERR_IO, "no temporary directory: %s", strerror(errno));
    snprintf(segment, sizeof segment, "%s/segment", folder);
    enum err err = builder_new(&builder, &command->model, command->jobs, fault);
    if (!err) {
        err = builder_add_file(builder, path, readers, NULL, fault);
        size_t readable = builder_readable(builder);
        if (!err)
            err = builder_write(builder, segment, fault);
        builder_free(builder);
        if (!err)
            err = index_open_segment(&command->index, &command->model, segment, readable, fault);
    }
    (void)unlink(segment);
    (void)rmdir(folder);
    return err;
}

static int by_cluster(const void *a, const void *b, void *context)
{
    struct clusters *clusters = context;
    const char *x = *(const char *const *)a;
    const char *y = *(const char *const *)b;
    size_t i = strtoull(x, NULL, 10);
    size_t j = strtoull(y, NULL, 10);
    size_t first = clusters_find(clusters, i);
    size_t second = clusters_find(clusters, j);
    if (first != second)
        return first < second ? -1 : 1;
    return (i > j) - (i < j);
}

/* Lines "cluster TAB file TAB id", those of one cluster together. */
static enum err print_clusters(struct link_command *command, struct fault *fault)
{
    size_t n = 0;
    struct str rest = buf_str(&command->ids);
    const char **lines = calloc(2 * command->pairs + 1, sizeof *lines);
    FILE *out = fopen(command->clusters_path, "w");
    if (!lines || !out) {
        free(lines);
        if (out)
            fclose(out);
        return fault_set(fault, out ? ERR_NO_MEMORY : ERR_IO, "%s: %s", command->clusters_path,
                         strerror(errno));
    }
    while (rest.n) {
        struct str line = str_cut(&rest, '\n');
        lines[n++] = line.p;
        if (!rest.p)
            break;
    }
    qsort_r(lines, n, sizeof *lines, by_cluster, &command->clusters);
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        char *end;
        size_t record = strtoull(lines[i], &end, 10);
        if (record == last)
            continue;
        last = record;
        fprintf(out, "%zu%.*s\n", clusters_find(&command->clusters, record), (int)strcspn(end, "\n"), end);
    }
    free(lines);
    bool bad = ferror(out);
    if (fclose(out) != 0 || bad)
        return fault_set(fault, ERR_IO, "%s: %s", command->clusters_path, strerror(errno));
    return ERR_OK;
}

static enum err run(struct link_command *command, const struct texts *files, struct fault *fault)
{
    struct reader_options readers = {
        .header_map = command->map, .strict = command->strict, .warn = command_warn};
    struct link_options options = {.threshold = command->threshold,
                                   .limit = command->limit,
                                   .workers = command->jobs,
                                   .reader = readers,
                                   .progress = show_progress,
                                   .pair = print_pair,
                                   .context = command};
    size_t asked;
    enum err err = model_load(&command->arena, &command->model, fault);
    if (!err)
        err = index_file(command, files->at[0], &readers, fault);
    if (err)
        return err;
    command->itself = files->n == 1;
    command->left_n = command->index->parts[0].segment->header.records;
    err = command->itself ? link_itself(command->index, &options, &asked, fault)
                          : link_file(command->index, files->at[1], &options, &asked, fault);
    if (command->progress)
        fputc('\n', stderr);
    if (!err && fflush(stdout) != 0)
        err = fault_set(fault, ERR_IO, "standard output cannot be written");
    return err || !command->clusters_path ? err : print_clusters(command, fault);
}

int command_link(int argc, char **argv)
{
    struct link_command command = {.limit = DEFAULT_LIMIT, .threshold = ALERT_THRESHOLD};
    struct texts files = {.n = 0};
    struct fault fault = {0};
    const struct option table[] = {{"--clusters", OPTION_TEXT, &command.clusters_path},
                                   {"--threshold", OPTION_SHARE, &command.threshold},
                                   {"--limit", OPTION_COUNT, &command.limit},
                                   {"--map", OPTION_TEXT, &command.map},
                                   {"--jobs", OPTION_COUNT, &command.jobs},
                                   {"--strict", OPTION_FLAG, &command.strict}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &files, &fault);
    if (!err && (files.n == 0 || files.n > 2))
        err = fault_set(&fault, ERR_USAGE, "link wants one file or two");
    if (!err) {
        command.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
        arena_init(&command.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
        buf_init(&command.ids, IDS_BYTES_MAX);
        buf_init(&command.line, 64 * 1024);
        err = run(&command, &files, &fault);
        index_close(command.index);
        arena_release(&command.arena);
        buf_release(&command.ids);
        buf_release(&command.line);
        free(command.clusters.parent);
    }
    return err ? command_fail(&fault) : 0;
}
