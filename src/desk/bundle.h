/* Bundle: what proves messages and their receipts to somebody who has neither
 * desk: both desks' cards, and for each message its header and signature, the receiver's
 * signed receipt, the path of the header in the receiver's ledger, and in the
 * sender's where that head was cosigned. Headers alone, unless the content is told.
 *
 *     liaison bundle 1
 *     card BASE64                the prover's, oldest first, then the counterpart's
 *     message BASE64             header || signature; what follows is of this message
 *     receipt BASE64             signature || receipt
 *     received BASE64            C2SP tlog-proof of 0x02 || header in the receiver's ledger
 *     sent BASE64                the same of 0x01 || header in the sender's, cosigned by the receiver; may
 * lack content BASE64             packed values with their salts; only where it is told
 */
#ifndef LIAISON_DESK_BUNDLE_H
#define LIAISON_DESK_BUNDLE_H

#include "desk/peer.h"

/* Appends a whole bundle's head. */
MUST_USE enum err bundle_begin(struct desk *desk, const struct peer *peer, struct buf *out,
                               struct fault *fault);

/* Appends one message: of ours (sent) or the counterpart's, by its sequence in the line. open: with its
 * content. ERR_NOT_FOUND: no such message, or it has no receipt yet. */
MUST_USE enum err bundle_add(struct desk *desk, const struct peer *peer, bool sent, uint64_t sequence,
                             bool open, struct buf *out, struct fault *fault);

/* Checks a bundle by itself and tells each message in a sentence. ERR_FORGED or ERR_BAD_INPUT names what is
 * wrong. */
MUST_USE enum err bundle_check(struct str text, void (*tell)(void *context, const char *sentence),
                               void *context, struct fault *fault);

#endif
