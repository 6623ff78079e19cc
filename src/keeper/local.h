/* Local: a keeper's work done with keys in this process's memory: inside the
 * keeper process, and as the stand-in of tests and simulator. */
#ifndef LIAISON_KEEPER_LOCAL_H
#define LIAISON_KEEPER_LOCAL_H

#include "base/random.h"
#include "keeper/keeper.h"

enum { KEEPER_SEED_BYTES = 32 };

/* Everything secret that rests in the key file: a seed for each key, and the rest key. */
struct keeper_secrets {
    unsigned char current[KEEPER_ROLES][KEEPER_SEED_BYTES];
    unsigned char next[KEEPER_ROLES][KEEPER_SEED_BYTES];
    unsigned char before[KEEPER_ROLES][KEEPER_SEED_BYTES]; /* the key before the current one */
    unsigned char rest[KEEPER_KEY_BYTES];
    unsigned char epochs[KEEPER_KEY_BYTES]; /* seals the seeds of epoch keys (vault.h); never leaves */
};

/* New secrets. */
void keeper_secrets_draw(struct keeper_secrets *out, const struct random *random);

struct keeper_local;

/* Takes a copy of *secrets into locked memory. save (may be NULL) makes changed secrets durable, load (may be
 * NULL) reads them again, as another process of the same desk may have left them; epochs (may be NULL: in
 * memory alone) is the directory in which the seeds of epoch keys rest. ERR_NO_MEMORY: also where
 * memory cannot be locked. */
struct keeper_local_options {
    const struct keeper_secrets *secrets;
    struct random random;
    enum err (*save)(void *context, const struct keeper_secrets *secrets, struct fault *fault);
    enum err (*load)(void *context, struct keeper_secrets *secrets, struct fault *fault);
    void *context;
    const char *epochs;
};
MUST_USE enum err keeper_local_open(const struct keeper_local_options *options, struct keeper_local **out,
                                    struct fault *fault);
struct keeper keeper_local_interface(struct keeper_local *local);
void keeper_local_close(struct keeper_local *local); /* NULL-safe */

#endif
