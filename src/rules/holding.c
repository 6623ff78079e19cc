/* Who is in a holding, and who leaves it. */
#include "rules/holding.h"

#include "rules/subject.h"

static enum err decided_by_a_supervisor(const struct rule_context *context, struct str reason,
                                        struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_SUPERVISOR, fault);
    return err ? err : reason_needed(context, reason, fault);
}

enum err holding_add(struct rule_context *context, const struct subject_state *subject, int64_t channel,
                     enum holding kind, bool held, struct str reason, struct decision *decision,
                     struct fault *fault)
{
    enum err err = decided_by_a_supervisor(context, reason, fault);
    if (!err)
        err = subject_may_be_held(subject->subject_role, subject->protection, fault);
    if (err)
        return err;
    if (held)
        return rule_refuse(fault, RULE_STATE, "subject %lld is in this holding", (long long)subject->subject);
    DECIDE(decision, HOLDING_ADDED, SAY(subject, subject->subject), SAY(channel, channel),
           SAY_WORD(holding, holding, (int)kind), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err holding_remove(struct rule_context *context, const struct subject_state *subject, int64_t channel,
                        enum holding kind, bool held, struct str reason, struct decision *decision,
                        struct fault *fault)
{
    enum err err = decided_by_a_supervisor(context, reason, fault);
    if (err)
        return err;
    if (!held)
        return rule_refuse(fault, RULE_STATE, "subject %lld is not in this holding",
                           (long long)subject->subject);
    DECIDE(decision, HOLDING_REMOVED, SAY(subject, subject->subject), SAY(channel, channel),
           SAY_WORD(holding, holding, (int)kind), SAY_TEXT(reason, reason));
    return ERR_OK;
}

void holding_settle(const struct subject_state *subject, const struct holding_place *places, size_t n,
                    struct decision *decision)
{
    struct fault why = {0};
    if (!subject_may_be_held(subject->subject_role, subject->protection, &why))
        return;
    const char *reason = arena_copy(decision->arena, why.detail, strlen(why.detail)); /* a decision borrows */
    for (size_t i = 0; i < n; i++)
        DECIDE(decision, HOLDING_REMOVED, SAY(subject, subject->subject), SAY(channel, places[i].channel),
               SAY_WORD(holding, holding, (int)places[i].kind), SAY_TEXT(reason, str_of(reason)));
}
