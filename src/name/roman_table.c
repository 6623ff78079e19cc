/* Table: compiles name/romanise/SCRIPT.def, once, into lists of rules by scheme
 * and first letter. Of a scheme's rules that hold at a place, the one with the
 * most letters is taken, then the one with the narrowest context, then the first
 * in the table; where the scheme has none, its parent is asked. */
#include "name/romanise/table.h"

#include <pthread.h>
#include <utf8proc.h>

enum { RULES_MAX = 2600, SCHEMES_MAX = 128, LANGUAGES_MAX = 24, POOL_MAX = 24000, CHAIN_MAX = 64 };

enum line_kind {
    LINE_RULE,
    LINE_SCHEME,
    LINE_LANGUAGE,
    LINE_BLOCK,
    LINE_VOWELS,
    LINE_SIGNS,
    LINE_SAME,
    LINE_ALSO,
    LINE_FILL,
    LINE_APOSTROPHE
};

/* One line of a table. Rule: from, before, after, to. Scheme: label, parent,
 * language. Language: name, alphabet. Block: first and last code point of the letters.
 * Same: letters, and as what they are read. Also: a second block that is read
 * as the first. Apostrophe: as
 * what letter an apostrophe is read. Fill: what parts two consonants of this scheme and its children. */
struct line {
    enum line_kind kind;
    const char *a;
    const char *b;
    const char *c;
    uint32_t before;
    uint32_t after;
};

#define BLOCK(first, last) {LINE_BLOCK, NULL, NULL, NULL, first, last},
#define VOWELS(letters) {LINE_VOWELS, letters, NULL, NULL, 0, 0},
#define SIGNS(letters) {LINE_SIGNS, letters, NULL, NULL, 0, 0},
#define SAME(letters, as) {LINE_SAME, letters, as, NULL, 0, 0},
#define ALSO(first, last) {LINE_ALSO, NULL, NULL, NULL, first, last},
#define FILL(vowel) {LINE_FILL, vowel, NULL, NULL, 0, 0},
#define APOSTROPHE(letter) {LINE_APOSTROPHE, NULL, NULL, NULL, letter, 0},
#define LANGUAGE(name, alphabet) {LINE_LANGUAGE, name, alphabet, NULL, 0, 0},
#define SCHEME(label, parent, language) {LINE_SCHEME, label, parent, language, 0, 0},
#define R(from, to) {LINE_RULE, from, to, NULL, ANY, ANY},
#define C(from, before, after, to) {LINE_RULE, from, to, NULL, before, after},

static const struct line cyrillic_lines[] = {
#include "name/romanise/cyrillic.def"
};
static const struct line greek_lines[] = {
#include "name/romanise/greek.def"
};
static const struct line arabic_lines[] = {
#include "name/romanise/arabic.def"
};
static const struct line hebrew_lines[] = {
#include "name/romanise/hebrew.def"
};
static const struct line armenian_lines[] = {
#include "name/romanise/armenian.def"
};
static const struct line georgian_lines[] = {
#include "name/romanise/georgian.def"
};
static const struct line mongolian_lines[] = {
#include "name/romanise/mongolian.def"
};
static const struct line khmer_lines[] = {
#include "name/romanise/khmer.def"
};
static const struct line myanmar_lines[] = {
#include "name/romanise/myanmar.def"
};

#define TABLE(script, name)                                                                                  \
    {                                                                                                        \
        SCRIPT_##script, name##_lines, sizeof(name##_lines) / sizeof(name##_lines[0])                        \
    }
static const struct source {
    enum script script;
    const struct line *lines;
    size_t n;
} sources[] = {
    TABLE(CYRILLIC, cyrillic),   TABLE(GREEK, greek),       TABLE(ARABIC, arabic),
    TABLE(HEBREW, hebrew),       TABLE(ARMENIAN, armenian), TABLE(GEORGIAN, georgian),
    TABLE(MONGOLIAN, mongolian), TABLE(KHMER, khmer),       TABLE(MYANMAR, myanmar),
};
enum { TABLES_N = sizeof(sources) / sizeof(sources[0]) };

static struct rule rules[RULES_MAX];
static struct scheme schemes[SCHEMES_MAX];
static struct table tables[TABLES_N];
static const struct rule *pool[POOL_MAX]; /* lists of rules, each closed by NULL */
static size_t rules_n, pool_n = 1;
static uint16_t schemes_n = 1;   /* scheme 0 has no rules and is the parent of those without one */
static bool tables_sound = true; /* every table fits and names only what it has declared */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The next code point of a table's string, 0 at its end. */
static uint32_t take(struct str *rest)
{
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)rest->p, (utf8proc_ssize_t)rest->n, &c);
    if (step <= 0)
        return 0;
    *rest = (struct str){rest->p + step, rest->n - (size_t)step};
    return (uint32_t)c;
}

static void set_kind(struct table *c, const char *letters, uint8_t kind)
{
    struct str rest = str_of(letters);
    for (uint32_t letter; (letter = take(&rest)) != 0;)
        if (letter - c->base < c->n)
            c->kind[letter - c->base] = kind;
}

static void set_same(struct table *c, const char *letters, const char *as)
{
    struct str from = str_of(letters);
    struct str to = str_of(as);
    for (uint32_t letter; (letter = take(&from)) != 0;) {
        uint32_t read_as = take(&to);
        tables_sound = tables_sound && read_as && letter - c->base < c->n;
        if (letter - c->base < c->n)
            c->same[letter - c->base] = (uint16_t)read_as;
    }
}

/* An empty alphabet has every letter. */
static void add_alphabet(struct table *c, const char *letters, uint32_t bit)
{
    struct str rest = str_of(letters);
    for (size_t i = 0; !*letters && i < c->n; i++)
        c->languages[i] |= bit;
    for (uint32_t letter; (letter = take(&rest)) != 0;)
        if (letter - c->base < c->n)
            c->languages[letter - c->base] |= bit;
}

static uint16_t scheme_named(const struct table *c, const char *label)
{
    for (uint16_t s = (uint16_t)(c->schemes - schemes); label && s < schemes_n; s++)
        if (strcmp(schemes[s].label, label) == 0)
            return s;
    return 0;
}

static bool is_context_free(const struct rule *rule)
{
    return rule->from_n == 1 && rule->before == ANY && rule->after == ANY;
}

static void set_out(struct rule *rule, const char *to)
{
    rule->doubles = to[0] == '+';
    rule->joins_before = to[0] == '=';
    size_t n = strlen(to);
    rule->joins_after = n > 1 && to[n - 1] == '=';
    for (; *to; to++)
        if (*to >= 'a' && *to <= 'z') {
            tables_sound = tables_sound && rule->out_n < OUT_MAX;
            if (rule->out_n < OUT_MAX)
                rule->out[rule->out_n++] = *to;
        }
}

/* Keeps own, a list of n rules, in the order in which they are tried. */
static void insert(const struct rule **own, size_t n, const struct rule *rule)
{
    size_t at = n;
    for (; at > 0 && own[at - 1]->rank < rule->rank; at--)
        own[at] = own[at - 1];
    own[at] = rule;
}

/* The list of one letter: the scheme's own rules, then the parent's, up to one that always holds. */
static void close_letter(struct scheme *scheme, const struct scheme *parent, uint16_t letter, uint32_t base,
                         size_t first_rule)
{
    const struct rule *own[CHAIN_MAX + 1];
    size_t n = 0;
    for (size_t r = first_rule; r < rules_n; r++)
        if (rules[r].from[0] == letter && n < CHAIN_MAX)
            insert(own, n++, &rules[r]);
    tables_sound = tables_sound && n < CHAIN_MAX;
    const struct rule *const *inherited = parent->rules[letter - base];
    scheme->rules[letter - base] = inherited;
    if (n == 0)
        return;
    scheme->rules[letter - base] = &pool[pool_n];
    bool final = false;
    for (size_t i = 0; i < n && !final && pool_n + 1 < POOL_MAX; i++) {
        pool[pool_n++] = own[i];
        final = is_context_free(own[i]);
    }
    for (; inherited && *inherited && !final && pool_n + 1 < POOL_MAX; inherited++) {
        pool[pool_n++] = *inherited;
        final = is_context_free(*inherited);
    }
    tables_sound = tables_sound && pool_n + 1 < POOL_MAX;
    pool[pool_n] = NULL;
    pool_n += pool_n + 1 < POOL_MAX;
}

static void close_scheme(const struct table *c, struct scheme *scheme, uint16_t parent, size_t first_rule)
{
    for (uint32_t i = 0; scheme && i < c->n; i++)
        close_letter(scheme, &schemes[parent], (uint16_t)(c->base + i), c->base, first_rule);
}

static void add_rule(const struct table *c, const struct line *line)
{
    struct roman_token t;
    roman_read(str_of(line->a), &t);
    if (t.n == 0 || t.n > FROM_MAX || rules_n == RULES_MAX || t.at[0] - c->base >= c->n) {
        tables_sound = false;
        return;
    }
    struct rule *rule = &rules[rules_n++];
    for (size_t i = 0; i < t.n; i++)
        rule->from[i] = (uint16_t)t.at[i];
    rule->from_n = (uint8_t)t.n;
    rule->before = (uint8_t)line->before;
    rule->after = (uint8_t)line->after;
    rule->rank = (uint8_t)(t.n * 16 + 8 - (size_t)__builtin_popcount(line->before) -
                           (size_t)__builtin_popcount(line->after));
    set_out(rule, line->b);
}

/* language is a list of names, "rus ukr", or "" for a parent of others. */
static uint32_t language_bits(const char *const *names, size_t n, const char *list)
{
    uint32_t bits = 0;
    struct str rest = str_of(list);
    while (rest.n) {
        struct str one = str_cut(&rest, ' ');
        for (size_t i = 0; i < n; i++)
            if (str_equal(str_of(names[i]), one))
                bits |= UINT32_C(1) << i;
    }
    return bits;
}

static struct scheme *add_scheme(const struct table *c, const struct line *line, uint32_t languages,
                                 uint16_t *parent)
{
    if (schemes_n == SCHEMES_MAX) {
        tables_sound = false;
        return NULL;
    }
    *parent = scheme_named(c, line->b);
    tables_sound = tables_sound && (!*line->b || *parent);
    struct scheme *scheme = &schemes[schemes_n++];
    scheme->label = line->a;
    scheme->fill = schemes[*parent].fill;
    scheme->languages = languages;
    return scheme;
}

/* A line that says something of the letters, not of a scheme. */
static void see_letters(struct table *c, const struct line *line)
{
    if (line->kind == LINE_BLOCK) {
        c->base = line->before;
        c->n = line->after - line->before + 1;
        tables_sound = tables_sound && c->n <= LETTERS_MAX;
    } else if (line->kind == LINE_ALSO) {
        c->also_base = line->before;
        c->also_n = line->after - line->before + 1;
    } else if (line->kind == LINE_APOSTROPHE) {
        c->apostrophe = line->before;
    } else if (line->kind == LINE_VOWELS || line->kind == LINE_SIGNS) {
        set_kind(c, line->a, line->kind == LINE_VOWELS ? VOWEL : SIGN);
    } else if (line->kind == LINE_SAME) {
        set_same(c, line->a, line->b);
    }
}

static void compile(struct table *c, const struct source *source)
{
    const char *names[LANGUAGES_MAX];
    size_t names_n = 0;
    struct scheme *scheme = NULL;
    uint16_t parent = 0;
    size_t first_rule = rules_n;
    c->script = source->script;
    c->schemes = &schemes[schemes_n];
    for (size_t i = 0; i < source->n; i++) {
        const struct line *line = &source->lines[i];
        if (line->kind == LINE_LANGUAGE && names_n < LANGUAGES_MAX) {
            names[names_n] = line->a;
            c->open_languages |= *line->b ? 0 : UINT32_C(1) << names_n;
            add_alphabet(c, line->b, UINT32_C(1) << names_n++);
        } else if (line->kind == LINE_SCHEME) {
            close_scheme(c, scheme, parent, first_rule);
            first_rule = rules_n;
            scheme = add_scheme(c, line, language_bits(names, names_n, line->c), &parent);
        } else if (line->kind == LINE_FILL && scheme) {
            scheme->fill = line->a[0];
        } else if (line->kind == LINE_RULE) {
            add_rule(c, line);
        } else {
            see_letters(c, line);
        }
    }
    close_scheme(c, scheme, parent, first_rule);
    c->schemes_n = (size_t)(&schemes[schemes_n] - c->schemes);
    c->all_languages = names_n ? (uint32_t)((UINT64_C(1) << names_n) - 1) : 0;
}

static void compile_all(void)
{
    for (size_t i = 0; i < TABLES_N; i++)
        compile(&tables[i], &sources[i]);
}

const struct table *roman_table(enum script script)
{
    pthread_once(&once, compile_all);
    for (size_t i = 0; i < TABLES_N; i++)
        if (tables[i].script == script)
            return &tables[i];
    return NULL;
}

bool roman_rules_sound(void)
{
    pthread_once(&once, compile_all);
    return tables_sound;
}

void roman_rules_tables(roman_see see, void *context)
{
    for (size_t t = 0; t < TABLES_N; t++)
        for (size_t i = 0; i < sources[t].n; i++) {
            const struct line *line = &sources[t].lines[i];
            uint8_t head[5] = {(uint8_t)line->kind, (uint8_t)line->before, (uint8_t)(line->before >> 8),
                               (uint8_t)line->after, (uint8_t)(line->after >> 8)};
            see(context, head, sizeof(head));
            roman_see_text(see, context, line->a);
            roman_see_text(see, context, line->b);
            roman_see_text(see, context, line->c);
        }
}
