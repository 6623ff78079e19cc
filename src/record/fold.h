/* Fold: a text without what its writer may have put otherwise (case, accents,
 * spaces, punctuation), so that headings and country names can be looked up.
 * Not for names of persons: see name/. */
#ifndef LIAISON_RECORD_FOLD_H
#define LIAISON_RECORD_FOLD_H

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>

/* The letters and digits of text, case-folded and without marks ("Côte
 * d'Ivoire" is "cotedivoire"), into out. Returns how many bytes, or 0 where
 * there are none, where text is not UTF-8 or where they would be over room. */
size_t fold(struct str text, char *out, size_t room);

/* A text of digits, as a date or a telephone: the digits of any script and full-width signs as ASCII, without
 * marks of direction, all else as it stands. Into out, which has room for text.n. Returns how many bytes. */
size_t fold_digits(struct str text, char *out);

/* The same in the arena; p is NULL where that failed. */
struct str fold_digits_copy(struct arena *arena, struct str text);

/* The number of a document: its letters, large and without marks, those of Greek and Cyrillic that look like
 * Latin ones as these, and its digits, those of any script, as ASCII. Words beside it are left out: more than
 * three letters together that are not all of ASCII ("серия"), signs of Chinese, Japanese or Korean. Into out,
 * which has room for text.n. Returns how many bytes. */
size_t fold_number(struct str text, char *out);

/* A part of the fingerprint of a model, so that what was made by another rule is made anew: raise it where
 * fold_number is changed. */
#define FOLD_NUMBER_RULE "2"

#endif
