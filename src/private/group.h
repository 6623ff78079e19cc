/* Group: ristretto255 (RFC 9496) with SHA-512, as RFC 9497 section 4.1 uses it,
 * on libsodium, which does the arithmetic in constant time. Encodings are judged more
 * strictly than libsodium 1.0.18 does, which takes those with the top bit set.
 *
 * Points and scalars are their canonical 32-byte encodings; a struct here is
 * just those bytes, so arrays of them are what stands on the wire. Nothing
 * allocates. A function that returns false met what its comment names; the
 * outputs are then undefined. */
#ifndef LIAISON_PRIVATE_GROUP_H
#define LIAISON_PRIVATE_GROUP_H

#include "base/error.h"
#include "base/random.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum { GROUP_BYTES = 32, GROUP_HASH_BYTES = 64 };

struct group_point {
    unsigned char b[GROUP_BYTES];
};

struct group_scalar {
    unsigned char b[GROUP_BYTES];
};

/* libsodium is initialised once a process, safe from any thread. ERR_BUG where it cannot be. */
MUST_USE enum err group_start(struct fault *fault);

/* Refuses, each by name, a non-canonical encoding and the identity (RFC 9497
 * section 3.3: DeserializeElement). what and index name the point in the fault. */
MUST_USE enum err group_check_point(const struct group_point *point, const char *what, size_t index,
                                    struct fault *fault);

/* True where the bytes are a scalar below the group's order (DeserializeScalar). */
bool group_scalar_is_canonical(const struct group_scalar *scalar);

/* expand_message_xmd of RFC 9380 section 5.3.1 with SHA-512 and 64 bytes out,
 * over the concatenation of the parts. dst has at most 255 bytes. False: dst too long or libsodium failed. */
MUST_USE bool group_expand(const struct str *parts, size_t count, struct str dst,
                           unsigned char out[GROUP_HASH_BYTES]);

/* HashToGroup and HashToScalar of RFC 9497 section 4.1. Also false where the result is the identity. */
MUST_USE bool group_hash_to_point(struct str input, struct str dst, struct group_point *out);
MUST_USE bool group_hash_to_scalar(const struct str *parts, size_t count, struct str dst,
                                   struct group_scalar *out);

/* A uniform scalar that is not zero: 64 random bytes reduced. False: the source gave zero many times. */
MUST_USE bool group_scalar_random(struct random random, struct group_scalar *out);

/* scalar * point, and scalar * generator. False: the encoding is not canonical, or the result is the
 * identity. */
MUST_USE bool group_multiply(const struct group_scalar *scalar, const struct group_point *point,
                             struct group_point *out);
MUST_USE bool group_multiply_base(const struct group_scalar *scalar, struct group_point *out);

/* a + b. False: an encoding is not canonical. */
MUST_USE bool group_add(const struct group_point *a, const struct group_point *b, struct group_point *out);

/* out[i] = 1 / in[i], by one inversion (Montgomery's trick), in constant time.
 * in and out must not overlap. False: one of them is zero, or count is over GROUP_INVERT_MAX. */
enum { GROUP_INVERT_MAX = 256 };
MUST_USE bool group_invert_all(const struct group_scalar *in, size_t count, struct group_scalar *out);

/* out = a - b * c: the response of a Schnorr proof. */
void group_scalar_response(const struct group_scalar *a, const struct group_scalar *b,
                           const struct group_scalar *c, struct group_scalar *out);

/* out = a + b. False: the sum is zero. */
MUST_USE bool group_scalar_add(const struct group_scalar *a, const struct group_scalar *b,
                               struct group_scalar *out);

#endif
