/* Plain: the peer of the benches: names by ICU as lower-case ASCII, and an edit
 * distance token by token (Levenshtein). */
#ifndef LIAISON_BENCH_PLAIN_H
#define LIAISON_BENCH_PLAIN_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { TOKENS = 10, TOKEN = 32, NAME = 256 };

struct plain {
    size_t n;
    uint8_t length[TOKENS];
    char token[TOKENS][TOKEN];
};

/* The transliteration to lower-case ASCII; close it with utrans_close. */
UTransliterator *plain_open(void);

/* The name in lower-case ASCII, cut at spaces. */
void plain_init(UTransliterator *transliterator, struct str name, struct plain *plain);

/* The likeness of two names, 0 to 1: each token of the shorter with the nearest of the other that is free. */
double plain_compare(const struct plain *a, const struct plain *b);

#endif
