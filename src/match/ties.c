/* Ties: what ties two records besides names and dates. See ties.h. */
#include "match/ties.h"

#include "base/bits.h"
#include "base/hash.h"
#include "match/token.h"

#include <ctype.h>
#include <math.h>

enum {
    PHONE_DIGITS = 7, /* the least that tells, and what is left where a country's and a town's are not said */
    ADDRESS_LEAST = 8 /* runs of three letters */
};

size_t document_letters(struct str number)
{
    size_t n = 0;
    for (size_t i = 0; i < number.n; i++)
        n += ((unsigned char)number.p[i] & 0xc0) != 0x80; /* the first byte of a point */
    return n;
}

static struct tie document_tie(const struct weights *w, struct str a, struct str b)
{
    struct tie tie = {.a = a, .b = b};
    if (str_equal(a, b)) {
        tie.nats = fmin(w->document_same, w->document_letter * (double)document_letters(a));
        tie.how = "the same number";
    } else if (a.n == b.n && document_letters(a) >= DOCUMENT_SLIP && token_one_slip(a, b)) {
        tie.nats = w->document_slip;
        tie.how = "the same number but for one slip";
    }
    return tie;
}

static void compare_documents(const struct weights *w, const struct person *a, const struct person *b,
                              struct ties *ties)
{
    for (size_t i = 0; i < a->documents_n; i++)
        for (size_t j = 0; j < b->documents_n; j++) {
            struct tie tie = document_tie(w, a->documents[i], b->documents[j]);
            if (tie.nats <= ties->document.nats)
                continue;
            ties->document = tie;
            ties->same_document =
                tie.a.p[tie.a.n - 1] == tie.b.p[tie.b.n - 1] || memcmp(tie.a.p, tie.b.p, tie.a.n - 1) != 0;
        }
}

static void compare_contacts(const struct weights *w, const struct person *a, const struct person *b,
                             struct tie *best)
{
    for (size_t i = 0; i < a->contacts_n; i++)
        for (size_t j = 0; j < b->contacts_n; j++)
            if (str_equal(contact_stem(a->contacts[i]), contact_stem(b->contacts[j])))
                *best = (struct tie){w->contact_same, "the same telephone or mail", a->contacts[i],
                                     b->contacts[j]};
}

/* How much more than half of the shorter address the other has, as a share of that; 0 where they have no
 * number in common: streets and towns alone are shared by many. */
static double address_share(const struct address *a, const struct address *b)
{
    bool number = false;
    int common = 0;
    int of_a = 0;
    int of_b = 0;
    for (size_t i = 0; i < a->numbers_n; i++)
        for (size_t j = 0; j < b->numbers_n; j++)
            number = number || a->numbers[i] == b->numbers[j];
    for (size_t i = 0; number && i < ADDRESS_GRAMS; i++) {
        common += bits_set(a->grams[i] & b->grams[i]);
        of_a += bits_set(a->grams[i]);
        of_b += bits_set(b->grams[i]);
    }
    int least = of_a < of_b ? of_a : of_b;
    return least < ADDRESS_LEAST ? 0 : fmax(0, 2.0 * common / least - 1);
}

static void compare_addresses(const struct weights *w, const struct person *a, const struct person *b,
                              struct tie *best)
{
    for (size_t i = 0; i < a->addresses_n; i++)
        for (size_t j = 0; j < b->addresses_n; j++) {
            double nats = w->address_same * address_share(&a->addresses[i], &b->addresses[j]);
            if (nats > best->nats)
                *best = (struct tie){.nats = nats, .how = "the same address"};
        }
}

void ties_compare(const struct weights *w, const struct person *a, const struct person *b, struct ties *ties)
{
    *ties = (struct ties){0};
    compare_documents(w, a, b, ties);
    compare_contacts(w, a, b, &ties->contact);
    compare_addresses(w, a, b, &ties->address);
}

double ties_sum(const struct ties *ties)
{
    return ties->document.nats + ties->contact.nats + ties->address.nats;
}

/* "Name <mail>" without what stands around the mail address. */
static struct str bare_mail(struct str text)
{
    const char *open = memchr(text.p, '<', text.n);
    if (!open)
        return text;
    struct str inner = {open + 1, text.n - (size_t)(open + 1 - text.p)};
    return str_cut(&inner, '>');
}

/* Whether a mailbox is named for what it is for, so that many read it: the names of RFC 2142 (Mailbox Names
 * for Common Services, Roles and Functions), and an office's. */
static bool is_role(struct str mail)
{
    static const char *const roles[] = {
        "info",   "marketing", "sales",     "support", "abuse", "noc", "security", "postmaster", "hostmaster",
        "usenet", "news",      "webmaster", "www",     "uucp",  "ftp", "office",   "contact",    "admin"};
    struct str local = str_cut(&mail, '@');
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_equal(local, str_of(roles[i])))
            return true;
    return false;
}

struct str contact_read(struct arena *arena, struct str text)
{
    bool mail = memchr(text.p, '@', text.n) != NULL;
    struct str from = mail ? bare_mail(text) : text;
    char *bytes = arena_alloc(arena, from.n + 1);
    size_t n = 0;
    for (size_t i = 0; bytes && i < from.n; i++) {
        unsigned char c = (unsigned char)from.p[i];
        if (mail ? !isspace(c) : isdigit(c) != 0)
            bytes[n++] = (char)tolower(c);
    }
    struct str contact = {n ? bytes : "", n};
    if (mail ? is_role(contact) : n < PHONE_DIGITS)
        contact.n = 0;
    return contact;
}

struct str contact_stem(struct str contact)
{
    if (memchr(contact.p, '@', contact.n) || contact.n < PHONE_DIGITS)
        return contact;
    return (struct str){contact.p + contact.n - PHONE_DIGITS, PHONE_DIGITS};
}

static bool in_word(unsigned char c)
{
    return isalnum(c) || c >= 0x80; /* bytes of other scripts are letters */
}

/* The next word, small, and whether it has a digit. */
static uint32_t next_word(struct str *rest, bool *number)
{
    uint64_t h = 0;
    size_t n = 0;
    *number = false;
    while (rest->n && !in_word((unsigned char)*rest->p))
        *rest = (struct str){rest->p + 1, rest->n - 1};
    for (; n < rest->n && in_word((unsigned char)rest->p[n]); n++) {
        *number = *number || isdigit((unsigned char)rest->p[n]);
        h = hash_pair(h, (uint64_t)tolower((unsigned char)rest->p[n]));
    }
    *rest = (struct str){rest->p + n, rest->n - n};
    return n ? (uint32_t)(h >> 32) | 1 : 0;
}

static void add_grams(struct str text, struct address *address)
{
    unsigned char last[3] = {0};
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (!in_word(c))
            continue;
        last[0] = last[1];
        last[1] = last[2];
        last[2] = (unsigned char)tolower(c);
        if (last[0]) {
            uint64_t h = hash_mix((uint64_t)last[0] << 16 | (uint64_t)last[1] << 8 | last[2]);
            address->grams[h >> 62] |= 1ULL << (h & 63);
        }
    }
}

void address_read(struct str text, struct address *address)
{
    uint32_t before = 0;
    bool number_before = false;
    bool number;
    *address = (struct address){0};
    add_grams(text, address);
    for (uint32_t word = next_word(&text, &number); word; word = next_word(&text, &number)) {
        if (number && address->numbers_n < ADDRESS_NUMBERS)
            address->numbers[address->numbers_n++] = word;
        if (before && number != number_before && address->keys_n < ADDRESS_KEYS)
            address->keys[address->keys_n++] = number ? hash_pair(word, before) : hash_pair(before, word);
        before = word;
        number_before = number;
    }
}
