/* Load, decide, apply: holdings. */
#include "desk/holding.h"

#include "desk/file.h"
#include "desk/held.h"
#include "desk/release.h"

enum { PLACES_MAX = 512 };

/* The person, and the holdings in which he is. */
struct held {
    struct subject_state subject;
    struct holding_place places[PLACES_MAX];
    size_t n;
};

static enum err load(struct task *task, int64_t subject, struct held *out)
{
    struct query query;
    enum err err = desk_subject(task, subject, &out->subject);
    out->n = 0;
    if (err)
        return err;
    query_open(&query, task->store, "holding/of_subject", task->fault);
    query_int(&query, "subject", out->subject.subject);
    while (out->n < PLACES_MAX && query_next(&query))
        out->places[out->n++] = (struct holding_place){
            query_get_int(&query, 0), (enum holding)word_value(WORDS_holding, query_get_text(&query, 1))};
    return query_close(&query);
}

static bool is_in(const struct held *held, int64_t channel, enum holding kind)
{
    for (size_t i = 0; i < held->n; i++)
        if (held->places[i].channel == channel && held->places[i].kind == kind)
            return true;
    return false;
}

enum err desk_holding_add(struct task *task, int64_t subject, int64_t channel, enum holding kind,
                          struct str reason)
{
    struct held held;
    enum err err = load(task, subject, &held);
    if (!err)
        err = held_subject(task, subject);
    if (!err)
        err = desk_subject_taken_up(task, subject);
    if (!err)
        err = holding_add(&task->context, &held.subject, channel, kind, is_in(&held, channel, kind), reason,
                          &task->decision, task->fault);
    if (!err)
        err = desk_release_holding(task, held.subject.subject, channel, reason);
    return task_apply(task, err);
}

enum err desk_holding_remove(struct task *task, int64_t subject, int64_t channel, enum holding kind,
                             struct str reason)
{
    struct held held;
    enum err err = load(task, subject, &held);
    if (!err)
        err = held_subject(task, subject);
    if (!err)
        err = holding_remove(&task->context, &held.subject, channel, kind, is_in(&held, channel, kind),
                             reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_holding_settle(struct task *task, int64_t subject)
{
    struct held held;
    enum err err = load(task, subject, &held);
    if (!err)
        holding_settle(&held.subject, held.places, held.n, &task->decision);
    return task_apply(task, err);
}
