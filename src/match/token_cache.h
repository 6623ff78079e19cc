/* Token cache: tokens made ready before, kept, as most names are made of tokens
 * that others bear too. One a thread. */
#ifndef LIAISON_MATCH_TOKEN_CACHE_H
#define LIAISON_MATCH_TOKEN_CACHE_H

#include "match/person.h"
#include "name/forms.h"

struct token_cache;

/* Keeps at most some max_bytes. NULL where there is no memory. */
struct token_cache *token_cache_new(size_t max_bytes);
void token_cache_free(struct token_cache *cache);

/* Forgets all where the cache is full. Persons made with it are then gone. */
void token_cache_trim(struct token_cache *cache);

/* Its romanisations, for name_parse_cached. */
struct forms_cache *token_cache_forms(struct token_cache *cache);

/* A token made ready of which text, script, forms and stem are set; NULL where the
 * cache is full. Not for joined tokens, which seldom come again. */
const struct person_token *token_cache_get(struct token_cache *cache, const struct model *model,
                                           const struct person_token *token);

/* Makes the rest of a token ready by text, script, forms, stem and joined. What person.c does without a
 * cache. */
void person_token_fill(const struct model *model, struct person_token *token);

#endif
