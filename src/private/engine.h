/* Engine: where epoch keys live and the work with them is done. The interface
 * is a table of functions, so that the keeper process, or a faster engine,
 * takes the place of the local one; callers never see a secret key. */
#ifndef LIAISON_PRIVATE_ENGINE_H
#define LIAISON_PRIVATE_ENGINE_H

#include "private/epoch.h"
#include "private/oprf.h"

/* A match key as it enters the OPRF: the digest of its canonical text under the scheme. Secret. */
struct match_key {
    unsigned char b[32];
};

/* The first 32 bytes of the VOPRF's output for a match key. Secret: it opens the key's cells. */
struct match_output {
    unsigned char b[32];
};

/* Every function may return what the comment on it says, and ERR_NOT_FOUND where
 * the engine holds no key for the epoch. evaluate and encode may run on many
 * threads at once; create and destroy run while nothing else does. */
struct oprf_engine {
    /* Draws the epoch's key. ERR_BUSY: there is one already, or no room for more. */
    enum err (*create)(void *context, const struct epoch *epoch, struct fault *fault);

    enum err (*public_key)(void *context, const struct epoch *epoch, struct group_point *key,
                           struct fault *fault);

    /* BlindEvaluate of the verifiable mode: one proof over count points (at most OPRF_BATCH_MAX). */
    enum err (*evaluate)(void *context, const struct epoch *epoch, const struct group_point *blinded,
                         size_t count, struct group_point *evaluated, struct oprf_proof *proof,
                         struct fault *fault);

    /* The PRF of own keys, for a holding. Any count, on all cores. */
    enum err (*encode)(void *context, const struct epoch *epoch, const struct match_key *keys, size_t count,
                       struct match_output *outputs, struct fault *fault);

    /* Wipes the epoch's key. */
    enum err (*destroy)(void *context, const struct epoch *epoch, struct fault *fault);

    void *context;
};

enum { ENGINE_EPOCHS_MAX = 64 };

/* Where the seeds of epoch keys rest, so that several processes of one keeper work with the same keys and
 * each learns at once that one was destroyed. All may be called from many threads. */
struct epoch_vault {
    /* Durable on return. ERR_BUSY: there is one. */
    enum err (*put)(void *context, const struct epoch *epoch, const unsigned char seed[OPRF_SEED_BYTES],
                    struct fault *fault);
    /* ERR_NOT_FOUND: there is none. */
    enum err (*get)(void *context, const struct epoch *epoch, unsigned char seed[OPRF_SEED_BYTES],
                    struct fault *fault);
    enum err (*erase)(void *context, const struct epoch *epoch, struct fault *fault);
    void *context;
};

/* The engine of this process, on libsodium. With a vault (its interface is copied) it holds no key between
 * two requests; without one (NULL) its keys stand in locked, guarded memory alone, and are wiped by destroy
 * and close. Proof nonces and keys are drawn from random, which must be safe to call from many threads.
 * ERR_NO_MEMORY: also where the memory cannot be locked. */
struct engine_local;
MUST_USE enum err engine_local_open(struct random random, const struct epoch_vault *vault,
                                    struct engine_local **out, struct fault *fault);
struct oprf_engine engine_local_interface(struct engine_local *engine);
void engine_local_close(struct engine_local *engine); /* NULL-safe */

#endif
