/* liaison handover: he is offered to the country he went to, and taken or not. */
#include "cli/command.h"
#include "cli/letter.h"
#include "cli/page.h"

static enum err offer(struct call *call, struct task *task, json_t **result)
{
    struct mail_new new = {.file = call_number(call, "--file"), .sighting = call_number(call, "--sighting")};
    return letter_begin(call, task, KIND_HANDOVER, &new, result);
}

static enum err accept_it(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_ACCEPTED, &(struct mail_new){0}, result);
}

static enum err decline(struct call *call, struct task *task, json_t **result)
{
    return letter_answer(call, task, KIND_DECLINED, &(struct mail_new){0}, result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "handover", 0);
    return err ? err : page_rows(task, "page/handovers", 0, result);
}

int command_handover(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"offer", VERB_ACT, offer,
         "--to DESK --file N [--sighting N] [--serves PURPOSE] [--section ID] [--text TEXT] [--text-file "
         "PATH]",
         "offer him to a counterpart, held for release"},
        {"accept", VERB_ACT, accept_it, "REF [--text TEXT] [--text-file PATH] [--line DESK]",
         "from now on he is ours"},
        {"decline", VERB_ACT, decline, "REF [--text TEXT] [--text-file PATH] [--line DESK]", "he is not"},
        {"list", VERB_READ, list, "", "the handovers, either way"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
