/* Holding: the subjects about whom one counterpart may ask privately, by name and
 * dates (persons) or by a contact alone (contacts). Each is there by a
 * supervisor's decision, for that channel and kind alone, and leaves at once when
 * he may no longer be held (subject_may_be_held), whoever made him so. */
#ifndef LIAISON_RULES_HOLDING_H
#define LIAISON_RULES_HOLDING_H

#include "rules/context.h"

/* One holding: what of persons, for which counterpart. */
struct holding_place {
    int64_t channel;
    enum holding kind;
};

/* subject: the person himself, not one who was merged into him; held: he is in
 * that holding. RULE_HOLDING: who may not be held; RULE_STATE: he is there already. */
enum err holding_add(struct rule_context *context, const struct subject_state *subject, int64_t channel,
                     enum holding kind, bool held, struct str reason, struct decision *decision,
                     struct fault *fault) MUST_USE;

/* RULE_STATE: he is not there. */
enum err holding_remove(struct rule_context *context, const struct subject_state *subject, int64_t channel,
                        enum holding kind, bool held, struct str reason, struct decision *decision,
                        struct fault *fault) MUST_USE;

/* Who may no longer be held leaves these holdings; another stays. */
void holding_settle(const struct subject_state *subject, const struct holding_place *places, size_t n,
                    struct decision *decision);

#endif
