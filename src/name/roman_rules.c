/* Rules: the romaniser of the alphabets and abjads. It reads the tables in
 * name/romanise/SCRIPT.def, which say for each scheme what a letter or a
 * sequence of letters becomes, and between what.
 *
 * A table is compiled once into lists by first letter. Of a scheme's rules that hold
 * at a place, the one with the most letters is taken, then the one with the
 * narrowest context, then the first in the table; where the scheme has none, its
 * parent is asked. A letter nobody names is dropped. */
#include "name/romanise/engine.h"

#include <pthread.h>
#include <utf8proc.h>

enum { EDGE = 1, VOWEL = 2, CONS = 4, SIGN = 8, ANY = 15 };
enum { RULES_MAX = 2400, SCHEMES_MAX = 128, LETTERS_MAX = 0x140, FROM_MAX = 8, LANGUAGES_MAX = 24 };

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
static const struct table {
    enum script script;
    const struct line *lines;
    size_t n;
} tables[] = {
    TABLE(CYRILLIC, cyrillic),   TABLE(GREEK, greek),       TABLE(ARABIC, arabic),
    TABLE(HEBREW, hebrew),       TABLE(ARMENIAN, armenian), TABLE(GEORGIAN, georgian),
    TABLE(MONGOLIAN, mongolian), TABLE(KHMER, khmer),       TABLE(MYANMAR, myanmar),
};
enum { TABLES_N = sizeof(tables) / sizeof(tables[0]) };

struct rule {
    uint32_t from[FROM_MAX];
    uint16_t next; /* the next rule of this scheme and first letter; 0: none */
    uint8_t from_n;
    uint8_t before;
    uint8_t after;
    uint8_t rank; /* longer letters first, then the narrower context */
    const char *to;
};

struct scheme {
    const char *label;
    uint16_t parent; /* 0: none */
    const char *fill;
    uint32_t languages; /* none: only a parent of others */
    uint16_t first[LETTERS_MAX];
};

struct compiled {
    uint32_t base;
    uint32_t n;
    uint32_t also_base;
    uint32_t also_n;
    uint32_t apostrophe;                /* 0: dropped */
    uint8_t kind[LETTERS_MAX];          /* VOWEL or SIGN; 0 is a consonant */
    uint16_t same[LETTERS_MAX];         /* what the letter is read as; 0: itself */
    uint32_t languages[LETTERS_MAX];    /* whose alphabet has the letter */
    uint16_t scheme_first, scheme_last; /* [first, last) of schemes */
    uint32_t all_languages;
    uint32_t open_languages; /* those that have every letter: asked only where no other has them */
};

static struct rule rules[RULES_MAX];
static struct scheme schemes[SCHEMES_MAX];
static struct compiled compiled[TABLES_N];
static uint16_t rules_n = 1, schemes_n = 1;
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

static void set_kind(struct compiled *c, const char *letters, uint8_t kind)
{
    struct str rest = str_of(letters);
    for (uint32_t letter; (letter = take(&rest)) != 0;)
        if (letter - c->base < c->n)
            c->kind[letter - c->base] = kind;
}

static void set_same(struct compiled *c, const char *letters, const char *as)
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
static void add_alphabet(struct compiled *c, const char *letters, uint32_t bit)
{
    struct str rest = str_of(letters);
    for (size_t i = 0; !*letters && i < c->n; i++)
        c->languages[i] |= bit;
    for (uint32_t letter; (letter = take(&rest)) != 0;)
        if (letter - c->base < c->n)
            c->languages[letter - c->base] |= bit;
}

static uint16_t scheme_named(const struct compiled *c, const char *label)
{
    for (uint16_t s = c->scheme_first; label && s < schemes_n; s++)
        if (strcmp(schemes[s].label, label) == 0)
            return s;
    return 0;
}

static void add_rule(const struct compiled *c, struct scheme *scheme, const struct line *line)
{
    struct roman_token t;
    roman_read(str_of(line->a), &t);
    if (t.n == 0 || t.n > FROM_MAX || rules_n == RULES_MAX || t.at[0] - c->base >= c->n) {
        tables_sound = false;
        return;
    }
    struct rule *rule = &rules[rules_n];
    memcpy(rule->from, t.at, t.n * sizeof(t.at[0]));
    rule->from_n = (uint8_t)t.n;
    rule->before = (uint8_t)line->before;
    rule->after = (uint8_t)line->after;
    rule->to = line->b;
    rule->rank = (uint8_t)(t.n * 16 + 8 - (size_t)__builtin_popcount(line->before) -
                           (size_t)__builtin_popcount(line->after));
    uint16_t *link = &scheme->first[t.at[0] - c->base];
    while (*link && rules[*link].rank >= rule->rank)
        link = &rules[*link].next;
    rule->next = *link;
    *link = rules_n++;
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

static struct scheme *add_scheme(const struct compiled *c, const struct line *line, uint32_t languages)
{
    if (schemes_n == SCHEMES_MAX) {
        tables_sound = false;
        return NULL;
    }
    uint16_t parent = scheme_named(c, line->b);
    tables_sound = tables_sound && (!*line->b || parent);
    struct scheme *scheme = &schemes[schemes_n++];
    scheme->label = line->a;
    scheme->parent = parent;
    scheme->fill = schemes[parent].fill;
    scheme->languages = languages;
    return scheme;
}

static void compile(struct compiled *c, const struct table *table)
{
    const char *names[LANGUAGES_MAX];
    size_t names_n = 0;
    struct scheme *scheme = NULL;
    c->scheme_first = schemes_n;
    for (size_t i = 0; i < table->n; i++) {
        const struct line *line = &table->lines[i];
        if (line->kind == LINE_BLOCK) {
            c->base = line->before;
            c->n = line->after - line->before + 1;
            tables_sound = tables_sound && c->n <= LETTERS_MAX;
        } else if (line->kind == LINE_ALSO) {
            c->also_base = line->before;
            c->also_n = line->after - line->before + 1;
        } else if (line->kind == LINE_APOSTROPHE) {
            c->apostrophe = line->before;
        } else if (line->kind == LINE_FILL && scheme) {
            scheme->fill = line->a;
        } else if (line->kind == LINE_VOWELS) {
            set_kind(c, line->a, VOWEL);
        } else if (line->kind == LINE_SIGNS) {
            set_kind(c, line->a, SIGN);
        } else if (line->kind == LINE_SAME) {
            set_same(c, line->a, line->b);
        } else if (line->kind == LINE_LANGUAGE && names_n < LANGUAGES_MAX) {
            names[names_n] = line->a;
            c->open_languages |= *line->b ? 0 : UINT32_C(1) << names_n;
            add_alphabet(c, line->b, UINT32_C(1) << names_n++);
        } else if (line->kind == LINE_SCHEME) {
            scheme = add_scheme(c, line, language_bits(names, names_n, line->c));
        } else if (scheme) {
            add_rule(c, scheme, line);
        }
    }
    c->scheme_last = schemes_n;
    c->all_languages = names_n ? (uint32_t)((UINT64_C(1) << names_n) - 1) : 0;
}

static void compile_all(void)
{
    for (size_t i = 0; i < TABLES_N; i++)
        compile(&compiled[i], &tables[i]);
}

/* The token's letters that the table knows of; others are taken apart into
 * base and marks where Unicode can, and dropped where not. A Latin letter among
 * them (a look-alike, typed by mistake) stays what it is. */
static void keep_known(const struct compiled *c, const struct roman_token *token, struct roman_token *kept)
{
    kept->n = 0;
    for (size_t i = 0; i < token->n && kept->n < ROMAN_LETTERS_MAX; i++) {
        uint32_t letter = token->at[i];
        if (letter == '\'' || letter == 0x2019)
            letter = c->apostrophe;
        if (letter == 0)
            continue;
        if (letter < 0x80) {
            kept->at[kept->n++] = letter;
            continue;
        }
        if (letter - c->also_base < c->also_n)
            letter = letter - c->also_base + c->base;
        if (letter - c->base >= c->n) {
            utf8proc_int32_t parts[8];
            int boundary = 0;
            utf8proc_ssize_t n =
                utf8proc_decompose_char((utf8proc_int32_t)letter, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
            letter = n > 0 && n <= 8 ? (uint32_t)parts[0] : 0;
        }
        if (letter - c->base >= c->n)
            continue;
        uint32_t same = c->same[letter - c->base];
        kept->at[kept->n++] = same ? same : letter;
    }
    kept->at[kept->n] = 0;
}

static uint8_t kind_at(const struct compiled *c, const struct roman_token *token, size_t i)
{
    if (i >= token->n)
        return EDGE;
    if (token->at[i] < 0x80)
        return strchr("aeiouy", (int)token->at[i]) ? VOWEL : CONS;
    uint8_t kind = c->kind[token->at[i] - c->base];
    return kind ? kind : CONS;
}

static const struct rule *rule_for(const struct compiled *c, const struct scheme *scheme,
                                   const struct roman_token *token, size_t i, uint8_t before)
{
    for (;;) {
        for (uint16_t r = scheme->first[token->at[i] - c->base]; r; r = rules[r].next) {
            const struct rule *rule = &rules[r];
            size_t k = 1;
            while (k < rule->from_n && token->at[i + k] == rule->from[k])
                k++;
            if (k == rule->from_n && (rule->before & before) && (rule->after & kind_at(c, token, i + k)))
                return rule;
        }
        if (!scheme->parent)
            return NULL;
        scheme = &schemes[scheme->parent];
    }
}

/* A sign of doubling: the last consonant once more, before the vowels written
 * after it. Digraphs are not doubled. */
static void put_double(struct roman_text *text)
{
    size_t i = text->n;
    while (i > 0 && strchr("aeiou", text->p[i - 1]))
        i--;
    if (i == 0 || text->n == ROMAN_TEXT_MAX ||
        (text->p[i - 1] == 'h' && i > 1 && strchr("sktdgcz", text->p[i - 2])))
        return;
    memmove(text->p + i, text->p + i - 1, text->n - i + 2);
    text->n++;
}

static bool is_consonant(char letter)
{
    return letter && !strchr("aeiou", letter);
}

/* "=" in front of what a rule gives, or at the end of what was given before it,
 * keeps the filling vowel away; joined carries the latter from rule to rule. */
static void put_rule(struct roman_text *text, const char *to, const char *fill, bool *joined)
{
    if (to[0] == '+')
        put_double(text);
    else if (fill && !*joined && is_consonant(to[0]) && to[0] != '=' && text->n &&
             is_consonant(text->p[text->n - 1]))
        roman_put(text, fill);
    roman_put(text, to);
    if (to[0])
        *joined = to[strlen(to) - 1] == '=';
}

static void run(const struct compiled *c, const struct scheme *scheme, const struct roman_token *token,
                struct roman_text *text)
{
    bool joined = false;
    text->n = 0;
    for (size_t i = 0; i < token->n;) {
        if (token->at[i] < 0x80) {
            roman_put(text, (char[2]){(char)token->at[i++], 0});
            continue;
        }
        uint8_t before = i ? kind_at(c, token, i - 1) : EDGE;
        const struct rule *rule = rule_for(c, scheme, token, i, before);
        if (rule)
            put_rule(text, rule->to, scheme->fill, &joined);
        i += rule ? rule->from_n : 1;
    }
}

/* The languages whose alphabet has every letter of the token; all of them where none has. */
static uint32_t languages_of(const struct compiled *c, const struct roman_token *token)
{
    uint32_t bits = c->all_languages;
    for (size_t i = 0; i < token->n; i++)
        if (token->at[i] >= 0x80)
            bits &= c->languages[token->at[i] - c->base];
    if (bits & ~c->open_languages)
        return bits & ~c->open_languages;
    return bits ? bits : c->all_languages;
}

void roman_rules(enum script script, const struct roman_token *token, struct roman_sink *sink)
{
    pthread_once(&once, compile_all);
    size_t t = 0;
    while (t < TABLES_N && tables[t].script != script)
        t++;
    if (t == TABLES_N)
        return;
    const struct compiled *c = &compiled[t];
    struct roman_token known;
    keep_known(c, token, &known);
    uint32_t languages = languages_of(c, &known);
    struct roman_text text;
    for (uint16_t s = c->scheme_first; s < c->scheme_last && !roman_full(sink); s++)
        if (schemes[s].languages & languages) {
            run(c, &schemes[s], &known, &text);
            roman_give(sink, &text, schemes[s].label);
        }
}

bool roman_rules_sound(void)
{
    pthread_once(&once, compile_all);
    return tables_sound;
}

void roman_rules_tables(roman_see see, void *context)
{
    for (size_t t = 0; t < TABLES_N; t++)
        for (size_t i = 0; i < tables[t].n; i++) {
            const struct line *line = &tables[t].lines[i];
            uint8_t head[5] = {(uint8_t)line->kind, (uint8_t)line->before, (uint8_t)(line->before >> 8),
                               (uint8_t)line->after, (uint8_t)(line->after >> 8)};
            see(context, head, sizeof(head));
            roman_see_text(see, context, line->a);
            roman_see_text(see, context, line->b);
            roman_see_text(see, context, line->c);
        }
}
