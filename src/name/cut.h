/* Cut: glyphs to pieces, the shortest runs that may be a token of a name.
 * Internal to name/; see name/parse.h. */
#ifndef LIAISON_NAME_CUT_H
#define LIAISON_NAME_CUT_H

#include "base/limits.h"
#include "name/fold.h"
#include "name/parse.h"

enum { PIECES_MAX = 48, PIECE_TEXT_MAX = 4 * GLYPHS_MAX };

struct piece {
    struct str text; /* folded, in the pieces' text */
    uint32_t words;  /* word_kinds of text */
    enum script script;
    enum name_part part; /* PART_FAMILY or PART_GIVEN where cutting shows it */
    unsigned letters;
    unsigned segment;   /* commas before it */
    bool hyphen_before; /* joined to the piece before by a hyphen, or an attached article */
    bool dot_after;
    bool after_digit;
    bool nickname; /* in brackets or quotes */
    bool upper;    /* written in capitals throughout */
    bool lower;    /* written with a small letter */
};

struct pieces {
    size_t n;
    bool truncated;
    size_t text_n;
    struct piece at[PIECES_MAX];
    char text[PIECE_TEXT_MAX];
};

/* Cuts glyphs into pieces: at separators and changes of script, behind the
 * attached Arabic article, between initials written together, and, where whole is set, an unspaced Han or
 * Hangul name into family and given name. May change glyphs (look-alike letters of another script within a
 * word are brought back). */
void cut_pieces(struct glyphs *glyphs, bool whole, struct pieces *pieces);

#endif
