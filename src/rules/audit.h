/* Audit: which kind of log entry an event is, and who may read the log: for
 * oversight, integrity and criminal proceedings only. */
#ifndef LIAISON_RULES_AUDIT_H
#define LIAISON_RULES_AUDIT_H

#include "rules/context.h"

/* LOG_..., or LOG_NONE where the event touches no personal data. */
int audit_entry(enum event_kind kind);

/* The overseer, who needs nobody's leave, and the data-protection officer; RULE_ROLE for everybody else. */
enum err audit_may_read(const struct rule_context *context, struct fault *fault) MUST_USE;

/* Who erases a value of an event: the data-protection officer or the head of desk, with a reason, and nobody
 * what he did himself. What the log keeps of reading, asking and disclosing is what they are inspected by:
 * the overseer alone. */
enum err audit_may_erase(const struct rule_context *context, enum event_kind kind, int64_t actor,
                         struct str ground, struct fault *fault) MUST_USE;

#endif
