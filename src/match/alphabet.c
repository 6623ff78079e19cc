/* Alphabet: letters as small numbers. See alphabet.h. */
#include "match/alphabet.h"

#include <pthread.h>
#include <utf8proc.h>

static const struct {
    const char *word;
    const char *letters;
} table[ALPHABET_COUNT] = {
#define A(name, word, letters) {word, letters},
#include "match/alphabets.def"
#undef A
};

/* Letters folded to a neighbour before the alphabet is searched: pairs of "from" and "to". */
static const char *const folds[ALPHABET_COUNT] = {
    [ALPHABET_CYRILLIC] = "іиүуұуөоәаңнқкғгҳхҷчӣиӯуһхѕзҡкҫсҙзӑаӗеӈнҥнҝкҹчӏъ",
    [ALPHABET_ARABIC] = "کكیيېيےيھهہهەهۀهٹتڈدڑرںنۇوۆوۋوأاڭگݣگټتډدړرږژڼنځجڅچښش",
    [ALPHABET_HEBREW] = "׳'’'",
};

/* The symbols of all code points below, as search_symbol gives them: those that a letter or fold names, else
 * 0. */
enum { TABLED = 0x700 };
static uint8_t tabled[ALPHABET_COUNT][TABLED];

enum {
    HANGUL_FIRST = 0xac00,
    HANGUL_LAST = 0xd7a3,
    VOWELS = 21,
    TAILS = 28,
    LEADS = 19,
    KANA_BASE = 0x30a0,
    KANA_LAST = 0x30fe,
    HIRAGANA_FIRST = 0x3041,
    HIRAGANA_LAST = 0x3096,
    HIRAGANA_TO_KATAKANA = 0x60
};

enum alphabet alphabet_of(enum script script)
{
    switch (script) {
    case SCRIPT_CYRILLIC:
        return ALPHABET_CYRILLIC;
    case SCRIPT_ARABIC:
        return ALPHABET_ARABIC;
    case SCRIPT_HEBREW:
        return ALPHABET_HEBREW;
    case SCRIPT_HANGUL:
        return ALPHABET_HANGUL;
    case SCRIPT_KATAKANA:
    case SCRIPT_HIRAGANA:
        return ALPHABET_KANA;
    case SCRIPT_HAN:
        return ALPHABET_HAN;
    default:
        return ALPHABET_LATIN;
    }
}

/* The next code point of s from *at, or 0 at the end or where s is malformed. */
static uint32_t next_point(struct str s, size_t *at)
{
    utf8proc_int32_t point;
    if (*at >= s.n)
        return 0;
    if ((unsigned char)s.p[*at] < 0x80)
        return (unsigned char)s.p[(*at)++];
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)s.p + *at, (utf8proc_ssize_t)(s.n - *at), &point);
    if (step <= 0)
        return 0;
    *at += (size_t)step;
    return (uint32_t)point;
}

static uint32_t fold(enum alphabet alphabet, uint32_t point)
{
    struct str pairs = str_of(folds[alphabet]);
    size_t at = 0;
    uint32_t from;
    while ((from = next_point(pairs, &at)) != 0) {
        uint32_t to = next_point(pairs, &at);
        if (from == point)
            return to;
    }
    return point;
}

static uint8_t search_symbol(enum alphabet alphabet, uint32_t point)
{
    if (folds[alphabet])
        point = fold(alphabet, point);
    struct str letters = str_of(table[alphabet].letters);
    size_t at = 0;
    uint8_t symbol = 0;
    uint32_t letter;
    while ((letter = next_point(letters, &at)) != 0) {
        symbol++;
        if (letter == point)
            return symbol;
    }
    return 0;
}

static void tabulate(enum alphabet alphabet, struct str letters)
{
    size_t at = 0;
    uint32_t point;
    while ((point = next_point(letters, &at)) != 0)
        if (point < TABLED)
            tabled[alphabet][point] = search_symbol(alphabet, point);
}

static void build(void)
{
    for (int i = 0; i < ALPHABET_COUNT; i++) {
        tabulate((enum alphabet)i, str_of(table[i].letters));
        tabulate((enum alphabet)i, str_of(folds[i]));
    }
}

static uint8_t letter_symbol(enum alphabet alphabet, uint32_t point)
{
    return point < TABLED ? tabled[alphabet][point] : search_symbol(alphabet, point);
}

static uint8_t kana_symbol(uint32_t point)
{
    if (point >= HIRAGANA_FIRST && point <= HIRAGANA_LAST)
        point += HIRAGANA_TO_KATAKANA;
    return point > KANA_BASE && point <= KANA_LAST ? (uint8_t)(point - KANA_BASE) : 0;
}

/* A syllable as its jamo: leads 1 to 19, vowels 20 to 40, tails 41 to 67. */
static size_t hangul_symbols(uint32_t point, uint8_t out[3])
{
    if (point < HANGUL_FIRST || point > HANGUL_LAST)
        return 0;
    uint32_t index = point - HANGUL_FIRST;
    uint32_t tail = index % TAILS;
    out[0] = (uint8_t)(1 + index / (VOWELS * TAILS));
    out[1] = (uint8_t)(1 + LEADS + index / TAILS % VOWELS);
    out[2] = (uint8_t)(LEADS + VOWELS + tail);
    return tail ? 3 : 2;
}

static size_t point_symbols(enum alphabet alphabet, uint32_t point, uint8_t out[3])
{
    if (alphabet == ALPHABET_HANGUL)
        return hangul_symbols(point, out);
    out[0] = alphabet == ALPHABET_KANA ? kana_symbol(point) : letter_symbol(alphabet, point);
    return out[0] ? 1 : 0;
}

size_t alphabet_symbols(enum alphabet alphabet, struct str token, uint8_t symbols[SYMBOLS_MAX])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, build);
    size_t n = 0;
    size_t at = 0;
    uint32_t point;
    while ((point = next_point(token, &at)) != 0) {
        uint8_t parts[3] = {0};
        size_t count = point_symbols(alphabet, point, parts);
        if (n + count > SYMBOLS_MAX)
            break;
        memcpy(symbols + n, parts, count);
        n += count;
    }
    return n;
}

static uint32_t jamo_point(uint8_t symbol)
{
    if (symbol <= LEADS)
        return 0x1100U + symbol - 1;
    if (symbol <= LEADS + VOWELS)
        return 0x1161U + symbol - LEADS - 1;
    return 0x11a7U + symbol - LEADS - VOWELS;
}

static uint32_t symbol_point(enum alphabet alphabet, uint8_t symbol)
{
    if (alphabet == ALPHABET_HANGUL)
        return jamo_point(symbol);
    if (alphabet == ALPHABET_KANA)
        return KANA_BASE + (uint32_t)symbol;
    struct str letters = str_of(table[alphabet].letters);
    size_t at = 0;
    uint32_t point = 0;
    for (uint8_t i = 0; i < symbol; i++)
        point = next_point(letters, &at);
    return point;
}

void alphabet_text(enum alphabet alphabet, uint8_t symbol, char out[8])
{
    uint32_t point = symbol ? symbol_point(alphabet, symbol) : 0;
    utf8proc_ssize_t n = point ? utf8proc_encode_char((utf8proc_int32_t)point, (utf8proc_uint8_t *)out) : 0;
    out[n > 0 ? n : 0] = '\0';
}

const char *alphabet_word(enum alphabet alphabet)
{
    return table[alphabet].word;
}

enum alphabet alphabet_by_word(struct str word)
{
    for (int i = 0; i < ALPHABET_COUNT; i++)
        if (str_equal(word, str_of(table[i].word)))
            return (enum alphabet)i;
    return ALPHABET_COUNT;
}
