/* Lines: texts that people read and keys sign: "word value" a line, in a fixed
 * order and one spelling. A reader takes all lines and asks lines_end once. */
#ifndef LIAISON_CHANNEL_LINES_H
#define LIAISON_CHANNEL_LINES_H

#include "base/buf.h"

#include <stdint.h>

struct lines {
    struct str rest;
    const char *what; /* "card" */
    size_t number;    /* of the line last taken */
    const char *bad;  /* the word of the first line that failed */
    size_t bad_number;
};

struct lines lines_of(struct str text, const char *what);

/* A line that is exactly this. */
void lines_expect(struct lines *lines, struct str line);

/* The value of the next line, which must begin with the word; not empty, UTF-8, no control characters. */
struct str lines_value(struct lines *lines, const char *word);
uint64_t lines_number(struct lines *lines, const char *word, uint64_t most);

/* Lower-case hexadecimal of exactly n bytes. */
void lines_hex(struct lines *lines, const char *word, unsigned char *out, size_t n);

/* All of text before the line that comes next. */
struct str lines_before(const struct lines *lines, struct str text);

/* True where the next line begins with the word. */
bool lines_comes(const struct lines *lines, const char *word);

/* ERR_BAD_INPUT, naming the line, where one failed or some are left. */
MUST_USE enum err lines_end(const struct lines *lines, struct fault *fault);

void lines_add_hex(struct buf *out, const char *word, const unsigned char *bytes, size_t n);

/* Hexadecimal alone, without a word: both ways. */
void hex_add(struct buf *out, const unsigned char *bytes, size_t n);
bool hex_read(struct str text, unsigned char *out, size_t n);

#endif
