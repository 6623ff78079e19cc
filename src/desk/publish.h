/* Publish: a holding made into the table of a new epoch, and a counterpart's
 * table taken in. The notice (private/notice.h) is logged in the channel's ledger
 * of both desks; the table itself is a file that may go any way, because who takes
 * it compares it with the notice. doc/private-question.md numbers the steps. */
#ifndef LIAISON_DESK_PUBLISH_H
#define LIAISON_DESK_PUBLISH_H

#include "desk/task.h"
#include "private/notice.h"

struct published {
    struct notice notice;
    uint64_t persons; /* in the holding */
    uint64_t keyless; /* of these: without a key rare enough; nobody can ask about them */
};

/* Draws the epoch's key, writes the table to path, and sends the notice, which a machine may: it is of a
 * holding that supervisors decided on. overseer is the seed of the commitments; it is not kept. Until the
 * task is committed the epoch before stays in force. RULE_ROLE below a supervisor; ERR_NOT_FOUND: nobody is
 * in the holding. */
MUST_USE enum err desk_publish(struct task *task, int64_t channel, const struct commitment_seed *overseer,
                               const char *path, struct published *out);

/* For an inspector with the overseer's seed, also after the epoch's key is gone: that a person stood in the
 * table before anybody asked, and with which value. ERR_FORGED: not under this seed; ERR_NOT_FOUND: he did
 * not, or there was no such epoch. */
MUST_USE enum err desk_holding_audit(struct task *task, int64_t channel, int64_t number, int64_t subject,
                                     const struct commitment_seed *overseer, struct table_value *value);

/* Whose value it was in an epoch that this desk published. ERR_FORGED: nobody's; ERR_NOT_FOUND: there was no
 * such epoch, or who stood in it was erased. */
MUST_USE enum err desk_published_person(struct desk *desk, int64_t channel, const struct epoch *epoch,
                                        const struct table_value *value, struct arena *arena,
                                        int64_t *subject, struct fault *fault);

#endif
