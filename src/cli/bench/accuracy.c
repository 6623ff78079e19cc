/* liaison bench accuracy: what the matching has to reach and what it reaches,
 * task by task. The groups of tasks stand in files of their own. */
#include "cli/bench/accuracy.h"

#include "base/limits.h"
#include "cli/bench/bench.h"
#include "cli/output.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct group {
    const char *word; /* for --only */
    enum err (*run)(struct bench *bench, struct fault *fault);
} groups[] = {
    {"lists", accuracy_lists},       {"names", accuracy_names},         {"dates", accuracy_dates},
    {"pairs", accuracy_pairs},       {"tokens", accuracy_tokens},       {"calibration", accuracy_calibration},
    {"invented", accuracy_invented}, {"skeletons", accuracy_skeletons},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static void print_heading(void)
{
    printf("%-62s %9s %9s %8s\n", "task", "to reach", "reached", "n");
}

void bench_result(struct bench *bench, const char *task, enum bound bound, double target, double reached,
                  size_t n)
{
    static const char *const words[] = {"at least", "at most", "for information"};
    bool ok = bound == FOR_INFORMATION || (bound == AT_LEAST ? reached >= target : reached <= target);
    if (n == 0) {
        bench_skip(bench, task, "such rows in the data");
        return;
    }
    char to_reach[16] = "";
    if (bound != FOR_INFORMATION)
        snprintf(to_reach, sizeof to_reach, "%s%.4g", bound == AT_LEAST ? ">= " : "<= ", target);
    printf("%-62s %9s %9.4f %8zu  %s\n", task, to_reach, reached, n,
           bound == FOR_INFORMATION ? "" : (ok ? "ok" : "MISSED"));
    fflush(stdout);
    bench->missed += !ok;
    json_t *row = json_pack("{s:s, s:s, s:f, s:I}", "task", task, "bound", words[bound], "reached", reached,
                            "n", (json_int_t)n);
    if (row && bound != FOR_INFORMATION) {
        json_object_set_new(row, "target", json_real(target));
        json_object_set_new(row, "ok", json_boolean(ok));
    }
    json_array_append_new(bench->results, row);
}

void bench_skip(struct bench *bench, const char *task, const char *missing)
{
    printf("%-62s SKIPPED: no %s\n", task, missing);
    fflush(stdout);
    bench->skipped++;
    json_array_append_new(bench->results, json_pack("{s:s, s:s}", "task", task, "skipped", missing));
}

void bench_show(const struct bench *bench, const char *format, ...)
{
    if (!bench->options.show)
        return;
    va_list arguments;
    va_start(arguments, format);
    fputs("    ", stdout);
    vprintf(format, arguments);
    fputc('\n', stdout);
    va_end(arguments);
}

/* A folder that is none, or none of ours, is a mistake on the command line and not ten skipped tasks. */
static enum err check_data(const char *data, struct fault *fault)
{
    static const char *const folders[] = {"lists", "pairs", "tokens", "negatives", "tables"};
    struct stat status;
    if (stat(data, &status) != 0 || !S_ISDIR(status.st_mode))
        return fault_set(fault, ERR_NOT_FOUND, "--data %s: no such folder", data);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", data, folders[i]);
        if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
            return ERR_OK;
    }
    return fault_set(fault, ERR_NO_USE, "--data %s: neither lists, pairs, tokens, negatives nor tables in it",
                     data);
}

static enum err check_groups(const struct texts *only, struct fault *fault)
{
    for (size_t i = 0; i < only->n; i++) {
        size_t k = 0;
        while (k < GROUPS && strcmp(groups[k].word, only->at[i]) != 0)
            k++;
        if (k == GROUPS)
            return fault_set(fault, ERR_USAGE, "--only knows no tasks '%s'", only->at[i]);
    }
    return ERR_OK;
}

static bool wanted(const struct texts *only, const char *word)
{
    for (size_t i = 0; i < only->n; i++)
        if (strcmp(only->at[i], word) == 0)
            return true;
    return only->n == 0;
}

/* The invented names alone need no data. */
static bool needs_data(const struct texts *only)
{
    size_t i = 0;
    while (i < only->n && strcmp(only->at[i], "invented") == 0)
        i++;
    return only->n == 0 || i < only->n;
}

static enum err write_json(const struct bench *bench, struct buf *out, struct fault *fault)
{
    json_t *all = json_pack("{s:s, s:b, s:O}", "version", LIAISON_VERSION, "quick", (int)bench->options.quick,
                            "results", bench->results);
    char *text = all ? json_dumps(all, JSON_INDENT(1) | JSON_REAL_PRECISION(6)) : NULL;
    json_decref(all);
    if (!text)
        return fault_set(fault, ERR_NO_MEMORY, "%s", bench->options.json);
    buf_add_str(out, str_of(text));
    free(text);
    return ERR_OK;
}

static enum err run_groups(struct bench *bench, struct fault *fault)
{
    enum err err = model_load(&bench->arena, &bench->model, fault);
    if (!err)
        print_heading();
    for (size_t i = 0; !err && i < GROUPS; i++)
        if (wanted(&bench->options.only, groups[i].word))
            err = groups[i].run(bench, fault);
    if (err)
        return err;
    printf("%zu missed, %zu skipped\n", bench->missed, bench->skipped);
    return ERR_OK;
}

/* Where the results go is opened first: what takes an hour is not lost at its end. */
static enum err run(struct bench *bench, struct fault *fault)
{
    struct output json;
    if (!bench->options.json)
        return run_groups(bench, fault);
    enum err err = output_open(&json, bench->options.json, fault);
    if (!err)
        err = run_groups(bench, fault);
    if (!err)
        err = write_json(bench, &json.buf, fault);
    return output_close(&json, err, fault);
}

int bench_accuracy(int argc, char **argv)
{
    struct bench bench = {0};
    struct bench_options *options = &bench.options;
    const struct option table[] = {
        {"--data", OPTION_TEXT, &options->data},      {"--json", OPTION_TEXT, &options->json},
        {"--only", OPTION_TEXTS, &options->only},     {"--jobs", OPTION_COUNT, &options->jobs},
        {"--quick", OPTION_FLAG, &options->quick},    {"--full", OPTION_FLAG, &options->full},
        {"--sample", OPTION_COUNT, &options->sample}, {"--show", OPTION_FLAG, &options->show}};
    struct fault fault = {0};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err && !options->data && needs_data(&options->only))
        err = fault_set(&fault, ERR_USAGE, "bench accuracy wants --data FOLDER");
    if (!err && options->quick + options->full + (options->sample > 0) > 1)
        err = fault_set(&fault, ERR_USAGE, "--quick, --full and --sample do not go together");
    if (!err)
        err = check_groups(&options->only, &fault);
    if (!err && needs_data(&options->only))
        err = check_data(options->data, &fault);
    if (err)
        return command_fail(&fault);
    arena_init(&bench.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    list_init(&bench.uk);
    list_init(&bench.un);
    bench.results = json_array();
    err = bench.results ? run(&bench, &fault) : fault_set(&fault, ERR_NO_MEMORY, "the results");
    json_decref(bench.results);
    list_release(&bench.un);
    list_release(&bench.uk);
    arena_release(&bench.arena);
    return err ? command_fail(&fault) : 0;
}
