/* liaison message: any message of a line, and those that are none of the other commands'. */
#include "cli/command.h"
#include "cli/letter.h"
#include "cli/page.h"
#include "desk/due.h"
#include "rules/obligation.h"
#include "rules/post.h"

#include <stdio.h>

/* Kinds that begin something and are written by this command. */
static enum err send(struct call *call, struct task *task, json_t **result)
{
    static const enum kind kinds[] = {KIND_SIGHTING, KIND_CORRECTION, KIND_RECALL,    KIND_CLEARANCE,
                                      KIND_CONCERN,  KIND_REDRESS,    KIND_PERMISSION};
    struct mail_new new = {.file = call_number(call, "--file"),
                           .subject = call_number(call, "--subject"),
                           .sighting = call_number(call, "--sighting"),
                           .urgent = call_has(call, "--urgent")};
    struct str said = call_text(call, "--kind");
    enum kind kind =
        kind_of(str_equal(said, STR("permission-asked")) ? str_of(kind_word(KIND_PERMISSION)) : said);
    struct mail recalled;
    if ((kind == KIND_RECALL) != (call_text(call, "--recalls").n > 0))
        return fault_set(task->fault, ERR_USAGE,
                         "a recall, and it alone, names the message that it --recalls");
    if (kind == KIND_RECALL) {
        enum err err = mail_find(task, call_text(call, "--recalls"), call_text(call, "--to"), &recalled);
        if (err)
            return err;
        new.answers = &recalled;
        new.file = new.file ? new.file : recalled.file;
        new.subject = new.subject ? new.subject : recalled.subject;
    }
    enum err err =
        call_has(call, "--way") ? call_word(call, "--way", WORDS_way, &new.way, task->fault) : ERR_OK;
    if (err)
        return err;
    bool leave = new.way == WAY_FORWARD || new.way == WAY_COURT || new.way == WAY_PURPOSE;
    if ((kind == KIND_PERMISSION) != leave || (leave && !new.file))
        return fault_set(
            task->fault, ERR_USAGE,
            "a permission asked, and it alone, names the --file and the --way: forward, court or purpose");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i] == kind)
            return letter_begin(call, task, kind, &new, result);
    return fault_set(task->fault, ERR_USAGE,
                     "--kind is sighting, correction, recall, clearance, concern, redress or "
                     "permission asked, not '%.*s'",
                     STR_ARG(call_text(call, "--kind")));
}

/* What the confirmation of a recall says by itself: how many had read it, and whether it was acted on. */
static enum err say_reach(struct task *task, const struct mail *recall, struct str *out)
{
    struct mail recalled;
    struct mail_reach reach;
    char text[96];
    enum err err =
        mail_load(task, recall->channel, recall->whose == WHOSE_RECIPIENT, recall->about, &recalled);
    if (!err)
        err = mail_reach(task, &recalled, &reach);
    if (err)
        return err;
    int n =
        snprintf(text, sizeof text, "read by %zu; acted on: %s", reach.count, reach.acted_on ? "yes" : "no");
    char *copy = arena_copy(&task->arena, text, (size_t)n);
    *out = (struct str){copy, (size_t)n};
    return copy ? ERR_OK : fault_set(task->fault, ERR_NO_MEMORY, "how far it had gone");
}

/* The answer to one of those; which kind follows from the message, but for a permission. */
static enum err answer(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    enum err err = letter_find(call, task, &mail);
    if (err)
        return err;
    static const struct {
        enum kind asked, answered;
    } answers[] = {{KIND_CORRECTION, KIND_CORRECTED},   {KIND_RECALL, KIND_RECALLED},
                   {KIND_CLEARANCE, KIND_CLEARED},      {KIND_CONCERN, KIND_CONCERN_ANSWER},
                   {KIND_REDRESS, KIND_REDRESS_ANSWER}, {KIND_THREAT, KIND_THREAT_ANSWER},
                   {KIND_PERMISSION, KIND_GRANTED}};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        enum kind kind = answers[i].answered;
        if (answers[i].asked != mail.kind)
            continue;
        struct mail_new new = {0};
        if (kind != KIND_GRANTED && call_has(call, "--denied"))
            return fault_set(task->fault, ERR_USAGE, "a permission alone is --denied; %.*s asks for none",
                             STR_ARG(mail.reference));
        if (kind == KIND_RECALLED)
            err = say_reach(task, &mail, &new.first);
        if (err)
            return err;
        if (kind == KIND_GRANTED && call_has(call, "--denied"))
            kind = KIND_DENIED;
        return letter_answer(call, task, kind, &new, result);
    }
    return fault_set(task->fault, ERR_USAGE, "what is of kind '%s' is not answered by this command",
                     kind_word(mail.kind));
}

/* The restricted form: who, where, when, and what would protect. */
static enum err threat(struct call *call, struct task *task, json_t **result)
{
    static const struct {
        const char *option, *label;
    } parts[] = {
        {"--who", "who"}, {"--where", "where"}, {"--when", "when"}, {"--protect", "what would protect"}};
    struct buf text;
    struct mail_new new = {.urgent = true};
    buf_init(&text, 1 << 16);
    for (size_t i = 0; i < 4; i++)
        buf_printf(&text, "%s%s: %.*s", i ? "\n" : "", parts[i].label,
                   STR_ARG(call_text(call, parts[i].option)));
    enum err err = buf_error(&text);
    char *copy = err ? NULL : arena_copy(call_arena(call), text.bytes, text.n);
    new.text = (struct str){copy, copy ? text.n : 0};
    buf_release(&text);
    return copy ? letter_begin(call, task, KIND_THREAT, &new, result)
                : fault_set(task->fault, err ? err : ERR_NO_MEMORY, "the form");
}

static enum err feedback(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    struct mail_new new = {.useful = call_has(call, "--useful") ? 1 : -1};
    enum err err = letter_find(call, task, &mail);
    if (!err && (kind_effect(mail.kind) != EFFECT_OPENS || mail.ours != kind_asker_judges(mail.kind)))
        err = fault_set(task->fault, ERR_USAGE,
                        "how useful it was is said of a request of our own, or of a tip or threat that came; "
                        "%.*s is none",
                        STR_ARG(mail.reference));
    return err ? err : letter_answer(call, task, KIND_FEEDBACK, &new, result);
}

static enum err withdraw(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    enum err err = letter_find(call, task, &mail);
    if (!err)
        err = mail_withdraw(task, &mail);
    if (!err)
        err = mail_load(task, mail.channel, true, mail.number, &mail);
    if (!err)
        *result = letter_said(&mail);
    return err;
}

static enum err mark_read(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    enum err err = letter_find(call, task, &mail);
    if (!err && mail.ours)
        err = fault_set(task->fault, ERR_USAGE, "%.*s is not theirs", STR_ARG(mail.reference));
    if (!err)
        err = desk_message_read(task, mail.channel, mail.number);
    if (!err)
        *result =
            json_pack("{s:s#, s:s}", "message", mail.reference.p, (int)mail.reference.n, "state", "read");
    return err;
}

static enum err show(struct call *call, struct task *task, json_t **result)
{
    struct mail mail;
    enum err err = letter_find(call, task, &mail);
    return err ? err : letter_show(call, task, &mail, result);
}

static enum err list(struct call *call, struct task *task, json_t **result)
{
    struct mail before = {0};
    struct str line = call_text(call, "--line");
    int64_t channel;
    enum err err = call_has(call, "--line") ? page_channel(task, line, &channel) : ERR_OK;
    if (!err && call_has(call, "--before"))
        err = mail_find(task, call_text(call, "--before"), line, &before);
    return err ? err
               : page_rows_last(task, "page/messages", line, call_number(call, "--last"), before.content,
                                result);
}

static enum err alarms(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/alarms", 0, result);
}

/* The alarms that are owed to the role of who looks have been seen: each of supervisor and overseer has his
 * own, and the overseer protection that was taken away. */
static enum err seen(struct call *call, struct task *task, json_t **result)
{
    struct query q;
    json_int_t n = 0;
    const struct actor *actor = &task->context.actor;
    bool overseer = actor->role == ROLE_OVERSEER;
    enum err err = overseer ? ERR_OK : actor_needs(&task->context, ROLE_SUPERVISOR, task->fault);
    if (!err)
        err = reason_needed(&task->context, call_text(call, "--reason"), task->fault);
    if (err)
        return err;
    query_open(&q, task->store, "page/alarms_owed", task->fault);
    query_text(&q, "owner", overseer ? POST_OVERSEER : STR("desk/supervisor"));
    for (; query_next(&q); n++)
        obligation_end(&task->decision, query_get_int(&q, 0), OWED_DONE);
    err = query_close(&q);
    *result = json_pack("{s:I}", "seen", n);
    return task_apply(task, err);
}

static enum err threats(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/threats", 0, result);
}

int command_message(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"send", VERB_ACT, send,
         "--to DESK --kind WORD [--file N] [--subject N] [--sighting N] [--recalls REF] [--way WORD] "
         "[--serves PURPOSE] [--section ID] [--urgent] [--text TEXT] [--text-file PATH]",
         "a sighting, correction, recall, clearance, concern, redress or a permission asked, held for "
         "release"},
        {"answer", VERB_ACT, answer, "REF [--denied] [--text TEXT] [--text-file PATH] [--line DESK]",
         "answer one of these"},
        {"threat", VERB_ACT, threat,
         "--to DESK --who TEXT --where TEXT --when TEXT --protect TEXT [--section ID]",
         "warn of a threat to life: passes at every level"},
        {"feedback", VERB_ACT, feedback,
         "REF --useful|--useless [--text TEXT] [--text-file PATH] [--line DESK]",
         "how useful the answer to our request was, or a tip or threat that came"},
        {"withdraw", VERB_ACT, withdraw, "REF [--line DESK]", "take back what has no receipt yet"},
        {"read", VERB_ACT, mark_read, "REF [--line DESK]",
         "my section, or who was told in person, has read it"},
        {"show", VERB_READ, show, "REF [--line DESK]", "a message: what it says, and how far it came"},
        {"list", VERB_READ, list, "[--line DESK] [--last N] [--before REF]",
         "the messages, either way; the newest N, or those before one"},
        {"alarms", VERB_READ, alarms, "",
         "what went wrong on the lines: forks, set-backs, messages without effect"},
        {"seen", VERB_ACT, seen, "--reason TEXT",
         "the alarms owed to a supervisor, or to the overseer, were looked at, and protection taken away"},
        {"threats", VERB_READ, threats, "",
         "threats to life that came, by counterpart: how many were confirmed by feedback, how many were "
         "none"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
