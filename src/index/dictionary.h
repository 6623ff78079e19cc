/* Dictionary: the distinct tokens of a segment being built. One a worker, made
 * one when the segment is written. */
#ifndef LIAISON_INDEX_DICTIONARY_H
#define LIAISON_INDEX_DICTIONARY_H

#include "index/keys.h"
#include "match/sketch.h"

struct entry_token {
    uint64_t hash;
    struct str text;
    enum script script;
    uint32_t count;
    bool stemmed[2]; /* seen where it may have a gendered ending, and where not */
    struct token_sketch sketch;
    struct token_skeletons skeletons[2]; /* the same */
};

struct dictionary {
    struct arena arena; /* texts */
    struct entry_token *token;
    size_t n;
    size_t capacity;
    uint32_t *slot; /* token number and one; 0: free */
    size_t slots;   /* a power of two */
};

bool dictionary_init(struct dictionary *dictionary);
void dictionary_release(struct dictionary *dictionary);

/* The number of a token of a name, added where it is new; UINT32_MAX where there is no memory. */
uint32_t dictionary_add(struct dictionary *dictionary, struct forms_cache *cache, const struct model *model,
                        const struct name_token *token);

/* Puts other's tokens into dictionary; numbers[i] becomes the number of other's token i. */
bool dictionary_merge(struct dictionary *dictionary, const struct dictionary *other, uint32_t *numbers);

/* Orders the tokens, the most frequent first; numbers[i] becomes the new number of token i. The dictionary
 * can then only be read. */
bool dictionary_sort(struct dictionary *dictionary, uint32_t *numbers);

#endif
