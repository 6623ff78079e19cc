/* Tables: the files of the private question that a desk keeps beside its store, in
 * the directory desk_env.tables:
 *
 *     CHANNEL-KIND-EPOCH.ours    published here; its counterpart fetches it
 *     CHANNEL-KIND.theirs        a counterpart's, in force: whole and verified
 *     CHANNEL-KIND-EPOCH.part    a counterpart's, on its way
 *
 * A counterpart's table is taken for what the notice in its ledger says and for
 * nothing else, whether it comes over the channel or on a stick, and is put in
 * force by a rename: until then, and where it is refused, the one before stays. */
#ifndef LIAISON_DESK_TABLES_H
#define LIAISON_DESK_TABLES_H

#include "desk/peer.h"
#include "desk/task.h"
#include "private/fetch.h"
#include "private/notice.h"

enum { TABLES_PATH_MAX = 4096 };

/* The counterpart's table in force, whole, and the notice it is the table of. ERR_NOT_FOUND: none came yet,
 * or it was damaged and is removed, to be fetched anew; ERR_STALE, ERR_FORGED: the file is not what its
 * notice says. table_close is the caller's. */
MUST_USE enum err desk_table_open(struct desk *desk, int64_t channel, enum epoch_kind kind,
                                  struct table **table, struct notice *notice, struct fault *fault);

/* The counterpart's newest notice, whether its table came or not. ERR_NOT_FOUND: it never published. */
MUST_USE enum err desk_notice(struct desk *desk, int64_t channel, enum epoch_kind kind, struct notice *out,
                              struct fault *fault);

/* The notice of an epoch that this desk published; number 0: the newest. ERR_NOT_FOUND. */
MUST_USE enum err desk_own_notice(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                                  struct notice *out, struct fault *fault);

/* Checks that a file that was brought is, to the last byte, the table of the counterpart's newest notice of
 * the kind that the file says, and puts a copy in force. Outside a transaction. ERR_FORGED, ERR_STALE or
 * ERR_BAD_INPUT say what differs. */
MUST_USE enum err desk_table_take(struct desk *desk, int64_t person, int64_t channel, const char *path,
                                  struct notice *out, struct fault *fault);

/* A message of kind "table" came: its notice is kept, or refused by an alarm of the channel; inside the
 * transaction. */
MUST_USE enum err tables_noticed(struct desk *desk, const struct peer *peer, const struct event *content,
                                 struct fault *fault);
/* A notice of ours that the counterpart gave back: where the store lost its epoch, number and key are known
 * again, but not who stood in it. */
MUST_USE enum err tables_noticed_before(struct desk *desk, const struct peer *peer,
                                        const struct event *content, struct fault *fault);

/* Whether there is a file in force; nothing is checked of it. */
bool tables_in_force(struct desk *desk, int64_t channel, enum epoch_kind kind);

/* Renames what came over what was in force, and says so; inside a transaction. Closes the fetch. */
MUST_USE enum err tables_put_in_force(struct desk *desk, int64_t channel, const struct epoch *epoch,
                                      struct table_fetch *fetch, struct fault *fault);

/* The epoch of a channel's direction: theirs is the one that the counterpart holds. */
void tables_epoch(const struct peer *peer, bool theirs, enum epoch_kind kind, uint64_t number,
                  struct epoch *out);

/* Files of an epoch: published here, and on its way. ERR_NOT_FOUND: the desk keeps no tables. */
MUST_USE enum err tables_part_path(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                                   char out[TABLES_PATH_MAX], struct fault *fault);
MUST_USE enum err tables_own_path(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                                  char out[TABLES_PATH_MAX], struct fault *fault);

/* "persons" or "contacts". */
struct str tables_kind_word(enum epoch_kind kind);

/* One publishing of a holding at a time; the lock goes with the file, which the caller closes, or with the
 * process. ERR_BUSY: somebody has it. */
MUST_USE enum err tables_lock(struct desk *desk, int64_t channel, enum epoch_kind kind, int *lock,
                              struct fault *fault);

/* Takes away what lies there of tables published here, but for the one epoch; under the lock. */
MUST_USE enum err tables_sweep(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t kept,
                               struct fault *fault);

/* A verified, synced copy of a table, put in place by a rename. */
MUST_USE enum err tables_copy(const char *from, const struct table_expected *expected, const char *to,
                              struct fault *fault);

#endif
