/* Name: a written name taken apart into tokens whose script, part and
 * romanisations are known.
 *
 * Input is any UTF-8. It is folded (NFKC and case, utf8proc; unassigned code
 * points refused), cut at white space, punctuation and changes of script, and
 * the parts are recognised. Apostrophes and hyphens inside a name join or cut as
 * the script's usage has it: apostrophes vanish, hyphens cut. Order is kept; a
 * comma ("FAMILY, Given") marks what stands before it as family name, and so do
 * capitals where the rest has none ("Ruslan TSARIKAEV").
 *
 * Compounds are one token, however they were spaced: "Abd al-Rahman", "Salah ud
 * Din", "Nasr Allah", a kunya. The Arabic article is a token of its own, also
 * where the script attaches it. An unspaced Han or Hangul name is cut into family
 * and given name; a given name stays as it was spaced, so a comparison must let
 * tokens split and join ("Jong-un", "Jongun"). */
#ifndef LIAISON_NAME_PARSE_H
#define LIAISON_NAME_PARSE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "name/forms.h"
#include "name/romanise.h"
#include "name/script.h"
#include "name/skeleton.h"

#include <stdbool.h>
#include <stddef.h>

enum name_part {
    PART_UNKNOWN, /* given or family: cannot be told from the name alone */
    PART_FAMILY,
    PART_GIVEN,
    PART_PATRONYMIC, /* Анзорович, Anzorovich, "bin Ahmad", "ogly" */
    PART_KUNYA,      /* "Abu Hamza": one token, the particle joined */
    PART_NISBA,      /* "al-Masri": the article set aside */
    PART_PARTICLE,   /* al, bin, von, de, van der: weighs next to nothing */
    PART_TITLE,      /* Dr, Haji, Sheikh, Mullah, General */
    PART_GENERATION, /* Jr, III */
    PART_INITIAL,    /* one letter */
    PART_NICKNAME,   /* in brackets or quotes: may stand for a given name; its absence says nothing */
    PART_COUNT
};

struct name_token {
    struct str folded; /* NFKC, case folded, marks that are not letters gone */
    enum script script;
    enum name_part part;
    bool number;    /* an initial that may be a number: a lone I, without a dot, behind another token */
    size_t forms_n; /* its romanisations, the most usual first */
    struct roman_form *forms;
    struct str stem;   /* forms[0] with a gendered ending set aside (tsarikaeva -> tsarikaev) */
    skeleton skeleton; /* of the stem */
    /* What the cache has of it, its stem too; NULL: none was used, or it is full. */
    struct token_forms *known;
};

/* Which of those who bear one name; a father and his son are two. */
enum generation {
    GENERATION_NOT_SAID,
    GENERATION_FIRST,  /* Sr */
    GENERATION_SECOND, /* Jr */
    GENERATION_LATER,  /* III, grandson */
    GENERATION_II,
    GENERATION_MAY_BE_I /* a letter I: an initial, unless another is numbered */
};

struct name {
    struct str written; /* borrowed, as given */
    size_t tokens_n;
    struct name_token *tokens; /* at most LIMIT_NAME_TOKENS, in written order */
    bool truncated;            /* there were more tokens */
};

/* What the field the name stood in says of its parts. */
enum name_hint { NAME_WHOLE, NAME_GIVEN, NAME_FAMILY, NAME_FATHER };

/* By what the name says of it (Sr, Jr, III). */
enum generation name_generation(const struct name *name);

/* The same without what may be and how it is written: II is Jr, and a letter I is not said. */
enum generation name_generation_said(enum generation generation);

/* Takes text apart. Everything in *name lies in the arena (written is
 * borrowed). Text without a letter gives no tokens and is no error.
 * BAD_INPUT: not UTF-8, or a code point that Unicode 15 does not assign, with
 * its byte offset. TOO_LARGE: over LIMIT_VALUE_BYTES. NO_MEMORY: arena failed. */
enum err name_parse(struct arena *arena, struct str text, enum name_hint hint, struct name *name,
                    struct fault *fault) MUST_USE;

/* The same with the tokens' texts, forms and stems taken from a cache, which must
 * then not be trimmed while the name is in use. NULL: none. */
enum err name_parse_cached(struct arena *arena, struct forms_cache *cache, struct str text,
                           enum name_hint hint, struct name *name, struct fault *fault) MUST_USE;

/* A token as name_parse gives it, from its folded text, script and part alone.
 * The text is borrowed, or the cache's. False where there is no memory. */
bool name_token_init(struct arena *arena, struct forms_cache *cache, struct str folded, enum script script,
                     enum name_part part, struct name_token *token);

/* True where a token of this part may have a gendered ending, which its stem has not. */
bool name_token_is_gendered(enum name_part part, enum script script);

/* "family", "patronymic". */
const char *name_part_word(enum name_part part);

#endif
