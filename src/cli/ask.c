/* liaison ask: the private question: is this person among those that a counterpart
 * chose to be asked about? It learns nothing of who is asked about. */
#include "desk/ask.h"
#include "cli/command.h"
#include "cli/page.h"
#include "cli/values.h"
#include "record/fold.h"

#include <stdio.h>

static const struct {
    const char *option;
    enum contact_kind kind;
} contacts[] = {{"--telephone", CONTACT_TELEPHONE},
                {"--mail", CONTACT_MAIL},
                {"--handle", CONTACT_HANDLE},
                {"--document", CONTACT_DOCUMENT}};

/* An identifier stands alone: beside a name, a document is one of the person's values. */
static enum err contact_of(struct call *call, struct ask_new *new, struct fault *fault)
{
    bool named = call_has(call, "NAME") || call_has(call, "--alias") || call_has(call, "--born");
    size_t n = 0;
    for (size_t i = 0; i < sizeof contacts / sizeof *contacts; i++) {
        bool given = call_has(call, contacts[i].option);
        if (named && given && contacts[i].kind != CONTACT_DOCUMENT)
            return fault_set(fault, ERR_USAGE, "%s is asked about alone, without a name", contacts[i].option);
        if (!named && given) {
            new->contact = contacts[i].kind;
            new->identifier = call_text(call, contacts[i].option);
            n++;
        }
    }
    if (new->contact == CONTACT_TELEPHONE)
        new->identifier = fold_digits_copy(call_arena(call), new->identifier);
    if (new->contact && !new->identifier.p)
        return fault_set(fault, ERR_NO_MEMORY, "whom to ask about");
    if (named ? !call_has(call, "NAME") : n != 1)
        return fault_set(fault, ERR_USAGE,
                         "about whom? a name, or one telephone, mail, handle or document alone");
    return ERR_OK;
}

/* --to, or the one counterpart that has published. */
static enum err channel_of(struct call *call, struct task *task, struct ask_new *new)
{
    struct query q;
    size_t n = 0;
    if (call_has(call, "--to"))
        return page_channel(task, call_text(call, "--to"), &new->channel);
    query_open(&q, task->store, "question/holders", task->fault);
    const char *holding = new->contact ? "contacts" : "persons";
    query_text(&q, "holding", str_of(holding));
    for (; query_next(&q); n++)
        new->channel = query_get_int(&q, 0);
    enum err err = query_close(&q);
    if (!err && n != 1)
        err = fault_set(task->fault, n ? ERR_USAGE : ERR_NOT_FOUND,
                        n ? "several counterparts have published %s: say which, --to DESK"
                          : "no counterpart's table of %s is in force here",
                        holding);
    return err;
}

static json_t *put_json(const struct ask_put *put)
{
    return json_pack("{s:I, s:s, s:s%, s:I, s:I}", "question", (json_int_t)put->question, "state", "asked",
                     "message", put->reference.p, put->reference.n, "epoch", (json_int_t)put->epoch,
                     "left_today", (json_int_t)put->left);
}

static enum err ask(struct call *call, struct task *task, json_t **result)
{
    struct subject who;
    struct ask_put put;
    struct ask_new new = {
        .file = call_number(call, "--file"), .person = &who, .serves = call_text(call, "--serves")};
    enum err err = actor_needs(&task->context, ROLE_OFFICER, task->fault);
    if (!err)
        err = contact_of(call, &new, task->fault);
    if (!err)
        err = call_word(call, "--purpose", WORDS_purpose, &new.purpose, task->fault);
    if (!err && !new.purpose)
        err = fault_set(task->fault, ERR_USAGE,
                        "what for? --purpose investigation, border, citizenship or the like");
    if (!err)
        err = call_free_text(call, &new.text, task->fault);
    if (!err && !new.contact)
        err = values_subject(call, task->context.now, &who, task->fault);
    if (!err)
        err = channel_of(call, task, &new);
    if (!err)
        err = desk_ask(task, &new, &put);
    if (!err)
        *result = put_json(&put);
    return err;
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    static const struct page_part parts[] = {{NULL, "page/question"}};
    int64_t number = call_number(call, "N");
    enum err err = page_consult(call, task, "question", number);
    return err ? err : page_build(task, "question", parts, 1, number, result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    enum err err = page_consult(call, task, "question", 0);
    return err ? err : page_rows(task, "page/questions", 0, result);
}

int command_ask(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_ACT, ask,
         "[NAME] [--alias TEXT...] [--born TEXT...] [--document TEXT] [--telephone TEXT] [--mail TEXT] "
         "[--handle TEXT] --file N [--to DESK] [--serves PURPOSE] [--text TEXT] [--text-file PATH]",
         "ask a counterpart, which does not learn about whom"},
        {"show", VERB_READ, show, "N", "what came of a question"},
        {"list", VERB_READ, list, "",
         "the questions of one's own and of one's section, and what came of them"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
