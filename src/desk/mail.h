/* Mail: where messages meet the rules. A draft is held until a person releases
 * it, through the release check; its effect at this desk (a request is open, a
 * request of theirs is answered) begins with the release. A message that came has
 * its effect in the transaction that takes it in.
 *
 * A message is named by its reference, "R-3": the third of desk R on this line. */
#ifndef LIAISON_DESK_MAIL_H
#define LIAISON_DESK_MAIL_H

#include "desk/peer.h"
#include "desk/task.h"

/* One message of a line, ours or theirs. */
struct mail {
    int64_t channel;
    bool ours;
    uint64_t number;
    enum kind kind;
    struct str state;
    int64_t author; /* ours: who wrote it */
    int64_t file, subject, sighting;
    enum whose whose;
    uint64_t about; /* the message that this one answers */
    time_ms due;
    bool urgent;
    int64_t content;      /* the event with its values */
    struct str reference; /* "R-3"; that of what it answers is for mail_about */
};

/* By reference. desk: the counterpart, where the reference alone leaves several; else empty. */
MUST_USE enum err mail_find(struct task *task, struct str reference, struct str desk, struct mail *out);
MUST_USE enum err mail_load(struct task *task, int64_t channel, bool ours, uint64_t number, struct mail *out);

/* What a draft says; what a kind does not use stays empty. */
struct mail_new {
    int64_t channel;
    enum kind kind;
    const struct mail *answers; /* NULL: it begins something */
    bool urgent;
    time_ms due;
    int64_t file, subject, sighting;
    int64_t tip; /* a standing request: the number of the tip it came with */
    struct str section, text, obtained, reliability, credibility, handling, ground, translation;
    int subject_role; /* of a tip: SUBJECT_... */
    bool standing;
    int way;                      /* a permission asked: WAY_FORWARD or WAY_COURT */
    struct str first;             /* stands before the text: what the desk itself says */
    struct str purpose;           /* of what it answers, else one of the agreement's, which needs no saying
                                   * where that has one only */
    int useful;                   /* feedback: 1 or -1 */
    const struct subject *person; /* of a tip: who it is about, as told */
};

/* Held for release; out is the message. Without a label of its own it has the agreement's ceiling; what
 * answers something has its purpose, and a label at least as strict. */
MUST_USE enum err mail_draft(struct task *task, const struct mail_new *new, struct mail *out);

/* The decision that goes with a release: a risk decision (RISK_...) and its reason, or RISK_NONE. */
struct mail_release {
    int risk;
    struct str assurances, reason;
};
/* Through the release check (rules/release.h). */
MUST_USE enum err mail_release(struct task *task, const struct mail *mail,
                               const struct mail_release *release);

/* How far a message of theirs that is recalled has gone here: who has read it (numbers of persons, in the
 * task's arena), and whether it was acted on. */
struct mail_reach {
    int64_t *readers;
    size_t count;
    bool acted_on;
};
MUST_USE enum err mail_reach(struct task *task, const struct mail *mail, struct mail_reach *out);

/* Taken back before it has a receipt, by its author or a supervisor. */
MUST_USE enum err mail_withdraw(struct task *task, const struct mail *mail);

/* The effect of a message that was accepted, or of one of ours that the counterpart gave back after a
 * restoration; inside the transaction that takes it in. What is owed counts from at. What it says never makes
 * this fail: what it lacks is left out, and where a rule stands against it there is an alarm instead. */
MUST_USE enum err mail_sent_before(struct desk *desk, int64_t channel, uint64_t number, time_ms at,
                                   struct fault *fault);
MUST_USE enum err mail_received(struct desk *desk, int64_t channel, const struct header *header, time_ms at,
                                const struct event *content, struct fault *fault);

/* An answer of ours that was released goes back to a person or was refused by its receiver: what it had
 * ended, or whose clock it had moved, is owed as before. Inside the transaction in which it does. */
MUST_USE enum err mail_returned(struct desk *desk, int64_t channel, uint64_t number, struct fault *fault);

#endif
