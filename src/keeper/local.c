/* Local: signing, opening and the rest key with keys in memory. See local.h. */
#include "keeper/local.h"

#include "keeper/vault.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    bool seals;
} roles[] = {
#define SIGN false
#define SEAL true
#define K(name, kind, what) {what, kind},
#include "keeper/roles.def"
#undef K
#undef SIGN
#undef SEAL
};

const char *keeper_role_name(enum keeper_role role)
{
    return roles[role].name;
}

struct keeper_local {
    struct keeper_secrets *secrets; /* locked memory */
    struct random random;
    enum err (*save)(void *context, const struct keeper_secrets *secrets, struct fault *fault);
    void *save_context;
    struct vault vault;
    struct engine_local *engine;
};

void keeper_secrets_draw(struct keeper_secrets *out, const struct random *random)
{
    random->fill(random->context, out, sizeof *out);
}

static void public_of(enum keeper_role role, const unsigned char seed[KEEPER_SEED_BYTES],
                      unsigned char out[KEEPER_PUBLIC_BYTES])
{
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    if (roles[role].seals)
        crypto_box_seed_keypair(out, secret, seed);
    else
        crypto_sign_seed_keypair(out, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

static enum err public_keys(void *context, struct keeper_public *out, struct fault *fault)
{
    const struct keeper_local *local = context;
    (void)fault;
    for (size_t i = 0; i < KEEPER_ROLES; i++) {
        public_of((enum keeper_role)i, local->secrets->current[i], out->current[i]);
        public_of((enum keeper_role)i, local->secrets->next[i], out->next[i]);
    }
    return ERR_OK;
}

static enum err sign(void *context, enum keeper_role role, struct str bytes,
                     unsigned char signature[KEEPER_SIGNATURE_BYTES], struct fault *fault)
{
    const struct keeper_local *local = context;
    enum err err = keeper_may_sign(role, bytes, fault);
    if (err)
        return err;
    unsigned char public[KEEPER_PUBLIC_BYTES], secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public, secret, local->secrets->current[role]);
    crypto_sign_detached(signature, NULL, (const unsigned char *)bytes.p, bytes.n, secret);
    sodium_memzero(secret, sizeof secret);
    return ERR_OK;
}

static bool opens(const unsigned char seed[KEEPER_SEED_BYTES], const unsigned char *sealed,
                  unsigned char *key)
{
    unsigned char public[KEEPER_PUBLIC_BYTES], secret[crypto_box_SECRETKEYBYTES];
    crypto_box_seed_keypair(public, secret, seed);
    int failed = crypto_box_seal_open(key, sealed, KEEPER_SEALED_BYTES, public, secret);
    sodium_memzero(secret, sizeof secret);
    return !failed;
}

static enum err open_seal(void *context, const unsigned char sealed[KEEPER_SEALED_BYTES],
                          unsigned char key[KEEPER_KEY_BYTES], struct fault *fault)
{
    const struct keeper_local *local = context;
    if (opens(local->secrets->current[KEEPER_SEALING], sealed, key) ||
        opens(local->secrets->before, sealed, key))
        return ERR_OK;
    return fault_set(fault, ERR_FORGED, "a seal that this desk's key does not open");
}

static enum err rest_key(void *context, unsigned char key[KEEPER_KEY_BYTES], struct fault *fault)
{
    const struct keeper_local *local = context;
    (void)fault;
    memcpy(key, local->secrets->rest, KEEPER_KEY_BYTES);
    return ERR_OK;
}

static enum err roll(void *context, enum keeper_role role, struct fault *fault)
{
    struct keeper_local *local = context;
    struct keeper_secrets changed = *local->secrets;
    if (role == KEEPER_SEALING)
        memcpy(changed.before, changed.current[role], KEEPER_SEED_BYTES);
    memcpy(changed.current[role], changed.next[role], KEEPER_SEED_BYTES);
    local->random.fill(local->random.context, changed.next[role], KEEPER_SEED_BYTES);
    enum err err = local->save ? local->save(local->save_context, &changed, fault) : ERR_OK;
    if (!err)
        *local->secrets = changed;
    sodium_memzero(&changed, sizeof changed);
    return err;
}

enum err keeper_local_open(const struct keeper_local_options *options, struct keeper_local **out,
                           struct fault *fault)
{
    struct keeper_local *local = calloc(1, sizeof *local);
    *out = NULL;
    if (!local)
        return fault_set(fault, ERR_NO_MEMORY, "keeper");
    local->random = options->random;
    local->save = options->save;
    local->save_context = options->context;
    local->secrets = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *local->secrets);
    enum err err =
        local->secrets ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "keeper: memory cannot be locked");
    if (!err) {
        *local->secrets = *options->secrets;
        local->vault = (struct vault){options->epochs, local->secrets->epochs, options->random};
        struct epoch_vault resting = vault_interface(&local->vault);
        err = engine_local_open(options->random, options->epochs ? &resting : NULL, &local->engine, fault);
    }
    if (err) {
        keeper_local_close(local);
        return err;
    }
    *out = local;
    return ERR_OK;
}

struct keeper keeper_local_interface(struct keeper_local *local)
{
    return (struct keeper){.public_keys = public_keys,
                           .sign = sign,
                           .open_seal = open_seal,
                           .rest_key = rest_key,
                           .roll = roll,
                           .engine = engine_local_interface(local->engine),
                           .context = local};
}

void keeper_local_close(struct keeper_local *local)
{
    if (!local)
        return;
    engine_local_close(local->engine);
    sodium_free(local->secrets);
    free(local);
}
