/* Watches: standing orders to be told when a subject is seen. Each has an
 * action and a visible end, announced 60, 30 and 7 days before; undecided at its
 * end, 14 days follow in which sightings reach the supervisor only, and then it
 * is "lapsed undecided", counted against the head of desk. */
#ifndef LIAISON_RULES_WATCH_H
#define LIAISON_RULES_WATCH_H

#include "rules/context.h"

enum { WATCH_GRACE_DAYS = 14, WATCH_LONGEST_DAYS = 400, WATCH_PROTECTED_DAYS = 3 };

struct watch_new {
    int action; /* WATCH_... */
    time_ms ends;
    struct str section; /* who is told of sightings; empty: the file's section */
    int64_t channel;    /* the counterpart that asked for it, or 0 */
    int told;           /* ANSWER_YES where it asked and was told yes: then it hears of the end too */
    struct str reason;
};

/* foreign: the file rests on a foreign tip alone (file_rests_on_foreign_tip).
 * protected_origin: that the counterpart is the state of origin of a protected subject. */
enum err watch_set(struct rule_context *context, const struct file *file, const struct watch_new *watch,
                   bool foreign, bool protected_origin, int64_t *number, struct decision *decision,
                   struct fault *fault) MUST_USE;

/* A person decides: goes on until a later time, or ends. owed: its obligation. protected_origin as above:
 * such a one ends, and where one of our own is needed it is set anew. */
enum err watch_extend(struct rule_context *context, const struct watch *watch, const struct owed *owed,
                      bool protected_origin, time_ms ends, struct str reason, struct decision *decision,
                      struct fault *fault) MUST_USE;
enum err watch_end(struct rule_context *context, const struct watch *watch, struct str reason,
                   struct decision *decision, struct fault *fault) MUST_USE;

/* Its subject has become protected from the state that asked for it: it tells nothing there any more, and
 * whether it goes on is put to the supervisor at once. owed: its obligation; word: that to announce its end
 * there, or none. */
void watch_protect(struct rule_context *context, const struct watch *watch, const struct owed *owed,
                   const struct owed *word, struct decision *decision);

/* What time brings: announcements, "undecided", "lapsed". The 14 days begin when its end is noticed, so that
 * a desk that was off gives them too. */
void watch_step(struct rule_context *context, const struct watch *watch, struct decision *decision);

#endif
