/* Date text: what lists' words for dates are read as. */
#include "record/date_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

/* All dates of a text, with blanks between. */
static void expect(const char *text, const char *dates)
{
    struct date found[DATES_IN_TEXT_MAX];
    char written[256] = "";
    size_t n = dates_in_text(str_of(text), found);
    for (size_t i = 0; i < n; i++) {
        char one[12];
        date_text(found[i], one);
        snprintf(written + strlen(written), sizeof written - strlen(written), "%s%s", i ? " " : "", one);
    }
    if (strcmp(written, dates) != 0)
        fail_msg("'%s' gives '%s', not '%s'", text, written, dates);
}

static void dates_are_read_in_words(void **state)
{
    (void)state;
    expect("10 Dec 1948", "1948-12-10");
    expect("Dec 1948", "1948-12");
    expect("December 10th, 1948", "1948-12-10");
    expect("1948", "1948");
    expect("1948-12-10", "1948-12-10");
    expect("10/12/1948", "1948-12-10");
    expect("00/00/1948", "1948");
    expect("3 Sept. 1969", "1969-09-03");
}

static void digits_of_any_script_are_read(void **state)
{
    (void)state;
    struct date dates[DATES_IN_TEXT_MAX];
    expect("\u0661\u0660 Dec \u0661\u0669\u0664\u0668", "1948-12-10");
    expect("circa \u06f1\u06f9\u06f4\u06f8", "1948");
    expect("\uff11\uff19\uff14\uff18 to \uff11\uff19\uff14\uff19", "1948 1949");
    assert_int_equal(dates_in_cell(STR("\u0661\u0662/\u0661\u0660/\u0661\u0669\u0664\u0668"), true, dates),
                     1);
    assert_true(date_equal(dates[0], (struct date){1948, 12, 10}));
    /* Of two digits nobody knows the calendar. */
    assert_int_equal(dates_in_cell(STR("\u0661\u0662/\u0661\u0660/\u0664\u0668"), true, dates), 0);
    assert_int_equal(dates_in_cell(STR("\u0661\u0662-Oct-\u0664\u0668"), true, dates), 0);
}

static void words_of_doubt_are_passed_over(void **state)
{
    (void)state;
    expect("circa 1948", "1948");
    expect("Approximately 1 Jan 1970", "1970-01-01");
    expect("about 1955", "1955");
}

static void a_range_gives_what_it_touches(void **state)
{
    (void)state;
    expect("1948 to 1950", "1948 1949 1950");
    expect("1948-1950", "1948 1949 1950");
    expect("between 1958 and 1959", "1958 1959");
    expect("1 Jan 1960 to 31 Dec 1961", "1960 1961");
    expect("1 May 1960 to 9 May 1960", "1960-05");
    expect("Between Aug. and Sep. 1977", "1977");
    expect("1960 to 1960", "1960");
}

static void what_words_no_date_gives_none(void **state)
{
    (void)state;
    const char *const none[] = {"",
                                "unknown",
                                "31 Feb 1950",
                                "1950 to 1940",
                                "1900 to 1999",
                                "10",
                                "10 1950",
                                "1948 1949",
                                "1948 to",
                                "to 1948",
                                "1 to 2 to 3",
                                "30-35 years old",
                                "24/06/1402 (Hijri Calendar)"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        expect(none[i], "");
}

static void a_short_year_takes_its_century_from_a_later_one(void **state)
{
    (void)state;
    struct date dates[2];
    assert_int_equal(dates_of_short_year(STR("740812"), 12, dates), 1);
    assert_int_equal(dates[0].year, 1974);
    assert_int_equal(dates_of_short_year(STR("051130"), 31, dates), 1);
    assert_int_equal(dates[0].year, 2005);
    assert_int_equal(dates_of_short_year(STR("251130"), 31, dates), 2);
    assert_int_equal(dates[0].year, 2025);
    assert_int_equal(dates[1].year, 1925);
    assert_int_equal(dates_of_short_year(STR("74<<<<"), 12, dates), 1);
    assert_int_equal(dates[0].month, 0);
    assert_int_equal(dates_of_short_year(STR("741332"), 12, dates), 0);
    assert_int_equal(dates_of_short_year(STR("7408"), 12, dates), 0);
    assert_int_equal(dates_of_short_year(STR("ABCDEF"), 12, dates), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_words),
        cmocka_unit_test(digits_of_any_script_are_read),
        cmocka_unit_test(words_of_doubt_are_passed_over),
        cmocka_unit_test(a_range_gives_what_it_touches),
        cmocka_unit_test(what_words_no_date_gives_none),
        cmocka_unit_test(a_short_year_takes_its_century_from_a_later_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
