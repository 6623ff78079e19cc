/* Load, decide, apply: tips. */
#include "desk/tip.h"

#include "desk/due.h"
#include "desk/file.h"
#include "desk/held.h"
#include "desk/same.h"
#include "rules/request.h"

static enum err load_tip(struct task *task, int64_t tip, struct tip *out)
{
    return task_load(task, "tip/get", "tip", tip, &shape_tip, out);
}

/* "Tell us if he travels": a request of its own, which outlives the tip's file. */
static enum err open_standing(struct task *task, const struct tip_new *tip, int64_t number)
{
    int64_t request;
    struct request_new new = {.direction = BOUND_IN,
                              .channel = tip->channel,
                              .section = tip->section,
                              .tip = number,
                              .standing = true,
                              .theirs = tip->theirs,
                              .text = STR("to be told of sightings")};
    return task_apply(task, request_open(&task->context, &new, &request, &task->decision, task->fault));
}

static enum err propose_duplicates(struct task *task, int64_t number, size_t *duplicates)
{
    struct tip tip;
    struct same *same = NULL;
    size_t n = 0;
    *duplicates = 0;
    enum err err = load_tip(task, number, &tip);
    if (!err)
        err = same_subjects(task, tip.subject, &same, &n);
    for (size_t i = 0; !err && i < n; i++) {
        struct file file;
        err = desk_file(task, same[i].file, &file);
        if (!err)
            duplicate_propose(&task->context, &tip, &file, same[i].evidence, &task->decision);
        err = task_apply(task, err);
        *duplicates += !err;
    }
    return err;
}

enum err desk_tip_receive(struct task *task, struct tip_new new, int subject_role,
                          const struct value_new *values, size_t n, int64_t *tip, size_t *duplicates)
{
    enum err err = new.origin.n ? ERR_OK : desk_country(task, new.channel, &new.origin);
    if (!err)
        err = desk_subject_add(task, subject_role ? subject_role : SUBJECT_CONTACT, new.text, new.channel,
                               values, n, &new.subject);
    if (!err)
        err = task_apply(task, tip_receive(&task->context, &new, tip, &task->decision, task->fault));
    if (!err && new.standing)
        err = open_standing(task, &new, *tip);
    if (!err)
        err = propose_duplicates(task, *tip, duplicates);
    return err;
}

enum err desk_tip_assess(struct task *task, int64_t tip, const struct tip_answers *answers)
{
    struct tip state;
    enum err err = held_tip(task, tip, &state);
    if (!err)
        err = tip_assess(&task->context, &state, answers, &task->decision, task->fault);
    err = task_apply(task, err);
    return err ? err : desk_subject_settle(task, state.subject);
}

enum err desk_tip_agree(struct task *task, int64_t tip, struct str reason)
{
    struct tip state;
    enum err err = load_tip(task, tip, &state);
    if (!err)
        err = tip_agree(&task->context, &state, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_tip_take_up(struct task *task, int64_t tip, int64_t holder, int64_t *file)
{
    struct tip state;
    struct file on = {0};
    struct flag *flags = NULL;
    size_t n = 0;
    bool made = false;
    int64_t onto = *file;
    enum err err = held_tip(task, tip, &state);
    if (!err && !onto)
        onto = state.file;
    if (!err && !onto) {
        struct file_new new = {.subject = state.subject,
                               .section = state.section,
                               .holder = holder,
                               .channel = state.channel,
                               .theirs = state.theirs,
                               .tip = tip};
        err = desk_file_open(task, new, &onto);
        made = true;
    }
    if (!err)
        err = onto == state.file || made ? desk_file(task, onto, &on) : held_file(task, onto, &on);
    if (!err)
        err = desk_flags(task, onto, &flags, &n);
    if (!err)
        err = tip_take_up(&task->context, &state, &on, flags, n, state.obligation, &task->decision,
                          task->fault);
    err = task_apply(task, err);
    if (!err)
        *file = onto;
    return err;
}

enum err desk_tip_refuse(struct task *task, int64_t tip, int ground, struct str reason)
{
    struct tip state;
    enum err err = held_tip(task, tip, &state);
    if (!err)
        err = tip_refuse(&task->context, &state, ground, reason, state.obligation, &task->decision,
                         task->fault);
    return task_apply(task, err);
}

/* The identity of the report that its teller told first on that file, or, where he told none, the only other
 * teller: what an originator told two desks comes from the second of them. */
static enum err first_report(struct task *task, const struct duplicate *duplicate, struct str *report)
{
    struct query query;
    struct tip tip;
    *report = STR("");
    enum err err = load_tip(task, duplicate->tip, &tip);
    if (err)
        return err;
    query_open(&query, task->store, "duplicate/first_report", task->fault);
    query_int(&query, "file", duplicate->file);
    query_int(&query, "channel", tip.channel);
    query_int(&query, "tip", tip.tip);
    while (query_next(&query)) {
        struct str text = query_get_text(&query, 0);
        char *copy = arena_copy(&task->arena, text.p, text.n);
        *report = (struct str){copy ? copy : "", copy ? text.n : 0};
    }
    err = query_close(&query);
    if (!err && !report->n)
        err = rule_refuse(task->fault, RULE_STATE, "no report on file %lld is this one for certain",
                          (long long)duplicate->file);
    return err;
}

enum err desk_duplicate_decide(struct task *task, int64_t duplicate, bool same, bool same_report,
                               struct str reason)
{
    struct duplicate state;
    struct str report = STR("");
    struct tip tip;
    enum err err = task_load(task, "duplicate/get", "duplicate", duplicate, &shape_duplicate, &state);
    if (!err)
        err = held_tip(task, state.tip, &tip);
    if (!err && same && same_report)
        err = first_report(task, &state, &report);
    if (!err)
        err = duplicate_decide(&task->context, &state, same, report, reason, &task->decision, task->fault);
    err = task_apply(task, err);
    return err ? err : desk_subject_settle(task, state.subject);
}
