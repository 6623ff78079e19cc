/* Call: a command carried out at a desk. See call.h. */
#include "cli/call.h"

#include "base/limits.h"
#include "cli/view.h"
#include "desk/task.h"
#include "record/json.h"

#include <stdio.h>

static enum err print(const struct call *call, json_t *value, struct fault *fault)
{
    struct buf out;
    buf_init(&out, (size_t)LIMIT_PRINTED_BYTES);
    if (call_json(call))
        view_json(&out, value);
    else if (call->verb->kind != VERB_READ)
        view_line(&out, value);
    else
        view_text(&out, value, view_room());
    enum err err = ERR_OK;
    if (json_starved())
        err = fault_set(fault, ERR_NO_MEMORY, "%s: what it shows", call->command);
    else if (buf_failed(&out))
        err = fault_set(fault, buf_error(&out), "%s: what it prints, of at most %lld bytes", call->command,
                        LIMIT_PRINTED_BYTES);
    else if ((out.n && fwrite(out.bytes, 1, out.n, stdout) != out.n) || fflush(stdout) != 0)
        err = fault_set(fault, ERR_IO, "standard output cannot be written");
    buf_release(&out);
    return err;
}

static const char *given(const struct call *call, const char *name)
{
    return call_has(call, name) ? call_text(call, name).p : NULL;
}

static enum err run(struct call *call, json_t **result, struct fault *fault)
{
    struct task task = {.fault = fault, .desk = call->session.desk};
    if (call->verb->kind == VERB_LONG) {
        task.store = desk_store(task.desk);
        task.context.actor.person = call->session.person.person;
        return call->verb->run(call, &task, result);
    }
    enum err err = task_begin(&task, call->session.desk, call->session.person.person, fault);
    if (!err)
        err = call->verb->run(call, &task, result);
    return task_end(&task, err);
}

enum err call_run(struct call *call, struct fault *fault)
{
    json_t *result = NULL;
    json_watch();
    call->session.directory = given(call, "--desk");
    call->session.unlock = given(call, "--unlock");
    call->session.as = given(call, "--as");
    enum err err = session_open(&call->session, SESSION_PERSON, fault);
    if (!err)
        err = run(call, &result, fault);
    session_close(&call->session);
    if (!err && result)
        err = print(call, result, fault);
    json_decref(result);
    return err;
}
