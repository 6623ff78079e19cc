/* liaison decide: what is proposed to a person, who decides by name and with a reason. */
#include "cli/command.h"
#include "cli/page.h"
#include "cli/weigh.h"
#include "desk/file.h"
#include "desk/tip.h"

static enum err list(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/decisions", 0, result);
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {
        {NULL, "page/proposal"}, {"flags", "page/proposal_flags"}, {"requests", "page/proposal_requests"}};
    json_t *sum = NULL;
    enum err err = page_consult(call, task, "proposal", call_number(call, "N"));
    if (!err)
        err = page_build(task, "proposal", parts, 3, call_number(call, "N"), result);
    if (!err)
        err = weigh_flags(task, json_integer_value(json_object_get(*result, "file")),
                          json_object_get(*result, "flags"), &sum);
    if (sum)
        json_object_set_new(*result, "sum_now", sum);
    return err;
}

static enum err reopen(struct call *call, struct task *task, json_t **result)
{
    bool yes = call_has(call, "--yes");
    int64_t proposal = call_number(call, "N");
    enum err err = desk_proposal_decide(task, proposal, yes, call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "reopening", (json_int_t)proposal, "state",
                            word(WORDS_proposal_state, yes ? PROPOSAL_REOPENED : PROPOSAL_REFUSED));
    return err;
}

static enum err same(struct call *call, struct task *task, json_t **result)
{
    bool yes = call_has(call, "--yes");
    int64_t duplicate = call_number(call, "N");
    enum err err = desk_duplicate_decide(task, duplicate, yes, call_has(call, "--same-report"),
                                         call_text(call, "--reason"));
    if (!err)
        *result = json_pack("{s:I, s:s}", "same_person", (json_int_t)duplicate, "state",
                            yes ? "the same" : "not the same");
    return err;
}

int command_decide(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_READ, list, "", "what waits for a decision"},
        {"show", VERB_READ, show, "N", "a proposal to reopen, with every flag, its source, date and weight"},
        {"reopen", VERB_ACT, reopen, "N --yes|--no --reason TEXT",
         "a supervisor decides on reopening a file"},
        {"same", VERB_ACT, same, "N --yes|--no [--same-report] --reason TEXT",
         "whether two records are one person, and whether they tell the same report"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
