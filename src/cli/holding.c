/* liaison holding: whom a counterpart may ask about privately. */
#include "desk/holding.h"
#include "cli/command.h"
#include "cli/page.h"

static enum err change(struct call *call, struct task *task,
                       enum err (*act)(struct task *, int64_t, int64_t, struct str), const char *state,
                       json_t **result)
{
    int64_t subject = call_number(call, "N"), channel = 0;
    enum err err = page_channel(task, call_text(call, "--for"), &channel);
    if (!err)
        err = act(task, subject, channel, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s, s:s%}", "subject", (json_int_t)subject, "state", state, "desk",
                            call_text(call, "--for").p, call_text(call, "--for").n);
    return err;
}

static enum err add(struct call *call, struct task *task, json_t **result)
{
    return change(call, task, desk_holding_add, "in the holding", result);
}

static enum err take_out(struct call *call, struct task *task, json_t **result)
{
    return change(call, task, desk_holding_remove, "not in the holding", result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "holding", 0);
    return err ? err : page_rows(task, "page/holdings", 0, result);
}

int command_holding(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", VERB_ACT, add, "N --for DESK --reason TEXT",
         "that counterpart may ask about him; a supervisor decides"},
        {"remove", VERB_ACT, take_out, "N --for DESK --reason TEXT", "it may no longer"},
        {"list", VERB_READ, list, "", "who is in which holding, and by whose decision"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
