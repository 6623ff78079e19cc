/* liaison link: who of one register is who of another, or stands twice in one. */
#include "index/link.h"
#include "base/clock.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "index/builder.h"
#include "index/clusters.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_LIMIT = 10, LINES_BYTES_MAX = 1 << 30, PATH_BYTES = 4096 };

struct link_command {
    const char *clusters_path;
    struct output clusters;
    const char *map;
    size_t limit;
    size_t jobs;
    double threshold;
    bool strict;
    /* Of the run: */
    struct arena arena;
    struct model model;
    struct index *index;
    size_t left_n; /* records of the index: those that ask are numbered behind them */
    bool itself;
    bool one_to_one;
    size_t pairs;
    struct buf line;
    /* Where pairs are put in order at the end: */
    struct linked *linked; /* [pairs] */
    size_t room;
    size_t records;   /* numbers in use, and one */
    struct buf lines; /* of each pair what is printed of it */
    struct weigher weigher;
    struct pair_comparer *comparer; /* of the weigher */
    struct fault *fault;            /* why it failed */
    enum err err;
    bool progress;
};

static void show_progress(void *context, size_t asked)
{
    const struct link_command *command = context;
    if (command->progress)
        fprintf(stderr, "\r%zu asked, %zu pairs", asked, command->pairs);
}

static enum err print_line(struct str line, struct fault *fault)
{
    return fwrite(line.p, 1, line.n, stdout) == line.n
               ? ERR_OK
               : fault_set(fault, ERR_IO, "standard output cannot be written");
}

/* Keeps a pair and its line for the end. */
static enum err keep_pair(struct link_command *command, const struct linked *pair, struct fault *fault)
{
    if (command->pairs == command->room) {
        size_t room = command->room ? 2 * command->room : 1024;
        struct linked *linked = realloc(command->linked, room * sizeof *linked);
        if (!linked)
            return fault_set(fault, ERR_NO_MEMORY, "the pairs");
        command->linked = linked;
        command->room = room;
    }
    size_t last = pair->left > pair->right ? pair->left : pair->right;
    command->records = last < command->records ? command->records : last + 1;
    command->linked[command->pairs] = *pair;
    buf_add_str(&command->lines, buf_str(&command->line));
    return buf_failed(&command->lines) ? fault_set(fault, buf_error(&command->lines), "the pairs") : ERR_OK;
}

/* The pair as a line "left TAB right TAB evidence TAB score". */
static enum err take_pair(void *context, const struct link_pair *pair, struct fault *fault)
{
    struct link_command *command = context;
    enum err err = ERR_OK;
    size_t right = (size_t)(pair->right & UINT32_MAX) + (command->itself ? 0 : command->left_n);
    struct linked linked = {.left = (uint32_t)pair->left,
                            .right = (uint32_t)right,
                            .evidence = pair->evidence,
                            .bearing = pair->bearing};
    command->weigher.needed = evidence_needed(command->threshold, pair->prior);
    if (right >= UINT32_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "more than %u records", UINT32_MAX);
    buf_clear(&command->line);
    buf_printf(&command->line, "%.*s\t%.*s\t%.6f\t%.6f\n", STR_ARG(pair->left_id), STR_ARG(pair->right_id),
               (double)pair->evidence / 1e6, pair->score);
    if (!command->one_to_one)
        err = output_print(&command->line, fault);
    else if (buf_failed(&command->line))
        err = fault_set(fault, buf_error(&command->line), "the pairs");
    if (!err && (command->one_to_one || command->clusters_path))
        err = keep_pair(command, &linked, fault);
    command->pairs++;
    return err;
}

/* The pairs left when each record is in one at most. */
static enum err print_one_to_one(struct link_command *command, struct fault *fault)
{
    struct str rest = buf_str(&command->lines);
    enum err err = linked_one_to_one(command->linked, command->pairs, command->records)
                       ? ERR_OK
                       : fault_set(fault, ERR_NO_MEMORY, "the pairs");
    for (size_t i = 0; !err && i < command->pairs; i++) {
        struct str line = str_cut(&rest, '\n');
        if (!command->linked[i].dropped)
            err = print_line((struct str){line.p, line.n + 1}, fault);
    }
    return err;
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
        return fault_set(fault, ERR_IO, "%s: cannot be made: %s", folder, strerror(errno));
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

/* A record that is in a pair, and its id. */
struct member {
    uint32_t cluster;
    uint32_t record;
    struct str id;
};

static int by_cluster(const void *a, const void *b)
{
    const struct member *x = a;
    const struct member *y = b;
    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

/* The records of the pairs by cluster; each once a pair. */
static struct member *members_of(const struct link_command *command, const uint32_t *clusters, size_t *n)
{
    struct member *members = calloc(2 * command->pairs + 1, sizeof *members);
    struct str rest = buf_str(&command->lines);
    *n = 0;
    for (size_t i = 0; members && i < command->pairs; i++) {
        const struct linked *pair = &command->linked[i];
        struct str line = str_cut(&rest, '\n');
        struct str left = str_cut(&line, '\t');
        struct str right = str_cut(&line, '\t');
        if (pair->dropped)
            continue;
        members[(*n)++] = (struct member){clusters[pair->left], pair->left, left};
        members[(*n)++] = (struct member){clusters[pair->right], pair->right, right};
    }
    if (members && *n)
        qsort(members, *n, sizeof *members, by_cluster);
    return members;
}

/* The evidence of two records that were not found as a pair; only those of the first file are at hand. */
static bool weigh_again(void *context, uint32_t left, uint32_t right, micronats *evidence)
{
    struct link_command *command = context;
    if (command->err || left >= command->left_n || right >= command->left_n)
        return false;
    command->err = pair_evidence(command->comparer, left, right, evidence, command->fault);
    return !command->err;
}

/* Of each record the number of its cluster; NULL after a failure. */
static uint32_t *find_clusters(struct link_command *command, struct fault *fault)
{
    command->fault = fault;
    command->weigher.evidence = weigh_again;
    command->weigher.context = command;
    command->comparer = pair_comparer_new(command->index);
    uint32_t *clusters =
        command->comparer ? clusters_of(command->linked, command->pairs, command->records, &command->weigher)
                          : NULL;
    pair_comparer_free(command->comparer);
    if (!command->err && !clusters)
        command->err = fault_set(fault, ERR_NO_MEMORY, "clusters");
    if (!command->err)
        return clusters;
    free(clusters);
    return NULL;
}

/* Lines "cluster TAB file TAB id", those of one cluster together. */
static enum err print_clusters(struct link_command *command, struct fault *fault)
{
    size_t n = 0;
    uint32_t *clusters = find_clusters(command, fault);
    if (!clusters)
        return command->err;
    struct member *members = members_of(command, clusters, &n);
    enum err err = members ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "clusters");
    for (size_t i = 0; !err && i < n; i++) {
        if (i > 0 && members[i].record == members[i - 1].record)
            continue;
        buf_printf(&command->clusters.buf, "%u\t%d\t%.*s\n", members[i].cluster,
                   command->itself || members[i].record < command->left_n ? 1 : 2, STR_ARG(members[i].id));
        err = output_step(&command->clusters, fault);
    }
    free(clusters);
    free(members);
    return err;
}

static enum err run(struct link_command *command, const struct texts *files, struct fault *fault)
{
    struct reader_options readers = {.header_map = command->map,
                                     .strict = command->strict,
                                     .now = clock_system_now(),
                                     .warn = command_warn};
    struct link_options options = {.threshold = command->threshold,
                                   .limit = command->limit,
                                   .workers = command->jobs,
                                   .bearing = command->clusters_path != NULL,
                                   .reader = readers,
                                   .progress = show_progress,
                                   .pair = take_pair,
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
    if (!err && command->one_to_one)
        err = print_one_to_one(command, fault);
    if (!err && fflush(stdout) != 0)
        err = fault_set(fault, ERR_IO, "standard output cannot be written");
    return err || !command->clusters_path ? err : print_clusters(command, fault);
}

/* Whether two paths lead to one file. */
static bool are_one(const char *path, const char *other)
{
    struct stat a, b;
    return stat(path, &a) == 0 && stat(other, &b) == 0 && S_ISREG(a.st_mode) && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
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
                                   {"--one-to-one", OPTION_FLAG, &command.one_to_one},
                                   {"--strict", OPTION_FLAG, &command.strict}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &files, &fault);
    if (!err && (files.n == 0 || files.n > 2))
        err = fault_set(&fault, ERR_USAGE, "link wants one file or two");
    if (!err && command.one_to_one && files.n == 1)
        err = fault_set(&fault, ERR_USAGE, "--one-to-one wants two files");
    for (size_t i = 0; !err && command.clusters_path && i < files.n; i++)
        if (are_one(command.clusters_path, files.at[i]))
            err = fault_set(&fault, ERR_USAGE, "--clusters: %s is one of the files that are linked",
                            command.clusters_path);
    if (!err) {
        command.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
        arena_init(&command.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
        buf_init(&command.lines, LINES_BYTES_MAX);
        buf_init(&command.line, 64 * 1024);
        if (command.clusters_path)
            err = output_open(&command.clusters, command.clusters_path, &fault);
        if (!err)
            err = run(&command, &files, &fault);
        if (command.clusters_path)
            err = output_close(&command.clusters, err, &fault);
        index_close(command.index);
        arena_release(&command.arena);
        buf_release(&command.lines);
        buf_release(&command.line);
        free(command.linked);
    }
    return err ? command_fail(&fault) : 0;
}
