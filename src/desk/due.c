/* Load, decide, apply: obligations and time. */
#include "desk/due.h"

#include "desk/file.h"
#include "desk/held.h"
#include "desk/rights.h"
#include "desk/watch.h"
#include "rules/agreement.h"
#include "rules/post.h"
#include "rules/watch.h"

enum { DIGEST_HOUR = 7 }; /* UTC: the digest of a day is made from then on */

enum err desk_due(struct task *task, const struct due_filter *filter, struct owed **out, size_t *n)
{
    struct query query;
    query_open(&query, task->store, "obligation/owed", task->fault);
    if (filter->post.n)
        query_text(&query, "owner", filter->post);
    if (filter->person)
        query_int(&query, "person", filter->person);
    if (filter->before)
        query_int(&query, "horizon", filter->before);
    return load_all(&query, &shape_owed, &task->arena, out, n);
}

static enum err load_obligation(struct task *task, int64_t obligation, struct owed *out)
{
    enum err err = task_load(task, "obligation/get", "obligation", obligation, &shape_owed, out);
    return err ? err : held_post(task, out->owner);
}

enum err desk_obligation_move(struct task *task, int64_t obligation, struct str owner, int64_t person,
                              struct str reason)
{
    struct owed state;
    enum err err = load_obligation(task, obligation, &state);
    if (!err)
        err = obligation_move(&task->context, &state, owner, person, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_obligation_explain(struct task *task, int64_t obligation, int lateness, struct str reason)
{
    struct owed state;
    enum err err = load_obligation(task, obligation, &state);
    if (!err)
        err = obligation_explain(&task->context, &state, lateness, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_obligation_answer(struct task *task, int64_t obligation, struct str reason)
{
    struct owed state;
    enum err err = load_obligation(task, obligation, &state);
    if (!err)
        err = obligation_answer(&task->context, &state, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_message_read(struct task *task, int64_t channel, uint64_t number)
{
    struct query query;
    struct owed *notices;
    size_t n, read = 0;
    enum err refused = ERR_OK;
    query_open(&query, task->store, "mail/notices", task->fault);
    query_int(&query, "channel", channel);
    query_int(&query, "number", (int64_t)number);
    enum err err = load_all(&query, &shape_owed, &task->arena, &notices, &n);
    if (!err && n == 0)
        err = fault_set(task->fault, ERR_NOT_FOUND, "nothing waits for it to be read");
    for (size_t i = 0; !err && i < n; i++) {
        err = held_post(task, notices[i].owner);
        enum err one = err ? err : obligation_read(&task->context, &notices[i], &task->decision, task->fault);
        read += one == ERR_OK;
        refused = one ? one : refused;
    }
    return task_apply(task, err || read ? err : refused);
}

enum err desk_shift_hand_over(struct task *task, struct str post, int64_t person, struct str text)
{
    struct owed *owed;
    size_t n = 0;
    struct due_filter filter = {.post = post};
    enum err err = desk_due(task, &filter, &owed, &n);
    if (!err)
        err = held_post(task, post);
    if (!err)
        err = shift_hand_over(&task->context, post, person, (int64_t)n, text, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_holiday_add(struct task *task, time_ms day)
{
    enum err err = actor_needs(&task->context, ROLE_SUPERVISOR, task->fault);
    if (!err)
        DECIDE(&task->decision, HOLIDAY_ADDED, SAY(day, day - day % DAY_MS));
    return task_apply(task, err);
}

enum err desk_agreement_assess(struct task *task, int64_t channel, struct str reason)
{
    struct owed owed;
    enum err err = task_owed(task, OBLIGATION_ASSESSMENT, channel, STR(""), &owed);
    if (!err)
        err =
            agreement_assess(&task->context, channel, reason, owed.obligation, &task->decision, task->fault);
    return task_apply(task, err);
}

/* Whoever a counterpart asked to have watched, after a subject; 0: nobody more. */
static enum err next_watched(struct task *task, int64_t channel, int64_t *subject)
{
    struct query query;
    query_open(&query, task->store, "watch/asked_by", task->fault);
    query_int(&query, "channel", channel);
    query_int(&query, "subject", *subject);
    return query_one(&query, 0, subject);
}

enum err desk_agreement_place(struct task *task, int64_t channel, struct str state, struct str reason)
{
    int64_t subject = 0;
    enum err err = task_apply(
        task, agreement_place(&task->context, channel, state, reason, &task->decision, task->fault));
    while (!err && !(err = next_watched(task, channel, &subject)) && subject)
        err = desk_watch_settle(task, subject);
    return err;
}

enum err desk_country(struct task *task, int64_t channel, struct str *out)
{
    struct query query;
    *out = STR("");
    query_open(&query, task->store, "peer/country", task->fault);
    query_int(&query, "channel", channel);
    while (query_next(&query)) {
        struct str text = query_get_text(&query, 0);
        char *copy = arena_copy(&task->arena, text.p, text.n);
        *out = (struct str){copy ? copy : "", copy ? text.n : 0};
    }
    return query_close(&query);
}

enum err desk_agreement_set_level(struct task *task, int64_t channel, int level, struct str reason)
{
    struct assessment state;
    enum err err = task_load(task, "assessment/get", "channel", channel, &shape_assessment, &state);
    if (!err)
        err = agreement_set_level(&task->context, &state, level, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

/* Rows of a query whose time has come by :now (and :horizon, :purge: the same moved). */
static enum err list_due(struct task *task, const char *name, time_ms horizon, const struct shape *shape,
                         void *rows, size_t *n)
{
    struct query query;
    query_open(&query, task->store, name, task->fault);
    query_int(&query, "now", task->context.now);
    query_int(&query, "horizon", horizon);
    query_int(&query, "purge", task->context.now - FILE_PURGE_DAYS * DAY_MS);
    return load_all(&query, shape, &task->arena, rows, n);
}

/* Adds what was decided and counts it. */
static enum err apply(struct task *task, enum err err, size_t *changed)
{
    *changed += err ? 0 : task->decision.count;
    return task_apply(task, err);
}

static enum err step_watches(struct task *task, size_t *changed)
{
    struct watch *watches;
    size_t n;
    enum err err = list_due(task, "watch/due", task->context.now + 60 * DAY_MS, &shape_watch, &watches, &n);
    for (size_t i = 0; !err && i < n; i++)
        watch_step(&task->context, &watches[i], &task->decision);
    return apply(task, err, changed);
}

static enum err step_obligations(struct task *task, size_t *changed)
{
    struct owed *owed;
    size_t n;
    enum err err = list_due(task, "obligation/climbing", 0, &shape_owed, &owed, &n);
    for (size_t i = 0; !err && i < n; i++)
        obligation_step(&task->context, &owed[i], &task->decision);
    return apply(task, err, changed);
}

static enum err step_files(struct task *task, size_t *changed)
{
    struct file *files;
    size_t n;
    enum err err = list_due(task, "file/review_due", task->context.now + FILE_REVIEW_WARNING_DAYS * DAY_MS,
                            &shape_file, &files, &n);
    for (size_t i = 0; !err && i < n; i++)
        file_step(&task->context, &files[i], &task->decision);
    err = apply(task, err, changed);
    for (size_t i = 0; !err && i < n; i++) {
        size_t erased = 0;
        if (files[i].file_state == FILE_SEALED)
            err = desk_purge(task, files[i].file, &erased);
        *changed += erased;
    }
    return err;
}

static enum err step_agreements(struct task *task, size_t *changed)
{
    struct assessment *agreements;
    size_t n;
    enum err err = list_due(task, "assessment/all", 0, &shape_assessment, &agreements, &n);
    for (size_t i = 0; !err && i < n; i++)
        agreement_step(&task->context, &agreements[i], &task->decision);
    return apply(task, err, changed);
}

/* One digest a person a day: how much he has that is due within a day. */
static enum err step_digests(struct task *task, size_t *changed)
{
    struct query query;
    time_ms day = task->context.now - task->context.now % DAY_MS;
    if (task->context.now < day + DIGEST_HOUR * HOUR_MS)
        return ERR_OK;
    query_open(&query, task->store, "obligation/counts", task->fault);
    query_int(&query, "horizon", task->context.now + DAY_MS);
    query_int(&query, "day", day);
    query_int(&query, "now", task->context.now);
    while (query_next(&query))
        DECIDE(&task->decision, DIGEST_MADE, SAY(person, query_get_int(&query, 0)),
               SAY(count, query_get_int(&query, 1)), SAY(day, day));
    return apply(task, query_close(&query), changed);
}

/* A restoration is owed a look by supervisor and overseer, once. */
static enum err step_restorations(struct task *task, size_t *changed)
{
    struct query query;
    query_open(&query, task->store, "obligation/restored", task->fault);
    while (query_next(&query))
        obligation_alarm(&task->context, 0, query_get_int(&query, 0), &task->decision);
    return apply(task, query_close(&query), changed);
}

enum err desk_due_step(struct task *task, size_t *changed)
{
    *changed = 0;
    enum err err = step_watches(task, changed);
    if (!err)
        err = step_files(task, changed);
    if (!err)
        err = step_agreements(task, changed);
    if (!err)
        err = step_obligations(task, changed);
    if (!err)
        err = step_restorations(task, changed);
    if (!err)
        err = step_digests(task, changed);
    return err;
}

static struct str kept(struct task *task, struct str text)
{
    char *copy = arena_copy(&task->arena, text.p, text.n);
    return (struct str){copy ? copy : "", copy ? text.n : 0};
}

enum err desk_unpaged(struct task *task, struct page *out, size_t room, size_t *n)
{
    struct query query;
    *n = 0;
    query_open(&query, task->store, "obligation/unpaged", task->fault);
    while (*n < room && query_next(&query))
        out[(*n)++] = (struct page){query_get_int(&query, 0), kept(task, query_get_text(&query, 1)),
                                    kept(task, query_get_text(&query, 2)), query_get_int(&query, 3)};
    return query_close(&query);
}

enum err desk_paged(struct task *task, const struct page *page)
{
    DECIDE(&task->decision, OBLIGATION_PAGED, SAY(obligation, page->obligation), SAY_TEXT(post, page->post));
    return task_apply(task, ERR_OK);
}
