/* Hangul: syllables taken apart into jamo by arithmetic, sounds fitted to their
 * neighbours as speech does, then Revised, McCune-Reischauer, North Korean, and
 * the spellings that bearers of a name use. */
#include "name/romanise/engine.h"

enum { SYLLABLE_FIRST = 0xac00, SYLLABLES = 11172, VOWELS = 21, FINALS = 28 };
enum { NUL_INITIAL = 11, R_INITIAL = 5, N_INITIAL = 2, M_INITIAL = 6, H_INITIAL = 18, S_INITIAL = 9 };
enum sound { NONE, K, T, P, N, L, M, NG, H, NH, LH };
enum { INITIAL_REVISED, INITIAL_MR_PAUSE, INITIAL_MR_VOICED, INITIAL_NORTH, INITIAL_NAME, INITIALS };
enum { VOWEL_REVISED, VOWEL_MR, VOWEL_NAME, VOWEL_WAYS };

static const char *const initials[][INITIALS] = {
#define INITIAL(...) {__VA_ARGS__},
#define VOWEL(...)
#define FINAL(...)
#define NAME(...)
#include "name/romanise/hangul.def"
#undef INITIAL
#undef VOWEL
};

static const char *const vowels[][VOWEL_WAYS] = {
#define INITIAL(...)
#define VOWEL(...) {__VA_ARGS__},
#include "name/romanise/hangul.def"
#undef FINAL
#undef VOWEL
};

static const struct final {
    const char *pause;
    const char *stays;
    int moves; /* the initial it becomes before a vowel; -1: none */
    enum sound sound;
} finals[] = {
#define VOWEL(...)
#define FINAL(pause, stays, moves, sound) {pause, stays, moves, sound},
#include "name/romanise/hangul.def"
#undef FINAL
#undef NAME
};

enum { SPELLINGS_MAX = 8 };
static const struct usual {
    uint32_t syllable;
    const char *as[SPELLINGS_MAX];
} usual[] = {
#define FINAL(...)
#define NAME(syllable, ...) {syllable, {__VA_ARGS__}},
#include "name/romanise/hangul.def"
#undef FINAL
#undef NAME
#undef INITIAL
#undef VOWEL
};
enum { USUAL_N = sizeof(usual) / sizeof(usual[0]) };

struct syllable {
    size_t initial;
    size_t vowel;
    size_t final;
};

static const struct way {
    const char *label;
    int pause;  /* the column of initials after a pause or a voiceless sound */
    int voiced; /* and between voiced ones */
    int vowel;
    bool fitted; /* sounds fitted to their neighbours */
    bool l;      /* foreign names: r may stand for l */
} ways[] = {
    {"Revised Romanisation 2000", INITIAL_REVISED, INITIAL_REVISED, VOWEL_REVISED, true, false},
    {"McCune-Reischauer", INITIAL_MR_PAUSE, INITIAL_MR_VOICED, VOWEL_MR, true, false},
    {"North Korea 1992", INITIAL_NORTH, INITIAL_NORTH, VOWEL_MR, true, false},
    {"foreign name, l for r", INITIAL_REVISED, INITIAL_REVISED, VOWEL_REVISED, true, true},
    {"usage", INITIAL_NAME, INITIAL_NAME, VOWEL_NAME, false, false},
    {"usage, syllable by syllable", INITIAL_REVISED, INITIAL_REVISED, VOWEL_REVISED, false, false},
};

/* What a final becomes before the next initial, which may change with it. */
static const char *fit(size_t final, size_t *initial)
{
    const struct final *f = &finals[final];
    bool nasal = *initial == N_INITIAL || *initial == M_INITIAL || *initial == R_INITIAL;
    if (*initial == NUL_INITIAL && f->moves >= 0) {
        *initial = (size_t)f->moves;
        return f->stays;
    }
    if (f->sound == L || f->sound == N || f->sound == NH || f->sound == LH) {
        bool lateral = f->sound == L || f->sound == LH;
        if (*initial != R_INITIAL && !(lateral && *initial == N_INITIAL))
            return f->pause;
        *initial = R_INITIAL;
        return "l";
    }
    if (*initial == R_INITIAL && f->sound != NONE && f->sound != H)
        *initial = N_INITIAL;
    if (!nasal || f->sound == M || f->sound == NG)
        return f->pause;
    return f->sound == K ? "ng" : f->sound == T || f->sound == H ? "n" : f->sound == P ? "m" : f->pause;
}

static bool voiced_after(size_t final)
{
    enum sound s = finals[final].sound;
    return s == NONE || s == N || s == L || s == M || s == NG;
}

static void write_way(const struct way *way, const struct syllable *s, size_t n, struct roman_text *text)
{
    bool voiced = false;
    bool after_l = false;
    size_t initial = n ? s[0].initial : 0;
    for (size_t i = 0; i < n; i++) {
        bool lateral = (after_l || way->l) && initial == R_INITIAL;
        roman_put(text, lateral ? "l" : initials[initial][voiced ? way->voiced : way->pause]);
        roman_put(text, vowels[s[i].vowel][way->vowel]);
        if (i + 1 == n || !way->fitted) {
            roman_put(text, finals[s[i].final].pause);
            initial = i + 1 < n ? s[i + 1].initial : 0;
            voiced = true;
            continue;
        }
        initial = s[i + 1].initial;
        voiced = voiced_after(s[i].final) || initial == NUL_INITIAL;
        const char *end = fit(s[i].final, &initial);
        after_l = end[0] == 'l';
        roman_put(text, end);
    }
}

/* Syllables, also from jamo and compatibility jamo composed by NFKC; other letters are dropped. */
static size_t take_apart(const struct roman_token *token, struct syllable s[ROMAN_LETTERS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < token->n; i++) {
        uint32_t c = token->at[i] - SYLLABLE_FIRST;
        if (c >= SYLLABLES)
            continue;
        s[n++] = (struct syllable){c / (VOWELS * FINALS), c / FINALS % VOWELS, c % FINALS};
    }
    return n;
}

static const struct usual *usual_of(uint32_t syllable)
{
    for (size_t i = 0; i < USUAL_N; i++)
        if (usual[i].syllable == syllable)
            return &usual[i];
    return NULL;
}

/* The first syllable as a family name, the rest as a given name. */
static void give_usual(const struct roman_token *token, const struct syllable *s, size_t n,
                       struct roman_sink *sink)
{
    const struct usual *name = usual_of(token->at[0]);
    for (size_t i = 0; name && i < SPELLINGS_MAX && name->as[i]; i++) {
        struct roman_text text = {.n = 0};
        roman_put(&text, name->as[i]);
        write_way(&ways[0], s + 1, n - 1, &text);
        roman_give(sink, &text, "usage of family names");
    }
}

void roman_hangul(const struct roman_token *token, struct roman_sink *sink)
{
    struct syllable s[ROMAN_LETTERS_MAX];
    size_t n = take_apart(token, s);
    if (n == 1 && token->n == 1)
        give_usual(token, s, n, sink);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !roman_full(sink); i++) {
        struct roman_text text = {.n = 0};
        write_way(&ways[i], s, n, &text);
        roman_give(sink, &text, ways[i].label);
    }
    if ((n == 3 || n == 4) && n == token->n)
        give_usual(token, s, n, sink);
}

void roman_hangul_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < sizeof(initials) / sizeof(initials[0]); i++)
        for (size_t way = 0; way < INITIALS; way++)
            roman_see_text(see, context, initials[i][way]);
    for (size_t i = 0; i < sizeof(vowels) / sizeof(vowels[0]); i++)
        for (size_t way = 0; way < VOWEL_WAYS; way++)
            roman_see_text(see, context, vowels[i][way]);
    for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++) {
        const uint8_t fixed[2] = {(uint8_t)(finals[i].moves + 1), (uint8_t)finals[i].sound};
        see(context, fixed, sizeof(fixed));
        roman_see_text(see, context, finals[i].pause);
        roman_see_text(see, context, finals[i].stays);
    }
    for (size_t i = 0; i < USUAL_N; i++)
        for (size_t k = 0; k < SPELLINGS_MAX; k++)
            roman_see_text(see, context, usual[i].as[k]);
}
