/* Kana: Hepburn as passports write it, as it is typed, with m before labials;
 * Kunrei and Nihon. */
#include "name/romanise/engine.h"

#include <pthread.h>
#include <utf8proc.h>

enum { HEPBURN, KUNREI, NIHON, SYSTEMS };
enum { KANA_FIRST = 0x3041, KANA_N = 0x60, SMALL_TSU = 0x3063, MORAIC_N = 0x3093, LONG_MARK = 0x30fc };

static const struct kana {
    const char *kana;
    const char *as[SYSTEMS];
} kana[] = {
#define K(kana, ...) {kana, {__VA_ARGS__}},
#include "name/romanise/kana.def"
#undef K
};
enum { KANAS_N = sizeof(kana) / sizeof(kana[0]) };

enum vowels { VOWELS_SHORT, VOWELS_AS_TYPED };

static const struct way {
    const char *label;
    int system;
    enum vowels vowels;
    bool m; /* ん before b, m, p */
    bool l; /* foreign names, in katakana: r may stand for l */
} ways[] = {
    {"Hepburn", HEPBURN, VOWELS_SHORT, false, false},
    {"Hepburn, m before labials", HEPBURN, VOWELS_SHORT, true, false},
    {"Hepburn, as typed", HEPBURN, VOWELS_AS_TYPED, false, false},
    {"foreign name, l for r", HEPBURN, VOWELS_SHORT, false, true},
    {"Kunrei (ISO 3602)", KUNREI, VOWELS_SHORT, false, false},
    {"Nihon", NIHON, VOWELS_SHORT, false, false},
};

/* Index into kana, plus one: of one sign, and of two by the second. Filled once. */
static uint8_t single[KANA_N];
static uint8_t pairs[KANA_N][KANA_N];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void index_kana(void)
{
    for (size_t i = 0; i < KANAS_N; i++) {
        struct roman_token t;
        roman_read(str_of(kana[i].kana), &t);
        if (t.n == 1)
            single[t.at[0] - KANA_FIRST] = (uint8_t)(i + 1);
        else if (t.n == 2)
            pairs[t.at[0] - KANA_FIRST][t.at[1] - KANA_FIRST] = (uint8_t)(i + 1);
    }
}

/* Katakana as hiragana; what is neither kana nor the mark of length is dropped. */
static void to_hiragana(const struct roman_token *token, struct roman_token *out)
{
    out->n = 0;
    for (size_t i = 0; i < token->n; i++) {
        uint32_t c = token->at[i];
        if (c >= 0x30a1 && c <= 0x30f6)
            c -= 0x60;
        if (c == LONG_MARK || c - KANA_FIRST < KANA_N)
            out->at[out->n++] = c;
    }
    out->at[out->n] = 0;
}

static char last_of(const struct roman_text *text)
{
    return text->n ? text->p[text->n - 1] : 0;
}

/* A vowel that only lengthens the one before: ou, oo, uu, aa, ee, ii. */
static bool lengthens(const struct way *way, const struct roman_text *text, const char *vowel)
{
    char last = last_of(text);
    if (way->vowels != VOWELS_SHORT || vowel[1])
        return false;
    return (last == 'o' && (vowel[0] == 'u' || vowel[0] == 'o')) || (last == 'u' && vowel[0] == 'u');
}

static void put_sign(const struct way *way, struct roman_text *text, const char *latin, bool doubled,
                     bool after_n)
{
    if (doubled) {
        const char twice[2] = {latin[0] == 'c' ? 't' : latin[0], 0};
        if (!strchr("aiueo", latin[0]))
            roman_put(text, twice);
    }
    if (after_n && way->m && text->n && strchr("bmp", latin[0]))
        text->p[text->n - 1] = 'm';
    if (way->l && latin[0] == 'r') {
        roman_put(text, "l");
        latin++;
    }
    if (!lengthens(way, text, latin) || after_n)
        roman_put(text, latin);
}

static void write_way(const struct way *way, const struct roman_token *token, struct roman_text *text)
{
    bool doubled = false;
    bool after_n = false;
    text->n = 0;
    for (size_t i = 0; i < token->n;) {
        uint32_t c = token->at[i];
        uint32_t next = i + 1 < token->n ? token->at[i + 1] - KANA_FIRST : KANA_N;
        size_t entry = c == LONG_MARK ? 0 : next < KANA_N ? pairs[c - KANA_FIRST][next] : 0;
        size_t step = entry ? 2 : 1;
        if (!entry && c != LONG_MARK)
            entry = single[c - KANA_FIRST];
        if (entry)
            put_sign(way, text, kana[entry - 1].as[way->system], doubled, after_n);
        else if (c == MORAIC_N)
            roman_put(text, "n");
        else if (c == LONG_MARK && way->vowels == VOWELS_AS_TYPED)
            roman_put(text, (char[2]){last_of(text), 0});
        doubled = c == SMALL_TSU;
        after_n = c == MORAIC_N;
        i += step;
    }
}

void roman_kana(const struct roman_token *token, struct roman_sink *sink)
{
    pthread_once(&once, index_kana);
    struct roman_token hiragana;
    bool foreign = token->n && token->at[0] >= 0x30a0;
    to_hiragana(token, &hiragana);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !roman_full(sink); i++) {
        struct roman_text text;
        if (ways[i].l && !foreign)
            continue;
        write_way(&ways[i], &hiragana, &text);
        roman_give(sink, &text, ways[i].label);
    }
}

void roman_kana_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < KANAS_N; i++) {
        roman_see_text(see, context, kana[i].kana);
        for (size_t system = 0; system < SYSTEMS; system++)
            roman_see_text(see, context, kana[i].as[system]);
    }
}
