/* Str: a borrowed run of bytes, not NUL-terminated, usually UTF-8. It owns
 * nothing; it is valid as long as what it points into. */
#ifndef LIAISON_BASE_STR_H
#define LIAISON_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A str of a string literal, usable as an initialiser. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)((s).n > 1000000 ? 1000000 : (s).n), (s).p

static inline struct str str_of(const char *text)
{
    return (struct str){text, text ? strlen(text) : 0};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Byte order, a shorter prefix first: <0, 0, >0. */
int str_compare(struct str a, struct str b);

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* True where the bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool str_is_utf8(struct str s);

/* Makes text fit for a terminal: every control character, C0, C1 and those that turn lines round (U+202E),
 * and every byte that is not UTF-8 (so also a character cut off at the end) becomes '?'. */
void str_clean(char *text);

/* A copy of s in out, cut to room bytes with the NUL and made clean. */
const char *str_clean_copy(char *out, size_t room, struct str s);

/* Equal but for the case of ASCII letters. */
bool str_equal_nocase(struct str a, struct str b);

/* True where text has one of 0 to 9. */
bool str_has_digit(struct str text);

/* True where part stands somewhere in text, ASCII letters compared without case. */
bool str_holds_nocase(struct str text, struct str part);

/* Cuts s at the first separator: returns what stands before it and leaves the
 * rest in *s; without a separator returns all and leaves *s empty with p NULL. */
struct str str_cut(struct str *s, char separator);

#endif
