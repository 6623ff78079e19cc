/* Checkpoint: the signed head of a ledger (C2SP tlog-checkpoint v1.0.0), and
 * the rule by which a counterpart cosigns the next one.
 *
 *     ORIGIN          a name of the ledger, the name of its signing key
 *     SIZE            leaves, decimal
 *     ROOT            base64 of the RFC 9162 tree hash
 *     EXTENSION...    optional lines; we write none
 */
#ifndef LIAISON_LEDGER_CHECKPOINT_H
#define LIAISON_LEDGER_CHECKPOINT_H

#include "base/buf.h"
#include "ledger/note.h"
#include "ledger/tree.h"

/* origin and extensions are borrowed. extensions is empty or whole lines. */
struct checkpoint {
    struct str origin;
    struct tree_head head;
    struct str extensions;
};

/* Reads a note's text. ERR_BAD_INPUT names the line; nothing is verified. */
MUST_USE enum err checkpoint_parse(struct checkpoint *out, struct str text, struct fault *fault);

/* Appends the note text. ERR_BUG where parsing would refuse it. */
MUST_USE enum err checkpoint_write(struct buf *out, const struct checkpoint *checkpoint, struct fault *fault);

/* Opens a checkpoint as one must: a note, signed by *log, whose origin is the
 * key's name. *note (may be NULL) is left for note_verify of cosigners. All
 * borrow from bytes. ERR_FORGED also where *log did not sign it. */
MUST_USE enum err checkpoint_open(struct checkpoint *out, struct note *note, struct str bytes,
                                  const struct note_key *log, struct fault *fault);

/* How a new checkpoint stands to the one that was last cosigned. */
enum checkpoint_verdict {
    CHECKPOINT_SAME,     /* the same head: may be cosigned again */
    CHECKPOINT_GREW,     /* more leaves, and the proof holds: may be cosigned */
    CHECKPOINT_BEHIND,   /* fewer leaves: an old message, or a ledger restored from a backup */
    CHECKPOINT_FORKED,   /* two roots for one size: both notes together convict the log's key */
    CHECKPOINT_UNPROVEN, /* more leaves, but the proof does not hold: a bad proof, or a fork */
    CHECKPOINT_FOREIGN   /* another ledger's */
};

/* "same", "grew", "behind", "forked", "unproven", "foreign". */
const char *checkpoint_verdict_name(enum checkpoint_verdict verdict);

/* What a cosigner must check before it cosigns newer, having last cosigned
 * older (of a ledger never seen: the origin and the empty head). Both must have
 * been opened. ERR_OK for SAME and GREW; ERR_STALE for BEHIND, ERR_FORGED for
 * FORKED and UNPROVEN, ERR_REFUSED for FOREIGN, the fault naming both heads.
 * *verdict is always set. An empty ledger with another root than that of no
 * leaves is FORKED; a proof for growth from nothing must be empty. */
MUST_USE enum err checkpoint_follows(const struct checkpoint *older, const struct checkpoint *newer,
                                     const struct tree_proof *proof, enum checkpoint_verdict *verdict,
                                     struct fault *fault);

#endif
