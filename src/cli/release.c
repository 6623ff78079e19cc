/* liaison release: a person lets a message leave, with the decision that this takes. */
#include "cli/command.h"
#include "cli/letter.h"
#include "cli/page.h"

static enum err list(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/held", 0, result);
}

static enum err release(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    struct str reason = call_text(call, "--reason");
    struct mail_release decision = {.reason = reason, .assurances = call_text(call, "--assurances")};
    if (!call_has(call, "REF"))
        return list(call, task, result);
    enum err err = call_goes_with(call, "--assurances", "--risk", task->fault);
    if (!err)
        err = letter_find(call, task, &mail);
    if (!err)
        err = call_word(call, "--risk", WORDS_risk, &decision.risk, task->fault);
    if (!err && decision.risk == RISK_REFUSED)
        err =
            fault_set(task->fault, ERR_USAGE, "what is refused is taken back: liaison message withdraw %.*s",
                      STR_ARG(mail.reference));
    if (!err)
        err = mail_release(task, &mail, &decision);
    if (!err)
        err = mail_load(task, mail.channel, true, mail.number, &mail);
    if (!err)
        *result = json_pack("[o]", letter_said(&mail));
    return err;
}

int command_release(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_READ, release, "[REF] [--risk WORD] [--assurances TEXT] [--reason TEXT] [--line DESK]",
         "what waits for release; with a reference, release it"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
