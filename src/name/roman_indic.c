/* The scripts of India and Sinhala: a consonant carries the vowel a unless a
 * sign says otherwise; in the north the last a, and some within, are not spoken. */
#include "name/romanise/engine.h"

enum kind { NOTHING, CONSONANT, VOWEL, SIGN, BARE, NASAL, BREATH, DOT, KILLER, DOUBLE };
enum { PLACES = 128, INDIC_FIRST = 0x900, UNITS_MAX = ROMAN_LETTERS_MAX };

static const struct place {
    enum kind kind;
    const char *latin;
} places[PLACES] = {
#define C(place, latin) [place] = {CONSONANT, latin},
#define V(place, latin) [place] = {VOWEL, latin},
#define M(place, latin) [place] = {SIGN, latin},
#define O(place, kind) [place] = {kind, ""},
#define OWN(script, code_point, kind, latin)
#define NUKTA(latin, dotted)
#include "name/romanise/indic.def"
#undef C
#undef V
#undef M
#undef O
#undef OWN
#undef NUKTA
};

static const struct own {
    uint32_t code_point;
    struct place place;
} owns[] = {
#define C(place, latin)
#define V(place, latin)
#define M(place, latin)
#define O(place, kind)
#define OWN(script, code_point, kind, latin) {code_point, {kind, latin}},
#define NUKTA(latin, dotted)
#include "name/romanise/indic.def"
#undef OWN
#undef NUKTA
};

static const struct dotted {
    const char *latin;
    const char *with_dot;
} dotted[] = {
#define OWN(script, code_point, kind, latin)
#define NUKTA(latin, dotted) {latin, dotted},
#include "name/romanise/indic.def"
};

/* A consonant and the vowel it carries; either may be empty. */
struct unit {
    const char *consonant;
    const char *vowel;
    bool inherent; /* the vowel is not written */
    bool nasal;    /* a sign of nasality follows */
    bool doubled;
};

struct units {
    size_t n;
    struct unit at[UNITS_MAX];
};

enum drop { DROP_NONE, DROP_LAST, DROP_LAST_AND_WITHIN };

static const struct way {
    const char *label;
    enum drop drop;
    const char *inherent;
    bool cluster; /* also after two consonants: Mitra as mitr */
    bool usage;   /* w for v, ee and oo */
    bool voiced;  /* Tamil stops by their neighbours */
    uint32_t scripts;
} ways[] = {
#define BIT(script) (UINT32_C(1) << (SCRIPT_##script - SCRIPT_DEVANAGARI))
#define NORTH (BIT(DEVANAGARI) | BIT(BENGALI) | BIT(GURMUKHI) | BIT(GUJARATI))
#define SOUTH (BIT(TELUGU) | BIT(KANNADA) | BIT(MALAYALAM) | BIT(SINHALA))
    {"Hunterian", DROP_LAST_AND_WITHIN, "a", false, false, false, NORTH},
    {"usage", DROP_NONE, "a", false, false, true, BIT(TAMIL)},
    {"ALA-LC", DROP_NONE, "a", false, false, false, NORTH | SOUTH | BIT(TAMIL)},
    {"Hunterian, a within kept", DROP_LAST, "a", false, false, false, NORTH},
    {"Hunterian, no last a", DROP_LAST_AND_WITHIN, "a", true, false, false, NORTH},
    {"usage, w ee oo", DROP_LAST_AND_WITHIN, "a", false, true, false, NORTH},
    {"usage, w ee oo", DROP_NONE, "a", false, true, true, SOUTH | BIT(TAMIL)},
    {"Bengali usage", DROP_LAST, "o", false, false, false, BIT(BENGALI)},
};

static struct place place_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof(owns) / sizeof(owns[0]); i++)
        if (owns[i].code_point == c)
            return owns[i].place;
    if (c - INDIC_FIRST < 0x480)
        return places[(c - INDIC_FIRST) % PLACES];
    return (struct place){NOTHING, ""};
}

static const char *with_dot(const char *latin)
{
    for (size_t i = 0; i < sizeof(dotted) / sizeof(dotted[0]); i++)
        if (strcmp(dotted[i].latin, latin) == 0)
            return dotted[i].with_dot;
    return strcmp(latin, "j") == 0 ? "y" : latin;
}

static void add_sign(struct unit *last, struct place place, bool bengali)
{
    switch (place.kind) {
    case SIGN:
        last->vowel = place.latin;
        last->inherent = false;
        break;
    case KILLER:
        last->vowel = "";
        last->inherent = false;
        break;
    case NASAL:
        last->nasal = true;
        break;
    case DOT:
        last->consonant = bengali && strcmp(last->consonant, "j") == 0 ? "y" : with_dot(last->consonant);
        break;
    default:
        break;
    }
}

static void take_apart(const struct roman_token *token, struct units *units)
{
    bool doubled = false;
    units->n = 0;
    for (size_t i = 0; i < token->n && units->n < UNITS_MAX; i++) {
        struct place place = place_of(token->at[i]);
        bool bengali = token->at[i] - 0x980 < PLACES;
        if (place.kind == CONSONANT)
            units->at[units->n++] = (struct unit){place.latin, "", true, false, doubled};
        else if (place.kind == VOWEL)
            units->at[units->n++] = (struct unit){"", place.latin, false, false, false};
        else if (place.kind == BARE)
            units->at[units->n++] = (struct unit){place.latin, "", false, false, false};
        else if (units->n)
            add_sign(&units->at[units->n - 1], place, bengali);
        doubled = place.kind == DOUBLE;
    }
}

static bool has_vowel(const struct unit *unit)
{
    return unit->inherent || unit->vowel[0];
}

/* Whether the unwritten vowel of unit i is spoken. */
static bool spoken(const struct way *way, const struct units *units, size_t i)
{
    bool after_cluster = i > 0 && !has_vowel(&units->at[i - 1]);
    if (way->drop == DROP_NONE || units->at[i].nasal || units->n == 1)
        return true;
    if (i + 1 == units->n)
        return after_cluster && !way->cluster;
    if (way->drop == DROP_LAST || i == 0 || after_cluster || i + 2 > units->n)
        return true;
    const struct unit *next = &units->at[i + 1];
    bool next_bare = !next->consonant[0] || !has_vowel(next) || (next->inherent && i + 2 == units->n);
    return next_bare || next->inherent;
}

/* A Tamil stop is voiced after a nasal and between vowels, unless doubled. */
static const char *voiced(const char *consonant, const struct units *units, size_t i)
{
    static const char *const pairs[][2] = {{"k", "g"}, {"t", "d"}, {"p", "b"}, {"th", "d"}};
    bool doubled = (i > 0 && strcmp(units->at[i - 1].consonant, consonant) == 0) ||
                   (i + 1 < units->n && strcmp(units->at[i + 1].consonant, consonant) == 0);
    if (i == 0 || doubled || !has_vowel(&units->at[i]))
        return consonant;
    const struct unit *before = &units->at[i - 1];
    if (!has_vowel(before) && before->consonant[0] != 'n' && before->consonant[0] != 'm')
        return consonant;
    if (strcmp(consonant, "ch") == 0)
        return has_vowel(before) ? "s" : "j";
    for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++)
        if (strcmp(pairs[k][0], consonant) == 0)
            return pairs[k][1];
    return consonant;
}

static void put_consonant(const struct way *way, const struct units *units, size_t i, struct roman_text *text)
{
    const char *consonant = units->at[i].consonant;
    if (way->voiced)
        consonant = voiced(consonant, units, i);
    if (units->at[i].doubled)
        roman_put(text, (char[2]){consonant[0], 0});
    roman_put(text, way->usage && strcmp(consonant, "v") == 0 ? "w" : consonant);
}

static void write_way(const struct way *way, enum script script, const struct units *units,
                      struct roman_text *text)
{
    bool south = script >= SCRIPT_TELUGU;
    text->n = 0;
    for (size_t i = 0; i < units->n; i++) {
        const struct unit *unit = &units->at[i];
        put_consonant(way, units, i, text);
        if (unit->inherent && spoken(way, units, i))
            roman_put(text, way->inherent);
        else if (way->usage && (strcmp(unit->vowel, "i") == 0 || strcmp(unit->vowel, "u") == 0))
            roman_put(text, unit->vowel[0] == 'i' ? "ee" : "oo");
        else
            roman_put(text, unit->vowel);
        char next = i + 1 < units->n ? units->at[i + 1].consonant[0] : 0;
        if (unit->nasal && next == 'h')
            roman_put(text, "ng"); /* Singh */
        else if (unit->nasal)
            roman_put(text, (next && strchr("pbm", next)) || (!next && south) ? "m" : "n");
    }
}

void roman_indic(enum script script, const struct roman_token *token, struct roman_sink *sink)
{
    struct units units;
    take_apart(token, &units);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !roman_full(sink); i++) {
        struct roman_text text;
        if (!(ways[i].scripts >> (script - SCRIPT_DEVANAGARI) & 1))
            continue;
        write_way(&ways[i], script, &units, &text);
        roman_give(sink, &text, ways[i].label);
    }
}

static void see_place(roman_see see, void *context, uint32_t at, struct place place)
{
    const uint8_t fixed[3] = {(uint8_t)at, (uint8_t)(at >> 8), (uint8_t)place.kind};
    see(context, fixed, sizeof(fixed));
    roman_see_text(see, context, place.latin);
}

void roman_indic_tables(roman_see see, void *context)
{
    for (uint32_t i = 0; i < PLACES; i++)
        see_place(see, context, i, places[i]);
    for (size_t i = 0; i < sizeof(owns) / sizeof(owns[0]); i++)
        see_place(see, context, owns[i].code_point, owns[i].place);
    for (size_t i = 0; i < sizeof(dotted) / sizeof(dotted[0]); i++) {
        roman_see_text(see, context, dotted[i].latin);
        roman_see_text(see, context, dotted[i].with_dot);
    }
}
