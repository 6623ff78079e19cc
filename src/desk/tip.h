/* Tips as acts on a desk: received, assessed, taken up or refused; and tellings
 * of one person through two doors. See rules/tip.h. */
#ifndef LIAISON_DESK_TIP_H
#define LIAISON_DESK_TIP_H

#include "desk/task.h"
#include "rules/subject.h"
#include "rules/tip.h"

/* subject_role: as the sender says; values: the subject as told. Makes the subject, the tip and what is owed
 * for it; then every file on a subject who may be the same person is proposed as a duplicate; *duplicates
 * counts those. Where the tip asks to be told of sightings, a standing request is opened with it. */
MUST_USE enum err desk_tip_receive(struct task *task, struct tip_new new, int subject_role,
                                   const struct value_new *values, size_t n, int64_t *tip,
                                   size_t *duplicates);

MUST_USE enum err desk_tip_assess(struct task *task, int64_t tip, const struct tip_answers *answers);
MUST_USE enum err desk_tip_agree(struct task *task, int64_t tip, struct str reason);

/* Onto file *file; where that is 0, onto the file a confirmed duplicate found, else a new one, which comes
 * out. */
MUST_USE enum err desk_tip_take_up(struct task *task, int64_t tip, int64_t holder, int64_t *file);
MUST_USE enum err desk_tip_refuse(struct task *task, int64_t tip, int ground, struct str reason);

/* same_report: the tip tells again what its teller told before on that file, or the only other one did;
 * RULE_STATE where neither is so. */
MUST_USE enum err desk_duplicate_decide(struct task *task, int64_t duplicate, bool same, bool same_report,
                                        struct str reason);

#endif
