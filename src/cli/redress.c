/* liaison redress: a person asks what is held of him, and is answered. */
#include "cli/command.h"
#include "cli/page.h"
#include "cli/values.h"
#include "desk/held.h"
#include "desk/rights.h"

static enum err open_redress(struct call *call, struct task *task, json_t **result)
{
    struct subject who;
    struct str text;
    int64_t redress, channel = 0;
    size_t files;
    enum err err = call_free_text(call, &text, task->fault);
    if (!err)
        err = values_subject(call, task->context.now, &who, task->fault);
    if (!err && call_has(call, "--from"))
        err = page_channel(task, call_text(call, "--from"), &channel);
    if (!err)
        err = desk_redress_receive(task, &who, channel, text, &redress, &files);
    if (!err)
        *result = json_pack("{s:I, s:s, s:I}", "redress", (json_int_t)redress, "state",
                            word(WORDS_redress_state, REDRESS_RECEIVED), "files", (json_int_t)files);
    return err;
}

static enum err acknowledge(struct call *call, struct task *task, json_t **result)
{
    enum err err = desk_redress_acknowledge(task, call_number(call, "N"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "redress", (json_int_t)call_number(call, "N"), "state",
                            word(WORDS_redress_state, REDRESS_ACKNOWLEDGED));
    return err;
}

static enum err answer(struct call *call, struct task *task, json_t **result)
{
    int state = call_has(call, "--upheld") ? REDRESS_UPHELD : REDRESS_REJECTED;
    enum err err = desk_redress_answer(task, call_number(call, "N"), state, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "redress", (json_int_t)call_number(call, "N"), "state",
                            word(WORDS_redress_state, state));
    return err;
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/redress"}, {"files", "page/redress_files"}};
    enum err err = held_redress(task, call_number(call, "N"));
    if (!err)
        err = page_consult(call, task, "redress", call_number(call, "N"));
    return err ? err : page_build(task, "redress", parts, 2, call_number(call, "N"), result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/redresses", 0, result);
}

int command_redress(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"open", VERB_ACT, open_redress,
         "--name TEXT... [--alias TEXT...] [--born TEXT...] [--document TEXT...] [--citizenship TEXT...] "
         "[--from DESK] "
         "[--text TEXT] [--text-file PATH]",
         "a person asks; every file that may hold him is found"},
        {"acknowledge", VERB_ACT, acknowledge, "N", "he was told that it is being looked at"},
        {"answer", VERB_ACT, answer, "N --upheld|--rejected --reason TEXT",
         "by somebody other than who decided on the file"},
        {"show", VERB_READ, show, "N", "a request for redress and the files found"},
        {"list", VERB_READ, list, "", "the requests for redress, and when they are due"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
