/* http/guard: who dribbles, floods or wastes a desk's time meets his own limit, and nobody else's. */
#include "http/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static struct guard guard;
static int fds[GUARD_CONNECTIONS];

static int fresh(void **state)
{
    (void)state;
    guard = (struct guard){0};
    return 0;
}

static void an_address_that_floods_is_held_to_its_rate(void **state)
{
    int admitted = 0;
    (void)state;
    for (int i = 0; i < 1000; i++)
        admitted += guard_admits(&guard, 1, 5000);
    assert_int_equal(admitted, LIMIT_CONNECTS_AT_ONCE);
    assert_true(guard_admits(&guard, 2, 5000));
    for (int i = 0; i < 1000; i++)
        admitted += guard_admits(&guard, 1, 5000 + 10 * i);
    assert_in_range(admitted - LIMIT_CONNECTS_AT_ONCE, 9 * LIMIT_CONNECTS_A_SECOND,
                    10 * LIMIT_CONNECTS_A_SECOND);
}

static void who_never_names_himself_is_overdue_however_often_he_says_a_byte(void **state)
{
    (void)state;
    guard_opened(&guard, 7, 0);
    assert_int_equal(guard_overdue(&guard, LIMIT_REQUEST_MS - 1, fds), 0);
    assert_int_equal(guard_overdue(&guard, LIMIT_REQUEST_MS, fds), 1);
    assert_int_equal(fds[0], 7);
    assert_int_equal(guard_overdue(&guard, LIMIT_REQUEST_MS + 1, fds), 0); /* told once */
}

static void a_body_at_a_byte_a_second_is_overdue_and_one_at_the_rate_is_not(void **state)
{
    struct guarded *slow = guard_opened(&guard, 1, 0), *steady = guard_opened(&guard, 2, 0);
    int64_t now = 0;
    (void)state;
    guard_known(slow, 0);
    guard_known(steady, 0);
    for (; now <= LIMIT_REQUEST_MS + 1000; now += 1000) {
        guard_brought(slow, 1);
        guard_brought(steady, (size_t)LIMIT_BODY_BYTES_A_SECOND);
    }
    assert_int_equal(guard_overdue(&guard, now, fds), 1);
    assert_int_equal(fds[0], 1);
}

static void what_comes_of_one_that_was_cut_gives_it_no_more_time(void **state)
{
    struct guarded *connection = guard_opened(&guard, 1, 0);
    (void)state;
    guard_known(connection, 0);
    assert_int_equal(guard_overdue(&guard, LIMIT_REQUEST_MS, fds), 1);
    guard_brought(connection, 4096);
    assert_true(connection->due == INT64_MAX);
    assert_int_equal(guard_overdue(&guard, LIMIT_REQUEST_MS + 1, fds), 0);
}

static void while_it_is_worked_on_nothing_is_overdue(void **state)
{
    struct guarded *connection = guard_opened(&guard, 1, 0);
    (void)state;
    guard_working(connection);
    assert_int_equal(guard_overdue(&guard, INT64_MAX - 1, fds), 0);
    guard_answers(connection, 0, 1000);
    guard_idle(connection, 2000);
    assert_int_equal(guard_overdue(&guard, 2000 + LIMIT_IDLE_MS, fds), 1);
}

static void a_crowd_of_nameless_connections_has_less_time_and_a_known_one_has_not(void **state)
{
    (void)state;
    guard_known(guard_opened(&guard, 1000, 0), 0);
    for (int i = 1; i < GUARD_CONNECTIONS; i++)
        assert_non_null(guard_opened(&guard, i, 0));
    assert_null(guard_opened(&guard, 999, 0));
    assert_int_equal(guard_overdue(&guard, LIMIT_REQUEST_CROWDED_MS, fds), GUARD_CONNECTIONS - 1);
    guard_closed(&guard, &guard.connections[5]);
    assert_non_null(guard_opened(&guard, 999, 0));
}

static void a_counterpart_has_so_many_bodies_read_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < LIMIT_BODIES_AT_ONCE; i++)
        assert_true(guard_reads(&guard, 1, 0));
    assert_false(guard_reads(&guard, 1, 0));
    assert_true(guard_reads(&guard, 2, 0));
    guard_read(&guard, 1);
    assert_true(guard_reads(&guard, 1, 0));
}

static void bodies_that_bring_nothing_are_paid_for_and_forgiven(void **state)
{
    (void)state;
    guard_charge(&guard, 1, LIMIT_VAIN_MS, 0);
    assert_false(guard_reads(&guard, 1, 0));
    assert_true(guard_reads(&guard, 2, 0));
    assert_true(guard_reads(&guard, 1, 1000));
    guard_read(&guard, 1);
    guard_charge(&guard, 1, 1000 * LIMIT_VAIN_PERCENT / 100, 1000);
    assert_false(guard_reads(&guard, 1, 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_address_that_floods_is_held_to_its_rate, fresh),
        cmocka_unit_test_setup(who_never_names_himself_is_overdue_however_often_he_says_a_byte, fresh),
        cmocka_unit_test_setup(a_body_at_a_byte_a_second_is_overdue_and_one_at_the_rate_is_not, fresh),
        cmocka_unit_test_setup(what_comes_of_one_that_was_cut_gives_it_no_more_time, fresh),
        cmocka_unit_test_setup(while_it_is_worked_on_nothing_is_overdue, fresh),
        cmocka_unit_test_setup(a_crowd_of_nameless_connections_has_less_time_and_a_known_one_has_not, fresh),
        cmocka_unit_test_setup(a_counterpart_has_so_many_bodies_read_at_once, fresh),
        cmocka_unit_test_setup(bodies_that_bring_nothing_are_paid_for_and_forgiven, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
