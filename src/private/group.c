/* Group: ristretto255 and its hashes on libsodium. See group.h. */
#include "private/group.h"

#include <sodium.h>

_Static_assert(crypto_core_ristretto255_BYTES == GROUP_BYTES, "points have 32 bytes");
_Static_assert(crypto_core_ristretto255_SCALARBYTES == GROUP_BYTES, "scalars have 32 bytes");
_Static_assert(crypto_core_ristretto255_HASHBYTES == GROUP_HASH_BYTES, "the map takes 64 bytes");
_Static_assert(sizeof(struct group_point) == GROUP_BYTES, "an array of points is its wire form");

enum { SHA512_BLOCK = 128, DST_MAX = 255, RANDOM_TRIES = 16 };

enum err group_start(struct fault *fault)
{
    if (sodium_init() < 0)
        return fault_set(fault, ERR_BUG, "libsodium cannot be initialised");
    return ERR_OK;
}

/* RFC 9496 section 4.3.1: an encoding is below 2^255 - 19. libsodium 1.0.18 drops the
 * top bit before it compares, so that each point would have a second encoding. */
static bool below_two_to_255(const struct group_point *point)
{
    return point->b[GROUP_BYTES - 1] < 0x80;
}

enum err group_check_point(const struct group_point *point, const char *what, size_t index,
                           struct fault *fault)
{
    if (!below_two_to_255(point) || crypto_core_ristretto255_is_valid_point(point->b) != 1)
        return fault_set(fault, ERR_BAD_INPUT, "%s %zu is not a canonical ristretto255 point", what, index);
    if (sodium_is_zero(point->b, sizeof point->b))
        return fault_set(fault, ERR_BAD_INPUT, "%s %zu is the identity", what, index);
    return ERR_OK;
}

static void reduce(const unsigned char wide[GROUP_HASH_BYTES], struct group_scalar *out)
{
    crypto_core_ristretto255_scalar_reduce(out->b, wide);
}

bool group_scalar_is_canonical(const struct group_scalar *scalar)
{
    unsigned char wide[GROUP_HASH_BYTES] = {0};
    struct group_scalar reduced;
    memcpy(wide, scalar->b, sizeof scalar->b);
    reduce(wide, &reduced);
    bool same = sodium_memcmp(reduced.b, scalar->b, sizeof reduced.b) == 0;
    sodium_memzero(wide, sizeof wide);
    sodium_memzero(&reduced, sizeof reduced);
    return same;
}

static bool absorb(crypto_hash_sha512_state *state, const void *bytes, size_t n)
{
    return n == 0 || crypto_hash_sha512_update(state, bytes, n) == 0;
}

static bool absorb_dst(crypto_hash_sha512_state *state, struct str dst)
{
    unsigned char n = (unsigned char)dst.n;
    return absorb(state, dst.p, dst.n) && absorb(state, &n, 1);
}

/* b_0 = H(Z_pad || msg || l_i_b_str || 0 || DST_prime) */
static bool expand_first(const struct str *parts, size_t count, struct str dst,
                         unsigned char out[GROUP_HASH_BYTES])
{
    static const unsigned char pad[SHA512_BLOCK];
    static const unsigned char length_and_zero[3] = {0, GROUP_HASH_BYTES, 0};
    crypto_hash_sha512_state state;
    bool good = crypto_hash_sha512_init(&state) == 0 && absorb(&state, pad, sizeof pad);
    for (size_t i = 0; i < count; i++)
        good = good && absorb(&state, parts[i].p, parts[i].n);
    good = good && absorb(&state, length_and_zero, sizeof length_and_zero) && absorb_dst(&state, dst) &&
           crypto_hash_sha512_final(&state, out) == 0;
    sodium_memzero(&state, sizeof state);
    return good;
}

bool group_expand(const struct str *parts, size_t count, struct str dst, unsigned char out[GROUP_HASH_BYTES])
{
    if (dst.n > DST_MAX)
        return false;
    unsigned char first[GROUP_HASH_BYTES];
    static const unsigned char one = 1;
    crypto_hash_sha512_state state;
    /* 64 bytes are one SHA-512, so b_1 = H(b_0 || 1 || DST_prime) is all of the output. */
    bool good = expand_first(parts, count, dst, first) && crypto_hash_sha512_init(&state) == 0 &&
                absorb(&state, first, sizeof first) && absorb(&state, &one, 1) && absorb_dst(&state, dst) &&
                crypto_hash_sha512_final(&state, out) == 0;
    sodium_memzero(first, sizeof first);
    sodium_memzero(&state, sizeof state);
    return good;
}

bool group_hash_to_point(struct str input, struct str dst, struct group_point *out)
{
    unsigned char uniform[GROUP_HASH_BYTES];
    bool good = group_expand(&input, 1, dst, uniform) &&
                crypto_core_ristretto255_from_hash(out->b, uniform) == 0 &&
                !sodium_is_zero(out->b, sizeof out->b);
    sodium_memzero(uniform, sizeof uniform);
    return good;
}

bool group_hash_to_scalar(const struct str *parts, size_t count, struct str dst, struct group_scalar *out)
{
    unsigned char uniform[GROUP_HASH_BYTES];
    bool good = group_expand(parts, count, dst, uniform);
    if (good)
        reduce(uniform, out);
    sodium_memzero(uniform, sizeof uniform);
    return good;
}

bool group_scalar_random(struct random random, struct group_scalar *out)
{
    unsigned char wide[GROUP_HASH_BYTES];
    bool zero = true;
    for (int i = 0; i < RANDOM_TRIES && zero; i++) {
        random.fill(random.context, wide, sizeof wide);
        reduce(wide, out);
        zero = sodium_is_zero(out->b, sizeof out->b);
    }
    sodium_memzero(wide, sizeof wide);
    return !zero;
}

bool group_multiply(const struct group_scalar *scalar, const struct group_point *point,
                    struct group_point *out)
{
    return below_two_to_255(point) && crypto_scalarmult_ristretto255(out->b, scalar->b, point->b) == 0;
}

bool group_multiply_base(const struct group_scalar *scalar, struct group_point *out)
{
    return crypto_scalarmult_ristretto255_base(out->b, scalar->b) == 0;
}

bool group_add(const struct group_point *a, const struct group_point *b, struct group_point *out)
{
    return below_two_to_255(a) && below_two_to_255(b) &&
           crypto_core_ristretto255_add(out->b, a->b, b->b) == 0;
}

bool group_invert_all(const struct group_scalar *in, size_t count, struct group_scalar *out)
{
    if (count == 0)
        return true;
    if (count > GROUP_INVERT_MAX)
        return false;
    /* out[i] first holds the product of all before i; then, backwards, the
     * inverse of the whole product is stripped of one factor at a time. */
    struct group_scalar product = in[0];
    struct group_scalar inverse;
    for (size_t i = 1; i < count; i++) {
        out[i] = product;
        crypto_core_ristretto255_scalar_mul(product.b, product.b, in[i].b);
    }
    bool good = crypto_core_ristretto255_scalar_invert(inverse.b, product.b) == 0;
    for (size_t i = count; good && i-- > 1;) {
        crypto_core_ristretto255_scalar_mul(out[i].b, out[i].b, inverse.b);
        crypto_core_ristretto255_scalar_mul(inverse.b, inverse.b, in[i].b);
    }
    out[0] = inverse;
    sodium_memzero(&product, sizeof product);
    sodium_memzero(&inverse, sizeof inverse);
    return good;
}

void group_scalar_response(const struct group_scalar *a, const struct group_scalar *b,
                           const struct group_scalar *c, struct group_scalar *out)
{
    struct group_scalar product;
    crypto_core_ristretto255_scalar_mul(product.b, b->b, c->b);
    crypto_core_ristretto255_scalar_sub(out->b, a->b, product.b);
    sodium_memzero(&product, sizeof product);
}

bool group_scalar_add(const struct group_scalar *a, const struct group_scalar *b, struct group_scalar *out)
{
    crypto_core_ristretto255_scalar_add(out->b, a->b, b->b);
    return !sodium_is_zero(out->b, sizeof out->b);
}
