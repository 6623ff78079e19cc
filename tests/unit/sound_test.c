/* What a token costs as another's sound, held against every segmentation, taken plainly, of invented tables.
 */
#include "base/buf.h"
#include "base/random.h"
#include "match/sound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum {
    LETTERS =
        5, /* a to e, and the first of the other alphabet: few, so that much of a token is in the table */
    ENTRIES = 300,
    TABLES = 12,
    PAIRS_OF_TABLE = 1000,
    UNSEEN = 10 * SOUND_UNIT, /* a symbol for nothing or for one letter, never seen; a letter from nothing */
    ELSEWHERE = 3 * SOUND_UNIT / 2, /* seen in the middle only */
    FAR = 1 << 28
};

static const enum alphabet alphabets[] = {ALPHABET_LATIN, ALPHABET_CYRILLIC};
static const char *const letters[][LETTERS] = {{"a", "b", "c", "d", "e"}, {"а", "б", "в", "г", "д"}};

/* A line of the table, symbols and letters by their numbers from 1; 0 where there is none. */
struct entry {
    size_t alphabet;
    enum sound_place place;
    uint8_t source[SOUND_SOURCE_CHUNK];
    uint8_t latin[SOUND_LATIN_CHUNK];
    unsigned cost[DIRECTION_COUNT];
};

static struct entry table[ENTRIES];

static size_t random_letters(struct seeded *seeded, size_t least, size_t most, uint8_t *out)
{
    size_t n = least + seeded_below(seeded, most - least + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(1 + seeded_below(seeded, LETTERS));
    return n;
}

static void write_chunk(struct buf *text, size_t alphabet, const uint8_t *chunk, size_t most)
{
    for (size_t i = 0; i < most && chunk[i]; i++)
        buf_add_str(text, str_of(letters[alphabet][chunk[i] - 1]));
    buf_add_str(text, chunk[0] ? STR("\t") : STR("-\t"));
}

static void invent_table(struct seeded *seeded, struct buf *text)
{
    buf_clear(text);
    memset(table, 0, sizeof table);
    for (struct entry *entry = table; entry < table + ENTRIES; entry++) {
        entry->alphabet = seeded_below(seeded, 2);
        entry->place = (enum sound_place)seeded_below(seeded, PLACE_COUNT);
        bool source = random_letters(seeded, 0, SOUND_SOURCE_CHUNK, entry->source) > 0;
        random_letters(seeded, source ? 0 : 1, source ? SOUND_LATIN_CHUNK : 1, entry->latin);
        for (int i = 0; i < DIRECTION_COUNT; i++)
            entry->cost[i] = (unsigned)seeded_below(seeded, 4 * SOUND_UNIT);
        buf_add_str(text, entry->alphabet ? STR("cyrl\t") : STR("latn\t"));
        write_chunk(text, entry->alphabet, entry->source, SOUND_SOURCE_CHUNK);
        write_chunk(text, 0, entry->latin, SOUND_LATIN_CHUNK);
        buf_printf(text, "%c\t%u\t%u\n", "mfl"[entry->place], entry -> cost[TO_LATIN],
                   entry -> cost[FROM_LATIN]);
    }
    assert_false(buf_failed(text));
}

/* One side of a pair of tokens, and how it is asked for. */
struct question {
    enum sound_direction direction;
    size_t alphabet;
    uint8_t symbols[SYMBOLS_MAX];
    size_t n;
    uint8_t latin[SYMBOLS_MAX];
    size_t latin_n;
};

static bool is_chunk(const uint8_t *chunk, size_t most, const uint8_t *at, size_t n)
{
    return memcmp(chunk, at, n) == 0 && (n == most || chunk[n] == 0);
}

/* What the table says of these symbols as these letters there. */
static int32_t table_cost(const struct question *q, size_t symbol, size_t symbols, size_t letter,
                          size_t latin, enum sound_place place)
{
    int32_t best = symbols <= 1 && latin <= 1 ? UNSEEN : FAR;
    for (const struct entry *entry = table; entry < table + ENTRIES; entry++) {
        if (entry->alphabet != q->alphabet ||
            !is_chunk(entry->source, SOUND_SOURCE_CHUNK, q->symbols + symbol, symbols) ||
            !is_chunk(entry->latin, SOUND_LATIN_CHUNK, q->latin + letter, latin))
            continue;
        int32_t cost = (int32_t)entry->cost[q->direction];
        if (symbols > 0 && entry->place != place)
            cost = entry->place == PLACE_MIDDLE ? cost + ELSEWHERE : FAR;
        best = cost < best ? cost : best;
    }
    return best;
}

static int32_t plain_cost(const struct question *q)
{
    int32_t cost[SYMBOLS_MAX + 1][SYMBOLS_MAX + 1];
    for (size_t i = 0; i <= q->n; i++)
        for (size_t j = 0; j <= q->latin_n; j++) {
            cost[i][j] = i + j ? FAR : 0;
            for (size_t s = 0; s <= SOUND_SOURCE_CHUNK && s <= i; s++)
                for (size_t l = s ? 0 : 1; l <= (s ? SOUND_LATIN_CHUNK : 1) && l <= j; l++) {
                    bool last = i == q->n && j == q->latin_n;
                    bool first = i == s && j == l;
                    enum sound_place place = last ? PLACE_LAST : first ? PLACE_FIRST : PLACE_MIDDLE;
                    int32_t here = cost[i - s][j - l] + table_cost(q, i - s, s, j - l, l, place);
                    cost[i][j] = here < cost[i][j] ? here : cost[i][j];
                }
        }
    return cost[q->n][q->latin_n];
}

static void ask(const struct sounds *sounds, struct seeded *seeded, size_t most)
{
    struct question q = {.direction = (enum sound_direction)seeded_below(seeded, DIRECTION_COUNT),
                         .alphabet = seeded_below(seeded, 2)};
    q.n = random_letters(seeded, 0, most, q.symbols);
    q.latin_n = random_letters(seeded, 0, most, q.latin);
    char latin[SYMBOLS_MAX];
    for (size_t i = 0; i < q.latin_n; i++)
        latin[i] = (char)('a' + q.latin[i] - 1);
    struct sound_latin ready;
    sound_latin_init(sounds, (struct str){latin, q.latin_n}, &ready);
    int32_t plain = plain_cost(&q);
    const int32_t limits[] = {FAR / 2, plain + 1, plain, plain - 1, plain / 2, 0, -1};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        assert_int_equal(
            sounds_cost(sounds, q.direction, alphabets[q.alphabet], q.symbols, q.n, &ready, limits[i]),
            plain < limits[i] ? plain : limits[i] + 1);
}

static void every_segmentation_is_weighed(void **state)
{
    (void)state;
    struct seeded seeded = {.state = 1};
    struct buf text;
    struct arena arena;
    arena_init(&arena, (size_t)1 << 26);
    buf_init(&text, 1 << 20);
    for (size_t t = 0; t < TABLES; t++) {
        struct sounds *sounds;
        struct fault fault = {0};
        arena_reset(&arena);
        invent_table(&seeded, &text);
        assert_int_equal(sounds_load(&arena, buf_str(&text), &sounds, &fault), ERR_OK);
        for (size_t i = 0; i < PAIRS_OF_TABLE; i++)
            ask(sounds, &seeded, i % 100 == 0 ? SYMBOLS_MAX : 7);
    }
    buf_release(&text);
    arena_release(&arena);
}

static void bad_lines_are_named(void **state)
{
    (void)state;
    static const char *const bad[] = {"latn\ta\tb\tm\t1\n",        "latn\ta\tb\tx\t1\t1\n",
                                      "xxxx\ta\tb\tm\t1\t1\n",     "latn\tabc\tb\tm\t1\t1\n",
                                      "latn\ta\tabcd\tm\t1\t1\n",  "latn\t-\tab\tm\t1\t1\n",
                                      "latn\ta\tb\tm\t65535\t1\n", "hang\t12.500\tb\tm\t1\t1\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena arena;
        struct sounds *sounds;
        struct fault fault = {0};
        arena_init(&arena, (size_t)1 << 26);
        assert_int_equal(sounds_load(&arena, str_of(bad[i]), &sounds, &fault), ERR_BAD_INPUT);
        assert_non_null(strstr(fault.detail, "line 1"));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_segmentation_is_weighed),
        cmocka_unit_test(bad_lines_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
