/* The table of audit.def. */
#include "rules/audit.h"

static const int entries[EVENT_KINDS] = {
#define A(event, kind) [EVENT_##event] = LOG_##kind,
#include "rules/audit.def"
#undef A
};

int audit_entry(enum event_kind kind)
{
    return entries[kind];
}

enum err audit_may_read(const struct rule_context *context, struct fault *fault)
{
    int role = context->actor.role;
    if (role != ROLE_OVERSEER && role != ROLE_PROTECTION)
        return rule_refuse(fault, RULE_ROLE, "the log is for the overseer and the data-protection officer");
    return ERR_OK;
}

enum err audit_may_erase(const struct rule_context *context, enum event_kind kind, int64_t actor,
                         struct str ground, struct fault *fault)
{
    int role = context->actor.role, entry = audit_entry(kind);
    bool inspected = entry == LOG_CONSULTATION || entry == LOG_DISCLOSURE;
    enum err err = reason_needed(context, ground, fault);
    if (err)
        return err;
    if (inspected && role != ROLE_OVERSEER)
        return rule_refuse(fault, RULE_ROLE,
                           "what was read, asked or disclosed is erased by the overseer alone");
    if (!inspected && role != ROLE_PROTECTION && role != ROLE_HEAD)
        return rule_refuse(fault, RULE_ROLE,
                           "erasing is for the data-protection officer or the head of desk");
    return actor && actor == context->actor.person
               ? rule_refuse(fault, RULE_FOUR_EYES, "nobody erases what he did himself")
               : ERR_OK;
}
