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
