/* Digest: SHA-256 (FIPS 180-4), of one run of bytes or of several in a row. */
#ifndef LIAISON_BASE_DIGEST_H
#define LIAISON_BASE_DIGEST_H

#include "base/str.h"

#include <stdint.h>

enum { DIGEST_BYTES = 32 };

struct digest {
    unsigned char bytes[DIGEST_BYTES];
};

/* What was added so far; only the functions below look into it. */
struct digest_state {
    uint64_t opaque[13];
};

void digest_begin(struct digest_state *state);
void digest_add(struct digest_state *state, const void *bytes, size_t n);
void digest_end(struct digest_state *state, struct digest *out);

void digest_of(const void *bytes, size_t n, struct digest *out);

static inline bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

#endif
