/* Wade: two syllables of a Chinese given name in Wade-Giles, as pinyin writes them in one word (Tse-tung,
 * Zedong).
 *
 * The sign of aspiration is lost in use, so that a syllable may stand for several. The tables and what reads
 * them are those of Han (roman_han.c). */
#ifndef LIAISON_NAME_WADE_H
#define LIAISON_NAME_WADE_H

#include "base/str.h"

#include <stddef.h>

enum { WADE_FORMS = 16, WADE_LETTERS = 16 };

/* What they may be in pinyin, NUL-terminated; how many. 0 unless both are syllables of Wade-Giles, and one of
 * them none of pinyin. Thread-safe: the tables are made at the first call. */
size_t wade_as_pinyin(struct str first, struct str second, char forms[WADE_FORMS][WADE_LETTERS]);

#endif
