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

/* The digit that a point is in its script, -1 where it is none: wherever digits follow one another in the
 * tables of Unicode, they stand in whole tens. */
static int digit_of(utf8proc_int32_t point)
{
    int before = -1;
    for (; utf8proc_category(point) == UTF8PROC_CATEGORY_ND; point--)
        before++;
    return before < 0 ? -1 : before % 10;
}

static utf8proc_int32_t narrow(utf8proc_int32_t point)
{
    enum { WIDE = 0xff01, WIDE_END = 0xff5e };
    return point >= WIDE && point <= WIDE_END ? point - WIDE + '!' : point;
}

/* Left-to-right mark and the like, which stand in dates and telephones of right-to-left texts. */
static bool is_direction(utf8proc_int32_t point)
{
    return point == 0x200e || point == 0x200f || point == 0x61c || (point >= 0x202a && point <= 0x202e) ||
           (point >= 0x2066 && point <= 0x2069);
}

size_t fold_digits(struct str text, char *out)
{
    size_t n = 0;
    for (size_t i = 0, step; i < text.n; i += step) {
        utf8proc_int32_t point;
        utf8proc_ssize_t read = point_at(text, i, &point);
        step = read > 0 ? (size_t)read : 1;
        point = read > 0 ? narrow(point) : 0;
        int digit = point < 0x80 ? -1 : digit_of(point);
        if (digit >= 0)
            point = '0' + digit;
        if (is_direction(point))
            continue;
        if (point > 0 && point < 0x80)
            out[n++] = (char)point;
        else
            for (size_t k = 0; k < step; k++)
                out[n++] = text.p[i + k];
    }
    return n;
}

struct str fold_digits_copy(struct arena *arena, struct str text)
{
    char *bytes = arena_alloc(arena, text.n + 1);
    return (struct str){bytes, bytes ? fold_digits(text, bytes) : 0};
}

/* Large letters of Greek and Cyrillic that look like Latin ones: a form is filled in on either keyboard. */
static const struct {
    uint16_t point;
    char latin;
} look_alikes[] = {{0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'},
                   {0x39a, 'K'}, {0x39c, 'M'}, {0x39d, 'N'}, {0x39f, 'O'}, {0x3a1, 'P'}, {0x3a4, 'T'},
                   {0x3a5, 'Y'}, {0x3a7, 'X'}, {0x405, 'S'}, {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'},
                   {0x412, 'B'}, {0x415, 'E'}, {0x41a, 'K'}, {0x41c, 'M'}, {0x41d, 'H'}, {0x41e, 'O'},
                   {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x423, 'Y'}, {0x425, 'X'}};

static bool is_mark(utf8proc_int32_t point)
{
    utf8proc_category_t category = point < 0x80 ? UTF8PROC_CATEGORY_CN : utf8proc_category(point);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/* But for the small letters of "No", and for the signs of Chinese, Japanese and Korean, which are words. */
static bool is_letter(utf8proc_int32_t point)
{
    enum { FEMININE = 0xaa, MASCULINE = 0xba, SIGNS = 0x2e80 };
    if (point < 0x80)
        return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
    return is_kept(point) && digit_of(point) < 0 && point != FEMININE && point != MASCULINE && point < SIGNS;
}

/* A letter as it stands in a number: large, without marks. */
static utf8proc_int32_t number_letter(utf8proc_int32_t point)
{
    utf8proc_int32_t parts[POINTS_MAX];
    int boundary = 0;
    point = utf8proc_toupper(point);
    if (point < 0x80)
        return point;
    utf8proc_ssize_t n = utf8proc_decompose_char(point, parts, POINTS_MAX, UTF8PROC_DECOMPOSE, &boundary);
    if (n > 0 && n <= POINTS_MAX)
        point = parts[0];
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++)
        if (look_alikes[i].point == point)
            return look_alikes[i].latin;
    return point;
}

/* The point as it stands in a number; 0 where it does not. */
static utf8proc_int32_t number_point(utf8proc_int32_t point)
{
    if (point >= '0' && point <= '9')
        return point;
    if (is_letter(point))
        return number_letter(point);
    return point < 0x80 || digit_of(point) < 0 ? 0 : '0' + digit_of(point);
}

/* Letters that follow one another. */
struct run {
    size_t at; /* where they begin in what is written */
    size_t n;
    bool other; /* one is not of ASCII */
};

/* How long a number is without a word that says what it is ("серия"): no series has so many letters. */
static size_t end_run(struct run *run, size_t n)
{
    enum { SERIES = 3 };
    size_t at = run->other && run->n > SERIES ? run->at : n;
    *run = (struct run){0};
    return at;
}

size_t fold_number(struct str text, char *out)
{
    size_t n = 0;
    struct run run = {0};
    for (size_t i = 0, step; i < text.n; i += step) {
        utf8proc_int32_t point;
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t read = point_at(text, i, &point);
        step = read > 0 ? (size_t)read : 1;
        point = read > 0 ? narrow(point) : 0;
        if (is_mark(point))
            continue;
        if (!is_letter(point))
            n = end_run(&run, n);
        else if (run.n++ == 0)
            run.at = n;
        run.other = run.n && (run.other || point >= 0x80);
        utf8proc_int32_t stands = number_point(point);
        size_t length = stands ? (size_t)utf8proc_encode_char(stands, bytes) : 0;
        if (length > step) /* the large letter is longer */
            length = (size_t)utf8proc_encode_char(point, bytes);
        memcpy(out + n, bytes, length);
        n += length;
    }
    return end_run(&run, n);
}
