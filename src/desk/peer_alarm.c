/* Peer: alarms of a channel. Each is a fact, and owed a look by the desk's supervisor and by the overseer,
 * once while one of its kind is open: it climbs as everything does that nobody looks at. */
#include "desk/peer_internal.h"

#include "desk/task.h"
#include "rules/obligation.h"

static enum err one_number(struct desk *desk, const char *query, int64_t channel, const char *alarm,
                           int64_t *out, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), query, fault);
    query_int(&q, "channel", channel);
    if (alarm)
        query_text(&q, "alarm", str_of(alarm));
    return query_one(&q, 0, out);
}

static enum err owe_looks(struct desk *desk, int64_t channel, int64_t about, struct fault *fault)
{
    struct task task;
    struct fault why = {0};
    enum err err = task_join(&task, desk, &why);
    if (!err)
        obligation_alarm(&task.context, channel, about, &task.decision);
    err = task_apply(&task, err);
    err = task_end(&task, err);
    return err ? fault_set(fault, err, "%s", why.detail) : ERR_OK;
}

enum err peer_alarm_owed(struct desk *desk, int64_t channel, const char *alarm, struct fault *fault)
{
    int64_t owed = 0, about = 0;
    enum err err = one_number(desk, "peer/alarm_owed", channel, alarm, &owed, fault);
    if (err || owed)
        return err;
    err = one_number(desk, "peer/alarm_last", channel, NULL, &about, fault);
    return err ? err : owe_looks(desk, channel, about, fault);
}

enum err peer_alarm(struct desk *desk, int64_t channel, const char *alarm, uint64_t first,
                    struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_CHANNEL_ALARM);
    event_int(event, FIELD_channel, channel);
    event_text(event, FIELD_alarm, str_of(alarm));
    event_int(event, FIELD_first, (int64_t)first);
    enum err err = fact_add(&fact, desk, fault);
    return err ? err : peer_alarm_owed(desk, channel, alarm, fault);
}

enum err peer_alarm_daily(struct desk *desk, int64_t channel, const char *alarm, uint64_t first,
                          struct fault *fault)
{
    struct query q;
    int64_t known = 0;
    query_open(&q, desk_store(desk), "peer/alarm_since", fault);
    query_int(&q, "channel", channel);
    query_text(&q, "alarm", str_of(alarm));
    query_int(&q, "since", desk_now(desk) - DAY_MS);
    enum err err = query_one(&q, 0, &known);
    return err || known ? err : peer_alarm(desk, channel, alarm, first, fault);
}
