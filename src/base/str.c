/* Str: borrowed strings. See str.h. */
#include "base/str.h"

#include <utf8proc.h>

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.n && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool str_is_utf8(struct str s)
{
    size_t i = 0;
    while (i < s.n) {
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &point);
        if (step <= 0)
            return false;
        i += (size_t)step;
    }
    return true;
}

/* What turns the order of a line round, for more than the letters of the text itself. */
static bool is_override(utf8proc_int32_t point)
{
    return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

void str_clean(char *text)
{
    size_t n = strlen(text);
    utf8proc_int32_t point;
    utf8proc_ssize_t step;
    for (size_t i = 0; i < n; i += (size_t)step) {
        step = utf8proc_iterate((utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(n - i), &point);
        if (step <= 0) {
            step = 1;
            text[i] = '?';
        } else if (point < 0x20 || (point >= 0x7f && point < 0xa0) || is_override(point)) {
            memset(text + i, '?', (size_t)step);
        }
    }
}

const char *str_clean_copy(char *out, size_t room, struct str s)
{
    size_t n = s.n < room ? s.n : room - 1;
    if (n)
        memcpy(out, s.p, n);
    out[n] = '\0';
    str_clean(out);
    return out;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_equal_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

bool str_has_digit(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            return true;
    return false;
}

bool str_holds_nocase(struct str text, struct str part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (str_equal_nocase((struct str){text.p + i, part.n}, part))
            return true;
    return false;
}

struct str str_cut(struct str *s, char separator)
{
    const char *at = s->n ? memchr(s->p, separator, s->n) : NULL;
    struct str head = *s;
    if (!at) {
        *s = (struct str){NULL, 0};
        return head;
    }
    head.n = (size_t)(at - s->p);
    s->n -= head.n + 1;
    s->p = at + 1;
    return head;
}
