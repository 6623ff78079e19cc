/* base/pack: what is packed is unpacked, and nothing beyond the end is believed. */
#include "base/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void what_is_packed_is_unpacked(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100);
    pack_number(&buf, 0x0102030405060708, 8);
    pack_number(&buf, 0xfffe, 2);
    pack_run(&buf, STR("abc"));
    buf_add(&buf, "xy", 2);
    struct unpack from = unpack_of(buf_str(&buf));
    char two[2];
    assert_true(unpack_number(&from, 8) == 0x0102030405060708);
    assert_true(unpack_number(&from, 2) == 0xfffe);
    assert_true(str_equal(unpack_run(&from, 3), STR("abc")));
    assert_false(unpack_ended(&from));
    unpack_copy(&from, two, 2);
    assert_memory_equal(two, "xy", 2);
    assert_true(unpack_ended(&from));
    buf_release(&buf);
}

static void a_failure_sticks(void **state)
{
    (void)state;
    struct unpack from = unpack_of(STR("abc"));
    char bytes[4] = "zzz";
    assert_true(unpack_number(&from, 4) == 0);
    assert_true(unpack_number(&from, 1) == 0);
    unpack_copy(&from, bytes, 2);
    assert_int_equal(bytes[0], 0);
    assert_false(unpack_ended(&from));
}

static void a_run_beyond_its_maximum_fails(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100);
    pack_run(&buf, STR("abcd"));
    struct unpack from = unpack_of(buf_str(&buf));
    assert_int_equal(unpack_run(&from, 3).n, 0);
    assert_true(from.failed);
    from = unpack_of(STR("\xff\xff\xff\xff"
                         "abc"));
    assert_int_equal(unpack_run(&from, SIZE_MAX).n, 0);
    assert_true(from.failed);
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_packed_is_unpacked),
                                       cmocka_unit_test(a_failure_sticks),
                                       cmocka_unit_test(a_run_beyond_its_maximum_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
