/* Redress and corrections. */
#include "rules/redress.h"

#include "rules/obligation.h"

static const char protection_post[] = "desk/data protection";

enum err redress_receive(struct rule_context *context, int64_t subject, int64_t channel, struct str text,
                         int64_t *number, struct decision *decision, struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (err)
        return err;
    if (str_trim(text).n == 0)
        return fault_set(fault, ERR_USAGE, "a request for redress without words");
    *number = context_number(context, ENTITY_redress);
    struct owing owing = {.kind = OBLIGATION_REDRESS,
                          .about = *number,
                          .owner = str_of(protection_post),
                          .channel = channel,
                          .due = context->now + REDRESS_ACKNOWLEDGE_DAYS * DAY_MS};
    int64_t obligation = obligation_create(context, &owing, decision);
    DECIDE(decision, REDRESS_RECEIVED, SAY(redress, *number), SAY(subject, subject), SAY(channel, channel),
           SAY(due, owing.due), SAY(obligation, obligation), SAY_TEXT(text, text));
    return ERR_OK;
}

void redress_find(struct decision *decision, int64_t redress, int64_t file)
{
    DECIDE(decision, REDRESS_FOUND, SAY(redress, redress), SAY(file, file));
}

static enum err redress_role(const struct rule_context *context, struct fault *fault)
{
    int role = context->actor.role;
    const char *has = role ? word(WORDS_role, role) : "machine";
    if (role != ROLE_PROTECTION && role != ROLE_OVERSEER)
        return rule_refuse(fault, RULE_ROLE, "a data-protection officer or the overseer, not %s %s",
                           word_article(has), has);
    return ERR_OK;
}

enum err redress_acknowledge(struct rule_context *context, const struct redress *redress,
                             const struct owed *owed, struct decision *decision, struct fault *fault)
{
    enum err err = redress_role(context, fault);
    if (err)
        return err;
    if (redress->redress_state != REDRESS_RECEIVED)
        return rule_refuse(fault, RULE_STATE, "redress %lld is %s", (long long)redress->redress,
                           word(WORDS_redress_state, redress->redress_state));
    time_ms due = redress->time + REDRESS_ANSWER_DAYS * DAY_MS;
    DECIDE(decision, REDRESS_ACKNOWLEDGED, SAY(redress, redress->redress), SAY(due, due));
    obligation_put_off(decision, owed, due, STR("acknowledged"));
    return ERR_OK;
}

enum err redress_answer(struct rule_context *context, const struct redress *redress, int state,
                        struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = redress_role(context, fault);
    if (!err)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (state != REDRESS_UPHELD && state != REDRESS_REJECTED)
        return fault_set(fault, ERR_USAGE, "redress is upheld or rejected");
    if (redress->redress_state == REDRESS_UPHELD || redress->redress_state == REDRESS_REJECTED)
        return rule_refuse(fault, RULE_STATE, "redress %lld is %s", (long long)redress->redress,
                           word(WORDS_redress_state, redress->redress_state));
    DECIDE(decision, REDRESS_ANSWERED, SAY(redress, redress->redress),
           SAY_WORD(redress_state, redress_state, state), SAY_TEXT(reason, reason));
    obligation_end(decision, redress->obligation, OWED_DONE);
    return ERR_OK;
}

enum err correction_make(struct rule_context *context, const struct file *file,
                         const struct correction_new *correction, const int64_t *channels, size_t n,
                         struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, correction->reason, fault);
    if (err)
        return err;
    if (str_trim(correction->text).n == 0)
        return fault_set(fault, ERR_USAGE, "a correction without words");
    for (size_t i = 0; i < n; i++) {
        int64_t number = context_number(context, ENTITY_correction);
        struct owing owing = {.kind = OBLIGATION_CORRECTION,
                              .about = number,
                              .file = file->file,
                              .section = file->section,
                              .owner = file->owner,
                              .channel = channels[i]};
        DECIDE(decision, CORRECTION_MADE, SAY(correction, number), SAY(file, file->file),
               SAY(subject, correction->subject), SAY(channel, channels[i]),
               SAY_TEXT(property, correction->property), SAY_TEXT(value, correction->value),
               SAY_TEXT(text, correction->text), SAY_TEXT(reason, correction->reason));
        if (channels[i])
            obligation_create(context, &owing, decision);
    }
    return ERR_OK;
}
