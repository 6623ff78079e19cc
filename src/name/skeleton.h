/* Skeleton: what stays the same of a token under every romanisation.
 *
 * A string of consonant classes, vowels set aside but for a leading one, folded so that
 * the romanisations of one word share it whatever the scheme (Царикаев,
 * Tsarikaev, Tcarikaev, Carikaev, Zarikajew). Integer only, a function of the
 * frozen tables and the token alone; see skeleton_version. */
#ifndef LIAISON_NAME_SKELETON_H
#define LIAISON_NAME_SKELETON_H

#include "base/str.h"
#include "name/script.h"

#include <stdint.h>

/* Up to 16 classes of 4 bits each, first class in the highest non-zero nibble
 * (so the value of a shorter skeleton is a prefix shifted right); 0 is the
 * empty skeleton. Longer tokens are cut at 16 classes. */
typedef uint64_t skeleton;

/* Of a Latin form (a-z only; what romanise gives). */
skeleton skeleton_of_latin(struct str latin);

/* Of a token of any script: that of its most usual romanisation; of a Latin
 * token, that of its sound, diacritics heeded (č as ch). Never fails; 0 where
 * nothing is left. Other forms may have other skeletons: see skeletons_of_forms. */
skeleton skeleton_of(struct str token, enum script script);

/* The distinct skeletons of a token's forms (see romanise), the most usual
 * first; returns how many, at most n. Where letters are ambiguous (c, j, ch, the
 * Cyrillic г of a Ukrainian name) a token has two or three. An index that keeps
 * all of a listed token finds it by any romanisation; a query needs only its own. */
struct roman_form;
size_t skeletons_of_forms(const struct roman_form *forms, size_t n, skeleton *out);

/* The skeletons that one slip makes of s: a class left out, put in or changed, two neighbours exchanged, two
 * left out of a long one; some more than once. A neighbourhood generated from the question, as in Myers, "A
 * sublinear algorithm for approximate keyword searching", 1994. Returns how many. */
enum { SKELETON_SLIPS = 640 };
size_t skeleton_slips(skeleton s, skeleton out[SKELETON_SLIPS]);

/* Those of them that lack more than one class put in, changed or left out takes: two neighbours exchanged,
 * two left out of a long one, one of two. Returns how many. */
enum { SKELETON_FAR_SLIPS = 160 };
size_t skeleton_far_slips(skeleton s, skeleton out[SKELETON_FAR_SLIPS]);

/* The classes as text for a reader ("TSRKF"), NUL-terminated into out[17]. */
void skeleton_text(skeleton s, char out[17]);

/* The version of the frozen tables and their SHA-256 in lower-case hex. */
int skeleton_version(void);
const char *skeleton_hash(void);

#endif
