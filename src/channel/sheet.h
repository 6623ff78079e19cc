/* Sheet: texts that people read and keys sign: "word value" a line, in a fixed
 * order and one spelling. A reader takes all lines and asks sheet_end once. */
#ifndef LIAISON_CHANNEL_SHEET_H
#define LIAISON_CHANNEL_SHEET_H

#include "base/buf.h"

#include <stdint.h>

struct sheet {
    struct str rest;
    const char *what; /* "card" */
    size_t number;    /* of the line last taken */
    const char *bad;  /* the word of the first line that failed */
    size_t bad_number;
};

struct sheet sheet_of(struct str text, const char *what);

/* A line that is exactly this. */
void sheet_expect(struct sheet *lines, struct str line);

/* The value of the next line, which must begin with the word; not empty, UTF-8, no control characters. */
struct str sheet_value(struct sheet *lines, const char *word);
uint64_t sheet_number(struct sheet *lines, const char *word, uint64_t most);

/* Lower-case hexadecimal of exactly n bytes. */
void sheet_hex(struct sheet *lines, const char *word, unsigned char *out, size_t n);

/* All of text before the line that comes next. */
struct str sheet_before(const struct sheet *lines, struct str text);

/* True where the next line begins with the word. */
bool sheet_comes(const struct sheet *lines, const char *word);

/* ERR_BAD_INPUT, naming the line, where one failed or some are left. */
MUST_USE enum err sheet_end(const struct sheet *lines, struct fault *fault);

void sheet_add_hex(struct buf *out, const char *word, const unsigned char *bytes, size_t n);

/* Hexadecimal alone, without a word: both ways. */
void hex_add(struct buf *out, const unsigned char *bytes, size_t n);
bool hex_read(struct str text, unsigned char *out, size_t n);

#endif
