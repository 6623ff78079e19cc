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

/* The point that stands there; how many bytes it has, 0 or less where they are not UTF-8. */
static utf8proc_ssize_t point_at(struct str text, size_t at, utf8proc_int32_t *point)
{
    *point = (unsigned char)text.p[at];
    return *point < 0x80 ? 1
                         : utf8proc_iterate((const utf8proc_uint8_t *)text.p + at,
                                            (utf8proc_ssize_t)(text.n - at), point);
}

size_t fold(struct str text, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step = point_at(text, i, &point);
        if (step <= 0)
            return 0;
        if (!(point < 0x80 ? add_ascii((char)point, out, room, &n) : add_point(point, out, room, &n)))
            return 0;
        i += (size_t)step;
    }
    return n;
}

/* The digit that a point is in its script, -1 where it is none: digits stand in tens that begin at a column 0
 * or 6 of the tables of Unicode, but for the styled ones of mathematics. */
static int digit_of(utf8proc_int32_t point)
{
    enum { MATH = 0x1d7ce, MATH_END = 0x1d800 };
    if (utf8proc_category(point) != UTF8PROC_CATEGORY_ND)
        return -1;
    if (point >= MATH && point < MATH_END)
        return (point - MATH) % 10;
    int column = point & 15;
    return utf8proc_category(point - column) == UTF8PROC_CATEGORY_ND ? column : column - 6;
}

/* The ASCII letter or digit that stands for a point in a number; 0 where none does. */
static char number_char(utf8proc_int32_t point)
{
    enum { WIDE = 0xff01, WIDE_END = 0xff5e };
    if (point >= WIDE && point <= WIDE_END)
        point = point - WIDE + '!';
    if (point >= 0x80)
        return digit_of(point) < 0 ? 0 : (char)('0' + digit_of(point));
    if (point >= 'a' && point <= 'z')
        point -= 'a' - 'A';
    return (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9') ? (char)point : 0;
}

size_t fold_number(struct str text, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step = point_at(text, i, &point);
        char c = step > 0 ? number_char(point) : 0;
        if (c)
            out[n++] = c;
        i += step > 0 ? (size_t)step : 1;
    }
    return n;
}
