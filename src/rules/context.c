/* Numbers, saying, and the two checks that nearly every rule begins with. */
#include "rules/context.h"

int64_t context_number(struct rule_context *context, enum entity entity)
{
    return context->next[entity]++;
}

void decide(struct decision *decision, enum event_kind kind, const struct said *said, size_t n)
{
    struct event *event = event_add(decision, kind);
    for (size_t i = 0; i < n; i++) {
        if (said[i].is_text && said[i].text.n)
            event_text(event, said[i].field, said[i].text);
        else if (!said[i].is_text && said[i].number)
            (field_spec(said[i].field)->type == FIELD_TIME ? event_time : event_int)(event, said[i].field,
                                                                                     said[i].number);
    }
}

enum err actor_needs(const struct rule_context *context, int least, struct fault *fault)
{
    int role = context->actor.role;
    const char *needed = word(WORDS_role, least), *has = role ? word(WORDS_role, role) : "machine";
    bool in_line = role == ROLE_OFFICER || role == ROLE_SUPERVISOR || role == ROLE_HEAD;
    if (!context->again && (!in_line || role < least))
        return rule_refuse(fault, RULE_ROLE, "it takes %s %s, not %s %s", word_article(needed), needed,
                           word_article(has), has);
    return ERR_OK;
}

enum err actor_touches_content(const struct rule_context *context, struct fault *fault)
{
    if (context->actor.role == ROLE_ADMINISTRATOR)
        return rule_refuse(fault, RULE_ADMINISTRATOR, "person %lld", (long long)context->actor.person);
    return ERR_OK;
}

enum err actor_holds(const struct rule_context *context, struct str section, bool owed, const char *what,
                     int64_t number, struct fault *fault)
{
    const struct actor *actor = &context->actor;
    enum err err = actor_touches_content(context, fault);
    if (err || !actor->person || owed || actor->role == ROLE_HEAD ||
        (section.n && str_equal(section, actor->section)))
        return err;
    return rule_refuse(fault, RULE_NEED, "%s %lld is %s%.*s", what, (long long)number,
                       section.n ? "held by section " : "another section's", STR_ARG(section));
}

enum err reason_needed(const struct rule_context *context, struct str reason, struct fault *fault)
{
    if (context->again)
        return ERR_OK;
    if (!context->actor.person)
        return rule_refuse(fault, RULE_REASON, "no person is named");
    if (str_trim(reason).n == 0)
        return rule_refuse(fault, RULE_REASON, "no reason is given");
    return ERR_OK;
}

enum err actor_decides(const struct rule_context *context, int least, struct str reason, struct fault *fault)
{
    enum err err = actor_needs(context, least, fault);
    return err ? err : reason_needed(context, reason, fault);
}
