/* Load, decide, apply: requests and handovers. */
#include "desk/request.h"

#include "desk/file.h"
#include "rules/obligation.h"

static enum err load_request(struct task *task, int64_t request, struct request *out)
{
    return task_load(task, "request/get", "request", request, &shape_request, out);
}

/* Section and owner of a file, where a request names one and leaves them out. */
static enum err held_by(struct task *task, int64_t file, struct str *section, struct str *owner)
{
    struct file state;
    enum err err = file ? desk_file(task, file, &state) : ERR_OK;
    if (!err && file && !section->n) {
        *section = state.section;
        if (!owner->n)
            *owner = state.owner;
    }
    return err;
}

enum err desk_request_open(struct task *task, const struct request_new *request, int64_t *number)
{
    struct request_new new = *request;
    enum err err = held_by(task, new.file, &new.section, &new.owner);
    if (!err && new.direction == BOUND_OUT)
        err = actor_needs(&task->context, ROLE_OFFICER, task->fault);
    if (!err)
        err = request_open(&task->context, &new, number, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_request_clarify(struct task *task, int64_t request, struct str text)
{
    struct request state;
    enum err err = load_request(task, request, &state);
    if (!err)
        err = request_clarify(&task->context, &state, text, &task->decision, task->fault);
    return task_apply(task, err);
}

/* Nothing is asked back any more. */
static enum err clarification_done(struct task *task, const struct request *request)
{
    struct owed owed;
    if (request->direction != BOUND_OUT)
        return ERR_OK;
    enum err err = task_owed(task, OBLIGATION_CLARIFICATION, request->request, STR(""), &owed);
    if (!err)
        obligation_end(&task->decision, owed.obligation, OWED_DONE);
    return err;
}

enum err desk_request_clarified(struct task *task, int64_t request, struct str text)
{
    struct request state;
    enum err err = load_request(task, request, &state);
    if (!err)
        err = request_clarified(&task->context, &state, text, &task->decision, task->fault);
    if (!err)
        err = clarification_done(task, &state);
    return task_apply(task, err);
}

enum err desk_request_extend(struct task *task, int64_t request, time_ms due, struct str reason)
{
    struct request state;
    struct owed owed;
    enum err err = load_request(task, request, &state);
    if (!err)
        err = task_load(task, "obligation/get", "obligation", state.obligation, &shape_owed, &owed);
    if (!err)
        err = request_extend(&task->context, &state, owed.obligation_state == OWED_DUE ? &owed : NULL, due,
                             reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_request_dispute(struct task *task, int64_t request, struct str reason)
{
    struct request state;
    enum err err = load_request(task, request, &state);
    if (!err)
        err = request_dispute(&task->context, &state, reason, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_request_interim(struct task *task, int64_t request, struct str text)
{
    struct request state;
    enum err err = load_request(task, request, &state);
    if (!err)
        err = request_interim(&task->context, &state, text, &task->decision, task->fault);
    return task_apply(task, err);
}

/* The reason code that was given for what is overdue (liaison due explain), where the end names none. */
static enum err explained(struct task *task, int64_t obligation, int *lateness)
{
    struct query query;
    query_open(&query, task->store, "obligation/lateness", task->fault);
    query_int(&query, "obligation", obligation);
    if (query_next(&query))
        *lateness = word_value(WORDS_lateness, query_get_text(&query, 0));
    return query_close(&query);
}

enum err desk_request_end(struct task *task, int64_t request, const struct request_end *end)
{
    struct request state;
    struct request_end ended = *end;
    enum err err = load_request(task, request, &state);
    if (!err && !ended.lateness)
        err = explained(task, state.obligation, &ended.lateness);
    if (!err)
        err = request_end(&task->context, &state, &ended, &task->decision, task->fault);
    if (!err)
        err = clarification_done(task, &state);
    return task_apply(task, err);
}

enum err desk_handover_offer(struct task *task, const struct handover_new *handover, int64_t *number)
{
    struct handover_new new = *handover;
    enum err err = held_by(task, new.file, &new.section, &new.owner);
    if (!err)
        err = handover_offer(&task->context, &new, number, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_handover_decide(struct task *task, int64_t handover, bool accept, struct str reason,
                              bool theirs)
{
    struct handover state;
    enum err err = task_load(task, "handover/get", "handover", handover, &shape_handover, &state);
    if (!err)
        err = handover_decide(&task->context, &state, accept, reason, theirs, &task->decision, task->fault);
    return task_apply(task, err);
}

enum err desk_handover_withdraw(struct task *task, int64_t handover, struct str reason)
{
    struct handover state;
    enum err err = task_load(task, "handover/get", "handover", handover, &shape_handover, &state);
    if (!err)
        err = handover_withdraw(&task->context, &state, reason, &task->decision, task->fault);
    return task_apply(task, err);
}
