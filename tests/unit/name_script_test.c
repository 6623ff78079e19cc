/* name/script: every code point has the script that Unicode 15 gives it. */
#include "name/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void letters_have_their_script(void **state)
{
    (void)state;
    static const struct {
        uint32_t code_point;
        enum script script;
    } letters[] = {
        {'A', SCRIPT_LATIN},       {'z', SCRIPT_LATIN},       {0xe9, SCRIPT_LATIN},
        {0x416, SCRIPT_CYRILLIC},  {0x4cf, SCRIPT_CYRILLIC},  {0x3a9, SCRIPT_GREEK},
        {0x531, SCRIPT_ARMENIAN},  {0x10d0, SCRIPT_GEORGIAN}, {0x62d, SCRIPT_ARABIC},
        {0x6cc, SCRIPT_ARABIC},    {0x5d0, SCRIPT_HEBREW},    {0x915, SCRIPT_DEVANAGARI},
        {0xe01, SCRIPT_THAI},      {0xac00, SCRIPT_HANGUL},   {0x91d1, SCRIPT_HAN},
        {0x20000, SCRIPT_HAN},     {0x3042, SCRIPT_HIRAGANA}, {0x30ab, SCRIPT_KATAKANA},
        {0x1200, SCRIPT_ETHIOPIC}, {0x16a0, SCRIPT_OTHER},
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        assert_int_equal(script_of(letters[i].code_point), letters[i].script);
}

static void what_scripts_share_is_common(void **state)
{
    (void)state;
    static const uint32_t common[] = {0,   ' ',  '0',   '\'',  '@',   '[',    '`',
                                      '{', 0x7f, 0x301, 0x64b, 0x640, 0x2019, 0x30fc};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        assert_int_equal(script_of(common[i]), SCRIPT_COMMON);
}

static void what_unicode_15_lacks_is_unassigned(void **state)
{
    (void)state;
    /* A gap, a non-character, what Unicode 15.1 and 16 brought, surrogates, and beyond the end. */
    static const uint32_t none[] = {0x378,  0xffff,   0x2ebf0,  0x1c89,    0xd800,
                                    0xdfff, 0x10ffff, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(script_of(none[i]), SCRIPT_UNASSIGNED);
}

static void private_use_is_assigned_to_no_script(void **state)
{
    (void)state;
    assert_int_equal(script_of(0xe000), SCRIPT_OTHER);
    assert_int_equal(script_of(0x10fffd), SCRIPT_OTHER);
}

static void scripts_have_iso_codes(void **state)
{
    (void)state;
    assert_string_equal(script_iso(SCRIPT_CYRILLIC), "Cyrl");
    assert_string_equal(script_iso(SCRIPT_HAN), "Hani");
    assert_string_equal(script_iso(SCRIPT_COUNT), "Zzzz");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_have_their_script),
        cmocka_unit_test(what_scripts_share_is_common),
        cmocka_unit_test(what_unicode_15_lacks_is_unassigned),
        cmocka_unit_test(private_use_is_assigned_to_no_script),
        cmocka_unit_test(scripts_have_iso_codes),
    };
    return cmocka_run_group_tests_name("name/script", tests, NULL, NULL);
}
