/* Buf: an owned, growing run of bytes with a maximum given at birth.
 *
 * Invariants: n <= capacity <= maximum; when capacity > 0, bytes[n] is NUL.
 * A write that would pass the maximum, or finds no memory, writes nothing and
 * makes the buffer failed; later writes do nothing. Check buf_failed once. */
#ifndef LIAISON_BASE_BUF_H
#define LIAISON_BASE_BUF_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *bytes;
    size_t n;
    size_t capacity;
    size_t maximum;
    bool failed;
    bool starved; /* for want of memory */
};

void buf_init(struct buf *buf, size_t maximum);
void buf_add(struct buf *buf, const void *bytes, size_t n);
void buf_add_str(struct buf *buf, struct str s);
/* Fit for a terminal (str_clean); what parts lines and columns becomes a space. */
void buf_add_clean(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
bool buf_failed(const struct buf *buf);
/* What a failed buffer's error is: NO_MEMORY, or TOO_LARGE where its maximum was in the way. */
enum err buf_error(const struct buf *buf);

/* Makes it failed by one of these, where something else that was to fill it did; ERR_OK leaves it as it is.
 */
void buf_fail(struct buf *buf, enum err err);

/* The content, borrowed until the next write. */
struct str buf_str(const struct buf *buf);

/* Empties the buffer and clears failure; keeps its memory. */
void buf_clear(struct buf *buf);

/* Frees the memory. NULL-safe. */
void buf_release(struct buf *buf);

#endif
