/* Files, their subjects, flags and proposals, as a person's acts on a desk
 * (task.h). Numbers that are made come out; what may be refused and why stands
 * with the rules (rules/subject.h, file.h, flag.h). */
#ifndef LIAISON_DESK_FILE_H
#define LIAISON_DESK_FILE_H

#include "desk/task.h"
#include "rules/file.h"
#include "rules/flag.h"
#include "rules/subject.h"

MUST_USE enum err desk_subject_add(struct task *task, int subject_role, struct str reason, int64_t channel,
                                   const struct value_new *values, size_t n, int64_t *subject);
MUST_USE enum err desk_subject_add_value(struct task *task, int64_t subject, const struct value_new *value);
MUST_USE enum err desk_subject_set_role(struct task *task, int64_t subject, int subject_role,
                                        struct str reason);
MUST_USE enum err desk_subject_protect(struct task *task, int64_t subject, int protection, struct str origin,
                                       struct str reason);
MUST_USE enum err desk_subject_merge(struct task *task, int64_t subject, int64_t into, struct str reason);
MUST_USE enum err desk_subject_split(struct task *task, int64_t subject, struct str reason);
MUST_USE enum err desk_subject_distinguish(struct task *task, int64_t subject, int64_t other,
                                           struct str reason);
MUST_USE enum err desk_clearance_give(struct task *task, const struct clearance_new *clearance);

/* ERR_NOT_FOUND for an unknown subject. new->desk is filled in. */
MUST_USE enum err desk_file_open(struct task *task, struct file_new new, int64_t *file);
MUST_USE enum err desk_file_close(struct task *task, int64_t file, int outcome, struct str reason);
MUST_USE enum err desk_file_reopen(struct task *task, int64_t file, struct str reason);
MUST_USE enum err desk_file_hold(struct task *task, int64_t file, struct str section, int64_t holder);
MUST_USE enum err desk_file_name_reader(struct task *task, int64_t file, int64_t person, bool reads,
                                        struct str reason);
MUST_USE enum err desk_file_add_subject(struct task *task, int64_t file, int64_t subject, int subject_role,
                                        struct str reason);
MUST_USE enum err desk_file_refer(struct task *task, int64_t file, int64_t channel, struct str theirs);
MUST_USE enum err desk_file_note(struct task *task, int64_t file, struct str text);
MUST_USE enum err desk_file_attach(struct task *task, int64_t file, struct str name, struct str media,
                                   struct str content);
MUST_USE enum err desk_file_review(struct task *task, int64_t file, struct str reason);

MUST_USE enum err desk_flag_raise(struct task *task, int64_t file, const struct flag_new *flag);
MUST_USE enum err desk_proposal_decide(struct task *task, int64_t proposal, bool reopen, struct str reason);

/* After his role, protection or who he is one with changed: holdings, watches and what waits to leave follow.
 */
MUST_USE enum err desk_subject_settle(struct task *task, int64_t subject);

/* RULE_GROUND of one who is known by tips alone that nobody has taken up (rules/subject.h). */
MUST_USE enum err desk_subject_taken_up(struct task *task, int64_t subject);

/* State of a file, in the task's arena. */
MUST_USE enum err desk_file(struct task *task, int64_t file, struct file *out);
MUST_USE enum err desk_flags(struct task *task, int64_t file, struct flag **flags, size_t *n);
/* The channels that were told of a file, or told of it. TOO_LARGE where there are more: none is forgotten. */
enum { FILE_CHANNELS_MAX = 256 };
MUST_USE enum err desk_file_channels(struct task *task, int64_t file, int64_t channels[FILE_CHANNELS_MAX],
                                     size_t *n);
/* The subject himself, or whom he was merged into. */
MUST_USE enum err desk_subject(struct task *task, int64_t subject, struct subject_state *out);

#endif
