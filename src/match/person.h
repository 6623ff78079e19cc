/* Person: a subject made ready to be compared: his names as tokens with their
 * sounds and rarity, his dates, places, countries and documents as values. */
#ifndef LIAISON_MATCH_PERSON_H
#define LIAISON_MATCH_PERSON_H

#include "base/arena.h"
#include "base/error.h"
#include "match/model.h"
#include "name/fuse.h"
#include "name/parse.h"
#include "record/country.h"
#include "record/date.h"
#include "record/subject.h"

#include <stdbool.h>
#include <stdint.h>

enum { PERSON_NAME_TOKENS = 10 /* content tokens of a name that are compared */ };

enum {
    TOKEN_CLASSES = 6, /* classes of equivalent names one token may belong to */
    /* Set in a class that it belongs to as a diminutive, or as the patronymic of a son or a daughter of one
     * who bears a name of it; and all that is the class's number. */
    TOKEN_DIMINUTIVE = 0x8000,
    TOKEN_SON = 0x4000,
    TOKEN_DAUGHTER = 0x2000,
    TOKEN_PATRONYMIC = TOKEN_SON | TOKEN_DAUGHTER,
    TOKEN_CLASS = 0x1fff
};

/* The skeleton of the romanisation laid out for the gate of token.c: for each class, where it stands. */
struct token_shape {
    skeleton classes;
    uint16_t where[16];
    uint16_t kinds; /* a bit a class that it has */
    uint8_t n;
};

/* A token that occurs in one or more of the person's names; each is kept once.
 * What comes first is what most comparisons end at. */
struct person_token {
    struct token_shape shape;
    uint8_t letters_n; /* of latin, at most 255 */
    bool joined;       /* two neighbours written as one */
    bool fused;        /* it is there in no name as written */
    bool may_be_fused; /* it is, and begins like particles fused with a name (name/fuse.h) */
    uint8_t forms_n;
    uint8_t classes_n;
    uint16_t behind; /* of a fused one the token that is the name behind its particles; else UINT16_MAX */
    uint32_t text_hash;
    uint32_t stem_hash;
    uint64_t form_bits;  /* a Bloom filter over the forms */
    uint64_t class_bits; /* one over the classes */
    uint32_t letters;    /* one over the letters of latin */
    enum alphabet alphabet;
    enum script script;
    struct str text;  /* as written, folded */
    struct str latin; /* its most usual romanisation */
    struct str stem;  /* that with a gendered ending set aside */
    struct roman_form *forms;
    skeleton skeleton;  /* of the stem */
    float rarity;       /* nats: of this spelling */
    float class_rarity; /* nats: of all spellings of its skeleton together */
    uint16_t classes[TOKEN_CLASSES];
    uint8_t symbols_n;
    struct sound_latin sound;     /* of latin */
    uint8_t symbols[SYMBOLS_MAX]; /* in its own alphabet */
};

struct person_name {
    struct str written;
    uint8_t tokens_n;
    uint16_t token[PERSON_NAME_TOKENS];  /* indices into person.tokens */
    uint16_t joined[PERSON_NAME_TOKENS]; /* token i and i + 1 written as one; UINT16_MAX: they cannot be */
    uint8_t part[PERSON_NAME_TOKENS];    /* enum name_part */
    bool weak;                           /* a nickname */
    uint8_t generation;                  /* enum generation */
    bool may_be_fused;                   /* one of its tokens may be */
};

enum { ADDRESS_GRAMS = 4, ADDRESS_NUMBERS = 8, ADDRESS_KEYS = 4 };

/* An address as it is compared (ties.h). */
struct address {
    uint64_t grams[ADDRESS_GRAMS];     /* a Bloom filter over its runs of three letters, spaces left out */
    uint64_t keys[ADDRESS_KEYS];       /* what it is found by: hashes of a number and a word beside it */
    uint32_t numbers[ADDRESS_NUMBERS]; /* hashes of the words with a digit */
    uint32_t numbers_n;
    uint32_t keys_n;
};

struct values_of_country {
    country *at;
    size_t n;
};

struct person {
    struct str id;
    size_t names_n;
    size_t apart_n; /* as written, the first; the others are these, particles fused (name/fuse.h) */
    struct person_name *names;
    size_t tokens_n;
    size_t apart_tokens_n; /* of these, those of names as written; the first ones */
    struct person_token *tokens;
    size_t dates_n;
    struct date *dates;
    size_t places_n;
    skeleton *places; /* of the tokens of the places of birth, countries left out */
    size_t documents_n;
    struct str *documents; /* as fold_number has them; each has a digit */
    size_t contacts_n;
    struct str *contacts; /* telephones and mail, as ties.h reads them */
    size_t addresses_n;
    struct address *addresses;
    struct values_of_country birth_countries;
    struct values_of_country nationalities;
    char gender;                   /* 'm', 'f' or 0 */
    const struct subject *subject; /* as given, for explanations; must outlive the person */
};

/* Whether a person can be compared: he has a name, or a document that another may have too. */
static inline bool person_says_who(const struct person *person)
{
    return person->names_n > 0 || person->documents_n > 0;
}

/* A name as it goes into a person: its content tokens in order, and the value it was written in. */
struct spelling {
    bool fused; /* with its particles in one word with the names behind them */
    enum property property;
    size_t value; /* index into the values of the property */
    enum generation generation;
    size_t tokens_n;
    const struct name_token *token[PERSON_NAME_TOKENS];
};

/* The names of a subject, in the order in which they go into a person, the fused ones last; *n may
 * be 0. Those that cannot be read are left out. All lies in the arena, or in the
 * cache (which may be NULL). NO_MEMORY. */
enum err person_spellings(struct arena *arena, struct forms_cache *cache, const struct subject *subject,
                          struct spelling **spellings, size_t *n, struct fault *fault) MUST_USE;

/* Lays names out as the names and tokens of a person who has none yet. A name
 * that his subject does not show has no written form.
 * Equal names are kept once; what goes beyond the limits is left out. given is
 * how many names the subject was given (person_names_given). NO_MEMORY. */
enum err person_lay_out(struct arena *arena, struct forms_cache *cache, const struct model *model,
                        const struct spelling *spellings, size_t n, size_t given, struct person *person,
                        struct fault *fault) MUST_USE;
size_t person_names_given(const struct subject *subject);

/* Whether two names, by number, are compared: a fused one only with one that is as written and may be so. */
static inline bool person_names_compare(const struct person *a, size_t i, const struct person *b, size_t j)
{
    bool fused = i >= a->apart_n;
    if (fused == (j >= b->apart_n))
        return !fused;
    return fused ? b->names[j].may_be_fused : a->names[i].may_be_fused;
}

/* What may be left of a word of another person behind particles like those of a fused token, how many ways;
 * 0: it cannot be told. And such a rest as a token; it and its form, in the room given, borrow from the word.
 */
size_t person_token_unfused(const struct person *person, const struct person_token *fused,
                            const struct person_token *word, struct str left[NAME_UNFUSED_MOST]);
void person_token_left(const struct model *model, const struct person_token *word, struct str left,
                       struct roman_form *form, struct person_token *rest);

/* A token of a name, parsed with the cache, made ready: what the cache has of it, or in the room given where
 * there is no cache (NULL) or it is full. */
const struct person_token *person_token_ready(struct forms_cache *cache, const struct model *model,
                                              const struct name_token *token, struct person_token *room);

/* All that a person has besides names and tokens, which remain empty; check the arena. */
void person_facts(struct arena *arena, const struct subject *subject, struct person *person);

/* The same as person_init with tokens met before taken from a cache, which must
 * not be trimmed while the person is in use. A cache serves one model. */
enum err person_init_cached(struct arena *arena, struct forms_cache *cache, const struct model *model,
                            const struct subject *subject, struct person *person,
                            struct fault *fault) MUST_USE;

/* Makes a subject ready. All lies in the arena; the subject must outlive it.
 * Names that cannot be read are left out; names, tokens and values beyond the
 * limits too. NO_USE where neither a name nor a document is left, NO_MEMORY. */
enum err person_init(struct arena *arena, const struct model *model, const struct subject *subject,
                     struct person *person, struct fault *fault) MUST_USE;

#endif
