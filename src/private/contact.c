/* Contact: identifiers in one form. See contact.h. */
#include "private/contact.h"

#include "private/wire.h"

#include <ctype.h>
#include <sodium.h>

enum { TELEPHONE_LEAST = 7, TELEPHONE_MOST = 15, DOCUMENT_LEAST = 5 };

static const struct {
    unsigned kind;
    const char *word;
} kinds[] = {
#define C(name, number, word) {(number), word},
#include "private/contacts.def"
#undef C
};

const char *contact_word(unsigned kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == kind)
            return kinds[i].word;
    return NULL;
}

unsigned contact_kind_of(struct str word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal(word, str_of(kinds[i].word)))
            return kinds[i].kind;
    return 0;
}

static bool starts(struct str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static enum err telephone(struct str written, struct buf *out, struct fault *fault)
{
    size_t digits = 0;
    size_t skip = starts(written, "+") ? 1 : starts(written, "00") ? 2 : 0;
    if (!skip)
        return fault_set(fault, ERR_BAD_INPUT, "telephone: without its country (+ or 00 first)");
    for (size_t i = skip; i < written.n; i++) {
        char c = written.p[i];
        /* "(0)" is what is dialled within the country only. */
        if (starts((struct str){written.p + i, written.n - i}, "(0)")) {
            i += 2;
            continue;
        }
        if (strchr(" -./()", c) && c)
            continue;
        if (!isdigit((unsigned char)c) || (digits == 0 && c == '0'))
            return fault_set(fault, ERR_BAD_INPUT, "telephone: not a number that can be dialled");
        buf_add_char(out, c);
        digits++;
    }
    if (digits < TELEPHONE_LEAST || digits > TELEPHONE_MOST)
        return fault_set(fault, ERR_BAD_INPUT, "telephone: %zu digits, not %d to %d", digits, TELEPHONE_LEAST,
                         TELEPHONE_MOST);
    return ERR_OK;
}

static void add_lower(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_add_char(out, (char)tolower((unsigned char)s.p[i]));
}

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (isspace((unsigned char)s.p[i]) || iscntrl((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

static enum err mail(struct str written, struct buf *out, struct fault *fault)
{
    struct str domain = written;
    struct str local = str_cut(&domain, '@');
    bool dotted = domain.p && memchr(domain.p, '.', domain.n);
    if (!is_word(local) || !dotted || !is_word(domain) || memchr(domain.p, '@', domain.n))
        return fault_set(fault, ERR_BAD_INPUT, "mail: not an address");
    add_lower(out, written);
    return ERR_OK;
}

static enum err handle(struct str written, struct buf *out, struct fault *fault)
{
    struct str name = written;
    struct str service = str_cut(&name, ':');
    while (name.p && starts(name, "@"))
        name = (struct str){name.p + 1, name.n - 1};
    if (!is_word(service) || !name.p || !is_word(name))
        return fault_set(fault, ERR_BAD_INPUT, "handle: not SERVICE:NAME");
    add_lower(out, service);
    buf_add_char(out, ':');
    add_lower(out, name);
    return ERR_OK;
}

static enum err document(struct str written, struct buf *out, struct fault *fault)
{
    size_t n = 0;
    for (size_t i = 0; i < written.n; i++)
        if (isalnum((unsigned char)written.p[i])) {
            buf_add_char(out, (char)toupper((unsigned char)written.p[i]));
            n++;
        }
    return n < DOCUMENT_LEAST
               ? fault_set(fault, ERR_BAD_INPUT, "document: fewer than %d letters and digits", DOCUMENT_LEAST)
               : ERR_OK;
}

enum err contact_normal(enum contact_kind kind, struct str written, struct buf *out, struct fault *fault)
{
    enum err code = ERR_BUG;
    written = str_trim(written);
    switch (kind) {
    case CONTACT_TELEPHONE:
        code = telephone(written, out, fault);
        break;
    case CONTACT_MAIL:
        code = mail(written, out, fault);
        break;
    case CONTACT_HANDLE:
        code = handle(written, out, fault);
        break;
    case CONTACT_DOCUMENT:
        code = document(written, out, fault);
        break;
    }
    if (!code && buf_failed(out))
        return fault_set(fault, ERR_NO_MEMORY, "%s", contact_word(kind));
    return code;
}

void contact_key(uint32_t scheme, enum contact_kind kind, struct str normal, struct match_key *key)
{
    unsigned char head[32];
    crypto_hash_sha256_state state;
    unsigned char *at = wire_put_bytes(head, "liaison contact key", 19);
    at = wire_put(at, scheme, 4);
    at = wire_put(at, kind, 1);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, head, (unsigned long long)(at - head));
    crypto_hash_sha256_update(&state, (const unsigned char *)normal.p, normal.n);
    crypto_hash_sha256_final(&state, key->b);
}
