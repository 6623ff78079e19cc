/* Watches and sightings as acts on a desk. See rules/watch.h and sighting.h. */
#ifndef LIAISON_DESK_WATCH_H
#define LIAISON_DESK_WATCH_H

#include "desk/task.h"
#include "record/subject.h"
#include "rules/sighting.h"
#include "rules/watch.h"

/* A counterpart of whose state nothing is recorded (desk_agreement_place) is taken for the state of origin of
 * a protected person. */
MUST_USE enum err desk_watch_set(struct task *task, int64_t file, const struct watch_new *watch,
                                 int64_t *number);
MUST_USE enum err desk_watch_extend(struct task *task, int64_t watch, time_ms ends, struct str reason);
MUST_USE enum err desk_watch_end(struct task *task, int64_t watch, struct str reason);

/* After a subject became protected, in whatever way: watches that the state of origin asked for tell it
 * nothing. */
MUST_USE enum err desk_watch_settle(struct task *task, int64_t subject);

/* A sighting of a file's subject, typed in. */
MUST_USE enum err desk_sighting_report(struct task *task, int64_t file, const struct sighting_new *sighting,
                                       int64_t *number);

/* One traveller or applicant against all subjects that have a file: a sighting for each file that he may be
 * the subject of, at most `room` of them. A cleared file takes none. The same row given again makes none. */
struct sighted {
    int64_t sighting, file, clearance;
    int64_t evidence;
};
MUST_USE enum err desk_sight(struct task *task, const struct subject *who,
                             const struct sighting_new *sighting, struct sighted *out, size_t room,
                             size_t *n);

/* The actor's section has read it. ERR_NOT_FOUND where nobody asked it to. */
MUST_USE enum err desk_sighting_read(struct task *task, int64_t sighting);
MUST_USE enum err desk_sighting_confirm(struct task *task, int64_t sighting, struct str reason);
MUST_USE enum err desk_sighting_dismiss(struct task *task, int64_t sighting, struct str reason);

#endif
