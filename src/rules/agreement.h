/* Agreements, as far as rules look at them: the level, and the yearly
 * human-rights assessment, without which the level falls to restricted. */
#ifndef LIAISON_RULES_AGREEMENT_H
#define LIAISON_RULES_AGREEMENT_H

#include "rules/context.h"

enum { ASSESSMENT_DAYS = 365, ASSESSMENT_WARNING_DAYS = 90 };

/* The head of desk records a dated assessment; the level does not rise by itself.
 * owed: the obligation to make it, 0 where it was not due yet. */
enum err agreement_assess(struct rule_context *context, int64_t channel, struct str reason, int64_t owed,
                          struct decision *decision, struct fault *fault) MUST_USE;

/* Whether an agreement may name this day as that of its assessment: BAD_INPUT where it is none, refused
 * (RULE_TIME) where it is still to come, as either would never lapse; a day's grace is for clocks that
 * differ. Of one that is renewed also where the assessment has lapsed (RULE_ASSESSMENT): it would fall to
 * restricted at once. */
enum err agreement_assessed(struct str day, bool renewed, time_ms now, struct fault *fault) MUST_USE;

/* The head of desk sets the level. Opening it again asks for an assessment that is in force. */
enum err agreement_set_level(struct rule_context *context, const struct assessment *agreement, int level,
                             struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

/* The head of desk records of which state a counterpart is, so that protection knows it (rules/subject.h).
 * country: as written; ERR_USAGE where it is none that is known. */
enum err agreement_place(struct rule_context *context, int64_t channel, struct str state, struct str reason,
                         struct decision *decision, struct fault *fault) MUST_USE;

/* What time brings: the warning 90 days before, and the fall to restricted. */
void agreement_step(struct rule_context *context, const struct assessment *agreement,
                    struct decision *decision);

#endif
