/* base/number: logarithms of counts, small and large. */
#include "base/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void logarithms_are_those_of_the_library(void **state)
{
    (void)state;
    for (size_t n = 1; n < 2000; n++)
        assert_true(ln_of(n) == log((double)n));
}

static void the_greater_and_the_lesser_are_told(void **state)
{
    (void)state;
    assert_true(greater(-INFINITY, 1) == 1 && greater(2, 1) == 2);
    assert_true(lesser(-INFINITY, 1) == -INFINITY && lesser(2, 1) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(logarithms_are_those_of_the_library),
                                       cmocka_unit_test(the_greater_and_the_lesser_are_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
