/* Proof: proofs as text that stands alone.
 *
 * An inclusion proof is C2SP tlog-proof v1: the leaf's index, the path and the
 * whole checkpoint with its cosignatures. Who holds the leaf, the ledger's key
 * and the counterpart's key can check it offline, for ever.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64               optional, authenticated by nothing
 *     index N
 *     HASH...                    from the leaf's sibling up
 *                                an empty line
 *     checkpoint note
 *
 * A request for a cosignature is the add-checkpoint body of C2SP tlog-witness:
 *
 *     old N                      the size last cosigned
 *     HASH...                    consistency proof
 *                                an empty line
 *     checkpoint note
 */
#ifndef LIAISON_LEDGER_PROOF_H
#define LIAISON_LEDGER_PROOF_H

#include "base/buf.h"
#include "ledger/checkpoint.h"

/* Borrowed strs; extra is the base64 text, empty where there is none. */
struct proof {
    struct str extra;
    uint64_t index;
    struct tree_proof path;
    struct str note;
};

/* Reads the text, borrowing from it. The note is cut out, not opened. At most
 * LIMIT_PROOF_BYTES. The fault names what is wrong. */
MUST_USE enum err proof_parse(struct proof *out, struct str text, struct fault *fault);

/* Appends the text. */
MUST_USE enum err proof_write(struct buf *out, const struct proof *proof, struct fault *fault);

/* Checks a text as its reader must: the checkpoint is opened with *log, each of
 * the count cosigners has cosigned it (ERR_FORGED else), and the path leads from
 * *leaf (a leaf hash) to its root. Fills *checkpoint and *index. */
struct proof_policy {
    const struct note_key *log;
    const struct note_key *cosigners;
    size_t count;
};
MUST_USE enum err proof_check(const struct proof_policy *policy, struct str text,
                              const struct tree_hash *leaf, struct checkpoint *checkpoint, uint64_t *index,
                              struct fault *fault);

struct proof_request {
    uint64_t old_size;
    struct tree_proof path;
    struct str note;
};

MUST_USE enum err proof_request_parse(struct proof_request *out, struct str text, struct fault *fault);
MUST_USE enum err proof_request_write(struct buf *out, const struct proof_request *request,
                                      struct fault *fault);

/* The cosigner's step: opens the request's checkpoint with *log and compares it
 * with *remembered, the last one cosigned (of a ledger never seen: the key's
 * name and the empty head). On ERR_OK *out is to be remembered, durably and in
 * one step with this comparison, and only then note_sign may be asked for the
 * cosignature over *text. A fork shows itself whatever old size was named; else
 * a wrong one is ERR_STALE, and the log asks again from remembered's size.
 * *verdict is set where the note could be opened, else CHECKPOINT_UNPROVEN. */
struct proof_step {
    struct checkpoint checkpoint;
    struct str text;
    enum checkpoint_verdict verdict;
};
MUST_USE enum err proof_request_check(const struct checkpoint *remembered, const struct note_key *log,
                                      struct str request, struct proof_step *out, struct fault *fault);

#endif
