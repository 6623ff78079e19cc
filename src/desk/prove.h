/* Prove: what a desk shows of its ledgers to others: keys, checkpoints, requests
 * for cosignatures, proofs of single events, whole ledgers; and what it does for
 * somebody else's ledger: cosigning. Formats: doc/ledger.md. */
#ifndef LIAISON_DESK_PROVE_H
#define LIAISON_DESK_PROVE_H

#include "desk/desk.h"
#include "ledger/proof.h"

/* Appends the text form (a vkey) of the key that signs a ledger's checkpoints, or of this desk's for
 * cosignatures. */
MUST_USE enum err desk_ledger_key(struct desk *desk, int64_t ledger, struct buf *out, struct fault *fault);
MUST_USE enum err desk_cosigner_key(struct desk *desk, struct buf *out, struct fault *fault);

/* Appends the newest checkpoint and the cosignatures of it that are here. ERR_NOT_FOUND: no such ledger. */
MUST_USE enum err desk_show_checkpoint(struct desk *desk, int64_t ledger, struct buf *out,
                                       struct fault *fault);

/* The request that a cosigner (its vkey) is sent: from the size that it cosigned last to the newest
 * checkpoint. */
MUST_USE enum err desk_request(struct desk *desk, int64_t ledger, struct str cosigner, struct buf *out,
                               struct fault *fault);

/* Checks somebody's request (log: his vkey) against the last head of that ledger that this desk cosigned,
 * records the new one, and only then appends one signature line. The faults are those of proof_request_check.
 */
MUST_USE enum err desk_cosign(struct desk *desk, int64_t as, struct str log, struct str request,
                              struct buf *out, struct fault *fault);

/* Keeps a cosignature line of a checkpoint of size leaves. ERR_FORGED where it is not by that cosigner over
 * it. */
MUST_USE enum err desk_keep_cosignature(struct desk *desk, int64_t ledger, uint64_t size, struct str cosigner,
                                        struct str line, struct fault *fault);

/* Appends the proof that an event is in its ledger: C2SP tlog-proof over the newest cosigned checkpoint that
 * covers it (else the newest), whose extra line is leaf length (4) ‖ leaf ‖ packed values. shown says which
 * values are opened; of the others only the commitment is. */
MUST_USE enum err desk_prove(struct desk *desk, int64_t sequence,
                             bool (*shown)(void *context, const struct event_value *value), void *context,
                             struct buf *out, struct fault *fault);

/* Checks such a proof without any desk: log is the vkey of the ledger's key; cosigner, where not empty, must
 * have cosigned. Fills header and event (its values: those shown) in the arena. ERR_FORGED says what does not
 * hold. */
struct proved {
    struct event event;
    struct event_header header;
    uint64_t index, size;
};
MUST_USE enum err desk_check_proof(struct str text, struct str log, struct str cosigner, struct arena *arena,
                                   struct proved *out, struct fault *fault);

/* Hands out a ledger as C2SP tlog-tiles lays it out: "checkpoint", "tile/L/N", "tile/entries/N" (bundles of
 * 256 leaves, each after its length of 2 bytes). write is called once a file. */
MUST_USE enum err desk_export(struct desk *desk, int64_t ledger,
                              enum err (*write)(void *context, const char *path, struct str bytes,
                                                struct fault *fault),
                              void *context, struct fault *fault);

#endif
