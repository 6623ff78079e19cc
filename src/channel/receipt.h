/* Receipt: a desk's signed word that messages in a row are on its disk and in its
 * ledger, and what it says to each. One receipt covers what one commit took in.
 * Its inclusion proofs travel beside it and are checked against a checkpoint.
 *
 *   magic "LIAISONR" || version (2) || channel (32) || signer (32) || card (4) || time (8) ||
 *   first sequence (8) || first position in the signer's ledger (8) || count (2) ||
 *   count times: digest of the header (32) || verdict (1)
 *
 * The positions are in a row, as the sequences are. */
#ifndef LIAISON_CHANNEL_RECEIPT_H
#define LIAISON_CHANNEL_RECEIPT_H

#include "base/limits.h"
#include "channel/envelope.h"
#include "channel/verdict.h"

enum { RECEIPT_VERSION = 1, RECEIPT_MESSAGES_MAX = 256 };

struct receipt {
    struct digest channel, signer;
    uint32_t card;
    time_ms time; /* by the signer's clock: deadlines start here */
    uint64_t sequence, position;
    size_t count;
    struct receipt_entry {
        struct digest header;
        enum verdict verdict;
    } entries[RECEIPT_MESSAGES_MAX];
};

void receipt_write(struct buf *out, const struct receipt *receipt);

/* ERR_BAD_INPUT or ERR_UNSUPPORTED. Its signature is the caller's to check, before it believes a word. */
MUST_USE enum err receipt_read(struct receipt *out, struct str bytes, struct fault *fault);

#endif
