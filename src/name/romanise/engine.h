/* Engine: what the romanisers of the scripts share. Internal to name/.
 *
 * A romaniser reads the code points of one token and hands each form to the
 * sink. The sink folds nothing: tables write a-z only. It keeps the first of
 * equal forms, so a romaniser gives the most usual scheme first. */
#ifndef LIAISON_NAME_ROMANISE_ENGINE_H
#define LIAISON_NAME_ROMANISE_ENGINE_H

#include "name/romanise.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    ROMAN_LETTERS_MAX = 40, /* code points of a token that are read; LIMIT_TOKEN_LETTERS */
    ROMAN_TEXT_MAX = 192    /* letters of one form; what is longer is cut */
};

struct roman_token {
    size_t n;
    uint32_t at[ROMAN_LETTERS_MAX + 1]; /* at[n] is 0 */
};

/* A form being written. Every byte that is not a-z is dropped on the way in. */
struct roman_text {
    size_t n;
    char p[ROMAN_TEXT_MAX + 1];
};

/* Where forms go: to an arena, or, where arena is NULL, only the first, into first. */
struct roman_sink {
    struct arena *arena;
    struct roman_form *forms;
    size_t n;
    uint32_t hash[ROMAN_FORMS_MAX]; /* of each form, to find an equal one */
    struct roman_text first;
};

/* Reads the token's UTF-8; stops at the first malformed byte and at ROMAN_LETTERS_MAX. */
void roman_read(struct str token, struct roman_token *out);

void roman_put(struct roman_text *text, const char *letters);
void roman_give(struct roman_sink *sink, const struct roman_text *text, const char *scheme);

/* No further form would be kept. */
bool roman_full(const struct roman_sink *sink);

/* The romanisers. */
void roman_rules(enum script script, const struct roman_token *token, struct roman_sink *sink);
void roman_latin(const struct roman_token *token, struct roman_sink *sink);
void roman_hangul(const struct roman_token *token, struct roman_sink *sink);
void roman_kana(const struct roman_token *token, struct roman_sink *sink);
void roman_indic(enum script script, const struct roman_token *token, struct roman_sink *sink);
void roman_thai(const struct roman_token *token, struct roman_sink *sink);
void roman_ethiopic(const struct roman_token *token, struct roman_sink *sink);
void roman_han(const struct roman_token *token, struct roman_sink *sink);

/* A Latin token as its letters sound, diacritics heeded (č as ch, Belarusian ŭ as w). */
void roman_latin_sound(const struct roman_token *token, struct roman_text *text);

/* The most usual form alone, without an arena; empty where there is none. */
void roman_first(struct str token, enum script script, struct roman_text *out);

/* The tables compile: no rule too many, no scheme with an unknown parent. */
bool roman_rules_sound(void);
bool skeleton_sound(void);

/* Each walks the tables of one romaniser in a fixed order, as bytes that do not
 * depend on the machine, for the hash of the frozen tables. */
typedef void (*roman_see)(void *context, const void *bytes, size_t n);
void roman_see_text(roman_see see, void *context, const char *text);
void roman_rules_tables(roman_see see, void *context);
void roman_latin_tables(roman_see see, void *context);
void roman_hangul_tables(roman_see see, void *context);
void roman_kana_tables(roman_see see, void *context);
void roman_indic_tables(roman_see see, void *context);
void roman_thai_tables(roman_see see, void *context);
void roman_ethiopic_tables(roman_see see, void *context);
void roman_han_tables(roman_see see, void *context);
void skeleton_tables(roman_see see, void *context);

/* All of the above, in this order. */
void roman_tables(roman_see see, void *context);

#endif
