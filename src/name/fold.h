/* Fold: text to glyphs, the letters and separators that a name is cut by.
 * Internal to name/; see name/parse.h. */
#ifndef LIAISON_NAME_FOLD_H
#define LIAISON_NAME_FOLD_H

#include "base/error.h"
#include "base/str.h"
#include "name/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum glyph_kind {
    GLYPH_LETTER,
    GLYPH_DIGIT,
    GLYPH_APOSTROPHE, /* also ayn, hamza and soft sign as transcriptions write them, geresh */
    GLYPH_QUOTE,
    GLYPH_HYPHEN,
    GLYPH_COMMA,
    GLYPH_OPEN,
    GLYPH_CLOSE,
    GLYPH_DOT,
    GLYPH_SPACE /* and all other punctuation */
};

enum glyph_case { CASE_NONE, CASE_LOWER, CASE_UPPER };

struct glyph {
    uint32_t code_point; /* NFKC, case folded */
    uint8_t kind;        /* enum glyph_kind */
    uint8_t script;      /* enum script; SCRIPT_COMMON for letters that any script may use */
    uint8_t as_written;  /* enum glyph_case, of the run of letters it stood in: UPPER where all were */
};

enum { GLYPHS_MAX = 1024 };

struct glyphs {
    size_t n;
    bool truncated;
    struct glyph at[GLYPHS_MAX];
};

/* Folds text. Marks that are not letters (harakat, points, accents that compose
 * with nothing), tatweel, zero-width and bidi controls are gone. The whole of
 * text is checked also where glyphs are full. Errors as name_parse's. */
enum err fold_text(struct str text, struct glyphs *glyphs, struct fault *fault) MUST_USE;

/* Writes code_point as UTF-8 to out (4 bytes) and returns its length. */
size_t fold_encode(uint32_t code_point, char *out);

#endif
