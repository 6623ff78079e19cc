/* Alphabet: the letters of a script as small numbers, for the sound model.
 *
 * A token becomes a row of symbols: the letters of its own script, letters
 * rarely used folded to their nearest neighbour (Ukrainian і to и, Persian ک to
 * ك), Hangul syllables taken apart into jamo, hiragana read as katakana. */
#ifndef LIAISON_MATCH_ALPHABET_H
#define LIAISON_MATCH_ALPHABET_H

#include "base/str.h"
#include "name/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum alphabet {
#define A(name, word, letters) ALPHABET_##name,
#include "match/alphabets.def"
#undef A
    ALPHABET_COUNT
};

enum { SYMBOLS_MAX = 40, SYMBOL_COUNT = 128, LATIN_LETTERS = 26 };

/* The alphabet a token of this script is written in; ALPHABET_LATIN for every
 * script without one of its own, whose tokens are compared by their romanisation. */
enum alphabet alphabet_of(enum script script);

/* Written in syllables; written without most vowels. */
static inline bool alphabet_is_syllabic(unsigned alphabet)
{
    return alphabet == ALPHABET_HANGUL || alphabet == ALPHABET_KANA || alphabet == ALPHABET_HAN;
}

static inline bool alphabet_is_abjad(unsigned alphabet)
{
    return alphabet == ALPHABET_ARABIC || alphabet == ALPHABET_HEBREW;
}

/* The symbols of a token, 1 to 127; letters the alphabet lacks are left out.
 * For ALPHABET_HAN the token is its pinyin reading. Returns how many were
 * written, at most SYMBOLS_MAX. */
size_t alphabet_symbols(enum alphabet alphabet, struct str token, uint8_t symbols[SYMBOLS_MAX]);

/* One symbol as UTF-8 text, NUL-terminated, into out[8]. */
void alphabet_text(enum alphabet alphabet, uint8_t symbol, char out[8]);

/* "cyrl", the word in the data files; and back: ALPHABET_COUNT if there is none. */
const char *alphabet_word(enum alphabet alphabet);
enum alphabet alphabet_by_word(struct str word);

#endif
