/* OPRF: the oblivious pseudorandom functions of RFC 9497 over ristretto255 with
 * SHA-512: the base mode, the verifiable one (VOPRF) and the partially
 * oblivious one (POPRF), each for one element or a batch under one proof.
 *
 * The product uses the verifiable mode alone; the others are here because a
 * library that speaks all of RFC 9497 can be held against all of its vectors.
 * Names follow the RFC: Blind, BlindEvaluate, Finalize, Evaluate, DeriveKeyPair,
 * GenerateProof and VerifyProof (the last two inside the former).
 *
 * Nothing allocates. Arrays are the caller's, of batch.count elements. Randomness
 * is handed in; a scalar is 64 drawn bytes reduced. Work on secrets (keys,
 * blinds, inputs) takes constant time; intermediate secrets are wiped.
 * group_start must have succeeded once in the process. */
#ifndef LIAISON_PRIVATE_OPRF_H
#define LIAISON_PRIVATE_OPRF_H

#include "private/group.h"

#include <stdint.h>

enum oprf_mode { OPRF_BASE = 0, OPRF_VERIFIABLE = 1, OPRF_PARTIAL = 2 };

enum {
    OPRF_OUTPUT_BYTES = 64,
    OPRF_SEED_BYTES = 32,
    OPRF_BATCH_MAX = 256,    /* elements under one proof */
    OPRF_STRING_MAX = 65535, /* bytes of an input or of public info (RFC 9497 section 1.2) */
};

struct oprf_key {
    struct group_scalar secret;
    struct group_point public;
};

/* The proof of equal discrete logarithms: challenge and response. 64 bytes on the wire. */
struct oprf_proof {
    struct group_scalar c;
    struct group_scalar s;
};

/* What both sides know of one exchange. info is used by OPRF_PARTIAL alone and must be empty elsewhere. */
struct oprf_batch {
    enum oprf_mode mode;
    struct str info;
    size_t count; /* 1 to OPRF_BATCH_MAX */
    const struct group_point *blinded;
    const struct group_point *evaluated;
};

/* What the client adds to unblind it. */
struct oprf_client {
    const struct str *inputs;
    const struct group_scalar *blinds;
    const struct group_point *public_key; /* unused in OPRF_BASE */
    const struct oprf_proof *proof;       /* unused in OPRF_BASE */
};

/* DeriveKeyPair (section 3.2.1). The same mode, seed and info give the same key. Wipe the key with
 * oprf_key_wipe. */
MUST_USE enum err oprf_key_derive(enum oprf_mode mode, const unsigned char seed[OPRF_SEED_BYTES],
                                  struct str info, struct oprf_key *key, struct fault *fault);
void oprf_key_wipe(struct oprf_key *key);

/* Blind (sections 3.3.1 to 3.3.3): draws a blind and blinds one input. In OPRF_PARTIAL
 * the RFC also tweaks the server's public key here; this library does so when it verifies.
 * ERR_BAD_INPUT: the input is too long or hashes to the identity. */
MUST_USE enum err oprf_blind(enum oprf_mode mode, struct str input, struct random random,
                             struct group_scalar *blind, struct group_point *blinded, struct fault *fault);

/* BlindEvaluate, with GenerateProof (section 2.2.1) over the whole batch in the two
 * verifiable modes (proof may be NULL in OPRF_BASE, where random is unused). Reads
 * batch->blinded and writes evaluated; batch->evaluated is ignored.
 * ERR_BAD_INPUT: a point is not canonical or is the identity, or the counts or info are out of bounds;
 * ERR_REFUSED: OPRF_PARTIAL with an info whose tweak cancels the key (InverseError). */
MUST_USE enum err oprf_blind_evaluate(const struct oprf_batch *batch, const struct oprf_key *key,
                                      struct random random, struct group_point *evaluated,
                                      struct oprf_proof *proof, struct fault *fault);

/* VerifyProof (section 2.2.2). ERR_FORGED where the proof does not hold or is no pair of
 * canonical scalars; ERR_BAD_INPUT, with its place, for a point that is none. */
MUST_USE enum err oprf_verify(const struct oprf_batch *batch, const struct group_point *public_key,
                              const struct oprf_proof *proof, struct fault *fault);

/* Finalize: verifies (but in OPRF_BASE) and only then unblinds, one output of OPRF_OUTPUT_BYTES an input. */
MUST_USE enum err oprf_finalize(const struct oprf_batch *batch, const struct oprf_client *client,
                                unsigned char (*outputs)[OPRF_OUTPUT_BYTES], struct fault *fault);

/* Evaluate: the function's value, by him who holds the key. */
MUST_USE enum err oprf_evaluate(enum oprf_mode mode, const struct oprf_key *key, struct str input,
                                struct str info, unsigned char output[OPRF_OUTPUT_BYTES],
                                struct fault *fault);

#endif
