/* Words: what a word says of itself and its neighbours in a name (titles,
 * particles, generations, surnames that are cut off). The table is words.def.
 * Internal to name/; see name/parse.h. */
#ifndef LIAISON_NAME_WORDS_H
#define LIAISON_NAME_WORDS_H

#include "base/str.h"

#include <stdint.h>

enum word_kind {
    WORD_TITLE = 1 << 0,
    WORD_TITLE_FIRST = 1 << 1, /* a title before two names or more; elsewhere it may be one itself */
    WORD_PARTICLE = 1 << 2,    /* weighs nothing wherever it stands */
    WORD_INNER = 1 << 3,       /* a particle between names only: at an end it may be a name */
    WORD_ARTICLE = 1 << 4,     /* al, el */
    WORD_ASSIMILATED = 1 << 5, /* ar, ash: the article where hyphenated or before its own sound */
    WORD_LINK = 1 << 6,        /* ul, ur, ud: the article inside a compound ("Habib ur Rahman") */
    WORD_FATHER = 1 << 7,      /* bin, ibn: what follows is the father's name */
    WORD_CHILD = 1 << 8,       /* ogly, kyzy: what stands before is the father's name */
    WORD_KUNYA = 1 << 9,       /* abu, umm */
    WORD_ABD = 1 << 10,        /* abd, abdul: one name with what follows */
    WORD_DIN = 1 << 11,        /* din, islam: with the article one name with what stands before */
    WORD_TAIL = 1 << 12,       /* eddine, ullah: one name with what stands before */
    WORD_GENERATION = 1 << 13, /* of which: */
    WORD_WHOLE = 1 << 14,      /* Arabic script: begins like the article and has none */
    WORD_GIVEN = 1 << 15,      /* a given name whose ending looks like a gendered family ending */
    WORD_KOREAN = 1 << 16,     /* a family name of one or two syllables or characters */
    WORD_CHINESE = 1 << 17,
    WORD_ELDER = 1 << 18,   /* the first of his name */
    WORD_YOUNGER = 1 << 19, /* the second */
    WORD_FUSED = 1 << 20,   /* a particle that is often written in one word with the name behind it */
    WORD_NO_NAME = 1 << 21  /* a particle that nobody is called, as some are Ben and Le */
};

enum { WORD_KEY_MAX = 64 };

/* The kinds of a folded word (letters of Latin compared without their marks,
 * those of Arabic without their variants); 0 where it is not in the table.
 * Thread-safe; the table is built at the first call. */
uint32_t word_kinds(struct str folded);

/* The key that words are compared by, into out; its length, or 0 where it is too long. */
size_t word_key(struct str folded, char out[WORD_KEY_MAX]);

#endif
