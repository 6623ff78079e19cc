/* Digest: SHA-256 by libsodium. See digest.h. */
#include "base/digest.h"

#include <sodium.h>

_Static_assert(sizeof(struct digest_state) >= sizeof(crypto_hash_sha256_state), "the state fits");
_Static_assert(_Alignof(struct digest_state) >= _Alignof(crypto_hash_sha256_state), "and lies right");

static crypto_hash_sha256_state *inner(struct digest_state *state)
{
    return (crypto_hash_sha256_state *)(void *)state->opaque;
}

void digest_begin(struct digest_state *state)
{
    crypto_hash_sha256_init(inner(state));
}

void digest_add(struct digest_state *state, const void *bytes, size_t n)
{
    if (n)
        crypto_hash_sha256_update(inner(state), bytes, n);
}

void digest_end(struct digest_state *state, struct digest *out)
{
    crypto_hash_sha256_final(inner(state), out->bytes);
}

void digest_of(const void *bytes, size_t n, struct digest *out)
{
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, bytes, n);
    digest_end(&state, out);
}
