/* Subjects: persons as the desk knows them. Each has a role and the reason he
 * stands there; values are added, never overwritten, each with its source. Two
 * are made one, and one taken apart again, by a person's decision only. */
#ifndef LIAISON_RULES_SUBJECT_H
#define LIAISON_RULES_SUBJECT_H

#include "rules/context.h"

struct value_new {
    struct str property; /* a FollowTheMoney property, "birthDate" */
    struct str value, translation, language, source;
    struct str reliability, credibility;
};

/* RULE_SUBJECT_ROLE without a role, RULE_SUSPICION for a suspect without a note of suspicion. */
enum err subject_add(struct rule_context *context, int subject_role, struct str reason, int64_t channel,
                     const struct value_new *values, size_t n, int64_t *subject, struct decision *decision,
                     struct fault *fault) MUST_USE;

/* One more value. A property that is none of ours (religion, ethnicity, opinion ...) is refused. */
enum err subject_add_value(struct rule_context *context, int64_t subject, const struct value_new *value,
                           int64_t channel, struct decision *decision, struct fault *fault) MUST_USE;

enum err subject_set_role(struct rule_context *context, const struct subject_state *subject, int subject_role,
                          struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

/* Whether a change of somebody's status takes protection away towards the state that it was from: a
 * supervisor's decision, at which the overseer is owed a look. */
bool protection_narrows(int had, struct str from, int protection, struct str origin);
void protection_owe_look(struct rule_context *context, int64_t subject, struct decision *decision);

/* Protected status, towards the state of origin (a country code). PROTECTED_NONE takes it away. */
enum err subject_protect(struct rule_context *context, const struct subject_state *subject, int protection,
                         struct str origin, struct str reason, struct decision *decision,
                         struct fault *fault) MUST_USE;

/* `subject` becomes one with `into`. RULE_DISTINCT where they were decided to be two. */
enum err subject_merge(struct rule_context *context, const struct subject_state *subject,
                       const struct subject_state *into, bool distinguished, struct str reason,
                       struct decision *decision, struct fault *fault) MUST_USE;

/* Takes back a merge; values stayed with whom they were given to. */
enum err subject_split(struct rule_context *context, const struct subject_state *subject, struct str reason,
                       struct decision *decision, struct fault *fault) MUST_USE;

/* "Not the same person": remembered, and never proposed again. */
enum err subject_distinguish(struct rule_context *context, int64_t subject, int64_t other, struct str reason,
                             struct decision *decision, struct fault *fault) MUST_USE;

/* RULE_GROUND of one who is known by tips alone that nobody has taken up: nothing is done about him before.
 */
enum err subject_taken_up(int64_t subject, bool told_only, struct fault *fault) MUST_USE;

/* Whether protection from one state stands towards another: fails closed, where either is not said or not
 * known. A state as written, "ru" or "Russia" (record/country.h); a successor or split-off state counts as
 * the same. */
bool protected_towards(struct str from, struct str state);

/* May this subject be in a holding? RULE_HOLDING says no. */
enum err subject_may_be_held(int subject_role, int protection, struct fault *fault) MUST_USE;

/* A cleared look-alike: whoever carries this value (a birth date or document
 * number) is no candidate for the file again. */
struct clearance_new {
    int64_t file, subject;
    int basis; /* CLEARED_BY_DATE or CLEARED_BY_DOCUMENT */
    struct str value;
    int64_t channel;
    struct str reason;
};
/* channels: those that were told of the file; each is owed word of the clearance, by the file's owner. */
enum err clearance_give(struct rule_context *context, const struct file *file,
                        const struct clearance_new *clearance, const int64_t *channels, size_t n,
                        struct decision *decision, struct fault *fault) MUST_USE;

/* What a clearance says to a candidate for its file. */
enum clearance_says {
    CLEARANCE_SILENT,  /* nothing of it fits */
    CLEARANCE_SHOWN,   /* the candidate may be the cleared one: shown beside him */
    CLEARANCE_EXCLUDES /* he carries what distinguishes the cleared one: no candidate */
};

/* values: the candidate's birth dates or document numbers, as text; the file's
 * own: one that the file's subject has too distinguishes nobody. shares_name:
 * the candidate is alike in name to the cleared one. */
enum clearance_says clearance_says(int basis, struct str value, const struct str *values, size_t n,
                                   const struct str *own, size_t n_own, bool shares_name);

#endif
