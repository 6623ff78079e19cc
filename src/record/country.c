/* Country: the table of names and looking them up. See country.h. */
#include "record/country.h"

#include "base/hash.h"
#include "record/fold.h"

#include <pthread.h>

enum { FOLDED_MAX = 128, SLOTS = 16384, ENTRIES_MAX = 6000, SUFFIX_WORDS = 8 };

/* What a table's word is. */
enum kind { KIND_NAME = 1, KIND_ALPHA2 = 2, KIND_ALPHA3 = 4, KIND_NATIONALITY = 8, KIND_ANY = 15 };

static const struct {
    const char *alpha2;
    const char *alpha3;
    const char *names;
    const char *nationalities;
} countries[] = {
#define C(alpha2, alpha3, names, nationalities) {alpha2, alpha3, names, nationalities},
#include "record/countries.def"
#undef C
};

static const struct {
    const char *one;
    const char *other;
} relations[] = {
#define R(one, other) {one, other},
#include "record/country_relations.def"
#undef R
};

enum { RELATIONS = sizeof relations / sizeof *relations, LETTERS = 26, CODES = LETTERS * LETTERS };

/* Open addressing over entries; a slot holds an entry's number plus one. */
static struct {
    struct {
        struct str word;
        country code;
        uint8_t kind;
    } entries[ENTRIES_MAX];
    size_t n;
    uint16_t slots[SLOTS];
    uint64_t related[CODES + 1][CODES / 64 + 1]; /* by number_of, a bit each */
} table;
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static country code_of(const char *alpha2)
{
    return (country)((unsigned char)alpha2[0] << 8 | (unsigned char)alpha2[1]);
}

/* Below CODES; CODES for what is no two letters. */
static unsigned number_of(country code)
{
    unsigned first = (unsigned)(code >> 8) - 'a';
    unsigned second = (unsigned)(code & 0xff) - 'a';
    return first < LETTERS && second < LETTERS ? first * LETTERS + second : CODES;
}

static void relate(country a, country b)
{
    table.related[number_of(a)][number_of(b) / 64] |= 1ULL << (number_of(b) % 64);
}

static bool folds_to(struct str word, const char *folded, size_t n)
{
    char other[FOLDED_MAX];
    return fold(word, other, sizeof other) == n && memcmp(other, folded, n) == 0;
}

/* The slot of a folded word, or the free one where it belongs. */
static size_t find_slot(const char *folded, size_t n)
{
    size_t slot = hash_fnv(folded, n) % SLOTS;
    while (table.slots[slot] && !folds_to(table.entries[table.slots[slot] - 1].word, folded, n))
        slot = (slot + 1) % SLOTS;
    return slot;
}

/* The first entry of a word stands, but learns that it is also of another kind. */
static void add_word(struct str word, country code, enum kind kind)
{
    char folded[FOLDED_MAX];
    size_t n = fold(word, folded, sizeof folded);
    if (n == 0 || table.n == ENTRIES_MAX)
        return;
    size_t slot = find_slot(folded, n);
    if (table.slots[slot]) {
        if (table.entries[table.slots[slot] - 1].code == code)
            table.entries[table.slots[slot] - 1].kind |= (uint8_t)kind;
        return;
    }
    table.entries[table.n].word = word;
    table.entries[table.n].code = code;
    table.entries[table.n].kind = (uint8_t)kind;
    table.slots[slot] = (uint16_t)++table.n;
}

static void add_list(const char *list, country code, enum kind kind)
{
    struct str rest = str_of(list);
    while (rest.p)
        add_word(str_cut(&rest, '|'), code, kind);
}

static void build_table(void)
{
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        country code = code_of(countries[i].alpha2);
        add_word(str_of(countries[i].alpha2), code, KIND_ALPHA2);
        add_word(str_of(countries[i].alpha3), code, KIND_ALPHA3);
        add_list(countries[i].names, code, KIND_NAME);
        add_list(countries[i].nationalities, code, KIND_NATIONALITY);
    }
    for (size_t i = 0; i < RELATIONS; i++) {
        relate(code_of(relations[i].one), code_of(relations[i].other));
        relate(code_of(relations[i].other), code_of(relations[i].one));
    }
}

static country look_up_folded(const char *folded, size_t n, unsigned kinds)
{
    uint16_t number = n ? table.slots[find_slot(folded, n)] : 0;
    return number && (table.entries[number - 1].kind & kinds) ? table.entries[number - 1].code : 0;
}

/* Without a leading "the" also. */
static country look_up(struct str text, unsigned kinds)
{
    char folded[FOLDED_MAX];
    size_t n = fold(text, folded, sizeof folded);
    country code = look_up_folded(folded, n, kinds);
    if (!code && n > 3 && memcmp(folded, "the", 3) == 0)
        code = look_up_folded(folded + 3, n - 3, kinds);
    return code;
}

/* Looks "second first" up: "Korea, North" as "North Korea". */
static country look_up_turned(struct str first, struct str second, unsigned kinds)
{
    char text[2 * FOLDED_MAX];
    if (first.n >= FOLDED_MAX || second.n >= FOLDED_MAX)
        return 0;
    memcpy(text, second.p, second.n);
    memcpy(text + second.n, first.p, first.n);
    return look_up((struct str){text, first.n + second.n}, kinds);
}

/* "Iran (Islamic Republic of)", "Burma (Myanmar)", "Georgian SSR (now Georgia)". */
static country look_up_brackets(struct str text, unsigned kinds)
{
    struct str inside = text;
    struct str before = str_trim(str_cut(&inside, '('));
    if (!inside.p)
        return 0;
    inside = str_trim(str_cut(&inside, ')'));
    country code = look_up_turned(before, inside, kinds);
    if (!code)
        code = look_up(before, kinds);
    if (!code && inside.n > 4 && str_equal_nocase((struct str){inside.p, 4}, STR("now ")))
        inside = (struct str){inside.p + 4, inside.n - 4};
    return code ? code : look_up(inside, kinds);
}

static country look_up_all(struct str text, unsigned kinds)
{
    country code = look_up(text, kinds);
    if (!code)
        code = look_up_brackets(text, kinds);
    struct str rest = text;
    struct str first = str_cut(&rest, ',');
    return code || !rest.p ? code : look_up_turned(str_trim(first), str_trim(rest), kinds);
}

/* Without a last word that says no more than the field does: "Russian citizen". */
static struct str without_citizen(struct str text)
{
    static const char *const words[] = {" citizen", " national", " nationality", " citizenship", " subject"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_of(words[i]);
        if (text.n > word.n && str_equal_nocase((struct str){text.p + text.n - word.n, word.n}, word))
            return str_trim((struct str){text.p, text.n - word.n});
    }
    return text;
}

country country_of(struct str text)
{
    pthread_once(&table_once, build_table);
    return look_up_all(without_citizen(str_trim(text)), KIND_ANY);
}

/* The longest run of last words that is a country, but not after "New". */
static country look_up_last_words(struct str part)
{
    size_t starts[SUFFIX_WORDS];
    size_t words = 0;
    for (size_t i = part.n; i > 0 && words < SUFFIX_WORDS; i--)
        if ((i == 1 || part.p[i - 2] == ' ') && part.p[i - 1] != ' ')
            starts[words++] = i - 1;
    for (size_t w = words; w-- > 0;) {
        size_t start = starts[w];
        struct str before = str_trim((struct str){part.p, start});
        if (before.n >= 3 && str_equal_nocase((struct str){before.p + before.n - 3, 3}, STR("new")))
            continue;
        country code = look_up((struct str){part.p + start, part.n - start}, KIND_NAME);
        if (code)
            return code;
    }
    return 0;
}

/* The bytes of the separator that s begins with: Latin, Arabic or CJK comma, semicolon. */
static size_t separator_length(struct str s)
{
    static const char *const separators[] = {",",           ";", "\xd8\x8c", "\xd8\x9b", "\xef\xbc\x8c",
                                             "\xe3\x80\x81"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        struct str separator = str_of(separators[i]);
        if (s.n >= separator.n && memcmp(s.p, separator.p, separator.n) == 0)
            return separator.n;
    }
    return 0;
}

/* Cuts what stands after the last separator off rest. */
static struct str cut_last_part(struct str *rest)
{
    for (size_t i = rest->n; i-- > 0;) {
        size_t length = separator_length((struct str){rest->p + i, rest->n - i});
        if (!length)
            continue;
        struct str part = {rest->p + i + length, rest->n - i - length};
        rest->n = i;
        return str_trim(part);
    }
    struct str part = str_trim(*rest);
    rest->n = 0;
    return part;
}

static struct str without_full_stop(struct str s)
{
    s = str_trim(s);
    while (s.n && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ',' || s.p[s.n - 1] == ';'))
        s = str_trim((struct str){s.p, s.n - 1});
    return s;
}

country country_of_place(struct str place)
{
    pthread_once(&table_once, build_table);
    struct str rest = without_full_stop(place);
    country code = look_up_all(rest, KIND_NAME | KIND_ALPHA2 | KIND_ALPHA3);
    for (bool last = true; !code && rest.n; last = false) {
        struct str part = cut_last_part(&rest);
        code = look_up(part, KIND_NAME | KIND_ALPHA3);
        if (!code)
            code = look_up_brackets(part, KIND_NAME | KIND_ALPHA3);
        if (!code && last)
            code = look_up_last_words(part);
    }
    return code;
}

bool country_related(country a, country b)
{
    if (!a || !b)
        return false;
    pthread_once(&table_once, build_table);
    return a == b || (table.related[number_of(a)][number_of(b) / 64] >> (number_of(b) % 64) & 1);
}
