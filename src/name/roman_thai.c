/* Thai and Lao: a vowel may stand before its consonant, around it, above or
 * below, or not at all. The letters are cut into syllables: sign before, one or
 * two consonants, vowel, final consonant. */
#include "name/romanise/engine.h"

#include <uchar.h>

enum { THAI_FIRST = 0xe00, THAI_N = 0x80, SILENCER = 0x0e4c };
enum { HO = 0x0e2b, RO = 0x0e23, LO = 0x0e25, WO = 0x0e27, O_ANG = 0x0e2d, YO = 0x0e22, LOW_LO = 0x0e3c };
enum value { INITIAL, FINAL, DERIVED, VALUES };

static const struct letter {
    const char *as[VALUES];
} letters[THAI_N] = {
#define T(code_point, ...) [(code_point)-THAI_FIRST] = {{__VA_ARGS__}},
#define V(before, after, latin)
#include "name/romanise/thai.def"
#undef T
#undef V
};

static const struct vowel {
    uint32_t before;
    const char32_t *after;
    const char *latin;
} vowels[] = {
#define T(code_point, ...)
#define V(before, after, latin) {before, U##after, latin},
#include "name/romanise/thai.def"
};
enum { VOWELS_N = sizeof(vowels) / sizeof(vowels[0]) };

static const struct way {
    const char *label;
    bool derived; /* consonants as they are written, not as they sound */
    bool o;       /* the unwritten vowel of a closed syllable: o, else a */
} ways[] = {
    {"RTGS", false, true},
    {"usage, as written", true, true},
    {"as derived from Sanskrit", true, false},
};

static bool is_consonant(uint32_t c)
{
    return c - THAI_FIRST < THAI_N && letters[c - THAI_FIRST].as[INITIAL];
}

static bool is_before(uint32_t c)
{
    return c >= 0x0e40 && c <= 0x0e44;
}

/* Tones and repetition dropped, silenced consonants with them; Lao moved to Thai's block. */
static void simplify(const struct roman_token *token, struct roman_token *out)
{
    out->n = 0;
    for (size_t i = 0; i < token->n; i++) {
        uint32_t c = token->at[i] >= 0x0e80 ? token->at[i] - 0x80 : token->at[i];
        bool above_or_below = out->n && !is_consonant(out->at[out->n - 1]) && !is_before(out->at[out->n - 1]);
        if (c == SILENCER)
            out->n -= out->n == 0 ? 0 : above_or_below && out->n > 1 ? 2 : 1;
        else if (c == LOW_LO)
            out->at[out->n++] = LO;
        else if ((c < 0x0e46 || c == 0x0e47 || c == 0x0e4d) && c > THAI_FIRST && c != 0x0e3a)
            out->at[out->n++] = c;
    }
    out->at[out->n] = 0;
}

/* Two consonants that begin a syllable together. */
static bool is_cluster(uint32_t first, uint32_t second)
{
    static const uint32_t heads[] = {0x0e01, 0x0e02, 0x0e04, 0x0e15, 0x0e1b, 0x0e1c, 0x0e1e, 0x0e17, 0x0e2a};
    if (first == HO)
        return second == RO || second == LO || second == WO || second == YO || second == 0x0e21 ||
               second == 0x0e19 || second == 0x0e07 || second == 0x0e0d;
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        if (heads[i] == first)
            return second == RO || (second == LO && first != 0x0e17) || (second == WO && first < 0x0e05);
    return false;
}

/* How many letters of token from i on are after's, 0 where after is empty; SIZE_MAX where they differ. */
static size_t matches(const struct roman_token *token, size_t i, const char32_t *after)
{
    size_t n = 0;
    for (; after[n]; n++)
        if (token->at[i + n] != after[n])
            return SIZE_MAX;
    return n;
}

static const struct vowel *vowel_at(const struct roman_token *token, size_t i, uint32_t before,
                                    size_t *length)
{
    for (size_t v = 0; v < VOWELS_N; v++) {
        if (vowels[v].before != before || (!before && !vowels[v].after[0]))
            continue;
        *length = matches(token, i, vowels[v].after);
        if (*length != SIZE_MAX)
            return &vowels[v];
    }
    *length = 0;
    return NULL;
}

/* A consonant that closes the syllable: what follows it is no vowel of its own. */
static bool closes(const struct roman_token *token, size_t i)
{
    size_t length;
    if (i >= token->n || !is_consonant(token->at[i]) || token->at[i] == O_ANG)
        return false;
    if (i + 1 >= token->n || is_before(token->at[i + 1]))
        return true;
    if (vowel_at(token, i + 1, 0, &length))
        return false;
    return !is_cluster(token->at[i], token->at[i + 1]) || i + 2 >= token->n;
}

/* Of three consonants without a vowel the first stands alone: thanon, narong. */
static bool stands_alone(const struct roman_token *token, size_t i)
{
    return closes(token, i) && closes(token, i + 1) && !closes(token, i + 2);
}

static const char *consonant(const struct way *way, uint32_t c, enum value value)
{
    return letters[c - THAI_FIRST].as[way->derived ? DERIVED : value];
}

/* One syllable from i on; returns where the next begins. */
static size_t put_syllable(const struct way *way, const struct roman_token *token, size_t i,
                           struct roman_text *text)
{
    uint32_t before = is_before(token->at[i]) ? token->at[i++] : 0;
    if (i >= token->n || !is_consonant(token->at[i]))
        return before ? i : i + 1;
    uint32_t first = token->at[i++];
    size_t length;
    bool pair = i < token->n && is_consonant(token->at[i]) && is_cluster(first, token->at[i]) &&
                ((before && (token->at[i] != WO || i + 1 < token->n)) || vowel_at(token, i + 1, 0, &length) ||
                 closes(token, i + 1));
    if (!pair || first != HO)
        roman_put(text, consonant(way, first, INITIAL));
    if (pair)
        roman_put(text, consonant(way, token->at[i++], INITIAL));
    const struct vowel *vowel = vowel_at(token, i, before, &length);
    if (vowel) {
        roman_put(text, vowel->latin);
        i += length;
        if (strcmp(vowel->latin, "an") == 0 && closes(token, i))
            text->p[--text->n] = 0; /* รร before a final is a alone */
    } else if (i < token->n && (token->at[i] == WO || token->at[i] == O_ANG) && closes(token, i + 1)) {
        roman_put(text, token->at[i++] == WO ? "ua" : "o");
    } else if (i < token->n && token->at[i] == O_ANG) {
        roman_put(text, "o");
        i++;
    } else if (stands_alone(token, i)) {
        roman_put(text, "a");
        return i;
    } else if (i < token->n || text->n == 1) {
        roman_put(text, closes(token, i) && way->o ? "o" : "a");
    }
    if (closes(token, i))
        roman_put(text, consonant(way, token->at[i++], FINAL));
    return i;
}

void roman_thai(const struct roman_token *token, struct roman_sink *sink)
{
    struct roman_token simple;
    simplify(token, &simple);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !roman_full(sink); i++) {
        struct roman_text text = {.n = 0};
        for (size_t at = 0; at < simple.n;)
            at = put_syllable(&ways[i], &simple, at, &text);
        roman_give(sink, &text, ways[i].label);
    }
}

static void see_letter(roman_see see, void *context, uint32_t letter)
{
    const uint8_t bytes[2] = {(uint8_t)letter, (uint8_t)(letter >> 8)};
    see(context, bytes, sizeof(bytes));
}

void roman_thai_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < THAI_N; i++)
        for (size_t value = 0; value < VALUES; value++)
            roman_see_text(see, context, letters[i].as[value]);
    for (size_t i = 0; i < VOWELS_N; i++) {
        see_letter(see, context, vowels[i].before);
        for (const char32_t *after = vowels[i].after; *after; after++)
            see_letter(see, context, *after);
        roman_see_text(see, context, vowels[i].latin);
    }
}
