/* Ethiopic: a syllable's place in the block is its consonant and vowel. */
#include "name/romanise/engine.h"

enum { ETHIOPIC_FIRST = 0x1200, ORDERS = 8, ROWS = 43, SIXTH = 5 };

static const char *const rows[ROWS] = {
#define ROW(first, consonant) [((first)-ETHIOPIC_FIRST) / ORDERS] = consonant,
#include "name/romanise/ethiopic.def"
#undef ROW
};

enum sixth { SIXTH_BETWEEN, SIXTH_ALWAYS, SIXTH_NEVER };

static const struct way {
    const char *label;
    const char *vowels[ORDERS];
    enum sixth sixth; /* where the vowel of the sixth order is written */
    bool q;           /* ejectives told apart: q */
} ways[] = {
    {"usage", {"e", "u", "i", "a", "e", "e", "o", "wa"}, SIXTH_BETWEEN, false},
    {"BGN/PCGN 1967", {"e", "u", "i", "a", "e", "i", "o", "wa"}, SIXTH_ALWAYS, true},
    {"usage, short", {"e", "u", "i", "a", "e", "", "o", "ua"}, SIXTH_NEVER, false},
    {"usage, a for e", {"a", "u", "i", "a", "e", "i", "o", "wa"}, SIXTH_BETWEEN, true},
};

/* The sixth order is spoken where three consonants would meet otherwise. */
static bool spoken(const struct way *way, const struct roman_token *token, size_t i,
                   const struct roman_text *text)
{
    if (way->sixth == SIXTH_ALWAYS)
        return i + 1 < token->n;
    if (way->sixth == SIXTH_NEVER || i + 1 == token->n)
        return false;
    return text->n < 2 || !strchr("aeiou", text->p[text->n - 2]) || i == 0;
}

static void write_way(const struct way *way, const struct roman_token *token, struct roman_text *text)
{
    text->n = 0;
    for (size_t i = 0; i < token->n; i++) {
        uint32_t c = token->at[i] - ETHIOPIC_FIRST;
        if (c >= ROWS * ORDERS)
            continue;
        const char *consonant = rows[c / ORDERS];
        uint32_t order = c % ORDERS;
        bool carrier = consonant[0] == 0;
        if (way->q && c / ORDERS >= 8 && c / ORDERS <= 9)
            consonant = c / ORDERS == 8 ? "q" : "qw";
        roman_put(text, consonant);
        if (carrier && order == 0)
            roman_put(text, "a");
        else if (order != SIXTH || carrier || spoken(way, token, i, text))
            roman_put(text, carrier && order == SIXTH ? "e" : way->vowels[order]);
    }
}

void roman_ethiopic(const struct roman_token *token, struct roman_sink *sink)
{
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !roman_full(sink); i++) {
        struct roman_text text;
        write_way(&ways[i], token, &text);
        roman_give(sink, &text, ways[i].label);
    }
}

void roman_ethiopic_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < ROWS; i++)
        roman_see_text(see, context, rows[i]);
}
