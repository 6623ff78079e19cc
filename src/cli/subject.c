/* liaison subject: persons as this desk knows them. */
#include "cli/command.h"
#include "cli/page.h"
#include "cli/values.h"
#include "desk/file.h"

static enum err add(struct call *call, struct task *task, json_t **result)
{
    struct value_new *values;
    size_t n;
    int role, status;
    int64_t subject = 0;
    enum err err = values_given(call, task->context.now, &values, &n, task->fault);
    if (!err)
        err = call_goes_with(call, "--origin", "--status", task->fault);
    if (!err)
        err = call_word(call, "--role", WORDS_subject_role, &role, task->fault);
    if (!err)
        err = call_word(call, "--status", WORDS_protection, &status, task->fault);
    if (!err)
        err = desk_subject_add(task, role, call_text(call, "--reason"), 0, values, n, &subject);
    if (!err && status)
        err = desk_subject_protect(task, subject, status, call_text(call, "--origin"),
                                   call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I}", "subject", (json_int_t)subject);
    return err;
}

static enum err add_value(struct call *call, struct task *task, json_t **result)
{
    struct value_new *values;
    size_t n;
    int64_t subject = call_number(call, "N");
    enum err err = values_given(call, task->context.now, &values, &n, task->fault);
    if (!err && n == 0)
        err = fault_set(task->fault, ERR_USAGE, "subject value wants a value: --name, --born or the like");
    for (size_t i = 0; i < n && !err; i++)
        err = desk_subject_add_value(task, subject, &values[i]);
    if (!err)
        *result = json_pack("{s:I, s:I}", "subject", (json_int_t)subject, "values", (json_int_t)n);
    return err;
}

static enum err set_role(struct call *call, struct task *task, json_t **result)
{
    int role;
    enum err err = call_word(call, "ROLE", WORDS_subject_role, &role, task->fault);
    if (!err)
        err = desk_subject_set_role(task, call_number(call, "N"), role, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "subject", (json_int_t)call_number(call, "N"), "role",
                            word(WORDS_subject_role, role));
    return err;
}

static enum err protect(struct call *call, struct task *task, json_t **result)
{
    int status = PROTECTED_NONE;
    enum err err = ERR_OK;
    if (!str_equal(call_text(call, "STATUS"), STR("none")))
        err = call_word(call, "STATUS", WORDS_protection, &status, task->fault);
    if (!err)
        err = desk_subject_protect(task, call_number(call, "N"), status, call_text(call, "--origin"),
                                   call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "subject", (json_int_t)call_number(call, "N"), "protection",
                            status ? word(WORDS_protection, status) : "none");
    return err;
}

static enum err merge(struct call *call, struct task *task, json_t **result)
{
    int64_t subject = call_number(call, "N"), into = call_number(call, "--into");
    enum err err = desk_subject_merge(task, subject, into, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:I}", "subject", (json_int_t)subject, "is_subject", (json_int_t)into);
    return err;
}

static enum err split(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_subject_split(task, call_number(call, "N"), call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "subject", (json_int_t)call_number(call, "N"), "state",
                            "on his own again");
    return err;
}

static enum err differ(struct call *call, struct task *task, json_t **result)
{
    int64_t one = call_number(call, "N"), other = call_number(call, "--from");
    enum err err = desk_subject_distinguish(task, one, other, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:I}", "subject", (json_int_t)one, "is_not_subject", (json_int_t)other);
    return err;
}

/* One clearance for the document and one for the birth date that tell the cleared man apart. */
static enum err clear(struct call *call, struct task *task, json_t **result)
{
    static const struct {
        const char *option;
        int basis;
    } bases[] = {{"--document", CLEARED_BY_DOCUMENT}, {"--born", CLEARED_BY_DATE}};
    enum err err = ERR_OK;
    size_t given = 0;
    for (size_t i = 0; i < 2 && !err; i++) {
        struct clearance_new clearance = {.file = call_number(call, "--file"),
                                          .subject = call_number(call, "N"),
                                          .basis = bases[i].basis,
                                          .value = call_text(call, bases[i].option),
                                          .reason = call_text(call, "--reason")};
        if (!clearance.value.n)
            continue;
        given++;
        if (clearance.basis == CLEARED_BY_DATE)
            err = values_born(call, &clearance.value, task->context.now, task->fault);
        if (!err)
            err = desk_clearance_give(task, &clearance);
    }
    if (!err && given == 0)
        err = fault_set(task->fault, ERR_USAGE,
                        "subject clear wants --document or --born: what tells him apart");
    if (!err)
        *result = json_pack("{s:I, s:s}", "subject", (json_int_t)call_number(call, "N"), "state", "cleared");
    return err;
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/subject"},
                                             {"values", "page/subject_values"},
                                             {"files", "page/subject_files"},
                                             {"clearances", "page/subject_clearances"}};
    enum err err = page_consult(call, task, "subject", call_number(call, "N"));
    return err ? err : page_build(task, "subject", parts, 4, call_number(call, "N"), result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "subject", 0);
    return err ? err
               : page_rows_last(task, "page/subjects", STR(""), call_number(call, "--last"),
                                call_number(call, "--before"), result);
}

int command_subject(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", VERB_ACT, add,
         "--name TEXT... [--translation TEXT...] [--alias TEXT...] [--born TEXT...] [--document TEXT...] "
         "[--contact TEXT...] "
         "[--citizenship TEXT...] [--place TEXT...] [--gender TEXT] [--status TEXT] [--origin TEXT] --role "
         "ROLE "
         "--reason TEXT [--source TEXT] [--grading GRADE]",
         "a person, with his role and the reason he stands there"},
        {"value", VERB_ACT, add_value,
         "N [--name TEXT...] [--translation TEXT...] [--alias TEXT...] [--born TEXT...] [--document TEXT...] "
         "[--contact TEXT...] "
         "[--citizenship TEXT...] [--place TEXT...] [--gender TEXT] [--source TEXT] [--grading GRADE]",
         "one value more; none is overwritten"},
        {"role", VERB_ACT, set_role, "N ROLE --reason TEXT", "another role"},
        {"protect", VERB_ACT, protect, "N STATUS [--origin TEXT] --reason TEXT",
         "protected status, towards the state he came from; none takes it away"},
        {"merge", VERB_ACT, merge, "N --into N --reason TEXT", "these two are one person"},
        {"split", VERB_ACT, split, "N --reason TEXT", "take back a merge"},
        {"differ", VERB_ACT, differ, "N --from N --reason TEXT", "these two are not the same person"},
        {"clear", VERB_ACT, clear, "N --file N [--document TEXT] [--born TEXT] --reason TEXT",
         "he is not whom that file is about; his document or date tells him apart"},
        {"show", VERB_READ, show, "N", "a person, with every value, its source and grading"},
        {"list", VERB_READ, list, "[--last N] [--before N]", "the persons"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
