/* name/: what the schemes make of words of each script; the words are invented or common vocabulary. */
#include "name/romanise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { ARENA_BYTES = 1 << 20 };

#define ANY "any"
static const struct form {
    enum script script;
    const char *word;
    const char *latin;
    const char *scheme; /* the label the form must carry; ANY: any; NULL: none */
} forms[] = {
#define F(script, word, latin, scheme) {SCRIPT_##script, word, latin, scheme},
#include "romanise_cases.def"
};

static bool is_label(const char *want, const char *got)
{
    if (!want || !got)
        return want == got;
    return strcmp(want, ANY) == 0 || strcmp(want, got) == 0;
}

static bool gives(struct arena *arena, const struct form *want)
{
    struct roman_form got[ROMAN_FORMS_MAX];
    size_t n = romanise(arena, str_of(want->word), want->script, got);
    for (size_t i = 0; i < n; i++)
        if (str_equal(got[i].latin, str_of(want->latin))) {
            if (!is_label(want->scheme, got[i].scheme))
                print_error("%s is of %s\n", want->latin, got[i].scheme ? got[i].scheme : "no scheme");
            return is_label(want->scheme, got[i].scheme);
        }
    return false;
}

static void each_scheme_gives_its_form(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    size_t failed = 0;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (!gives(&arena, &forms[i])) {
            print_error("%s does not give %s (%s)\n", forms[i].word, forms[i].latin,
                        forms[i].scheme ? forms[i].scheme : "as written");
            failed++;
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
    assert_int_equal(failed, 0);
}

static void forms_are_plain_letters_and_never_repeat(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct roman_form got[ROMAN_FORMS_MAX];
        size_t n = romanise(&arena, str_of(forms[i].word), forms[i].script, got);
        for (size_t k = 0; k < n; k++) {
            for (size_t c = 0; c < got[k].latin.n; c++)
                assert_in_range(got[k].latin.p[c], 'a', 'z');
            assert_int_equal(got[k].latin.p[got[k].latin.n], 0);
            for (size_t j = 0; j < k; j++)
                assert_false(str_equal(got[k].latin, got[j].latin));
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void what_no_scheme_reads_gives_no_form(void **state)
{
    (void)state;
    struct roman_form got[ROMAN_FORMS_MAX];
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    assert_int_equal(romanise(&arena, STR(""), SCRIPT_CYRILLIC, got), 0);
    assert_int_equal(romanise(&arena, STR("12"), SCRIPT_LATIN, got), 0);
    assert_int_equal(romanise(&arena, STR("\xcc\x81"), SCRIPT_CYRILLIC, got), 0);
    assert_int_equal(romanise(&arena, STR("\xd0"), SCRIPT_CYRILLIC, got), 0);
    assert_int_equal(romanise(&arena, STR("абв"), SCRIPT_OTHER, got), 0);
    arena_release(&arena);
}

static void a_failed_arena_gives_no_form(void **state)
{
    (void)state;
    struct roman_form got[ROMAN_FORMS_MAX];
    struct arena arena;
    arena_init(&arena, 8);
    assert_int_equal(romanise(&arena, STR("царикаев"), SCRIPT_CYRILLIC, got), 0);
    arena_release(&arena);
}

static void a_very_long_token_is_cut(void **state)
{
    (void)state;
    char token[4001];
    struct roman_form got[ROMAN_FORMS_MAX];
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    for (size_t i = 0; i < 4000; i += 2)
        memcpy(token + i, "щ", 2);
    size_t n = romanise(&arena, (struct str){token, 4000}, SCRIPT_CYRILLIC, got);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        assert_true(got[i].latin.n < 200);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_scheme_gives_its_form),
        cmocka_unit_test(forms_are_plain_letters_and_never_repeat),
        cmocka_unit_test(what_no_scheme_reads_gives_no_form),
        cmocka_unit_test(a_failed_arena_gives_no_form),
        cmocka_unit_test(a_very_long_token_is_cut),
    };
    return cmocka_run_group_tests_name("romanise", tests, NULL, NULL);
}
