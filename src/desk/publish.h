/* Publish: a holding made into the table of a new epoch. The table lies beside the
 * store, where the counterpart fetches it over the channel, and goes to a file where
 * one is to be carried; its notice (private/notice.h) is logged in the channel's
 * ledger of both desks. doc/private-question.md numbers the steps.
 *
 * Keys are formed and encoded without a transaction, so that the desk goes on; one
 * short transaction in the end makes the epoch. Whatever ends the process before,
 * the epoch before stays in force, and what was left lying is swept by the next. */
#ifndef LIAISON_DESK_PUBLISH_H
#define LIAISON_DESK_PUBLISH_H

#include "desk/task.h"
#include "private/notice.h"

struct published {
    struct notice notice;
    uint64_t persons; /* in the holding */
    uint64_t keyless; /* of these: without a key rare enough; nobody can ask about them */
};

struct publish_order {
    int64_t person; /* who publishes */
    int64_t channel;
    enum epoch_kind kind;
    struct commitment_seed overseer; /* seed of the commitments; it is not kept */
    const char *copy;                /* a file for the table to be carried in; NULL: none */
};

/* Outside a transaction. The notice is sent, which a machine may: it is of a holding that supervisors decided
 * on. RULE_ROLE below a supervisor; ERR_NOT_FOUND: nobody is in the holding; ERR_BUSY: another publishes it;
 * ERR_STALE: the holding changed meanwhile. */
MUST_USE enum err desk_publish(struct desk *desk, const struct publish_order *order, struct published *out,
                               struct fault *fault);

/* For an inspector with the overseer's seed, also after the epoch's key is gone: that a person stood in the
 * table before anybody asked, and with which value. ERR_FORGED: not under this seed; ERR_NOT_FOUND: he did
 * not, or there was no such epoch. */
MUST_USE enum err desk_holding_audit(struct task *task, int64_t channel, enum epoch_kind kind, int64_t number,
                                     int64_t subject, const struct commitment_seed *overseer,
                                     struct table_value *value);

/* Whose value it was in an epoch that this desk published. ERR_FORGED: nobody's; ERR_NOT_FOUND: there was no
 * such epoch, or who stood in it was erased. */
MUST_USE enum err desk_published_person(struct desk *desk, int64_t channel, const struct epoch *epoch,
                                        const struct table_value *value, struct arena *arena,
                                        int64_t *subject, struct fault *fault);

#endif
