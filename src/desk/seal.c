/* Seal: content closed and opened. See seal.h. */
#include "desk/seal.h"

#include "base/keypair.h"

#include <sodium.h>

enum { TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

static const unsigned char ZERO[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

enum err seal_write(struct buf *out, struct str content, const unsigned char recipient[KEEPER_PUBLIC_BYTES],
                    const struct random *random, struct fault *fault)
{
    unsigned char key[KEEPER_KEY_BYTES], sealed[KEEPER_SEALED_BYTES];
    random->fill(random->context, key, sizeof key);
    bool failed = !keypair_seal(recipient, key, sealed);
    buf_add(out, sealed, sizeof sealed);
    size_t start = out->n;
    buf_add_str(out, content);
    buf_add(out, ZERO, TAG);
    if (!failed && !buf_failed(out))
        crypto_aead_xchacha20poly1305_ietf_encrypt((unsigned char *)out->bytes + start, NULL,
                                                   (const unsigned char *)content.p, content.n, NULL, 0, NULL,
                                                   ZERO, key);
    sodium_memzero(key, sizeof key);
    if (failed)
        return fault_set(fault, ERR_REFUSED, "the counterpart's sealing key is none");
    return buf_failed(out) ? fault_set(fault, ERR_TOO_LARGE, "a message's content") : ERR_OK;
}

enum err seal_open(struct buf *out, struct str sealed, const struct keeper *keeper, struct fault *fault)
{
    unsigned char key[KEEPER_KEY_BYTES];
    if (sealed.n < KEEPER_SEALED_BYTES + TAG)
        return fault_set(fault, ERR_FORGED, "sealed content: cut off");
    const unsigned char *bytes = (const unsigned char *)sealed.p;
    enum err err = keeper->open_seal(keeper->context, bytes, key, fault);
    if (err)
        return err;
    size_t start = out->n;
    buf_add(out, sealed.p + KEEPER_SEALED_BYTES, sealed.n - KEEPER_SEALED_BYTES - TAG);
    int failed =
        buf_failed(out) || crypto_aead_xchacha20poly1305_ietf_decrypt(
                               (unsigned char *)out->bytes + start, NULL, NULL, bytes + KEEPER_SEALED_BYTES,
                               sealed.n - KEEPER_SEALED_BYTES, NULL, 0, ZERO, key);
    sodium_memzero(key, sizeof key);
    return failed ? fault_set(fault, ERR_FORGED, "sealed content: changed, or too large") : ERR_OK;
}
