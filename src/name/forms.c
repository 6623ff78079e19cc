/* Forms: romanisations kept. See forms.h. */
#include "name/forms.h"

#include "base/hash.h"
#include "name/stem.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024, SLACK_BYTES = 64 * 1024 };

struct slot {
    uint64_t hash;
    struct token_forms *known; /* NULL: free */
};

struct forms_cache {
    struct arena arena;
    struct slot *slot;
    size_t capacity; /* a power of two */
    size_t n;
};

struct forms_cache *forms_cache_new(size_t max_bytes)
{
    struct forms_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    arena_init(&cache->arena, max_bytes + SLACK_BYTES);
    cache->capacity = FIRST_SLOTS;
    cache->slot = calloc(cache->capacity, sizeof *cache->slot);
    if (cache->slot)
        return cache;
    forms_cache_free(cache);
    return NULL;
}

void forms_cache_free(struct forms_cache *cache)
{
    if (!cache)
        return;
    arena_release(&cache->arena);
    free(cache->slot);
    free(cache);
}

static bool is_full(const struct forms_cache *cache)
{
    return arena_failed(&cache->arena) || cache->arena.ceiling - cache->arena.used < SLACK_BYTES;
}

void *forms_cache_room(struct forms_cache *cache, size_t size)
{
    return is_full(cache) ? NULL : arena_alloc(&cache->arena, size);
}

void forms_cache_trim(struct forms_cache *cache)
{
    if (!is_full(cache))
        return;
    arena_reset(&cache->arena);
    memset(cache->slot, 0, cache->capacity * sizeof *cache->slot);
    cache->n = 0;
}

/* The slot of a token, or the free one where it belongs. */
static struct slot *find(const struct forms_cache *cache, uint64_t hash, struct str text, enum script script)
{
    size_t at = (size_t)hash & (cache->capacity - 1);
    for (;; at = (at + 1) & (cache->capacity - 1)) {
        struct slot *slot = &cache->slot[at];
        if (!slot->known ||
            (slot->hash == hash && slot->known->script == script && str_equal(slot->known->text, text)))
            return slot;
    }
}

static bool grow(struct forms_cache *cache)
{
    struct forms_cache bigger = {.capacity = cache->capacity * 2};
    bigger.slot = calloc(bigger.capacity, sizeof *bigger.slot);
    if (!bigger.slot)
        return false;
    for (size_t i = 0; i < cache->capacity; i++) {
        const struct slot *slot = &cache->slot[i];
        if (slot->known)
            *find(&bigger, slot->hash, slot->known->text, slot->known->script) = *slot;
    }
    free(cache->slot);
    cache->slot = bigger.slot;
    cache->capacity = bigger.capacity;
    return true;
}

static struct token_forms *make(struct arena *arena, struct str text, enum script script)
{
    struct roman_form forms[ROMAN_FORMS_MAX];
    struct token_forms *known = arena_alloc(arena, sizeof *known);
    char *copy = arena_copy(arena, text.p, text.n);
    if (!known || !copy)
        return NULL;
    known->text = (struct str){copy, text.n};
    known->script = script;
    size_t n = romanise(arena, known->text, script, forms);
    known->forms = n ? arena_array(arena, n, sizeof *forms) : NULL;
    if (known->forms)
        memcpy(known->forms, forms, n * sizeof *forms);
    known->forms_n = known->forms ? n : 0;
    return arena_failed(arena) ? NULL : known;
}

void forms_cache_expect(const struct forms_cache *cache, struct str text, enum script script)
{
    __builtin_prefetch(&cache->slot[hash_str(text, (uint64_t)script) & (cache->capacity - 1)]);
}

struct token_forms *forms_cache_get(struct forms_cache *cache, struct str text, enum script script)
{
    uint64_t hash = hash_str(text, (uint64_t)script);
    struct slot *slot = find(cache, hash, text, script);
    if (slot->known)
        return slot->known;
    if (is_full(cache))
        return NULL;
    if (cache->n * 2 >= cache->capacity) {
        if (!grow(cache))
            return NULL;
        slot = find(cache, hash, text, script);
    }
    struct token_forms *known = make(&cache->arena, text, script);
    if (!known)
        return NULL;
    *slot = (struct slot){hash, known};
    cache->n++;
    return known;
}

bool forms_cache_stem(struct forms_cache *cache, struct token_forms *known, bool gendered)
{
    if (known->stemmed[gendered])
        return true;
    struct str stem = {"", 0};
    if (known->forms)
        stem = name_stem(&cache->arena, known->forms[0].latin, known->text, gendered);
    if (arena_failed(&cache->arena))
        return false;
    known->stem[gendered] = stem;
    known->skeleton[gendered] = skeleton_of_latin(stem);
    known->stemmed[gendered] = true;
    return true;
}
