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
    return buf_failed(out) ? fault_set(fault, buf_error(out), "a message's content") : ERR_OK;
}

bool seal_key(struct str sealed, unsigned char out[KEEPER_SEALED_BYTES])
{
    if (sealed.n < KEEPER_SEALED_BYTES + TAG)
        return false;
    memcpy(out, sealed.p, KEEPER_SEALED_BYTES);
    return true;
}

enum err seal_open_with(struct buf *out, struct str sealed, const struct keeper_opened *key,
                        struct fault *fault)
{
    const unsigned char *bytes = (const unsigned char *)sealed.p;
    if (sealed.n < KEEPER_SEALED_BYTES + TAG || !key->opened)
        return fault_set(fault, ERR_FORGED, "a seal that this desk's key does not open");
    size_t start = out->n;
    buf_add(out, sealed.p + KEEPER_SEALED_BYTES, sealed.n - KEEPER_SEALED_BYTES - TAG);
    if (buf_error(out) == ERR_NO_MEMORY)
        return fault_set(fault, ERR_NO_MEMORY, "sealed content");
    int failed =
        buf_failed(out) || crypto_aead_xchacha20poly1305_ietf_decrypt(
                               (unsigned char *)out->bytes + start, NULL, NULL, bytes + KEEPER_SEALED_BYTES,
                               sealed.n - KEEPER_SEALED_BYTES, NULL, 0, ZERO, key->key);
    return failed ? fault_set(fault, ERR_FORGED, "sealed content: changed, or too large") : ERR_OK;
}

enum err seal_open(struct buf *out, struct str sealed, const struct keeper *keeper, struct fault *fault)
{
    unsigned char bytes[KEEPER_SEALED_BYTES];
    struct keeper_opened key;
    if (!seal_key(sealed, bytes))
        return fault_set(fault, ERR_FORGED, "sealed content: cut off");
    enum err err = keeper->open_seals(keeper->context, bytes, 1, &key, fault);
    if (!err)
        err = seal_open_with(out, sealed, &key, fault);
    sodium_memzero(&key, sizeof key);
    return err;
}
