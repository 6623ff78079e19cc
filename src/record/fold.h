/* Fold: a text without what its writer may have put otherwise (case, accents,
 * spaces, punctuation), so that headings and country names can be looked up.
 * Not for names of persons: see name/. */
#ifndef LIAISON_RECORD_FOLD_H
#define LIAISON_RECORD_FOLD_H

#include "base/str.h"

#include <stddef.h>

/* The letters and digits of text, case-folded and without marks ("Côte
 * d'Ivoire" is "cotedivoire"), into out. Returns how many bytes, or 0 where
 * there are none, where text is not UTF-8 or where they would be over room. */
size_t fold(struct str text, char *out, size_t room);

/* The number of a document: its ASCII letters, large, and digits, those of other scripts (Arabic, Persian,
 * Devanagari, full width ...) as ASCII, into out, which has room for text.n. Returns how many bytes. */
size_t fold_number(struct str text, char *out);

#endif
