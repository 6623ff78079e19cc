/* Line: numbers, base64 and hashes in text. See text_line.h. */
#include "ledger/text_line.h"

#include <sodium.h>

/* Characters of a base64 text of n bytes, and its closing NUL. */
#define BASE64_ROOM(n) (((n) + 2) / 3 * 4 + 1)

enum { PIECE = 3072 };

bool text_line_next(struct str *rest, struct str *line)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    if (!end)
        return false;
    *line = (struct str){rest->p, (size_t)(end - rest->p)};
    rest->p = end + 1;
    rest->n -= line->n + 1;
    return true;
}

bool text_line_decimal(struct str text, uint64_t *value)
{
    if (text.n == 0 || text.n > 19 || (text.p[0] == '0' && text.n > 1))
        return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text.p[i] - '0');
    }
    *value = sum;
    return sum <= INT64_MAX;
}

/* libsodium 1.0.18 takes some bytes above 0x7f for letters of the alphabet. */
static bool is_ascii(struct str text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.n; i++)
        all |= (unsigned char)text.p[i];
    return all < 0x80;
}

bool text_line_base64(struct str text, void *bytes, size_t maximum, size_t *n)
{
    return text.n && is_ascii(text) &&
           sodium_base642bin(bytes, maximum, text.p, text.n, NULL, n, NULL, sodium_base64_VARIANT_ORIGINAL) ==
               0;
}

void text_line_add_base64(struct buf *out, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;
    while (n) {
        char text[BASE64_ROOM(PIECE)];
        size_t step = n < PIECE ? n : PIECE;
        sodium_bin2base64(text, sizeof text, from, step, sodium_base64_VARIANT_ORIGINAL);
        buf_add_str(out, str_of(text));
        from += step;
        n -= step;
    }
}

bool text_line_hash(struct str text, struct tree_hash *hash)
{
    size_t n;
    return text_line_base64(text, hash->bytes, sizeof hash->bytes, &n) && n == sizeof hash->bytes;
}

void text_line_add_hash(struct buf *out, const struct tree_hash *hash)
{
    text_line_add_base64(out, hash->bytes, sizeof hash->bytes);
}

bool text_line_proof(struct str *rest, struct tree_proof *proof)
{
    struct str line;
    for (proof->count = 0; text_line_next(rest, &line); proof->count++) {
        if (line.n == 0)
            return true;
        if (proof->count == TREE_PROOF_MAX || !text_line_hash(line, &proof->hashes[proof->count]))
            return false;
    }
    return false;
}

void text_line_add_proof(struct buf *out, const struct tree_proof *proof)
{
    for (size_t i = 0; i < proof->count; i++) {
        text_line_add_hash(out, &proof->hashes[i]);
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
}

bool text_line_is_clean(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (((unsigned char)text.p[i] < 0x20 && text.p[i] != '\n') || text.p[i] == 0x7f)
            return false;
    return str_is_utf8(text);
}
