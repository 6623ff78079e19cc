/* Latin: diacritics stripped, and the expansions in use (ü as u and ue). */
#include "name/romanise/engine.h"

#include <utf8proc.h>

enum { STYLE_PLAIN, STYLE_GERMAN, STYLE_BALKAN, STYLE_TURKISH, STYLE_SOUND, STYLES };

static const char *const style_label[STYLES] = {NULL, "ICAO 9303 expansions", "English press (Balkan)",
                                                "English press (Turkish)", NULL};

static const struct letter {
    uint32_t code_point;
    const char *as[STYLES];
} letters[] = {
#define L(code_point, ...) {code_point, {__VA_ARGS__}},
#include "name/romanise/latin.def"
#undef L
};
enum { LETTERS_N = sizeof(letters) / sizeof(letters[0]) };

static const struct letter *find(uint32_t code_point)
{
    size_t low = 0;
    size_t high = LETTERS_N;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (letters[middle].code_point < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < LETTERS_N && letters[low].code_point == code_point ? &letters[low] : NULL;
}

static void put_letter(struct roman_text *text, uint32_t code_point, size_t style)
{
    if (code_point < 0x80) {
        roman_put(text, (char[2]){(char)code_point, 0});
        return;
    }
    const struct letter *letter = find(code_point);
    if (letter) {
        roman_put(text, letter->as[style] ? letter->as[style] : letter->as[STYLE_PLAIN]);
        return;
    }
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, 8,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
        const struct letter *part = parts[i] < 0x80 ? NULL : find((uint32_t)parts[i]);
        if (parts[i] < 0x80)
            roman_put(text, (char[2]){(char)parts[i], 0});
        else if (part)
            roman_put(text, part->as[STYLE_PLAIN]);
    }
}

void roman_latin(const struct roman_token *token, struct roman_sink *sink)
{
    bool plain = true;
    for (size_t i = 0; i < token->n; i++)
        plain = plain && token->at[i] < 0x80;
    for (size_t style = 0; style < (plain ? 1 : STYLE_SOUND) && !roman_full(sink); style++) {
        struct roman_text text = {.n = 0};
        for (size_t i = 0; i < token->n; i++)
            put_letter(&text, token->at[i], style);
        roman_give(sink, &text, style_label[style]);
    }
}

/* Letters of the alphabets in which a plain c is ts and j a glide. */
static bool is_slavic_letter(uint32_t c)
{
    return c == 0x0107 || c == 0x010d || c == 0x0111 || c == 0x0161 || c == 0x017e || c == 0x013a ||
           c == 0x0117;
}

/* Belarusian u with a breve after a vowel; Korean has it for a vowel of its own. */
static bool is_short_u(const struct roman_token *token, size_t i)
{
    return token->at[i] == 0x016d && i > 0 && token->at[i - 1] < 0x80 &&
           strchr("aeio", (int)token->at[i - 1]);
}

/* Signs of a scheme that is read letter by letter, in which x is kh. */
static bool is_scholarly_sign(uint32_t c)
{
    return (c >= 0x0250 && c <= 0x02bc) || c == 0x03b3 || c == 0x010d;
}

static bool is_aspiration(uint32_t c)
{
    return c == 0x02bb || c == 0x02bc || c == 0x2018 || c == 0x2019;
}

/* What the diacritics and neighbours of a plain letter tell of it; NULL: nothing. */
static const char *sound_of(const struct roman_token *token, size_t i, bool slavic, bool scholarly)
{
    uint32_t next = token->at[i + 1];
    switch (token->at[i]) {
    case 'c':
        return is_aspiration(next) || (slavic && next != 'h' && next != 'k') ? "ts" : NULL;
    case 'j':
        return slavic ? "y" : NULL;
    case 'x':
        return scholarly ? "kh" : NULL;
    case 0x016d:
        return is_short_u(token, i) ? "w" : NULL;
    default:
        return NULL;
    }
}

void roman_latin_sound(const struct roman_token *token, struct roman_text *text)
{
    bool slavic = false;
    bool scholarly = false;
    for (size_t i = 0; i < token->n; i++) {
        slavic = slavic || is_slavic_letter(token->at[i]) || is_short_u(token, i);
        scholarly = scholarly || is_scholarly_sign(token->at[i]);
    }
    text->n = 0;
    for (size_t i = 0; i < token->n; i++) {
        const char *sound = sound_of(token, i, slavic, scholarly);
        if (sound)
            roman_put(text, sound);
        else
            put_letter(text, token->at[i], STYLE_SOUND);
    }
}

void roman_latin_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < LETTERS_N; i++) {
        const uint8_t code_point[2] = {(uint8_t)letters[i].code_point, (uint8_t)(letters[i].code_point >> 8)};
        see(context, code_point, sizeof(code_point));
        for (size_t style = 0; style < STYLES; style++)
            roman_see_text(see, context, letters[i].as[style]);
    }
}
