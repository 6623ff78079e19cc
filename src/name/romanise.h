/* Romanisation: how a token of any script may be written in Latin letters.
 *
 * A token is folded text of one script (see name/parse.h). Every scheme that
 * is or was in use for the script gives a form; the forms are lower-case a-z
 * only (diacritics of a scheme folded away as a machine-readable zone would),
 * without doubles. The tables stand in name/romanise/SCRIPT.def and name their
 * sources. */
#ifndef LIAISON_NAME_ROMANISE_H
#define LIAISON_NAME_ROMANISE_H

#include "base/arena.h"
#include "base/str.h"
#include "name/script.h"
#include "name/skeleton.h"

#include <stddef.h>

enum { ROMAN_FORMS_MAX = 24 };

struct roman_form {
    struct str latin;   /* a-z only, in the arena, NUL-terminated */
    const char *scheme; /* "BGN/PCGN 1947", static; NULL for Latin input as it stands */
    skeleton skeleton;  /* of latin */
};

/* All romanisations of token, the most usual first; 0 where nothing can be
 * romanised or the arena failed. Latin tokens give themselves with diacritics
 * stripped, and with their expansions (ü as u and ue, ß as ss, ø as o and oe). */
size_t romanise(struct arena *arena, struct str token, enum script script,
                struct roman_form forms[ROMAN_FORMS_MAX]);

#endif
