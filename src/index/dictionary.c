/* Dictionary: distinct tokens. See dictionary.h. */
#include "index/dictionary.h"

#include "base/hash.h"
#include "base/limits.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 4096 };

bool dictionary_init(struct dictionary *dictionary)
{
    *dictionary = (struct dictionary){.slots = FIRST_SLOTS};
    arena_init(&dictionary->arena, (size_t)LIMIT_INDEX_TEXT_BYTES);
    dictionary->slot = calloc(FIRST_SLOTS, sizeof *dictionary->slot);
    return dictionary->slot != NULL;
}

void dictionary_release(struct dictionary *dictionary)
{
    arena_release(&dictionary->arena);
    free(dictionary->token);
    free(dictionary->slot);
    *dictionary = (struct dictionary){0};
}

static size_t find(const struct dictionary *dictionary, uint64_t hash, enum script script, struct str text)
{
    size_t at = (size_t)hash & (dictionary->slots - 1);
    for (; dictionary->slot[at]; at = (at + 1) & (dictionary->slots - 1)) {
        const struct entry_token *token = &dictionary->token[dictionary->slot[at] - 1];
        if (token->hash == hash && token->script == script && str_equal(token->text, text))
            break;
    }
    return at;
}

static bool grow_slots(struct dictionary *dictionary)
{
    uint32_t *slot = calloc(dictionary->slots * 2, sizeof *slot);
    if (!slot)
        return false;
    free(dictionary->slot);
    dictionary->slot = slot;
    dictionary->slots *= 2;
    for (size_t i = 0; i < dictionary->n; i++) {
        const struct entry_token *token = &dictionary->token[i];
        slot[find(dictionary, token->hash, token->script, token->text)] = (uint32_t)i + 1;
    }
    return true;
}

/* Room for one more token, and its slot. */
static struct entry_token *add(struct dictionary *dictionary, uint64_t hash, enum script script,
                               struct str text)
{
    if (dictionary->n == dictionary->capacity) {
        size_t capacity = dictionary->capacity ? dictionary->capacity * 2 : FIRST_SLOTS;
        struct entry_token *token = realloc(dictionary->token, capacity * sizeof *token);
        if (!token)
            return NULL;
        dictionary->token = token;
        dictionary->capacity = capacity;
    }
    if (dictionary->n * 2 >= dictionary->slots && !grow_slots(dictionary))
        return NULL;
    const char *copy = arena_copy(&dictionary->arena, text.p, text.n);
    if (!copy)
        return NULL;
    struct entry_token *token = &dictionary->token[dictionary->n];
    *token = (struct entry_token){.hash = hash, .script = script, .text = {copy, text.n}};
    dictionary->slot[find(dictionary, hash, script, text)] = (uint32_t)++dictionary->n;
    return token;
}

/* What a token is with this part's stem. */
static void learn(struct entry_token *entry, struct forms_cache *cache, const struct model *model,
                  const struct name_token *token, bool first)
{
    struct person_token room;
    const struct person_token *ready = person_token_ready(cache, model, token, &room);
    if (first)
        token_sketch_init(ready, &entry->sketch);
    else
        token_sketch_add(ready, &entry->sketch);
    bool gendered = name_token_is_gendered(token->part, token->script);
    token_skeletons_init(model, token, &entry->skeletons[gendered]);
    entry->stemmed[gendered] = true;
}

uint32_t dictionary_add(struct dictionary *dictionary, struct forms_cache *cache, const struct model *model,
                        const struct name_token *token)
{
    uint64_t hash = hash_str(token->folded, (uint64_t)token->script);
    uint32_t number = dictionary->slot[find(dictionary, hash, token->script, token->folded)];
    bool gendered = name_token_is_gendered(token->part, token->script);
    bool first = number == 0;
    if (first) {
        if (dictionary->n >= UINT32_MAX / 2 || !add(dictionary, hash, token->script, token->folded))
            return UINT32_MAX;
        number = (uint32_t)dictionary->n;
    }
    struct entry_token *entry = &dictionary->token[number - 1];
    if (!entry->stemmed[gendered])
        learn(entry, cache, model, token, first);
    entry->count++;
    return number - 1;
}

static void unite(struct entry_token *into, const struct entry_token *from)
{
    struct token_sketch *a = &into->sketch;
    const struct token_sketch *b = &from->sketch;
    for (size_t i = 0; i < 2; i++)
        a->form_bits[i] |= b->form_bits[i];
    a->class_bits |= b->class_bits;
    a->rarity = a->rarity > b->rarity ? a->rarity : b->rarity;
    a->class_rarity = a->class_rarity > b->class_rarity ? a->class_rarity : b->class_rarity;
    for (size_t i = 0; i < 2; i++)
        if (b->stems[i] && b->stems[i] != a->stems[0])
            a->stems[a->stems[0] != 0] = b->stems[i];
    into->count += from->count;
}

bool dictionary_merge(struct dictionary *dictionary, const struct dictionary *other, uint32_t *numbers)
{
    for (size_t i = 0; i < other->n; i++) {
        const struct entry_token *from = &other->token[i];
        uint32_t number = dictionary->slot[find(dictionary, from->hash, from->script, from->text)];
        if (number) {
            unite(&dictionary->token[number - 1], from);
        } else {
            struct entry_token *token = add(dictionary, from->hash, from->script, from->text);
            if (!token)
                return false;
            struct str text = token->text;
            *token = *from;
            token->text = text;
            number = (uint32_t)dictionary->n;
        }
        numbers[i] = number - 1;
    }
    return true;
}

static int by_count(const void *a, const void *b, void *context)
{
    const struct entry_token *token = context;
    const struct entry_token *x = &token[*(const uint32_t *)a];
    const struct entry_token *y = &token[*(const uint32_t *)b];
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    if (x->script != y->script)
        return x->script < y->script ? -1 : 1;
    return str_compare(x->text, y->text);
}

bool dictionary_sort(struct dictionary *dictionary, uint32_t *numbers)
{
    uint32_t *order = calloc(dictionary->n + 1, sizeof *order);
    struct entry_token *sorted = calloc(dictionary->n + 1, sizeof *sorted);
    if (!order || !sorted) {
        free(order);
        free(sorted);
        return false;
    }
    for (size_t i = 0; i < dictionary->n; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, dictionary->n, sizeof *order, by_count, dictionary->token);
    for (size_t i = 0; i < dictionary->n; i++) {
        struct entry_token *token = &sorted[i];
        *token = dictionary->token[order[i]];
        numbers[order[i]] = (uint32_t)i;
        /* In whichever order they were met. */
        if (token->sketch.stems[1] && token->sketch.stems[1] < token->sketch.stems[0]) {
            uint16_t stem = token->sketch.stems[0];
            token->sketch.stems[0] = token->sketch.stems[1];
            token->sketch.stems[1] = stem;
        }
    }
    free(order);
    free(dictionary->token);
    dictionary->token = sorted;
    return true;
}
