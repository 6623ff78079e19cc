/* liaison flag: indicators on a file. */
#include "cli/command.h"
#include "cli/page.h"
#include "cli/weigh.h"
#include "desk/file.h"

/* What the flags of a file add up to now. */
static enum err sum(struct task *task, int64_t file, json_t **result)
{
    struct flag *flags;
    size_t n;
    enum err err = desk_flags(task, file, &flags, &n);
    if (!err)
        *result = json_pack("{s:I, s:I, s:f, s:f}", "file", (json_int_t)file, "flags", (json_int_t)n, "sum",
                            (double)flag_sum(flags, n, task->context.now) / 100, "threshold",
                            (double)FLAG_THRESHOLD / 100);
    return err;
}

static enum err add(struct call *call, struct task *task, json_t **result)
{
    struct flag_new flag = {.kind = call_text(call, "--kind"),
                            .date = call_has(call, "--date") ? call_time(call, "--date") : task->context.now,
                            .report = call_text(call, "--report"),
                            .source = call_text(call, "--source"),
                            .basis = call_text(call, "--basis"),
                            .section = task->context.actor.section};
    enum err err = call_grading(call, &flag.reliability, &flag.credibility, task->fault);
    if (!err)
        err = desk_flag_raise(task, call_number(call, "--file"), &flag);
    if (!err)
        err = sum(task, call_number(call, "--file"), result);
    return err;
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    struct file file;
    int64_t number = call_number(call, "--file");
    enum err err = page_consult(call, task, "file", number);
    if (!err)
        err = desk_file(task, number, &file);
    if (!err)
        err = page_rows(task, "page/file_flags", number, result);
    return err ? err : weigh_flags(task, number, *result, NULL);
}

static enum err kinds(struct call *call, struct task *task, json_t **result)
{
    const struct flag_kind *all;
    size_t n = flag_kinds(&all);
    (void)call, (void)task;
    *result = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(*result, json_pack("{s:s, s:f, s:I, s:s}", "kind", all[i].name, "weight",
                                                 (double)all[i].weight / 100, "half_life_days",
                                                 (json_int_t)all[i].half_life, "alone",
                                                 all[i].class == FLAG_WEAK ? "never enough" : ""));
    return ERR_OK;
}

int command_flag(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", VERB_ACT, add,
         "--file N --kind TEXT [--date DATE] [--grading GRADE] [--report REFERENCE] [--source TEXT] --basis "
         "TEXT",
         "an indicator; a report told again adds a door, no weight"},
        {"list", VERB_READ, list, "--file N", "the flags of a file, and what is left of their weights"},
        {"kinds", VERB_READ, kinds, "", "the catalogue"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
