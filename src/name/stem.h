/* Stem: what is left of a romanised token when the ending that a woman's, a
 * man's or a daughter's family name differs in is set aside, and the article
 * inside an Arabic compound. Internal to name/; see name/parse.h. */
#ifndef LIAISON_NAME_STEM_H
#define LIAISON_NAME_STEM_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

/* The stem of latin (a form of romanise) in the arena, NUL-terminated; folded is
 * the token as written. gendered is false for tokens that have no such ending
 * (given names, particles). Empty where the arena failed. */
struct str name_stem(struct arena *arena, struct str latin, struct str folded, bool gendered);

/* The patronymic that latin ends like: 'm' (-ovich), 'f' (-ovna), 'w' (-ovic, which is
 * mostly a family's), or 0. Families end in -ovich too; the daughters' ending is
 * nobody's family name. */
char name_patronymic_ending(struct str latin);

/* The father's name in a patronymic of 'm' or 'f': what stands before the ending (nikola-evna, pavl-ovich);
 * empty where latin is none. */
struct str name_patronymic_father(struct str latin);

/* Ends like a Slavic or Caucasian family name of one gender or both (-ev, -ova, -skaya, -shvili). */
bool name_family_ending(struct str latin);

/* Ends in a vowel that a nisba may end in. */
bool name_nisba_ending(struct str latin);

#endif
