/* Due: what is owed, by whom, since when; and what time brings. See rules/obligation.h. */
#ifndef LIAISON_DESK_DUE_H
#define LIAISON_DESK_DUE_H

#include "desk/task.h"
#include "rules/obligation.h"

/* What is owed now, soonest first, in the task's arena. A post's (empty: all), a person's with that of the
 * posts he holds and what climbed to him (0: all), due before a time (0: whenever). */
struct due_filter {
    struct str post;
    int64_t person;
    time_ms before;
};
MUST_USE enum err desk_due(struct task *task, const struct due_filter *filter, struct owed **out, size_t *n);

MUST_USE enum err desk_obligation_move(struct task *task, int64_t obligation, struct str owner,
                                       int64_t person, struct str reason);
MUST_USE enum err desk_obligation_explain(struct task *task, int64_t obligation, int lateness,
                                          struct str reason);
MUST_USE enum err desk_obligation_answer(struct task *task, int64_t obligation, struct str reason);
/* A message of theirs was read: the notices of it that are the actor's are owed no longer. ERR_NOT_FOUND:
 * none. */
MUST_USE enum err desk_message_read(struct task *task, int64_t channel, uint64_t number);
MUST_USE enum err desk_shift_hand_over(struct task *task, struct str post, int64_t person, struct str text);
MUST_USE enum err desk_holiday_add(struct task *task, time_ms day);

/* The head of desk's yearly human-rights assessment of an agreement, and its level (rules/agreement.h). */
MUST_USE enum err desk_agreement_assess(struct task *task, int64_t channel, struct str reason);
/* Of which state a counterpart is, and that again: empty where nobody recorded it. */
MUST_USE enum err desk_agreement_place(struct task *task, int64_t channel, struct str state,
                                       struct str reason);
MUST_USE enum err desk_country(struct task *task, int64_t channel, struct str *out);
MUST_USE enum err desk_agreement_set_level(struct task *task, int64_t channel, int level, struct str reason);

/* All that time brings to obligations, watches, files and assessments, and one digest a person a day. The
 * task is the desk's own (ACTOR_DESK). *changed counts the events. */
MUST_USE enum err desk_due_step(struct task *task, size_t *changed);

/* Urgent items whose post was not called yet, the first due first; lies in the task's arena. And that it was.
 */
struct page {
    int64_t obligation;
    struct str post, kind;
    time_ms due;
};
MUST_USE enum err desk_unpaged(struct task *task, struct page *out, size_t room, size_t *n);
MUST_USE enum err desk_paged(struct task *task, const struct page *page);

#endif
