/* Lines: reading line by line. See lines.h. */
#include "record/lines.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

enum { CHUNK = 256 * 1024, PEEK = 4096, BYTES_AT_ONCE = 64 * 1024 };

enum err lines_open(struct lines *lines, const char *path, struct fault *fault)
{
    bool standard_input = strcmp(path, "-") == 0;
    *lines = (struct lines){.name = standard_input ? "standard input" : path, .fd = -1, .view = STR("")};
    lines->fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->fd < 0)
        return fault_set(fault, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
    lines->owns_fd = !standard_input;
    return fstat(lines->fd, &lines->opened) == 0
               ? ERR_OK
               : fault_set(fault, ERR_IO, "%s: %s", lines->name, strerror(errno));
}

void lines_open_bytes(struct lines *lines, const char *name, struct str bytes)
{
    *lines = (struct lines){.name = name, .fd = -1, .ended = true, .view = bytes};
}

enum err lines_same(const struct lines *lines, struct fault *fault)
{
    const struct stat *then = &lines->opened;
    struct stat now;
    if (lines->fd < 0 || !S_ISREG(then->st_mode))
        return ERR_OK;
    /* By its name, so that one put in its place is found too. */
    bool there = (lines->owns_fd ? stat(lines->name, &now) : fstat(lines->fd, &now)) == 0;
    bool same = there && now.st_dev == then->st_dev && now.st_ino == then->st_ino &&
                now.st_size == then->st_size && now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
                now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
    return same ? ERR_OK : fault_set(fault, ERR_STALE, "%s: changed while it was read", lines->name);
}

/* Moves what is unread to the buffer's start and makes room for a chunk more. */
static bool make_room(struct lines *lines)
{
    if (lines->view.n && lines->view.p != lines->buffer)
        memmove(lines->buffer, lines->view.p, lines->view.n);
    if (lines->capacity - lines->view.n < CHUNK) {
        size_t capacity = lines->capacity * 2 + CHUNK;
        char *buffer = realloc(lines->buffer, capacity);
        if (!buffer)
            return false;
        lines->buffer = buffer;
        lines->capacity = capacity;
    }
    lines->view.p = lines->buffer;
    return true;
}

/* Reads some more bytes, or finds that there are none. */
static enum err fill(struct lines *lines, struct fault *fault)
{
    if (!make_room(lines))
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", lines->name, lines->line + 1);
    for (;;) {
        ssize_t got = read(lines->fd, lines->buffer + lines->view.n, CHUNK);
        if (got > 0)
            lines->view.n += (size_t)got;
        if (got > 0)
            return ERR_OK;
        if (got == 0) {
            lines->ended = true;
            return lines_same(lines, fault);
        }
        if (errno != EINTR)
            return fault_set(fault, ERR_IO, "%s: %s", lines->name, strerror(errno));
    }
}

/* Waits until the view holds an LF, all that is left, or more than a line may. */
static enum err find_end(struct lines *lines, size_t *length, bool *terminated, struct fault *fault)
{
    size_t seen = 0;
    for (;;) {
        const char *at =
            lines->view.n > seen ? memchr(lines->view.p + seen, '\n', lines->view.n - seen) : NULL;
        *terminated = at != NULL;
        *length = at ? (size_t)(at - lines->view.p) : lines->view.n;
        if (*length > (size_t)LIMIT_LINE_BYTES)
            return fault_set(fault, ERR_TOO_LARGE, "%s: line %zu is over %lld bytes", lines->name,
                             lines->line + 1, LIMIT_LINE_BYTES);
        if (at || lines->ended)
            return ERR_OK;
        seen = lines->view.n;
        enum err err = fill(lines, fault);
        if (err != ERR_OK)
            return err;
    }
}

static struct str without_mark(struct str s)
{
    if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0)
        return (struct str){s.p + 3, s.n - 3};
    return s;
}

enum err lines_next(struct lines *lines, struct str *line, bool *end, struct fault *fault)
{
    size_t length;
    bool terminated;
    enum err err = find_end(lines, &length, &terminated, fault);
    if (err != ERR_OK)
        return err;
    struct str found = {lines->view.p, length};
    size_t used = length + (terminated ? 1 : 0);
    if (used) {
        lines->view.p += used;
        lines->view.n -= used;
    }
    bool end_mark = found.n == 1 && found.p[0] == 0x1a && lines->view.n == 0;
    *end = (length == 0 && !terminated) || (end_mark && lines->ended);
    if (*end)
        return ERR_OK;
    if (found.n && found.p[found.n - 1] == '\r')
        found.n--;
    *line = lines->line++ == 0 ? without_mark(found) : found;
    return ERR_OK;
}

enum err lines_peek(struct lines *lines, struct str *start, struct fault *fault)
{
    while (!lines->ended && lines->view.n < PEEK) {
        enum err err = fill(lines, fault);
        if (err != ERR_OK)
            return err;
    }
    *start = lines->view;
    if (start->n > PEEK)
        start->n = PEEK;
    return ERR_OK;
}

enum err lines_bytes(struct lines *lines, struct str *bytes, bool *end, struct fault *fault)
{
    while (!lines->ended && lines->view.n == 0) {
        enum err err = fill(lines, fault);
        if (err != ERR_OK)
            return err;
    }
    *bytes = lines->view;
    if (bytes->n > BYTES_AT_ONCE)
        bytes->n = BYTES_AT_ONCE;
    lines->view.p += bytes->n;
    lines->view.n -= bytes->n;
    *end = lines->ended && lines->view.n == 0;
    return ERR_OK;
}

void lines_close(struct lines *lines)
{
    if (!lines)
        return;
    if (lines->owns_fd)
        close(lines->fd);
    free(lines->buffer);
    *lines = (struct lines){.fd = -1, .ended = true, .view = STR("")};
}

enum err lines_check_text(struct str start, const char *name, struct fault *fault)
{
    const char *what = NULL;
    const void *nul = start.n ? memchr(start.p, '\0', start.n) : NULL;
    if (start.n >= 2 && (memcmp(start.p, "\xff\xfe", 2) == 0 || memcmp(start.p, "\xfe\xff", 2) == 0))
        what = "UTF-16 text; only UTF-8 is read";
    else if (start.n >= 2 && memcmp(start.p, "\x1f\x8b", 2) == 0)
        what = "a gzip file; unpack it first";
    else if (start.n >= 4 && memcmp(start.p, "PK\x03\x04", 4) == 0)
        what = "a zip file or a spreadsheet; export it as CSV first";
    else if (nul && start.n >= 2 && (!start.p[0] != !start.p[1]))
        what = "UTF-16 text; only UTF-8 is read";
    else if (nul)
        what = "no text: it holds NUL bytes";
    return what ? fault_set(fault, ERR_UNSUPPORTED, "%s: %s", name, what) : ERR_OK;
}

/* The length of the run of ASCII that s begins with. */
static size_t ascii_run(const char *p, size_t n)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= n; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && (unsigned char)p[i] < 0x80)
        i++;
    return i;
}

size_t utf8_bad_at(struct str s)
{
    size_t i = 0;
    for (;;) {
        i += ascii_run(s.p + i, s.n - i);
        if (i >= s.n)
            return s.n;
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &point);
        if (step <= 0)
            return i;
        i += (size_t)step;
    }
}
