/* Rights, as acts on a desk: redress, corrections, purging with proof, and the
 * audit. See rules/redress.h, audit.h, file.h. */
#ifndef LIAISON_DESK_RIGHTS_H
#define LIAISON_DESK_RIGHTS_H

#include "desk/task.h"
#include "record/subject.h"
#include "rules/redress.h"

/* A person asks what is held of him: he becomes a subject (values as he gave them), and every file that holds
 * him, or somebody who may be he, is found; *files counts them. */
MUST_USE enum err desk_redress_receive(struct task *task, const struct subject *who, int64_t channel,
                                       struct str text, int64_t *redress, size_t *files);
MUST_USE enum err desk_redress_acknowledge(struct task *task, int64_t redress);
MUST_USE enum err desk_redress_answer(struct task *task, int64_t redress, int state, struct str reason);

/* To every channel that was told of the file, or told of it; *n counts them. */
MUST_USE enum err desk_correction_make(struct task *task, const struct correction_new *correction, size_t *n);

/* Erases every opening of a file that file_step purged, one event each, which is the proof. The step of the
 * desk does it; *erased counts them. */
MUST_USE enum err desk_purge(struct task *task, int64_t file, size_t *erased);

/* What each channel's tips came to: for the overseer and the data-protection officer. */
struct tip_share {
    int64_t channel, tips, refused;
    int64_t political; /* refused for opinion, religion, race, military or political character */
    int64_t exiles;    /* about protected persons */
};
typedef enum err (*tip_share_each)(void *context, const struct tip_share *share);
MUST_USE enum err desk_tip_shares(struct task *task, tip_share_each each, void *context);

/* A sealed value of an event, erased for good (rules/audit.h says by whom). */
MUST_USE enum err desk_erase(struct task *task, int64_t sequence, struct str field, struct str ground);

/* The log, oldest first: who did what to whose data, when and why. For the overseer and the data-protection
 * officer; reading it is itself recorded. */
struct audit_filter {
    time_ms since, until; /* 0: no bound */
    int64_t person;       /* 0: all */
    int64_t file;         /* 0: all */
    int entry;            /* LOG_...; none: all six */
};
struct audit_line {
    int64_t sequence, person, file, subject, channel;
    int64_t message; /* the number of ours that was released */
    time_ms time;
    int entry;
    struct str kind, purpose, reason; /* borrowed until the callback returns */
};
typedef enum err (*audit_each)(void *context, const struct audit_line *line);
MUST_USE enum err desk_audit(struct task *task, const struct audit_filter *filter, audit_each each,
                             void *context);

#endif
