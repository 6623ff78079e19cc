/* Buf: owned bytes with a maximum. See buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *buf, size_t maximum)
{
    *buf = (struct buf){.maximum = maximum};
}

/* Makes room for extra bytes and the closing NUL. */
static bool reserve(struct buf *buf, size_t extra)
{
    if (buf->failed || extra > buf->maximum || buf->n > buf->maximum - extra) {
        buf->failed = true;
        return false;
    }
    size_t wanted = buf->n + extra + 1;
    if (wanted <= buf->capacity)
        return true;
    size_t capacity = buf->capacity ? buf->capacity : 64;
    while (capacity < wanted)
        capacity += capacity / 2;
    char *bytes = realloc(buf->bytes, capacity);
    if (!bytes) {
        buf->failed = buf->starved = true;
        return false;
    }
    buf->bytes = bytes;
    buf->capacity = capacity;
    return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t n)
{
    if (!reserve(buf, n))
        return;
    if (n)
        memcpy(buf->bytes + buf->n, bytes, n);
    buf->n += n;
    buf->bytes[buf->n] = '\0';
}

void buf_add_str(struct buf *buf, struct str s)
{
    buf_add(buf, s.p, s.n);
}

void buf_add_clean(struct buf *buf, struct str s)
{
    size_t from = buf->n;
    buf_add_str(buf, s);
    if (buf->n == from)
        return;
    for (char *at = buf->bytes + from; at < buf->bytes + buf->n; at++)
        if (*at == '\n' || *at == '\t' || *at == '\0')
            *at = ' ';
    str_clean(buf->bytes + from);
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0) {
        buf->failed = true;
    } else if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->bytes + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

bool buf_failed(const struct buf *buf)
{
    return buf->failed;
}

enum err buf_error(const struct buf *buf)
{
    return !buf->failed ? ERR_OK : buf->starved ? ERR_NO_MEMORY : ERR_TOO_LARGE;
}

void buf_fail(struct buf *buf, enum err err)
{
    buf->failed = buf->failed || err;
    buf->starved = buf->starved || err == ERR_NO_MEMORY;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->n ? buf->bytes : "", buf->n};
}

void buf_clear(struct buf *buf)
{
    buf->n = 0;
    buf->failed = buf->starved = false;
    if (buf->bytes)
        buf->bytes[0] = '\0';
}

void buf_release(struct buf *buf)
{
    if (!buf)
        return;
    free(buf->bytes);
    *buf = (struct buf){.maximum = buf->maximum};
}
