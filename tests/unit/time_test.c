/* base/time: times are read strictly and written back the same. */
#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void a_time_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
        time_ms time;
    } cases[] = {{"1970-01-01", "1970-01-01T00:00:00Z", 0},
                 {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", -1000},
                 {"2011-03-04 09:00", "2011-03-04T09:00:00Z", 1299229200000},
                 {"2012-02-29T12:30", "2012-02-29T12:30:00Z", 1330518600000},
                 {"2000-03-01", "2000-03-01T00:00:00Z", 951868800000},
                 {"0001-01-01", "0001-01-01T00:00:00Z", -62135596800000},
                 {"9999-12-31T23:59:59", "9999-12-31T23:59:59Z", 253402300799000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        time_ms time = 1;
        char text[TIME_TEXT_BYTES];
        assert_int_equal(time_parse(str_of(cases[i].text), &time, NULL), ERR_OK);
        assert_int_equal(time, cases[i].time);
        time_text(time, text);
        assert_string_equal(text, cases[i].written);
    }
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    (void)state;
    time_ms first;
    assert_int_equal(time_parse(STR("1700-01-01"), &first, NULL), ERR_OK);
    for (time_ms day = 0; day < 146097; day++) {
        char text[TIME_TEXT_BYTES];
        time_ms read;
        time_day_text(first + day * TIME_DAY + TIME_DAY - 1, text);
        assert_int_equal(time_parse(str_of(text), &read, NULL), ERR_OK);
        assert_int_equal(read, first + day * TIME_DAY);
    }
}

static void what_is_no_time_is_refused_and_nothing_written(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "2011",
                                      "2011-3-4",
                                      "2011-02-29",
                                      "2011-13-01",
                                      "0000-01-01",
                                      "2011-03-04T",
                                      "2011-03-04T24:00",
                                      "2011-03-04x",
                                      "04-03-2011",
                                      "2011-03-04T09:60",
                                      "2011-03-04T09:00:00ZZ",
                                      "-011-03-04",
                                      "2011-03-04T9:00",
                                      "2011-00-04",
                                      "2011-03-32"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        time_ms time = 7;
        assert_int_equal(time_parse(str_of(bad[i]), &time, NULL), ERR_BAD_INPUT);
        assert_int_equal(time, 7);
    }
}

static void times_out_of_range_are_written_as_the_nearest(void **state)
{
    (void)state;
    char text[TIME_TEXT_BYTES];
    time_text(INT64_MIN, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    time_text(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_written_as_it_was_read),
        cmocka_unit_test(every_day_of_four_centuries_comes_back),
        cmocka_unit_test(what_is_no_time_is_refused_and_nothing_written),
        cmocka_unit_test(times_out_of_range_are_written_as_the_nearest),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
