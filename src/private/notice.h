/* Notice: what a holder logs of an epoch before the first question: one leaf of
 * the channel's ledger, as the open content of a message of kind "table". A table
 * that is not the one of its notice is nobody's. */
#ifndef LIAISON_PRIVATE_NOTICE_H
#define LIAISON_PRIVATE_NOTICE_H

#include "private/commitment.h"

enum { NOTICE_BYTES = 168 };

/* Bytes: "LIAISONN" 8, epoch 48, public key 32, table root 32, commitments' root 32, capacity 8, dropped 8.
 */
struct notice {
    struct table_expected table;
    struct tree_hash commitments;
    uint64_t capacity;
    uint64_t dropped; /* keys that found no slot: recall lost */
};

void notice_encode(const struct notice *notice, unsigned char out[NOTICE_BYTES]);

/* ERR_BAD_INPUT with the field: not this size or magic, no epoch, a public key that is no point. */
MUST_USE enum err notice_decode(struct str bytes, struct notice *notice, struct fault *fault);

#endif
