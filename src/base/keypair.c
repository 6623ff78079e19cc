/* Keypair: signatures and sealed boxes, real and stand-in. See keypair.h. */
#include "base/keypair.h"

#include "base/stand_in.h"

#include <sodium.h>
#include <string.h>

_Static_assert(KEYPAIR_SEALED_BYTES == crypto_box_SEALBYTES + KEYPAIR_KEY_BYTES, "a sealed key");
_Static_assert(sizeof((struct keypair *)0)->secret == crypto_sign_SECRETKEYBYTES, "a secret key");

static bool standing_in;

void keypair_stand_in(bool on)
{
    standing_in = on;
}

/* --- the stand-in: whoever knows the public key can make and open everything --- */

static void stand_in_pair(const unsigned char *seed, struct keypair *out)
{
    crypto_generichash(out->public, sizeof out->public, seed, KEYPAIR_SEED_BYTES, NULL, 0);
    memset(out->secret, 0, sizeof out->secret);
}

static void stand_in_sign(const unsigned char *public, struct str bytes, unsigned char *signature)
{
    crypto_generichash(signature, KEYPAIR_SIGNATURE_BYTES, (const unsigned char *)bytes.p, bytes.n, public,
                       KEYPAIR_PUBLIC_BYTES);
}

/* A nonce of 32 bytes, the key under the hash of it, 16 bytes of hash over both. */
static void stand_in_mask(const unsigned char *public, unsigned char *sealed)
{
    unsigned char mask[KEYPAIR_KEY_BYTES];
    crypto_generichash(mask, sizeof mask, sealed, 32, public, KEYPAIR_PUBLIC_BYTES);
    for (size_t i = 0; i < sizeof mask; i++)
        sealed[32 + i] ^= mask[i];
}

static void stand_in_tag(const unsigned char *public, const unsigned char *sealed, unsigned char *tag)
{
    crypto_generichash(tag, 16, sealed, 64, public, KEYPAIR_PUBLIC_BYTES);
}

static bool stand_in_open(const unsigned char *public, const unsigned char *sealed, unsigned char *key)
{
    unsigned char copy[KEYPAIR_SEALED_BYTES], tag[16];
    memcpy(copy, sealed, sizeof copy);
    stand_in_tag(public, copy, tag);
    stand_in_mask(public, copy);
    memcpy(key, copy + 32, KEYPAIR_KEY_BYTES);
    return memcmp(tag, sealed + 64, sizeof tag) == 0;
}

static void stand_in_seal(const unsigned char *public, const unsigned char *key, unsigned char *sealed)
{
    randombytes_buf(sealed, 32);
    memcpy(sealed + 32, key, KEYPAIR_KEY_BYTES);
    stand_in_mask(public, sealed);
    stand_in_tag(public, sealed, sealed + 64);
}

/* --- both --- */

void keypair_for_signing(const unsigned char seed[KEYPAIR_SEED_BYTES], struct keypair *out)
{
    if (standing_in)
        stand_in_pair(seed, out);
    else
        crypto_sign_seed_keypair(out->public, out->secret, seed);
}

void keypair_for_sealing(const unsigned char seed[KEYPAIR_SEED_BYTES], struct keypair *out)
{
    if (standing_in)
        stand_in_pair(seed, out);
    else
        crypto_box_seed_keypair(out->public, out->secret, seed);
}

void keypair_sign(const struct keypair *pair, struct str bytes,
                  unsigned char signature[KEYPAIR_SIGNATURE_BYTES])
{
    if (standing_in)
        stand_in_sign(pair->public, bytes, signature);
    else
        crypto_sign_detached(signature, NULL, (const unsigned char *)bytes.p, bytes.n, pair->secret);
}

bool keypair_signed(const unsigned char public[KEYPAIR_PUBLIC_BYTES], struct str bytes,
                    const unsigned char signature[KEYPAIR_SIGNATURE_BYTES])
{
    unsigned char right[KEYPAIR_SIGNATURE_BYTES];
    if (!standing_in)
        return crypto_sign_verify_detached(signature, (const unsigned char *)bytes.p, bytes.n, public) == 0;
    stand_in_sign(public, bytes, right);
    return memcmp(signature, right, sizeof right) == 0;
}

bool keypair_seal(const unsigned char public[KEYPAIR_PUBLIC_BYTES],
                  const unsigned char key[KEYPAIR_KEY_BYTES], unsigned char sealed[KEYPAIR_SEALED_BYTES])
{
    if (!standing_in)
        return crypto_box_seal(sealed, key, KEYPAIR_KEY_BYTES, public) == 0;
    stand_in_seal(public, key, sealed);
    return true;
}

bool keypair_open(const struct keypair *pair, const unsigned char sealed[KEYPAIR_SEALED_BYTES],
                  unsigned char key[KEYPAIR_KEY_BYTES])
{
    return standing_in
               ? stand_in_open(pair->public, sealed, key)
               : crypto_box_seal_open(key, sealed, KEYPAIR_SEALED_BYTES, pair->public, pair->secret) == 0;
}
