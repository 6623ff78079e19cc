/* record/kept: values by kind and key, kept first and sought then. */
#include "record/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void values_are_found_by_kind_and_key_as_they_were_added(void **state)
{
    (void)state;
    struct kept kept;
    struct str value;
    char key[] = "20";
    kept_init(&kept);
    assert_true(kept_add(&kept, 1, str_of(key), STR("b")));
    assert_true(kept_add(&kept, 0, STR("20"), STR("other kind")));
    assert_true(kept_add(&kept, 1, STR("3"), STR("")));
    assert_true(kept_add(&kept, 1, STR("20"), STR("a")));
    key[0] = '9'; /* it is a copy that is kept */
    assert_true(kept_find(&kept, 1, STR("20"), 0, &value));
    assert_true(str_equal(value, STR("b")));
    assert_true(kept_find(&kept, 1, STR("20"), 1, &value));
    assert_true(str_equal(value, STR("a")));
    assert_false(kept_find(&kept, 1, STR("20"), 2, &value));
    assert_true(kept_find(&kept, 1, STR("3"), 0, &value));
    assert_int_equal(value.n, 0);
    assert_false(kept_find(&kept, 1, STR("2"), 0, &value));
    assert_false(kept_find(&kept, 1, STR(""), 0, &value));
    assert_false(kept_find(&kept, 2, STR("20"), 0, &value));
    kept_release(&kept);
}

static void nothing_is_kept_once_something_was_sought(void **state)
{
    (void)state;
    struct kept kept;
    struct str value;
    kept_init(&kept);
    assert_false(kept_find(&kept, 0, STR("1"), 0, &value));
    assert_false(kept_add(&kept, 0, STR("1"), STR("late")));
    assert_false(kept_find(&kept, 0, STR("1"), 0, &value));
    kept_clear(&kept);
    assert_true(kept_add(&kept, 0, STR("1"), STR("anew")));
    assert_true(kept_find(&kept, 0, STR("1"), 0, &value));
    kept_release(&kept);
}

static void many_are_found_again(void **state)
{
    (void)state;
    struct kept kept;
    struct str value;
    char key[16];
    kept_init(&kept);
    for (unsigned i = 0; i < 5000; i++) {
        int n = snprintf(key, sizeof key, "%u", i * 7919 % 5000);
        assert_true(kept_add(&kept, i % 3, (struct str){key, (size_t)n}, (struct str){key, (size_t)n}));
    }
    for (unsigned i = 0; i < 5000; i++) {
        int n = snprintf(key, sizeof key, "%u", i * 7919 % 5000);
        assert_true(kept_find(&kept, i % 3, (struct str){key, (size_t)n}, 0, &value));
        assert_true(str_equal(value, (struct str){key, (size_t)n}));
    }
    assert_false(arena_failed(&kept.arena));
    kept_release(&kept);
}

static void a_table_has_a_ceiling(void **state)
{
    (void)state;
    struct kept kept;
    struct str value;
    kept_init(&kept);
    kept.arena.ceiling = 1000;
    for (unsigned i = 0; i < 20; i++)
        (void)kept_add(&kept, i, STR("1"), STR("one of too many"));
    assert_true(arena_failed(&kept.arena));
    assert_false(kept_find(&kept, 0, STR("1"), 0, &value));
    kept_release(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_by_kind_and_key_as_they_were_added),
        cmocka_unit_test(nothing_is_kept_once_something_was_sought),
        cmocka_unit_test(many_are_found_again),
        cmocka_unit_test(a_table_has_a_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
