/* Same: who on this desk may be the same person as somebody. Made of the
 * matcher; it proposes, and a person decides. */
#ifndef LIAISON_DESK_SAME_H
#define LIAISON_DESK_SAME_H

#include "desk/task.h"
#include "record/subject.h"

/* A file on a subject who may be the same. */
struct same {
    int64_t file, subject;
    int64_t evidence;  /* thousandths of a nat */
    int64_t clearance; /* one that is shown beside him, or 0 */
};

/* Files on subjects at or above the alert threshold of a subject of this desk, best first; those he was
 * decided not to be, and himself, left out. In the task's arena. */
MUST_USE enum err same_subjects(struct task *task, int64_t subject, struct same **out, size_t *n);

/* The same for somebody who is no subject of the desk: a row of a manifest. Clearances of each file are
 * honoured (rules/subject.h). */
MUST_USE enum err same_person(struct task *task, const struct subject *who, struct same **out, size_t *n);

/* Who of this desk the person may be, whether there is a file on him or not: subjects, best first, in the
 * task's arena. */
MUST_USE enum err same_known(struct task *task, const struct subject *who, int64_t **subjects, size_t *n);

/* A subject's values, with those of whom was merged into him, as the matcher reads them. */
MUST_USE enum err same_read_subject(struct task *task, int64_t subject, struct subject *out);

#endif
