/* Seal: the content of a message, closed for one desk: a key of its own in a
 * sealed box (libsodium crypto_box_seal, X25519) and the content under that key
 * (XChaCha20-Poly1305, zero nonce, as the key seals nothing else).
 *
 *   sealed key (80) || ciphertext and tag */
#ifndef LIAISON_DESK_SEAL_H
#define LIAISON_DESK_SEAL_H

#include "base/random.h"
#include "keeper/keeper.h"

#include "base/buf.h"

MUST_USE enum err seal_write(struct buf *out, struct str content,
                             const unsigned char recipient[KEEPER_PUBLIC_BYTES], const struct random *random,
                             struct fault *fault);

/* ERR_FORGED where it is for somebody else, changed or over the buffer's maximum. */
MUST_USE enum err seal_open(struct buf *out, struct str sealed, const struct keeper *keeper,
                            struct fault *fault);

/* The sealed key of sealed content; false where it is too short to have one. */
bool seal_key(struct str sealed, unsigned char out[KEEPER_SEALED_BYTES]);
/* The same as seal_open, with the key as the keeper opened it. */
MUST_USE enum err seal_open_with(struct buf *out, struct str sealed, const struct keeper_opened *key,
                                 struct fault *fault);

#endif
