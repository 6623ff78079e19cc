/* Vouch: under the card in force, a desk says of what it signed under an earlier one that it
 * is its own, up to a message of its line. So a key that was stolen passes up to there, and no further.
 *
 *   channel (32) || sequence (8) || digest of the header under it (32) */
#ifndef LIAISON_CHANNEL_VOUCH_H
#define LIAISON_CHANNEL_VOUCH_H

#include "base/buf.h"
#include "base/digest.h"

enum { VOUCH_BYTES = 2 * DIGEST_BYTES + 8 };

struct vouch {
    struct digest channel;
    uint64_t sequence;
    struct digest header;
};

/* Appends VOUCH_BYTES. */
void vouch_write(struct buf *out, const struct vouch *vouch);

/* False where it is none. Its signature is the caller's to check. */
bool vouch_read(struct vouch *out, struct str bytes);

#endif
