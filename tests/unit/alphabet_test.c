/* match/alphabet: the letters of a token as small numbers, what is written in several ways as one. */
#include "match/alphabet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void check_same(enum alphabet alphabet, const char *a, const char *b, size_t n)
{
    uint8_t x[SYMBOLS_MAX];
    uint8_t y[SYMBOLS_MAX];
    assert_int_equal(alphabet_symbols(alphabet, str_of(a), x), n);
    assert_int_equal(alphabet_symbols(alphabet, str_of(b), y), n);
    assert_memory_equal(x, y, n);
}

static void letters_are_numbered_in_their_order(void **state)
{
    (void)state;
    uint8_t symbols[SYMBOLS_MAX];
    assert_int_equal(alphabet_symbols(ALPHABET_LATIN, STR("azb"), symbols), 3);
    assert_memory_equal(symbols, ((uint8_t[]){1, 26, 2}), 3);
    assert_int_equal(alphabet_symbols(ALPHABET_HEBREW, STR("אב"), symbols), 2);
    assert_memory_equal(symbols, ((uint8_t[]){1, 2}), 2);
    assert_int_equal(alphabet_symbols(ALPHABET_HANGUL, STR("각가"), symbols), 5);
    assert_memory_equal(symbols, ((uint8_t[]){1, 20, 41, 1, 20}), 5);
}

static void what_neighbours_write_otherwise_is_one_letter(void **state)
{
    (void)state;
    check_same(ALPHABET_CYRILLIC, "ісмаіл", "исмаил", 6);
    check_same(ALPHABET_ARABIC, "کریم", "كريم", 4);
    check_same(ALPHABET_HEBREW, "ג׳ון", "ג'ון", 4);
    check_same(ALPHABET_HEBREW, "ג’ון", "ג'ון", 4);
    check_same(ALPHABET_KANA, "みなみ", "ミナミ", 3);
}

static void what_the_alphabet_lacks_is_left_out(void **state)
{
    (void)state;
    uint8_t symbols[SYMBOLS_MAX];
    check_same(ALPHABET_LATIN, "a1-éЖ漢b", "ab", 2);
    check_same(ALPHABET_CYRILLIC, "иxи漢", "ии", 2);
    assert_int_equal(alphabet_symbols(ALPHABET_HANGUL, STR("ab漢"), symbols), 0);
    assert_int_equal(alphabet_symbols(ALPHABET_LATIN, STR(""), symbols), 0);
}

static void it_ends_where_the_text_is_malformed_or_too_long(void **state)
{
    (void)state;
    uint8_t symbols[SYMBOLS_MAX];
    char many[2 * SYMBOLS_MAX];
    memset(many, 'a', sizeof many);
    assert_int_equal(alphabet_symbols(ALPHABET_LATIN,
                                      STR("ab\xff"
                                          "cd"),
                                      symbols),
                     2);
    assert_int_equal(alphabet_symbols(ALPHABET_CYRILLIC, STR("и\xd0"), symbols), 1);
    assert_int_equal(alphabet_symbols(ALPHABET_LATIN, (struct str){many, sizeof many}, symbols), SYMBOLS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_numbered_in_their_order),
        cmocka_unit_test(what_neighbours_write_otherwise_is_one_letter),
        cmocka_unit_test(what_the_alphabet_lacks_is_left_out),
        cmocka_unit_test(it_ends_where_the_text_is_malformed_or_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
