/* Forms: the romanisations and stems of tokens met before, kept, as most names
 * are made of tokens that others bear too. One a thread. */
#ifndef LIAISON_NAME_FORMS_H
#define LIAISON_NAME_FORMS_H

#include "base/arena.h"
#include "base/str.h"
#include "name/romanise.h"
#include "name/skeleton.h"

#include <stdbool.h>

enum { FORMS_STEMS = 2 /* of a token without and with a gendered ending */ };

struct token_forms {
    struct str text; /* folded */
    enum script script;
    size_t forms_n;
    struct roman_form *forms;
    bool stemmed[FORMS_STEMS];
    struct str stem[FORMS_STEMS];
    skeleton skeleton[FORMS_STEMS];
    const void *ready[FORMS_STEMS]; /* what the cache's owner made of it with this stem; NULL: nothing yet */
};

struct forms_cache;

/* Keeps at most some max_bytes. NULL where there is no memory. */
struct forms_cache *forms_cache_new(size_t max_bytes);
void forms_cache_free(struct forms_cache *cache);

/* Forgets all where the cache is full. What it gave is then gone: call it only where nothing made with the
 * cache is in use. */
void forms_cache_trim(struct forms_cache *cache);

/* Says to the processor that forms_cache_get will be called. */
void forms_cache_expect(const struct forms_cache *cache, struct str text, enum script script);

/* The romanisations of a token; NULL where the cache is full or has no memory. */
struct token_forms *forms_cache_get(struct forms_cache *cache, struct str text, enum script script);

/* Room in it, zeroed, for what its owner makes of a token; NULL where it is full. */
void *forms_cache_room(struct forms_cache *cache, size_t size);

/* Fills in the stem (see name/stem.h) where it is not known; false where there is no memory. */
bool forms_cache_stem(struct forms_cache *cache, struct token_forms *known, bool gendered);

#endif
