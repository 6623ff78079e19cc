/* Levels and assessments. */
#include "rules/agreement.h"

#include "base/time.h"
#include "record/country.h"
#include "rules/obligation.h"
#include "rules/post.h"

static time_ms lapses(const struct assessment *agreement)
{
    return agreement->assessed + ASSESSMENT_DAYS * DAY_MS;
}

enum err agreement_assessed(struct str day, bool renewed, time_ms now, struct fault *fault)
{
    struct fault why = {0};
    time_ms assessed;
    if (time_parse(day, &assessed, &why))
        return fault_set(fault, ERR_BAD_INPUT, "assessed: %s", why.detail);
    if (assessed > now + DAY_MS)
        return rule_refuse(fault, RULE_TIME, "an assessment of %.*s is still to come", STR_ARG(day));
    if (renewed && now - assessed > ASSESSMENT_DAYS * DAY_MS)
        return rule_refuse(fault, RULE_ASSESSMENT, "that of %.*s", STR_ARG(day));
    return ERR_OK;
}

enum err agreement_assess(struct rule_context *context, int64_t channel, struct str reason, int64_t owed,
                          struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_HEAD, reason, fault);
    if (err)
        return err;
    DECIDE(decision, AGREEMENT_ASSESSED, SAY(channel, channel), SAY(assessed, context->now),
           SAY_TEXT(reason, reason));
    obligation_end(decision, owed, OWED_DONE);
    return ERR_OK;
}

enum err agreement_set_level(struct rule_context *context, const struct assessment *agreement, int level,
                             struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_HEAD, reason, fault);
    if (err)
        return err;
    if (level == CHANNEL_OPEN && (!agreement->assessed || context->now >= lapses(agreement)))
        return rule_refuse(fault, RULE_ASSESSMENT, "channel %lld", (long long)agreement->channel);
    DECIDE(decision, AGREEMENT_LEVEL_SET, SAY(channel, agreement->channel),
           SAY_WORD(level, channel_level, level), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err agreement_place(struct rule_context *context, int64_t channel, struct str state, struct str reason,
                         struct decision *decision, struct fault *fault)
{
    country code = country_of(state);
    enum err err = actor_decides(context, ROLE_HEAD, reason, fault);
    if (err)
        return err;
    if (!code)
        return fault_set(fault, ERR_USAGE, "'%.*s' is no country that is known", STR_ARG(state));
    char letters[2] = {(char)(code >> 8), (char)(code & 0xff)},
         *copy = arena_copy(decision->arena, letters, 2);
    DECIDE(decision, CHANNEL_PLACED, SAY(channel, channel),
           SAY_TEXT(country, ((struct str){copy, copy ? 2 : 0})), SAY_TEXT(reason, reason));
    return ERR_OK;
}

void agreement_step(struct rule_context *context, const struct assessment *agreement,
                    struct decision *decision)
{
    time_ms end = lapses(agreement);
    if (!agreement->assessed)
        return;
    if (!agreement->warned && context->now >= end - ASSESSMENT_WARNING_DAYS * DAY_MS) {
        struct owing owing = {.kind = OBLIGATION_ASSESSMENT,
                              .about = agreement->channel,
                              .owner = post_at_rung(decision->arena, STR(""), RUNG_HEAD),
                              .channel = agreement->channel,
                              .due = end};
        int64_t obligation = obligation_create(context, &owing, decision);
        DECIDE(decision, AGREEMENT_WARNED, SAY(channel, agreement->channel), SAY(until, end),
               SAY(obligation, obligation));
    }
    if (agreement->level == CHANNEL_OPEN && context->now >= end)
        DECIDE(decision, AGREEMENT_FELL, SAY(channel, agreement->channel),
               SAY_WORD(level, channel_level, CHANNEL_RESTRICTED));
}
