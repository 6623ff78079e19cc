/* Engine: the local one, on libsodium, with keys in guarded memory. See engine.h. */
#include "private/engine.h"

#include "base/parallel.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { ENCODE_CHUNK = 64 };

struct held_key {
    unsigned char name[EPOCH_BYTES];
    struct oprf_key key;
    bool used;
};

struct engine_local {
    struct random random;
    struct epoch_vault vault; /* functions NULL: none */
    struct held_key held[ENGINE_EPOCHS_MAX];
};

enum err engine_local_open(struct random random, const struct epoch_vault *vault, struct engine_local **out,
                           struct fault *fault)
{
    enum err code = group_start(fault);
    if (code)
        return code;
    struct engine_local *engine = sodium_malloc(sizeof *engine);
    if (!engine)
        return fault_set(fault, ERR_NO_MEMORY, "no guarded memory for the epoch keys");
    /* sodium_malloc locks where it may; a refusal here is one it would have hidden. */
    if (sodium_mlock(engine, sizeof *engine) != 0) {
        sodium_free(engine);
        return fault_set(fault, ERR_NO_MEMORY, "the memory of the epoch keys cannot be locked");
    }
    memset(engine, 0, sizeof *engine);
    engine->random = random;
    if (vault)
        engine->vault = *vault;
    *out = engine;
    return ERR_OK;
}

void engine_local_close(struct engine_local *engine)
{
    sodium_free(engine);
}

/* The slot of the epoch's key, or NULL. */
static struct held_key *held_find(struct engine_local *engine, const struct epoch *epoch)
{
    unsigned char name[EPOCH_BYTES];
    epoch_encode(epoch, name);
    for (size_t i = 0; i < ENGINE_EPOCHS_MAX; i++)
        if (engine->held[i].used && memcmp(engine->held[i].name, name, EPOCH_BYTES) == 0)
            return &engine->held[i];
    return NULL;
}

static enum err held_require(struct engine_local *engine, const struct epoch *epoch, struct held_key **out,
                             struct fault *fault)
{
    *out = held_find(engine, epoch);
    if (!*out)
        return fault_set(fault, ERR_NOT_FOUND, "there is no key for epoch %" PRIu64 " of this channel",
                         epoch->number);
    return ERR_OK;
}

static enum err key_from(const struct epoch *epoch, const unsigned char seed[OPRF_SEED_BYTES],
                         struct oprf_key *key, struct fault *fault)
{
    unsigned char name[EPOCH_BYTES];
    epoch_encode(epoch, name);
    struct str info = {(const char *)name, sizeof name};
    return oprf_key_derive(OPRF_VERIFIABLE, seed, info, key, fault);
}

/* A copy of the epoch's key for one request: the caller wipes it. */
static enum err key_take(struct engine_local *engine, const struct epoch *epoch, struct oprf_key *key,
                         struct fault *fault)
{
    unsigned char seed[OPRF_SEED_BYTES];
    struct held_key *held;
    if (!engine->vault.get) {
        enum err code = held_require(engine, epoch, &held, fault);
        if (!code)
            *key = held->key;
        return code;
    }
    enum err code = engine->vault.get(engine->vault.context, epoch, seed, fault);
    if (!code)
        code = key_from(epoch, seed, key, fault);
    sodium_memzero(seed, sizeof seed);
    return code;
}

static enum err hold_seed(struct engine_local *engine, const struct epoch *epoch,
                          const unsigned char seed[OPRF_SEED_BYTES], struct fault *fault)
{
    if (held_find(engine, epoch))
        return fault_set(fault, ERR_BUSY, "epoch %" PRIu64 " of this channel has a key", epoch->number);
    struct held_key *slot = engine->held;
    while (slot < engine->held + ENGINE_EPOCHS_MAX && slot->used)
        slot++;
    if (slot == engine->held + ENGINE_EPOCHS_MAX)
        return fault_set(fault, ERR_BUSY, "the engine holds %d keys already", (int)ENGINE_EPOCHS_MAX);
    epoch_encode(epoch, slot->name);
    enum err code = key_from(epoch, seed, &slot->key, fault);
    slot->used = code == ERR_OK;
    return code;
}

static enum err local_create(void *context, const struct epoch *epoch, struct fault *fault)
{
    struct engine_local *engine = context;
    unsigned char seed[OPRF_SEED_BYTES];
    engine->random.fill(engine->random.context, seed, sizeof seed);
    enum err code = engine->vault.put ? engine->vault.put(engine->vault.context, epoch, seed, fault)
                                      : hold_seed(engine, epoch, seed, fault);
    sodium_memzero(seed, sizeof seed);
    return code;
}

static enum err local_public_key(void *context, const struct epoch *epoch, struct group_point *public,
                                 struct fault *fault)
{
    struct oprf_key key;
    enum err code = key_take(context, epoch, &key, fault);
    if (!code)
        *public = key.public;
    oprf_key_wipe(&key);
    return code;
}

static enum err local_evaluate(void *context, const struct epoch *epoch, const struct group_point *blinded,
                               size_t count, struct group_point *evaluated, struct oprf_proof *proof,
                               struct fault *fault)
{
    struct engine_local *engine = context;
    struct oprf_batch batch = {.mode = OPRF_VERIFIABLE, .count = count, .blinded = blinded};
    struct oprf_key key;
    enum err code = key_take(engine, epoch, &key, fault);
    if (!code)
        code = oprf_blind_evaluate(&batch, &key, engine->random, evaluated, proof, fault);
    oprf_key_wipe(&key);
    return code;
}

struct encoding {
    const struct oprf_key *key;
    const struct match_key *keys;
    struct match_output *outputs;
    size_t count;
    atomic_int code;
};

static void encode_chunk(void *context, size_t index, size_t worker)
{
    (void)worker;
    struct encoding *job = context;
    unsigned char output[OPRF_OUTPUT_BYTES];
    size_t first = index * ENCODE_CHUNK;
    size_t end = job->count - first < ENCODE_CHUNK ? job->count : first + ENCODE_CHUNK;
    for (size_t i = first; i < end && atomic_load(&job->code) == ERR_OK; i++) {
        struct str input = {(const char *)job->keys[i].b, sizeof job->keys[i].b};
        enum err code = oprf_evaluate(OPRF_VERIFIABLE, job->key, input, (struct str){0}, output, NULL);
        if (code)
            atomic_store(&job->code, (int)code);
        memcpy(job->outputs[i].b, output, sizeof job->outputs[i].b);
    }
    sodium_memzero(output, sizeof output);
}

static enum err local_encode(void *context, const struct epoch *epoch, const struct match_key *keys,
                             size_t count, struct match_output *outputs, struct fault *fault)
{
    struct oprf_key key;
    enum err code = key_take(context, epoch, &key, fault);
    if (!code) {
        struct encoding job = {.key = &key, .keys = keys, .outputs = outputs, .count = count};
        atomic_init(&job.code, ERR_OK);
        parallel_for(count / ENCODE_CHUNK + (count % ENCODE_CHUNK != 0), 0, encode_chunk, &job);
        code = (enum err)atomic_load(&job.code);
        if (code)
            fault_set(fault, code, "a match key could not be encoded");
    }
    oprf_key_wipe(&key);
    return code;
}

static enum err local_destroy(void *context, const struct epoch *epoch, struct fault *fault)
{
    struct engine_local *engine = context;
    struct held_key *held;
    if (engine->vault.erase)
        return engine->vault.erase(engine->vault.context, epoch, fault);
    enum err code = held_require(engine, epoch, &held, fault);
    if (!code)
        sodium_memzero(held, sizeof *held);
    return code;
}

struct oprf_engine engine_local_interface(struct engine_local *engine)
{
    return (struct oprf_engine){.create = local_create,
                                .public_key = local_public_key,
                                .evaluate = local_evaluate,
                                .encode = local_encode,
                                .destroy = local_destroy,
                                .context = engine};
}
