/* Subjects and clearances. */
#include "rules/subject.h"

#include "record/country.h"

#include "record/subject.h"
#include "rules/obligation.h"
#include "rules/post.h"

enum err subject_add(struct rule_context *context, int subject_role, struct str reason, int64_t channel,
                     const struct value_new *values, size_t n, int64_t *subject, struct decision *decision,
                     struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (err)
        return err;
    if (!subject_role)
        return rule_refuse(fault, RULE_SUBJECT_ROLE, "no role");
    if (str_trim(reason).n == 0)
        return rule_refuse(fault, subject_role == SUBJECT_SUSPECT ? RULE_SUSPICION : RULE_SUBJECT_ROLE,
                           "%s without a reason", word(WORDS_subject_role, subject_role));
    *subject = context_number(context, ENTITY_subject);
    DECIDE(decision, SUBJECT_ADDED, SAY(subject, *subject),
           SAY_WORD(subject_role, subject_role, subject_role), SAY_TEXT(reason, reason),
           SAY(channel, channel));
    for (size_t i = 0; i < n; i++) {
        err = subject_add_value(context, *subject, &values[i], channel, decision, fault);
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err subject_add_value(struct rule_context *context, int64_t subject, const struct value_new *value,
                           int64_t channel, struct decision *decision, struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (err)
        return err;
    if (property_by_ftm(value->property) == PROPERTY_COUNT)
        return fault_set(fault, ERR_USAGE, "property '%.*s' is not kept", STR_ARG(value->property));
    if (str_trim(value->value).n == 0)
        return fault_set(fault, ERR_USAGE, "property '%.*s' has no value", STR_ARG(value->property));
    DECIDE(decision, SUBJECT_VALUE_ADDED, SAY(subject, subject), SAY_TEXT(property, value->property),
           SAY_TEXT(value, value->value), SAY_TEXT(translation, value->translation),
           SAY_TEXT(language, value->language), SAY_TEXT(source, value->source),
           SAY_TEXT(reliability, value->reliability), SAY_TEXT(credibility, value->credibility),
           SAY(channel, channel));
    return ERR_OK;
}

enum err subject_set_role(struct rule_context *context, const struct subject_state *subject, int subject_role,
                          struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (err)
        return err;
    if (!subject_role)
        return rule_refuse(fault, RULE_SUBJECT_ROLE, "no role");
    DECIDE(decision, SUBJECT_ROLE_SET, SAY(subject, subject->subject),
           SAY_WORD(subject_role, subject_role, subject_role), SAY_TEXT(reason, reason));
    return ERR_OK;
}

bool protection_narrows(int had, struct str from, int protection, struct str origin)
{
    return had && (!protection || !protected_towards(origin, from));
}

void protection_owe_look(struct rule_context *context, int64_t subject, struct decision *decision)
{
    struct owing owing = {.kind = OBLIGATION_PROTECTION, .about = subject, .owner = POST_OVERSEER};
    obligation_create(context, &owing, decision);
}

enum err subject_protect(struct rule_context *context, const struct subject_state *subject, int protection,
                         struct str origin, struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    bool narrows = protection_narrows(subject->protection, subject->origin, protection, origin);
    if (!err && narrows)
        err = actor_needs(context, ROLE_SUPERVISOR, fault);
    if (err)
        return err;
    DECIDE(decision, SUBJECT_PROTECTED, SAY(subject, subject->subject),
           SAY_WORD(protection, protection, protection), SAY_TEXT(origin, origin), SAY_TEXT(reason, reason));
    if (narrows)
        protection_owe_look(context, subject->subject, decision);
    return ERR_OK;
}

enum err subject_merge(struct rule_context *context, const struct subject_state *subject,
                       const struct subject_state *into, bool distinguished, struct str reason,
                       struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (err)
        return err;
    if (distinguished)
        return rule_refuse(fault, RULE_DISTINCT, "subjects %lld and %lld", (long long)subject->subject,
                           (long long)into->subject);
    if (subject->subject == into->subject || subject->into_subject || into->into_subject)
        return rule_refuse(fault, RULE_STATE, "subject %lld or %lld is merged already",
                           (long long)subject->subject, (long long)into->subject);
    DECIDE(decision, SUBJECT_MERGED, SAY(subject, subject->subject), SAY(into_subject, into->subject),
           SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err subject_split(struct rule_context *context, const struct subject_state *subject, struct str reason,
                       struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (err)
        return err;
    if (!subject->into_subject)
        return rule_refuse(fault, RULE_STATE, "subject %lld is not merged", (long long)subject->subject);
    DECIDE(decision, SUBJECT_SPLIT, SAY(subject, subject->subject), SAY(into_subject, subject->into_subject),
           SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err subject_distinguish(struct rule_context *context, int64_t subject, int64_t other, struct str reason,
                             struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (err)
        return err;
    if (subject == other)
        return rule_refuse(fault, RULE_STATE, "subject %lld is himself", (long long)subject);
    DECIDE(decision, SUBJECT_DISTINGUISHED, SAY(subject, subject), SAY(other_subject, other),
           SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err subject_taken_up(int64_t subject, bool told_only, struct fault *fault)
{
    if (told_only)
        return rule_refuse(fault, RULE_GROUND, "no tip about subject %lld is taken up", (long long)subject);
    return ERR_OK;
}

bool protected_towards(struct str from, struct str state)
{
    country a = country_of(from), b = country_of(state);
    return !a || !b || country_related(a, b);
}

enum err subject_may_be_held(int subject_role, int protection, struct fault *fault)
{
    if (protection || (subject_role != SUBJECT_SUSPECT && subject_role != SUBJECT_CONTACT))
        return rule_refuse(fault, RULE_HOLDING, "%s",
                           protection ? word(WORDS_protection, protection)
                                      : word(WORDS_subject_role, subject_role));
    return ERR_OK;
}

enum err clearance_give(struct rule_context *context, const struct file *file,
                        const struct clearance_new *clearance, const int64_t *channels, size_t n,
                        struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, clearance->reason, fault);
    if (err)
        return err;
    if (!clearance->basis || str_trim(clearance->value).n == 0)
        return fault_set(fault, ERR_USAGE, "a clearance names the date or document that distinguishes");
    int64_t number = context_number(context, ENTITY_clearance);
    DECIDE(decision, CLEARANCE_GIVEN, SAY(clearance, number), SAY(file, clearance->file),
           SAY(subject, clearance->subject), SAY_WORD(clearance_basis, clearance_basis, clearance->basis),
           SAY_TEXT(value, clearance->value), SAY_TEXT(reason, clearance->reason),
           SAY(channel, clearance->channel));
    for (size_t i = 0; i < n; i++) {
        struct owing owing = {.kind = OBLIGATION_CLEARANCE,
                              .about = number,
                              .file = file->file,
                              .section = file->section,
                              .owner = file->owner,
                              .channel = channels[i]};
        if (channels[i] != clearance->channel)
            obligation_create(context, &owing, decision);
    }
    return ERR_OK;
}

/* Values are compared as they would be read aloud: case and outer blanks aside. */
static bool carries(const struct str *values, size_t n, struct str value)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal_nocase(str_trim(values[i]), str_trim(value)))
            return true;
    return false;
}

enum clearance_says clearance_says(int basis, struct str value, const struct str *values, size_t n,
                                   const struct str *own, size_t n_own, bool shares_name)
{
    if ((basis == CLEARED_BY_DATE || basis == CLEARED_BY_DOCUMENT) && carries(values, n, value) &&
        !carries(own, n_own, value))
        return CLEARANCE_EXCLUDES;
    return shares_name ? CLEARANCE_SHOWN : CLEARANCE_SILENT;
}
