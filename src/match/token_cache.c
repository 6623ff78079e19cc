/* Token cache: tokens made ready, kept. See token_cache.h. */
#include "match/token_cache.h"

#include "base/hash.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024, SLACK_BYTES = 64 * 1024 };

struct known {
    uint64_t hash;
    struct person_token token;
};

struct token_cache {
    struct forms_cache *forms;
    struct arena arena;
    struct known **slot;
    size_t capacity; /* a power of two */
    size_t n;
};

struct token_cache *token_cache_new(size_t max_bytes)
{
    struct token_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    /* A token made ready takes about three times the room of its forms. */
    arena_init(&cache->arena, max_bytes - max_bytes / 4 + SLACK_BYTES);
    cache->capacity = FIRST_SLOTS;
    cache->slot = calloc(cache->capacity, sizeof *cache->slot);
    cache->forms = forms_cache_new(max_bytes / 4);
    if (cache->slot && cache->forms)
        return cache;
    token_cache_free(cache);
    return NULL;
}

void token_cache_free(struct token_cache *cache)
{
    if (!cache)
        return;
    forms_cache_free(cache->forms);
    arena_release(&cache->arena);
    free(cache->slot);
    free(cache);
}

struct forms_cache *token_cache_forms(struct token_cache *cache)
{
    return cache->forms;
}

static bool is_full(const struct token_cache *cache)
{
    return arena_failed(&cache->arena) || cache->arena.ceiling - cache->arena.used < SLACK_BYTES;
}

void token_cache_trim(struct token_cache *cache)
{
    if (!forms_cache_trim(cache->forms) && !is_full(cache))
        return;
    /* The tokens made ready point into the forms: both go, or neither. */
    forms_cache_clear(cache->forms);
    arena_reset(&cache->arena);
    memset(cache->slot, 0, cache->capacity * sizeof *cache->slot);
    cache->n = 0;
}

static uint64_t hash_of(const struct person_token *token)
{
    uint64_t hash = hash_str(token->text, (uint64_t)token->script);
    return hash_str(token->stem, hash);
}

static size_t find(const struct token_cache *cache, uint64_t hash, const struct person_token *token)
{
    size_t at = (size_t)hash & (cache->capacity - 1);
    for (; cache->slot[at]; at = (at + 1) & (cache->capacity - 1)) {
        const struct person_token *known = &cache->slot[at]->token;
        if (cache->slot[at]->hash == hash && known->script == token->script &&
            str_equal(known->text, token->text) && str_equal(known->stem, token->stem))
            break;
    }
    return at;
}

static bool grow(struct token_cache *cache)
{
    struct known **old = cache->slot;
    size_t old_capacity = cache->capacity;
    struct known **slot = calloc(old_capacity * 2, sizeof *slot);
    if (!slot)
        return false;
    cache->slot = slot;
    cache->capacity *= 2;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i])
            cache->slot[find(cache, old[i]->hash, &old[i]->token)] = old[i];
    free(old);
    return true;
}

/* Text and forms lie with the forms. */
static bool keep_parts(struct token_cache *cache, struct person_token *token)
{
    const struct token_forms *known = forms_cache_get(cache->forms, token->text, token->script);
    token->stem = (struct str){arena_copy(&cache->arena, token->stem.p, token->stem.n), token->stem.n};
    if (!known)
        return false;
    token->text = known->text;
    token->forms = known->forms;
    token->forms_n = (uint8_t)known->forms_n;
    return !arena_failed(&cache->arena);
}

const struct person_token *token_cache_get(struct token_cache *cache, const struct model *model,
                                           const struct person_token *token)
{
    uint64_t hash = hash_of(token);
    size_t at = find(cache, hash, token);
    if (cache->slot[at])
        return &cache->slot[at]->token;
    if (is_full(cache) || (cache->n * 2 >= cache->capacity && !grow(cache)))
        return NULL;
    struct known *known = arena_alloc(&cache->arena, sizeof *known);
    if (!known)
        return NULL;
    *known = (struct known){.hash = hash, .token = *token};
    if (!keep_parts(cache, &known->token))
        return NULL;
    person_token_fill(model, &known->token);
    cache->slot[find(cache, hash, token)] = known;
    cache->n++;
    return &known->token;
}
