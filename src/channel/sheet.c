/* Sheet: "word value" a line. See sheet.h. */
#include "channel/sheet.h"

#include <inttypes.h>

struct sheet sheet_of(struct str text, const char *what)
{
    return (struct sheet){.rest = text, .what = what};
}

static void fail(struct sheet *lines, const char *word)
{
    if (!lines->bad) {
        lines->bad = word;
        lines->bad_number = lines->number;
    }
}

/* The next line without its newline; fails where none is left whole. */
static struct str take(struct sheet *lines, const char *word)
{
    lines->number++;
    const char *end = lines->rest.n ? memchr(lines->rest.p, '\n', lines->rest.n) : NULL;
    if (lines->bad || !end) {
        fail(lines, word);
        return (struct str){0};
    }
    struct str line = {lines->rest.p, (size_t)(end - lines->rest.p)};
    lines->rest.p += line.n + 1;
    lines->rest.n -= line.n + 1;
    return line;
}

void sheet_expect(struct sheet *lines, struct str line)
{
    if (!str_equal(take(lines, line.p), line))
        fail(lines, line.p);
}

static bool begins(struct str line, const char *word)
{
    size_t n = strlen(word);
    return line.n > n + 1 && memcmp(line.p, word, n) == 0 && line.p[n] == ' ';
}

bool sheet_comes(const struct sheet *lines, const char *word)
{
    return begins(lines->rest, word);
}

static bool is_plain(struct str value)
{
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7f)
            return false;
    return value.n > 0 && str_is_utf8(value);
}

struct str sheet_value(struct sheet *lines, const char *word)
{
    struct str line = take(lines, word);
    size_t n = strlen(word);
    if (!begins(line, word) || !is_plain(line)) {
        fail(lines, word);
        return (struct str){0};
    }
    return (struct str){line.p + n + 1, line.n - n - 1};
}

uint64_t sheet_number(struct sheet *lines, const char *word, uint64_t most)
{
    struct str value = sheet_value(lines, word);
    uint64_t number = 0;
    bool good = value.n > 0 && (value.n == 1 || value.p[0] != '0');
    for (size_t i = 0; i < value.n && good; i++) {
        unsigned digit = (unsigned)(value.p[i] - '0');
        good = digit <= 9 && number <= (most - digit) / 10;
        number = number * 10 + digit;
    }
    if (!good || number > most) {
        fail(lines, word);
        return 0;
    }
    return number;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(struct str text, unsigned char *out, size_t n)
{
    if (text.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_digit(text.p[2 * i]), low = hex_digit(text.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

void sheet_hex(struct sheet *lines, const char *word, unsigned char *out, size_t n)
{
    struct str value = sheet_value(lines, word);
    if (lines->bad || !hex_read(value, out, n)) {
        fail(lines, word);
        memset(out, 0, n);
    }
}

struct str sheet_before(const struct sheet *lines, struct str text)
{
    return (struct str){text.p, text.n - lines->rest.n};
}

enum err sheet_end(const struct sheet *lines, struct fault *fault)
{
    if (lines->bad)
        return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: '%s' is missing or not well formed",
                         lines->what, lines->bad_number, lines->bad);
    if (lines->rest.n)
        return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: too many", lines->what, lines->number + 1);
    return ERR_OK;
}

void hex_add(struct buf *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        buf_add_char(out, digits[bytes[i] >> 4]);
        buf_add_char(out, digits[bytes[i] & 15]);
    }
}

void sheet_add_hex(struct buf *out, const char *word, const unsigned char *bytes, size_t n)
{
    buf_printf(out, "%s ", word);
    hex_add(out, bytes, n);
    buf_add_char(out, '\n');
}
