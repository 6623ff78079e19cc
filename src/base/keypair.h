/* Keypair: Ed25519 signatures (RFC 8032) and X25519 sealed boxes (libsodium's
 * crypto_box_seal), made and checked in this one place, so that a simulated world
 * can have something cheaper (stand_in.h). */
#ifndef LIAISON_BASE_KEYPAIR_H
#define LIAISON_BASE_KEYPAIR_H

#include "base/str.h"

enum {
    KEYPAIR_SEED_BYTES = 32,
    KEYPAIR_PUBLIC_BYTES = 32,
    KEYPAIR_SIGNATURE_BYTES = 64,
    KEYPAIR_KEY_BYTES = 32,   /* what is sealed */
    KEYPAIR_SEALED_BYTES = 80 /* the same, sealed */
};

/* Secret: whoever holds one wipes it, or keeps it in locked memory. */
struct keypair {
    unsigned char public[KEYPAIR_PUBLIC_BYTES];
    unsigned char secret[64];
};

void keypair_for_signing(const unsigned char seed[KEYPAIR_SEED_BYTES], struct keypair *out);
void keypair_for_sealing(const unsigned char seed[KEYPAIR_SEED_BYTES], struct keypair *out);

void keypair_sign(const struct keypair *pair, struct str bytes,
                  unsigned char signature[KEYPAIR_SIGNATURE_BYTES]);
bool keypair_signed(const unsigned char public[KEYPAIR_PUBLIC_BYTES], struct str bytes,
                    const unsigned char signature[KEYPAIR_SIGNATURE_BYTES]);

/* False where the public key is none. */
bool keypair_seal(const unsigned char public[KEYPAIR_PUBLIC_BYTES],
                  const unsigned char key[KEYPAIR_KEY_BYTES], unsigned char sealed[KEYPAIR_SEALED_BYTES]);
/* False where it is sealed to another, or changed. */
bool keypair_open(const struct keypair *pair, const unsigned char sealed[KEYPAIR_SEALED_BYTES],
                  unsigned char key[KEYPAIR_KEY_BYTES]);

#endif
