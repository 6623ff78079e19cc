/* Load, decide, apply: rights. */
#include "desk/rights.h"

#include "desk/file.h"
#include "desk/held.h"
#include "desk/same.h"
#include "rules/audit.h"
#include "rules/obligation.h"

/* The person as he gave himself, as a subject of the desk. */
static enum err add_asker(struct task *task, const struct subject *who, int64_t *subject)
{
    size_t count = 0, n = 0;
    for (int p = 0; p < PROPERTY_COUNT; p++)
        count += who->values[p].n;
    struct value_new *values = arena_array(&task->arena, count ? count : 1, sizeof *values);
    if (!values)
        return fault_set(task->fault, ERR_NO_MEMORY, "the person's values");
    for (int p = 0; p < PROPERTY_COUNT; p++)
        for (size_t i = 0; i < who->values[p].n; i++)
            values[n++] = (struct value_new){.property = str_of(property_ftm((enum property)p)),
                                             .value = who->values[p].at[i]};
    return task_apply(task, subject_add(&task->context, SUBJECT_CONTACT, STR("asked for redress"), 0, values,
                                        n, subject, &task->decision, task->fault));
}

enum err desk_redress_receive(struct task *task, const struct subject *who, int64_t channel, struct str text,
                              int64_t *redress, size_t *files)
{
    int64_t subject;
    struct same *same = NULL;
    size_t n = 0;
    *files = 0;
    enum err err = same_person(task, who, &same, &n);
    if (!err)
        err = add_asker(task, who, &subject);
    if (!err)
        err = task_apply(task, redress_receive(&task->context, subject, channel, text, redress,
                                               &task->decision, task->fault));
    for (size_t i = 0; !err && i < n; i++)
        redress_find(&task->decision, *redress, same[i].file);
    *files = err ? 0 : n;
    return task_apply(task, err);
}

static enum err load_redress(struct task *task, int64_t redress, struct redress *out)
{
    return task_load(task, "redress/get", "redress", redress, &shape_redress, out);
}

enum err desk_redress_acknowledge(struct task *task, int64_t redress)
{
    struct redress state;
    struct owed owed;
    enum err err = load_redress(task, redress, &state);
    if (!err)
        err = task_load(task, "obligation/get", "obligation", state.obligation, &shape_owed, &owed);
    if (!err)
        err = redress_acknowledge(&task->context, &state, &owed, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_redress_answer(struct task *task, int64_t redress, int answer, struct str reason)
{
    struct redress state;
    enum err err = load_redress(task, redress, &state);
    if (!err)
        err = redress_answer(&task->context, &state, answer, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_correction_make(struct task *task, const struct correction_new *correction, size_t *n)
{
    struct file file;
    int64_t channels[FILE_CHANNELS_MAX];
    *n = 0;
    enum err err = held_file(task, correction->file, &file);
    if (err)
        return err;
    err = desk_file_channels(task, correction->file, channels, n);
    size_t told = *n;
    if (!told)
        channels[told++] = 0;
    if (!err)
        err =
            correction_make(&task->context, &file, correction, channels, told, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_purge(struct task *task, int64_t file, size_t *erased)
{
    struct query query;
    *erased = 0;
    query_open(&query, task->store, "file/openings", task->fault);
    query_int(&query, "file", file);
    while (query_next(&query)) {
        struct str field = query_get_text(&query, 1);
        char *copy = arena_copy(&task->arena, field.p, field.n);
        if (!copy)
            task->decision.failed = true;
        DECIDE(&task->decision, OPENING_ERASED, SAY(erased, query_get_int(&query, 0)),
               SAY_TEXT(erased_field, ((struct str){copy, copy ? field.n : 0})),
               SAY_TEXT(ground, STR("review not made: purged")));
        (*erased)++;
    }
    struct owed review = {0};
    enum err err = query_close(&query);
    if (!err)
        err = task_owed(task, OBLIGATION_REVIEW, file, STR(""), &review);
    obligation_end(&task->decision, review.obligation, OWED_WITHDRAWN);
    return task_apply(task, err);
}

enum err desk_erase(struct task *task, int64_t sequence, struct str field, struct str ground)
{
    struct event event;
    enum err err = desk_event(task->desk, sequence, &task->arena, &event, task->fault);
    if (!err)
        err = audit_may_erase(&task->context, event.kind, event.actor, ground, task->fault);
    if (err)
        return err;
    DECIDE(&task->decision, OPENING_ERASED, SAY(erased, sequence), SAY_TEXT(erased_field, field),
           SAY_TEXT(ground, ground));
    return task_apply(task, ERR_OK);
}

/* Where what was erased stood: the file, where it is one, and the subject. */
static enum err erased_of(struct task *task, const struct event *event, struct audit_line *line)
{
    struct query query;
    query_open(&query, task->store, "rule/erased_of", task->fault);
    query_int(&query, "sequence", event_get_int(event, FIELD_erased, 0));
    if (query_next(&query)) {
        line->file = query_get_int(&query, 0);
        line->subject = query_get_int(&query, 1);
    }
    return query_close(&query);
}

/* One event as a line of the log. */
static enum err line_of(struct task *task, const struct event *event, struct audit_line *line)
{
    *line = (struct audit_line){.sequence = event->sequence,
                                .person = event->actor,
                                .file = event_get_int(event, FIELD_file, 0),
                                .subject = event_get_int(event, FIELD_subject, 0),
                                .channel = event_get_int(event, FIELD_channel, 0),
                                .time = event->time,
                                .entry = audit_entry(event->kind),
                                .kind = event_spec(event->kind)->name,
                                .purpose = event_get_text(event, FIELD_purpose)};
    if (!line->file && str_equal(event_get_text(event, FIELD_entity), STR("file")))
        line->file = event_get_int(event, FIELD_about, 0);
    /* Of a table released to a third desk it is the person who stands in it. */
    if (event->kind == EVENT_RELEASE_APPROVED &&
        !str_equal(event_get_text(event, FIELD_message), STR("table")))
        line->message = event_get_int(event, FIELD_about, 0);
    return event->kind == EVENT_OPENING_ERASED ? erased_of(task, event, line) : ERR_OK;
}

static bool passes(const struct audit_filter *filter, const struct audit_line *line)
{
    return line->entry && (!filter->entry || filter->entry == line->entry) &&
           (!filter->since || line->time >= filter->since) &&
           (!filter->until || line->time < filter->until) &&
           (!filter->person || filter->person == line->person) &&
           (!filter->file || filter->file == line->file);
}

/* Why it was done: the reason, which lies sealed, or the ground of an erasure. */
static enum err reason_of(struct task *task, const struct event *event, struct buf *reason)
{
    if (event->kind == EVENT_OPENING_ERASED) {
        buf_add_str(reason, event_get_text(event, FIELD_ground));
        return ERR_OK;
    }
    enum err err = store_opening(task->store, event->sequence, FIELD_reason, reason, task->fault);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* Tells the lines one by one: an event's values and its reason live in an arena that is emptied each time. */
static enum err tell_lines(struct task *task, const struct audit_filter *filter, audit_each each,
                           void *context)
{
    struct query query;
    struct arena arena;
    enum err err = ERR_OK;
    arena_init(&arena, (size_t)1 << 26);
    query_open(&query, task->store, "rule/events", task->fault);
    query_int(&query, "since", filter->since);
    while (!err && query_next(&query)) {
        struct store_row row;
        struct audit_line line;
        struct buf reason;
        arena_reset(&arena);
        err = store_row_read(&query, &arena, &row, task->fault);
        if (!err)
            err = line_of(task, &row.event, &line);
        if (err || !passes(filter, &line))
            continue;
        buf_init(&reason, (size_t)1 << 20);
        err = reason_of(task, &row.event, &reason);
        line.reason = buf_str(&reason);
        if (!err)
            err = each(context, &line);
        buf_release(&reason);
    }
    enum err closed = query_close(&query);
    arena_release(&arena);
    return err ? err : closed;
}

enum err desk_tip_shares(struct task *task, tip_share_each each, void *context)
{
    struct query query;
    enum err err = audit_may_read(&task->context, task->fault);
    if (err)
        return err;
    query_open(&query, task->store, "tip/shares", task->fault);
    while (!err && query_next(&query)) {
        struct tip_share share = {query_get_int(&query, 0), query_get_int(&query, 1),
                                  query_get_int(&query, 2), query_get_int(&query, 3),
                                  query_get_int(&query, 4)};
        err = each(context, &share);
    }
    enum err closed = query_close(&query);
    return err ? err : closed;
}

enum err desk_audit(struct task *task, const struct audit_filter *filter, audit_each each, void *context)
{
    enum err err = audit_may_read(&task->context, task->fault);
    if (!err)
        err = tell_lines(task, filter, each, context);
    if (!err)
        DECIDE(&task->decision, CONTENT_CONSULTED, SAY_TEXT(entity, STR("audit")),
               SAY(about, filter->file ? filter->file : filter->person),
               SAY_WORD(purpose, purpose, PURPOSE_OVERSIGHT));
    return task_apply(task, err);
}
