/* liaison compare: pairs of persons, one line of evidence each. */
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "record/csv.h"
#include "record/ftm.h"

#include <stdio.h>
#include <string.h>

enum { REPORT_BYTES = 16 * 1024 * 1024 };

struct compare_run {
    const char *path;
    enum report_format format;
    bool no_explain;
    struct arena model_arena;
    struct model model;
    struct comparer *comparer;
    struct arena arena; /* of the pair under way */
    struct intake intake;
    struct buf out;
    size_t pairs;
};

/* A subject with one name and nothing else. */
static enum err name_subject(struct arena *arena, struct str name, struct subject *subject)
{
    *subject = (struct subject){.id = STR("-")};
    struct str *at = arena_array(arena, 1, sizeof *at);
    if (!at)
        return ERR_NO_MEMORY;
    *at = name;
    subject->values[PROPERTY_NAME] = (struct values){at, 1};
    return ERR_OK;
}

static enum err ready(struct compare_run *run, const struct subject *subject, const char *side,
                      struct person *person, bool *usable, struct fault *fault)
{
    enum err err = person_init(&run->arena, &run->model, subject, person, fault);
    if (err != ERR_NO_USE)
        return err;
    *usable = false;
    return intake_problem(&run->intake, fault, "%s: no name that can be read, and no document", side);
}

static enum err compare_pair(struct compare_run *run, const struct subject *left, const struct subject *right,
                             struct fault *fault)
{
    struct person a;
    struct person b;
    struct explanation explanation;
    micronats evidence;
    bool usable = true;
    enum err err = ready(run, left, "left", &a, &usable, fault);
    if (!err && usable)
        err = ready(run, right, "right", &b, &usable, fault);
    if (err || !usable)
        return err;
    err = compare_persons(run->comparer, &a, &b, &evidence, run->no_explain ? NULL : &explanation, fault);
    if (err)
        return err;
    buf_clear(&run->out);
    report_pair(&run->out, run->format, evidence, 0, !run->no_explain, &explanation, subject_title(left),
                subject_title(right));
    run->pairs++;
    return output_print(&run->out, fault);
}

/* One side of a line of JSON; *usable becomes false where it is no person. */
static enum err read_side(struct compare_run *run, const json_t *pair, const char *side,
                          struct subject *subject, bool *usable, struct fault *fault)
{
    enum row row = ROW_SKIPPED;
    const json_t *entity = json_object_get(pair, side);
    if (!json_is_object(entity)) {
        *usable = false;
        return intake_problem(&run->intake, fault, "no object \"%s\"", side);
    }
    enum err err = subject_from_json(entity, &run->intake, &run->arena, subject, &row, fault);
    if (!err && row == ROW_OTHER)
        err = intake_problem(&run->intake, fault, "%s: not a Person", side);
    *usable = *usable && row == ROW_PERSON;
    return err;
}

static enum err compare_line(struct compare_run *run, struct str line, struct fault *fault)
{
    json_t *pair = NULL;
    struct subject left;
    struct subject right;
    bool usable = true;
    enum err err = ftm_parse(line, &run->intake, &pair, fault);
    if (err || !pair)
        return err;
    err = read_side(run, pair, "left", &left, &usable, fault);
    if (!err && usable)
        err = read_side(run, pair, "right", &right, &usable, fault);
    if (!err && usable)
        err = compare_pair(run, &left, &right, fault);
    json_decref(pair);
    return err;
}

static enum err compare_jsonl(struct compare_run *run, struct lines *lines, struct fault *fault)
{
    bool end = false;
    enum err err = ERR_OK;
    while (!err && !end) {
        struct str line;
        err = lines_next(lines, &line, &end, fault);
        if (err || end || str_trim(line).n == 0)
            continue;
        arena_reset(&run->arena);
        intake_row(&run->intake, lines->line);
        err = compare_line(run, line, fault);
    }
    return err;
}

static enum err compare_row(struct compare_run *run, const struct csv_row *row, size_t first, size_t second,
                            struct fault *fault)
{
    struct subject left;
    struct subject right;
    intake_row(&run->intake, row->line);
    if (row->wrong)
        return intake_problem(&run->intake, fault, "%s", row->wrong);
    if (first >= row->n || second >= row->n)
        return intake_problem(&run->intake, fault, "too few columns");
    arena_reset(&run->arena);
    if (name_subject(&run->arena, row->cells[first], &left) ||
        name_subject(&run->arena, row->cells[second], &right))
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", run->path, row->line);
    return compare_pair(run, &left, &right, fault);
}

static enum err compare_csv(struct compare_run *run, struct lines *lines, struct fault *fault)
{
    struct csv csv;
    struct csv_row row = {0};
    bool end = false;
    enum err err = csv_open(&csv, lines, fault);
    if (!err)
        err = csv_next(&csv, &row, &end, fault);
    size_t first = !err && !end ? csv_column(&row, STR("name1")) : 0;
    size_t second = !err && !end ? csv_column(&row, STR("name2")) : 0;
    if (!err && (end || first == row.n || second == row.n))
        err = fault_set(fault, ERR_BAD_INPUT, "%s: line 1: no columns name1 and name2", run->path);
    while (!err && !end) {
        err = csv_next(&csv, &row, &end, fault);
        if (!err && !end)
            err = compare_row(run, &row, first, second, fault);
    }
    csv_close(&csv);
    return err;
}

static enum err compare_file(struct compare_run *run, struct fault *fault)
{
    struct lines lines;
    struct str start;
    enum err err = lines_open(&lines, run->path, fault);
    if (!err)
        err = lines_peek(&lines, &start, fault);
    if (!err)
        err = lines_check_text(start, run->path, fault);
    if (!err) {
        start = str_trim(start);
        bool json = start.n && start.p[0] == '{';
        err = json ? compare_jsonl(run, &lines, fault) : compare_csv(run, &lines, fault);
    }
    lines_close(&lines);
    if (!err && run->pairs == 0)
        return fault_set(fault, ERR_NO_USE, "%s: no pair that can be compared", run->path);
    return err;
}

int command_compare(int argc, char **argv)
{
    struct compare_run run = {0};
    const char *format = NULL;
    bool strict = false;
    const struct option table[] = {{"--pairs", OPTION_TEXT, &run.path},
                                   {"--format", OPTION_TEXT, &format},
                                   {"--no-explain", OPTION_FLAG, &run.no_explain},
                                   {"--strict", OPTION_FLAG, &strict}};
    struct fault fault = {0};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err && !run.path)
        err = fault_set(&fault, ERR_USAGE, "compare wants --pairs FILE");
    if (!err)
        err = report_format(format, false, &run.format, &fault);
    if (err)
        return command_fail(&fault);
    run.intake = (struct intake){.file = run.path,
                                 .strict = strict,
                                 .last_birth = date_last_birth(clock_system_now()),
                                 .warn = command_warn};
    arena_init(&run.model_arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    arena_init(&run.arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    buf_init(&run.out, REPORT_BYTES);
    err = model_load(&run.model_arena, &run.model, &fault);
    if (!err && !(run.comparer = comparer_new(&run.model)))
        err = fault_set(&fault, ERR_NO_MEMORY, "for a comparison");
    if (!err)
        err = compare_file(&run, &fault);
    if (!err && fflush(stdout) != 0)
        err = fault_set(&fault, ERR_IO, "standard output cannot be written");
    comparer_free(run.comparer);
    buf_release(&run.out);
    arena_release(&run.arena);
    arena_release(&run.model_arena);
    return err ? command_fail(&fault) : 0;
}
