/* Lines: the lines of a file or of memory, one after another, within a limit.
 *
 * A line ends with LF or CRLF or with the input. A UTF-8 byte order mark before
 * the first and a lone 0x1A (the end mark of DOS) as the last are dropped. The
 * contents are not checked: see utf8_bad_at. A file that is another than it was when it was opened, or
 * has grown, shrunk or been written to, is an error at its end: STALE. */
#ifndef LIAISON_RECORD_LINES_H
#define LIAISON_RECORD_LINES_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct lines {
    const char *name; /* for messages; borrowed */
    int fd;           /* -1: all is in view already */
    bool owns_fd;
    struct stat opened; /* the file as it was then */
    bool ended;         /* nothing more can be read */
    struct str view;    /* read, but not yet given out */
    char *buffer;
    size_t capacity;
    size_t line; /* 1-based number of the line last given out */
};

/* Opens path ("-" is standard input), which must outlive lines: it is their name. */
enum err lines_open(struct lines *lines, const char *path, struct fault *fault) MUST_USE;

/* Over bytes that must outlive lines, as must name. */
void lines_open_bytes(struct lines *lines, const char *name, struct str bytes);

/* The next line, without its end, valid until the next call. *end is true after
 * the last one. TOO_LARGE names a line over LIMIT_LINE_BYTES, which is never
 * held whole; the same error comes again if asked again. */
enum err lines_next(struct lines *lines, struct str *line, bool *end, struct fault *fault) MUST_USE;

/* Some bytes of what is not yet given out, 64 KB at most, borrowed until the next call, for what is
 * no text of lines. *end is true where they are the last; there may be none. */
enum err lines_bytes(struct lines *lines, struct str *bytes, bool *end, struct fault *fault) MUST_USE;

/* The beginning of what is not yet given out, some 4 KB where there is as much. */
enum err lines_peek(struct lines *lines, struct str *start, struct fault *fault) MUST_USE;

/* STALE where the file is not what it was when it was opened, which reading up to the end finds by itself. */
enum err lines_same(const struct lines *lines, struct fault *fault) MUST_USE;

/* Closes and frees. NULL-safe; also right after a failed lines_open. */
void lines_close(struct lines *lines);

/* UNSUPPORTED where start is not that of a text in UTF-8: UTF-16, NUL bytes, gzip, zip. */
enum err lines_check_text(struct str start, const char *name, struct fault *fault) MUST_USE;

/* The offset of the first byte that is no UTF-8, or s.n where all are. */
size_t utf8_bad_at(struct str s);

#endif
