/* Table: the rules of name/romanise/SCRIPT.def as roman_rules.c runs them.
 * Internal to name/; compiled by roman_table.c. */
#ifndef LIAISON_NAME_ROMANISE_TABLE_H
#define LIAISON_NAME_ROMANISE_TABLE_H

#include "name/romanise/engine.h"

/* What may stand beside a letter; EDGE is the end of the token. */
enum { EDGE = 1, VOWEL = 2, CONS = 4, SIGN = 8, ANY = 15 };
enum { LETTERS_MAX = 0x140, FROM_MAX = 8, OUT_MAX = 8 };

struct rule {
    char out[OUT_MAX]; /* padded, so that it is copied as a whole */
    uint16_t from[FROM_MAX];
    uint8_t out_n;
    uint8_t from_n;
    uint8_t before;
    uint8_t after;
    uint8_t rank;      /* longer letters first, then the narrower context */
    bool doubles;      /* "+": the last consonant once more, first */
    bool joins_before; /* "=" in front: no filling vowel before */
    bool joins_after;  /* "=" at the end: nor after */
};

struct scheme {
    const char *label;
    char fill;          /* the vowel between two consonants; 0: none */
    uint32_t languages; /* none: only a parent of others */
    /* The rules to try for each letter, in order, with those of the parents, up to NULL. */
    const struct rule *const *rules[LETTERS_MAX];
};

struct table {
    enum script script;
    uint32_t base; /* the letters are [base, base + n) */
    uint32_t n;
    uint32_t also_base; /* a second block read as the first */
    uint32_t also_n;
    uint32_t apostrophe;             /* the letter an apostrophe is read as; 0: dropped */
    uint8_t kind[LETTERS_MAX];       /* VOWEL or SIGN; 0 is a consonant */
    uint16_t same[LETTERS_MAX];      /* what the letter is read as; 0: itself */
    uint32_t languages[LETTERS_MAX]; /* whose alphabet has the letter */
    uint32_t all_languages;
    uint32_t open_languages; /* those that have every letter: asked only where no other has them */
    const struct scheme *schemes;
    size_t schemes_n;
};

/* The table of a script, NULL where it has none. The first call compiles all. Thread-safe. */
const struct table *roman_table(enum script script);

#endif
