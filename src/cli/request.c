/* liaison request: what is asked of a counterpart, and what it asks. */
#include "cli/command.h"
#include "cli/letter.h"
#include "cli/page.h"

static enum err send(struct call *call, struct task *task, json_t **result)
{
    struct mail_new new = {.file = call_number(call, "--file"),
                           .standing = call_has(call, "--standing"),
                           .urgent = call_has(call, "--urgent"),
                           .due = call_time(call, "--due")};
    return letter_begin(call, task, KIND_REQUEST, &new, result);
}

static enum err clarify(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_CLARIFY, &(struct mail_new){0}, result);
}

static enum err explain(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_CLARIFIED, &(struct mail_new){0}, result);
}

static enum err extend(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_EXTENSION, &(struct mail_new){.due = call_time(call, "--until")},
                         result);
}

static enum err dispute(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_DISPUTE, &(struct mail_new){0}, result);
}

static enum err withdraw(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_WITHDRAWN, &(struct mail_new){0}, result);
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    enum err err = letter_find(call, task, &mail);
    return err ? err : letter_show(call, task, &mail, result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "request", 0);
    int64_t before = 0;
    if (!err && call_has(call, "--before"))
        err = page_number(task, "page/request_by_reference", "request", call_text(call, "--before"), &before);
    return err ? err
               : page_rows_last(task, "page/requests", call_has(call, "--open") ? STR("open") : STR(""),
                                call_number(call, "--last"), before, result);
}

int command_request(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"send", VERB_ACT, send,
         "--to DESK --file N [--serves PURPOSE] [--section ID] [--due DATE] [--standing] [--urgent] [--text "
         "TEXT] "
         "[--text-file PATH]",
         "ask a counterpart, held for release"},
        {"clarify", VERB_ACT, clarify, "REF [--text TEXT] [--text-file PATH] [--line DESK]",
         "ask back: the clock stands until the asker explains"},
        {"explain", VERB_ACT, explain, "REF [--text TEXT] [--text-file PATH] [--line DESK]",
         "explain what was asked back"},
        {"extend", VERB_ACT, extend, "REF --until DATE [--text TEXT] [--text-file PATH] [--line DESK]",
         "a later due time, with the reason"},
        {"dispute", VERB_ACT, dispute, "REF [--text TEXT] [--text-file PATH] [--line DESK]",
         "the asker does not accept how it ended, or is put off"},
        {"withdraw", VERB_ACT, withdraw, "REF [--text TEXT] [--text-file PATH] [--line DESK]",
         "the asker takes it back"},
        {"show", VERB_READ, show, "REF [--line DESK]", "a request, its clock and its answers"},
        {"list", VERB_READ, list, "[--open] [--last N] [--before REF]", "what was asked, either way"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
