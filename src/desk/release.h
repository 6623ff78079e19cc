/* Ways out and ways to read, as acts on a desk: all go through release_check
 * (rules/release.h), and all are recorded, the refusals too. */
#ifndef LIAISON_DESK_RELEASE_H
#define LIAISON_DESK_RELEASE_H

#include "desk/task.h"
#include "record/subject.h"
#include "rules/query.h"
#include "rules/release.h"

MUST_USE enum err desk_risk_decide(struct task *task, const struct risk_new *risk, int64_t *number);

/* A message to be released: what it is about and for whom. */
struct release_new {
    int way;                         /* WAY_MESSAGE, WAY_FORWARD */
    struct str message;              /* the kind's word */
    int64_t about;                   /* the draft's number */
    int64_t file, subject, sighting; /* what it tells of; 0: nothing of that kind. Whose risk is decided is
                                      * the subject or, where none is named, the file's */
    int64_t question;      /* of ours, whose match drafted it: it tells of whoever was asked about */
    int tlp;               /* TLP_...: the message's own label; none: what it tells of has it all */
    const int64_t *others; /* subjects who may be he, or of whom it tells besides */
    size_t others_n;
    int ground; /* GROUND_... that it names */
    int64_t author;
    bool words; /* of the author's own */
    struct release_line line;
    int purpose;
    struct str reason; /* empty: none is given */
};
/* Refused: ERR_REFUSED, and task_end records the refusal with its rule. Else release.approved. */
MUST_USE enum err desk_release(struct task *task, const struct release_new *release, int64_t *number);

/* What the files of a subject rest on, before he comes into a holding for a channel: each originator's leave
 * to forward is used, as a disclosure with this reason. Refused as desk_release. */
MUST_USE enum err desk_release_holding(struct task *task, int64_t subject, int64_t channel,
                                       struct str reason);

/* Leave to read the content of a file, of a tip that is on none yet, or of a message on neither, in a way
 * (screen, print, export, court, api). The purpose comes with the task: an obligation of the reader's section
 * about it, or that he holds it; only outside one it is asked for. Recorded as consultation or disclosure. */
struct access {
    int64_t file, tip, message; /* one of them; a message by its content */
    struct str section;         /* the message's, which is its named reader; empty: everybody's */
    int way;
    int purpose;
    struct str reason;
    bool terms_shown;
};
MUST_USE enum err desk_access(struct task *task, const struct access *access);

/* The strictest handling of what a file rests on and, where a message carries a subject's values, of whatever
 * was told of him: no other file, and no message on none, sets that aside. 0: no file; nobody's values. */
MUST_USE enum err desk_handling(struct task *task, int64_t file, int64_t subject, struct handling *out);
/* Whose values a message of this kind about a subject carries: a tip's; 0: nobody's. */
int64_t desk_carried(struct str message, int64_t subject);

/* "Anything on him?", for somebody as he was typed in or read from a row. Lines lie in the task's arena. */
MUST_USE enum err desk_query(struct task *task, const struct subject *who, int purpose,
                             struct query_line **lines, size_t *n);

#endif
