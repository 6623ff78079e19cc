/* Fold: texts to look up in a table. See fold.h. */
#include "record/fold.h"

#include <stdbool.h>
#include <utf8proc.h>

/* One point decomposes into at most 18 (U+FDFA). */
enum { POINTS_MAX = 32 };

static bool is_kept(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           category == UTF8PROC_CATEGORY_ND;
}

/* Adds what is kept of one point to out; false where room ends or the point is none. */
static bool add_point(utf8proc_int32_t point, char *out, size_t room, size_t *n)
{
    utf8proc_int32_t points[POINTS_MAX];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        point, points, POINTS_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK,
        &boundary);
    if (count < 0 || count > POINTS_MAX)
        return false;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (!is_kept(points[i]))
            continue;
        utf8proc_uint8_t bytes[4];
        size_t length = (size_t)utf8proc_encode_char(points[i], bytes);
        if (length > room - *n)
            return false;
        memcpy(out + *n, bytes, length);
        *n += length;
    }
    return true;
}

/* The same for ASCII, which nearly all texts are, without the tables. */
static bool add_ascii(char c, char *out, size_t room, size_t *n)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + ('a' - 'A'));
    else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
        return true;
    if (*n >= room)
        return false;
    out[(*n)++] = c;
    return true;
}

size_t fold(struct str text, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        utf8proc_int32_t point = (unsigned char)text.p[i];
        utf8proc_ssize_t step = 1;
        if (point >= 0x80)
            step = utf8proc_iterate((const utf8proc_uint8_t *)text.p + i, (utf8proc_ssize_t)(text.n - i),
                                    &point);
        if (step <= 0)
            return 0;
        if (!(point < 0x80 ? add_ascii((char)point, out, room, &n) : add_point(point, out, room, &n)))
            return 0;
        i += (size_t)step;
    }
    return n;
}
