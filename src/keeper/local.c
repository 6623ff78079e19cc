/* Local: signing, opening and the rest key with keys in memory. See local.h. */
#include "keeper/local.h"

#include "base/keypair.h"
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

/* Made once of the seeds, as each costs as much as a signature. */
struct pairs {
    struct keypair current[KEEPER_ROLES], before[KEEPER_ROLES];
};

struct keeper_local {
    struct keeper_secrets *secrets; /* both in locked memory */
    struct pairs *pairs;
    struct random random;
    enum err (*save)(void *context, const struct keeper_secrets *secrets, struct fault *fault);
    enum err (*load)(void *context, struct keeper_secrets *secrets, struct fault *fault);
    void *context;
    struct vault vault;
    struct engine_local *engine;
};

void keeper_secrets_draw(struct keeper_secrets *out, const struct random *random)
{
    random->fill(random->context, out, sizeof *out);
}

static void make_pair(enum keeper_role role, const unsigned char seed[KEEPER_SEED_BYTES], struct keypair *out)
{
    if (roles[role].seals)
        keypair_for_sealing(seed, out);
    else
        keypair_for_signing(seed, out);
}

static void make_pairs(struct keeper_local *local)
{
    for (size_t i = 0; i < KEEPER_ROLES; i++) {
        make_pair((enum keeper_role)i, local->secrets->current[i], &local->pairs->current[i]);
        make_pair((enum keeper_role)i, local->secrets->before[i], &local->pairs->before[i]);
    }
}

/* The secrets as they rest now: another process of the desk may have rolled a key. */
static enum err load_again(struct keeper_local *local, struct fault *fault)
{
    struct keeper_secrets now;
    if (!local->load)
        return ERR_OK;
    enum err err = local->load(local->context, &now, fault);
    if (!err) {
        *local->secrets = now;
        make_pairs(local);
    }
    sodium_memzero(&now, sizeof now);
    return err;
}

static enum err public_keys(void *context, struct keeper_public *out, struct fault *fault)
{
    struct keeper_local *local = context;
    struct keypair next;
    enum err err = load_again(local, fault);
    if (err)
        return err;
    for (size_t i = 0; i < KEEPER_ROLES; i++) {
        make_pair((enum keeper_role)i, local->secrets->next[i], &next);
        memcpy(out->current[i], local->pairs->current[i].public, KEEPER_PUBLIC_BYTES);
        memcpy(out->next[i], next.public, KEEPER_PUBLIC_BYTES);
    }
    sodium_memzero(&next, sizeof next);
    return ERR_OK;
}

static enum err sign(void *context, enum keeper_role role, struct str bytes,
                     unsigned char signature[KEEPER_SIGNATURE_BYTES], struct fault *fault)
{
    const struct keeper_local *local = context;
    enum err err = keeper_may_sign(role, bytes, fault);
    if (!err)
        keypair_sign(&local->pairs->current[role], bytes, signature);
    return err;
}

static enum err sign_before(void *context, struct str bytes, unsigned char signature[KEEPER_SIGNATURE_BYTES],
                            struct fault *fault)
{
    const struct keeper_local *local = context;
    enum err err = keeper_may_sign(KEEPER_MESSAGES, bytes, fault);
    if (!err)
        keypair_sign(&local->pairs->before[KEEPER_MESSAGES], bytes, signature);
    return err;
}

static enum err open_seals(void *context, const unsigned char *sealed, size_t n, struct keeper_opened *out,
                           struct fault *fault)
{
    const struct keeper_local *local = context;
    (void)fault;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *one = sealed + i * KEEPER_SEALED_BYTES;
        out[i] = (struct keeper_opened){0};
        out[i].opened = keypair_open(&local->pairs->current[KEEPER_SEALING], one, out[i].key) ||
                        keypair_open(&local->pairs->before[KEEPER_SEALING], one, out[i].key);
    }
    return ERR_OK;
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
    enum err err = load_again(local, fault);
    if (err)
        return err;
    struct keeper_secrets changed = *local->secrets;
    memcpy(changed.before[role], changed.current[role], KEEPER_SEED_BYTES);
    memcpy(changed.current[role], changed.next[role], KEEPER_SEED_BYTES);
    local->random.fill(local->random.context, changed.next[role], KEEPER_SEED_BYTES);
    err = local->save ? local->save(local->context, &changed, fault) : ERR_OK;
    if (!err) {
        *local->secrets = changed;
        make_pairs(local);
    }
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
    local->load = options->load;
    local->context = options->context;
    if (sodium_init() >= 0) {
        local->secrets = sodium_malloc(sizeof *local->secrets);
        local->pairs = sodium_malloc(sizeof *local->pairs);
    }
    enum err err = local->secrets && local->pairs
                       ? ERR_OK
                       : fault_set(fault, ERR_NO_MEMORY, "keeper: memory cannot be locked");
    if (!err) {
        *local->secrets = *options->secrets;
        make_pairs(local);
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
                           .sign_before = sign_before,
                           .open_seals = open_seals,
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
    sodium_free(local->pairs);
    free(local);
}
