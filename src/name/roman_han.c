/* Han: Mandarin in pinyin, passport spelling and Wade-Giles, Cantonese as in
 * Hong Kong, the Sino-Korean reading in the ways of Hangul, Japanese on and kun,
 * Sino-Vietnamese. The readings are generated (tools/readings.py). */
#include "name/romanise/engine.h"
#include "name/wade.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum language { MANDARIN, CANTONESE, ON, KUN, VIETNAMESE, LANGUAGES };
enum { HANGUL_BEFORE_FIRST = 0xabff };

#define POOL(language, ...) static const char *const pool_##language[] = {__VA_ARGS__};
#define BLOCK(first, last)
#define H(...)
#include "name/romanise/readings.def"
#undef POOL
#undef H

static const char *const *const pools[LANGUAGES] = {pool_kMandarin, pool_kCantonese, pool_kJapaneseOn,
                                                    pool_kJapaneseKun, pool_kVietnamese};

struct reading {
    uint16_t of[LANGUAGES];
    uint16_t hangul;
};

static const struct reading readings[] = {
#define POOL(language, ...)
#define H(mandarin, cantonese, on, kun, vietnamese, hangul)                                                  \
    {{mandarin, cantonese, on, kun, vietnamese}, hangul},
#include "name/romanise/readings.def"
#undef POOL
#undef BLOCK
#undef H
};
enum { READINGS_N = sizeof(readings) / sizeof(readings[0]) };

static const struct block {
    uint32_t first, last;
} blocks[] = {
#define POOL(language, ...)
#define BLOCK(first, last) {first, last},
#define H(...)
#include "name/romanise/readings.def"
};

enum rule_kind {
    SURNAME_RULE,
    WADE_WHOLE,
    WADE_START,
    WADE_END,
    HONGKONG_WHOLE,
    HONGKONG_START,
    HONGKONG_END
};

static const struct rule {
    enum rule_kind kind;
    uint32_t character;
    const char *from;
    const char *to;
} rules[] = {
#define SURNAME(character, pinyin) {SURNAME_RULE, character, "", pinyin},
#define WADE_FINAL(from, to) {WADE_WHOLE, 0, from, to},
#define WADE_INITIAL(from, to) {WADE_START, 0, from, to},
#define WADE_ENDING(from, to) {WADE_END, 0, from, to},
#define HONGKONG_SYLLABLE(from, to) {HONGKONG_WHOLE, 0, from, to},
#define HONGKONG_INITIAL(from, to) {HONGKONG_START, 0, from, to},
#define HONGKONG_ENDING(from, to) {HONGKONG_END, 0, from, to},
#include "name/romanise/han.def"
};
enum { RULES_N = sizeof(rules) / sizeof(rules[0]) };

static const struct reading *reading_of(uint32_t c)
{
    size_t before = 0;
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
        if (c >= blocks[i].first && c <= blocks[i].last)
            return &readings[before + (c - blocks[i].first)];
        before += blocks[i].last - blocks[i].first + 1;
    }
    return NULL;
}

/* The longest rule of a kind that syllable has at its start, or, of an ending, that all of it is. */
static const struct rule *rule_of(enum rule_kind kind, const char *syllable)
{
    const struct rule *best = NULL;
    bool start = kind == WADE_START || kind == HONGKONG_START;
    for (size_t i = 0; i < RULES_N; i++) {
        size_t n = strlen(rules[i].from);
        if (rules[i].kind != kind || strncmp(rules[i].from, syllable, n) != 0 || (!start && syllable[n]))
            continue;
        if (!best || n > strlen(best->from))
            best = &rules[i];
    }
    return best;
}

/* One syllable rewritten: as a whole, or its initial and its ending each for itself. */
static void rewrite(enum rule_kind whole, const char *syllable, struct roman_text *text)
{
    const struct rule *rule = rule_of(whole, syllable);
    if (rule) {
        roman_put(text, rule->to);
        return;
    }
    const struct rule *initial = rule_of(whole + 1, syllable);
    size_t n = initial ? strlen(initial->from) : strcspn(syllable, "aeiouv");
    for (size_t i = 0; !initial && i < n; i++)
        roman_put(text, (char[2]){syllable[i], 0});
    if (initial)
        roman_put(text, initial->to);
    const struct rule *ending = rule_of(whole + 2, syllable + n);
    roman_put(text, ending ? ending->to : syllable + n);
}

/* Every syllable of the pools as Wade-Giles and as Hong Kong write it. Filled once. */
enum { REWRITTEN_MAX = 12 };
static char wade[sizeof(pool_kMandarin) / sizeof(pool_kMandarin[0])][REWRITTEN_MAX];
static char hongkong[sizeof(pool_kCantonese) / sizeof(pool_kCantonese[0])][REWRITTEN_MAX];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void rewrite_pool(enum rule_kind whole, const char *const *pool, size_t n, char (*out)[REWRITTEN_MAX])
{
    for (size_t i = 0; i < n; i++) {
        struct roman_text text = {.n = 0};
        rewrite(whole, pool[i], &text);
        if (text.n < REWRITTEN_MAX)
            memcpy(out[i], text.p, text.n);
    }
}

/* The syllables of Mandarin by how Wade-Giles writes them; and these in pinyin. */
struct syllable {
    const char *written;
    const char *pinyin;
};
enum { SYLLABLES_MAX = sizeof(pool_kMandarin) / sizeof(pool_kMandarin[0]) };
static struct syllable by_wade[SYLLABLES_MAX];
static struct syllable by_pinyin[SYLLABLES_MAX];
static size_t syllables_n;

static int by_written(const void *a, const void *b)
{
    const struct syllable *x = a;
    const struct syllable *y = b;
    int order = strcmp(x->written, y->written);
    return order ? order : strcmp(x->pinyin, y->pinyin);
}

/* Those with a vowel; u with diaeresis, v in the pool, is not told from u. */
static void sort_syllables(void)
{
    for (size_t i = 0; i < SYLLABLES_MAX; i++) {
        const char *pinyin = pool_kMandarin[i];
        if (!pinyin || strchr(pinyin, 'v') || !strpbrk(pinyin, "aeiou") || !wade[i][0])
            continue;
        by_wade[syllables_n] = (struct syllable){wade[i], pinyin};
        by_pinyin[syllables_n++] = (struct syllable){pinyin, pinyin};
    }
    qsort(by_wade, syllables_n, sizeof *by_wade, by_written);
    qsort(by_pinyin, syllables_n, sizeof *by_pinyin, by_written);
}

/* The first syllable written so; *n is how many there are. */
static const struct syllable *find_syllable(const struct syllable *syllables, struct str written, size_t *n)
{
    size_t low = 0;
    size_t high = syllables_n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(str_of(syllables[middle].written), written) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *n = 0;
    while (low + *n < syllables_n && str_equal(str_of(syllables[low + *n].written), written))
        ++*n;
    return &syllables[low];
}

static void rewrite_pools(void)
{
    rewrite_pool(WADE_WHOLE, pool_kMandarin, sizeof(wade) / sizeof(wade[0]), wade);
    rewrite_pool(HONGKONG_WHOLE, pool_kCantonese, sizeof(hongkong) / sizeof(hongkong[0]), hongkong);
    sort_syllables();
}

/* Pinyin's u with diaeresis, v in the pool, as passports and as catalogues write it. */
static void put_pinyin(const char *syllable, bool passport, struct roman_text *text)
{
    for (; *syllable; syllable++)
        roman_put(text, *syllable != 'v' ? (char[2]){*syllable, 0} : passport ? "yu" : "u");
}

enum spelling { PLAIN, PASSPORT, WADE, HONGKONG };

static const struct way {
    const char *label;
    enum language language;
    enum spelling spelling;
    bool surname; /* the first character read as a family name */
} ways[] = {
    {"pinyin", MANDARIN, PLAIN, false},
    {"pinyin, family name", MANDARIN, PLAIN, true},
    {"pinyin, passport", MANDARIN, PASSPORT, true},
    {"Wade-Giles", MANDARIN, WADE, false},
    {"Wade-Giles, family name", MANDARIN, WADE, true},
    {"Hong Kong", CANTONESE, HONGKONG, false},
    {"Jyutping", CANTONESE, PLAIN, false},
    {"Japanese kun", KUN, PLAIN, false},
    {"Japanese on", ON, PLAIN, false},
    {"Sino-Vietnamese", VIETNAMESE, PLAIN, false},
};

static const char *surname_of(uint32_t c)
{
    for (size_t i = 0; i < RULES_N; i++)
        if (rules[i].kind == SURNAME_RULE && rules[i].character == c)
            return rules[i].to;
    return NULL;
}

static void put_character(const struct way *way, uint32_t character, bool first, struct roman_text *text)
{
    const char *surname = way->surname && first ? surname_of(character) : NULL;
    const struct reading *reading = reading_of(character);
    if (surname && way->spelling == WADE)
        rewrite(WADE_WHOLE, surname, text);
    else if (surname)
        roman_put(text, surname);
    else if (!reading)
        return;
    else if (way->spelling == WADE)
        roman_put(text, wade[reading->of[MANDARIN]]);
    else if (way->spelling == HONGKONG)
        roman_put(text, hongkong[reading->of[CANTONESE]]);
    else
        put_pinyin(pools[way->language][reading->of[way->language]], way->spelling == PASSPORT, text);
}

/* In the south an initial r, and n before i or y, is lost or weakened at the start of a word. */
static uint32_t southern(uint32_t syllable)
{
    enum { FIRST = 0xac00, VOWELS = 21, FINALS = 28, N = 2, R = 5, NONE = 11 };
    static const bool light[VOWELS] = {
        [2] = true, [3] = true, [6] = true, [7] = true, [12] = true, [17] = true, [20] = true};
    uint32_t index = syllable - FIRST;
    uint32_t initial = index / (VOWELS * FINALS);
    uint32_t rest = index % (VOWELS * FINALS);
    bool before_light = light[rest / FINALS];
    if (initial != R && !(initial == N && before_light))
        return syllable;
    return FIRST + (before_light ? (uint32_t)NONE : (uint32_t)N) * (uint32_t)(VOWELS * FINALS) + rest;
}

static void give_korean(const struct roman_token *token, struct roman_sink *sink)
{
    struct roman_token hangul = {.n = 0};
    for (size_t i = 0; i < token->n; i++) {
        const struct reading *reading = reading_of(token->at[i]);
        if (!reading || !reading->hangul)
            return;
        uint32_t syllable = HANGUL_BEFORE_FIRST + reading->hangul;
        hangul.at[hangul.n++] = i == 0 ? southern(syllable) : syllable;
    }
    hangul.at[hangul.n] = 0;
    roman_hangul(&hangul, sink);
}

void roman_han(const struct roman_token *token, struct roman_sink *sink)
{
    pthread_once(&once, rewrite_pools);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !roman_full(sink); i++) {
        struct roman_text text = {.n = 0};
        for (size_t k = 0; k < token->n; k++)
            put_character(&ways[i], token->at[k], k == 0, &text);
        roman_give(sink, &text, ways[i].label);
    }
    give_korean(token, sink);
}

size_t wade_as_pinyin(struct str first, struct str second, char forms[WADE_FORMS][WADE_LETTERS])
{
    size_t left_n = 0;
    size_t right_n = 0;
    size_t pinyin[2];
    size_t n = 0;
    pthread_once(&once, rewrite_pools);
    const struct syllable *left = find_syllable(by_wade, first, &left_n);
    const struct syllable *right = left_n ? find_syllable(by_wade, second, &right_n) : left;
    if (!left_n || !right_n)
        return 0;
    (void)find_syllable(by_pinyin, first, &pinyin[0]);
    (void)find_syllable(by_pinyin, second, &pinyin[1]);
    for (size_t i = 0; i < left_n && !(pinyin[0] && pinyin[1]); i++)
        for (size_t k = 0; k < right_n && n < WADE_FORMS; k++)
            snprintf(forms[n++], WADE_LETTERS, "%s%s", left[i].pinyin, right[k].pinyin);
    return n;
}

static void see_number(roman_see see, void *context, uint32_t n)
{
    const uint8_t bytes[3] = {(uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16)};
    see(context, bytes, sizeof(bytes));
}

void roman_han_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < RULES_N; i++) {
        see_number(see, context, (uint32_t)rules[i].kind);
        see_number(see, context, rules[i].character);
        roman_see_text(see, context, rules[i].from);
        roman_see_text(see, context, rules[i].to);
    }
    for (size_t i = 0; i < READINGS_N; i++) {
        for (size_t language = 0; language < LANGUAGES; language++)
            roman_see_text(see, context, pools[language][readings[i].of[language]]);
        see_number(see, context, readings[i].hangul);
    }
}
