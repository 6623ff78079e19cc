/* Leaf: the values of a channel's leaf by name, for projections. */
#ifndef LIAISON_CHANNEL_LEAF_H
#define LIAISON_CHANNEL_LEAF_H

#include "channel/envelope.h"

/* The direction and the header in a leaf. ERR_BAD_INPUT where it is none. */
MUST_USE enum err leaf_read(struct str leaf, enum direction *direction, struct str *header,
                            struct fault *fault);

/* sequence, message, kind, urgent, whose, about, due, position, written, sent: a number; digest: bytes, in
 * scratch. False for another name, for what is 0 and means nothing (whose, about, due), or no leaf. */
bool leaf_value(struct str leaf, struct str name, int64_t *number, struct str *bytes,
                unsigned char scratch[DIGEST_BYTES]);

#endif
