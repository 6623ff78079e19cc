/* Load, decide, apply: holdings. */
#include "desk/holding.h"

#include "desk/file.h"

enum { CHANNELS_MAX = 256 };

/* The person, and the channels in whose holdings he is. */
struct held {
    struct subject_state subject;
    int64_t channels[CHANNELS_MAX];
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
    while (out->n < CHANNELS_MAX && query_next(&query))
        out->channels[out->n++] = query_get_int(&query, 0);
    return query_close(&query);
}

static bool is_in(const struct held *held, int64_t channel)
{
    for (size_t i = 0; i < held->n; i++)
        if (held->channels[i] == channel)
            return true;
    return false;
}

enum err desk_holding_add(struct task *task, int64_t subject, int64_t channel, struct str reason)
{
    struct held held;
    enum err err = load(task, subject, &held);
    if (!err)
        err = holding_add(&task->context, &held.subject, channel, is_in(&held, channel), reason,
                          &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_holding_remove(struct task *task, int64_t subject, int64_t channel, struct str reason)
{
    struct held held;
    enum err err = load(task, subject, &held);
    if (!err)
        err = holding_remove(&task->context, &held.subject, channel, is_in(&held, channel), reason,
                             &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_holding_settle(struct task *task, int64_t subject)
{
    struct held held;
    enum err err = load(task, subject, &held);
    if (!err)
        holding_settle(&held.subject, held.channels, held.n, &task->decision);
    return task_apply(task, err);
}
