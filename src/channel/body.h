/* Body: what desks exchange in one go: a head that says from whom to whom, and
 * frames. Over HTTPS it is the body of a POST and of its answer; on a stick it is
 * a file; in the simulator it is handed over. Nothing in the head is believed
 * for itself: each frame is signed or checked against what is signed.
 *
 *   magic "LIAISONB" || version (2) || sender (32) || recipient (32) || frames,
 *   each kind (1) || length (4) || bytes */
#ifndef LIAISON_CHANNEL_BODY_H
#define LIAISON_CHANNEL_BODY_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/pack.h"

enum { BODY_VERSION = 1, BODY_HEAD_BYTES = 8 + 2 + 2 * DIGEST_BYTES, FRAME_HEAD_BYTES = 5 };

enum frame {
    FRAME_POSITION = 1, /* received sequence (8) || digest of its header (32) || size of the sender's ledger
                           of the channel (8) || size the sender last cosigned for the recipient (8): says
                           from where to go on || verdict (1) that it says now to every message, or 0 */
    FRAME_MESSAGE,      /* envelope.h */
    FRAME_RECEIPT,      /* signature (64) || receipt.h */
    FRAME_COSIGN = 5,   /* request for a cosignature (ledger/proof.h) */
    FRAME_COSIGNATURE,  /* size (8) || the signature lines of the cosigner */
    FRAME_VOUCH,        /* signature (64) || vouch.h: what was signed under an earlier card is the sender's */
    FRAME_CUT = 8,      /* signature (64) || cut.h */
    FRAME_TABLE_WANTED, /* kind (1) || epoch's number (8) || offset (8): the sender lacks the recipient's
                           table from there on */
    FRAME_TABLE_PIECE,  /* kind (1) || epoch's number (8) || offset (8) || bytes of the sender's table */
    FRAME_FETCH = 16,   /* a desk that was set back asks for its ledger: nonce (32) || its size (8) || sent
                           sequence (8) || received sequence (8) */
    FRAME_BACK,         /* one leaf given back: desk/peer_back.c */
    FRAME_BACK_END, /* there is no more: nonce (32) || size (8) || run: text of the head that was cosigned, ||
                       run: the cosignature */
    FRAME_END
};

enum { BODY_RECEIPTS_MAX = 64 };

void body_begin(struct buf *out, const struct digest *sender, const struct digest *recipient);
void body_add(struct buf *out, enum frame kind, struct str bytes);

/* Opens a frame whose length is filled in when it is ended: for frames written piece by piece. */
size_t body_open(struct buf *out, enum frame kind);
void body_close(struct buf *out, size_t opened);

struct body {
    struct digest sender, recipient;
    struct unpack frames;
};

/* Checks the head and that the frames are whole, few and known, before any is looked at. */
MUST_USE enum err body_read(struct body *out, struct str bytes, struct fault *fault);

/* The next frame; false at the end. */
bool body_next(struct body *body, enum frame *kind, struct str *bytes);

#endif
