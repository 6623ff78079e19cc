/* base/: arenas fail for good at their ceiling, buffers at their maximum, errors have one table. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void an_arena_fails_at_its_ceiling_and_stays_failed(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1024);
    assert_non_null(arena_alloc(&arena, 1000));
    assert_null(arena_alloc(&arena, 100));
    assert_null(arena_alloc(&arena, 1));
    assert_true(arena_failed(&arena));
    arena_reset(&arena);
    assert_non_null(arena_alloc(&arena, 100));
    assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
    arena_release(&arena);
}

static void arena_memory_is_zeroed_also_after_a_reset(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    memset(arena_alloc(&arena, 512), 0xff, 512);
    arena_reset(&arena);
    const unsigned char *bytes = arena_alloc(&arena, 512);
    for (int i = 0; i < 512; i++)
        assert_int_equal(bytes[i], 0);
    arena_release(&arena);
}

static void a_buffer_never_passes_its_maximum(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 8);
    buf_add_str(&buf, STR("12345678"));
    assert_false(buf_failed(&buf));
    buf_add_char(&buf, '9');
    assert_true(buf_failed(&buf));
    assert_int_equal(buf.n, 8);
    buf_clear(&buf);
    buf_printf(&buf, "%d", 42);
    assert_true(str_equal(buf_str(&buf), STR("42")));
    buf_release(&buf);
}

static void a_fault_keeps_control_characters_from_the_terminal(void **state)
{
    (void)state;
    struct fault fault;
    fault_set(&fault, ERR_BAD_INPUT,
              "A\xe2\x80\xae"
              "B\xe2\x80\x8f"
              "C");
    assert_string_equal(fault.detail, "A???B\xe2\x80\x8f"
                                      "C"); /* a mark of direction turns nothing else round */
    assert_int_equal(fault_set(&fault, ERR_BAD_INPUT, "line %d: \x1b[2J", 4), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "line 4: ?[2J");
    fault_set(&fault, ERR_BAD_INPUT, "%s",
              "a\xc2\x9b"
              "2J \xff \xd0\xa6 \x7f \xd0");
    assert_string_equal(fault.detail, "a??2J ? \xd0\xa6 ? ?");
    assert_int_equal(err_exit_status(fault.code), 65);
    assert_int_equal(err_http_status(ERR_REFUSED), 403);
}

static void utf8_is_checked_strictly(void **state)
{
    (void)state;
    assert_true(str_is_utf8(STR("Царикаев")));
    assert_false(str_is_utf8(STR("\xc0\xaf")));     /* overlong */
    assert_false(str_is_utf8(STR("\xed\xa0\x80"))); /* surrogate */
    assert_false(str_is_utf8(STR("\xd0")));         /* truncated */
}

static void cutting_leaves_head_and_rest(void **state)
{
    (void)state;
    struct str rest = STR("a,,b");
    assert_true(str_equal(str_cut(&rest, ','), STR("a")));
    assert_true(str_equal(str_cut(&rest, ','), STR("")));
    assert_true(str_equal(str_cut(&rest, ','), STR("b")));
    assert_null(rest.p);
}

static void count_one(void *context, size_t index, size_t worker)
{
    (void)worker;
    atomic_fetch_add((atomic_size_t *)context, index);
}

static void parallel_jobs_run_once_each(void **state)
{
    (void)state;
    atomic_size_t sum = 0;
    assert_true(parallel_workers(0) >= 1);
    assert_int_equal(parallel_workers(3), 3);
    assert_true(parallel_workers(SIZE_MAX) < 1000);
    parallel_for(1000, 4, count_one, &sum);
    assert_int_equal(sum, 999 * 1000 / 2);
}

static void a_seed_repeats_everything(void **state)
{
    (void)state;
    struct seeded a = {7};
    struct seeded b = {7};
    for (int i = 0; i < 100; i++)
        assert_int_equal(seeded_below(&a, 10), seeded_below(&b, 10));
    assert_true(seeded_unit(&a) < 1.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_fails_at_its_ceiling_and_stays_failed),
        cmocka_unit_test(arena_memory_is_zeroed_also_after_a_reset),
        cmocka_unit_test(a_buffer_never_passes_its_maximum),
        cmocka_unit_test(a_fault_keeps_control_characters_from_the_terminal),
        cmocka_unit_test(utf8_is_checked_strictly),
        cmocka_unit_test(cutting_leaves_head_and_rest),
        cmocka_unit_test(parallel_jobs_run_once_each),
        cmocka_unit_test(a_seed_repeats_everything),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
