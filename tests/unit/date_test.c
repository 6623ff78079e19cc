/* date: what is read as a date, what is refused and how that is named. */
#include "record/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static void expect(const char *text, int year, int month, int day)
{
    struct date date = {0};
    assert_int_equal(date_parse(str_of(text), &date, NULL), ERR_OK);
    assert_int_equal(date.year, year);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
}

static void expect_bad(const char *text, const char *detail)
{
    struct date date = {1, 2, 3};
    struct fault fault;
    assert_int_equal(date_parse(str_of(text), &date, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, detail);
    assert_true(date_equal(date, (struct date){1, 2, 3}));
}

static void a_date_may_lack_its_day_or_its_month(void **state)
{
    (void)state;
    expect("1986", 1986, 0, 0);
    expect("1986-10", 1986, 10, 0);
    expect("1986-10-21", 1986, 10, 21);
    expect("1986-00-00", 1986, 0, 0);
    expect("1986-10-00", 1986, 10, 0);
}

static void dates_are_read_in_the_usual_spellings(void **state)
{
    (void)state;
    expect("1986/10/21", 1986, 10, 21);
    expect("1986.1.2", 1986, 1, 2);
    expect("21.10.1986", 1986, 10, 21);
    expect("21/10/1986", 1986, 10, 21);
    expect("1-2-1986", 1986, 2, 1);
    expect("19861021", 1986, 10, 21);
    expect(" 1986-10-21 ", 1986, 10, 21);
}

static void a_date_is_after_another_by_what_both_have(void **state)
{
    (void)state;
    static const struct {
        struct date a, b;
        bool after;
    } cases[] = {{{1987, 0, 0}, {1986, 12, 31}, true},   {{1986, 0, 0}, {1986, 10, 21}, false},
                 {{1986, 11, 0}, {1986, 10, 21}, true},  {{1986, 10, 0}, {1986, 10, 21}, false},
                 {{1986, 10, 22}, {1986, 10, 21}, true}, {{1986, 10, 21}, {1986, 10, 21}, false},
                 {{1986, 9, 30}, {1986, 10, 21}, false}, {{1985, 12, 31}, {1986, 0, 0}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(date_after(cases[i].a, cases[i].b), cases[i].after);
    assert_true(date_equal(date_last_birth(0), (struct date){1970, 1, 2}));
}

static void a_time_of_day_is_dropped(void **state)
{
    (void)state;
    expect("1986-10-21T00:00:00Z", 1986, 10, 21);
    expect("1986-10-21 23:59", 1986, 10, 21);
}

static void a_leap_year_has_29_february_and_another_not(void **state)
{
    (void)state;
    expect("2000-02-29", 2000, 2, 29);
    expect("1988-02-29", 1988, 2, 29);
    expect_bad("1900-02-29", "29 February in 1900");
    expect_bad("1987-02-29", "29 February in 1987");
}

static void what_is_wrong_with_a_date_is_named(void **state)
{
    (void)state;
    expect_bad("1986-02-31", "31 February");
    expect_bad("31.04.1986", "31 April");
    expect_bad("0000", "year 0");
    expect_bad("0000-01-01", "year 0");
    expect_bad("1986-13-01", "month 13");
    expect_bad("1986-01-32", "day 32");
    expect_bad("1986-00-05", "day 5 of month 0");
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    const char *const wrong[] = {
        "",           "circa 1958",   "86",          "1986-",    "-1986",  "1986-10-21x",
        "1986-10/21", "1986-10-21-1", "1986-010-21", "21-10-86", "198610", "१९८६",
        "1986 10 21", "99999999999",  "1986-10-21T"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_bad(wrong[i], "not a date");
}

static void a_birth_date_is_read_in_the_digits_of_any_script(void **state)
{
    (void)state;
    const char *const written[] = {"1986-10-22",
                                   "\u0661\u0669\u0668\u0666-\u0661\u0660-\u0662\u0662",
                                   "\u06f1\u06f9\u06f8\u06f6/\u06f1\u06f0/\u06f2\u06f2",
                                   "\u0662\u0662\u200f/\u0661\u0660\u200f/\u0661\u0669\u0668\u0666",
                                   "\u0967\u096f\u096e\u096c-\u0967\u0966-\u0968\u0968",
                                   "\u09e7\u09ef\u09ee\u09ec-\u09e7\u09e6-\u09e8\u09e8",
                                   "\u0e51\u0e59\u0e58\u0e56.\u0e51\u0e50.\u0e52\u0e52",
                                   "\u17e1\u17e9\u17e8\u17e6-\u17e1\u17e0-\u17e2\u17e2",
                                   "\u1041\u1049\u1048\u1046-\u1041\u1040-\u1042\u1042",
                                   "\uff11\uff19\uff18\uff16\uff0d\uff11\uff10\uff0d\uff12\uff12",
                                   "\u0661\u0669\u0668\u0666\u0661\u0660\u0662\u0662"};
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct date date;
        if (date_parse_birth(str_of(written[i]), (struct date){0}, &date, NULL) != ERR_OK ||
            !date_equal(date, (struct date){1986, 10, 22}))
            fail_msg("%s", written[i]);
    }
}

static void a_birth_date_of_another_calendar_is_refused(void **state)
{
    (void)state;
    static const struct date last = {2026, 11, 28};
    static const struct {
        const char *text, *detail;
    } cases[] = {{"1365", "year 1365 is before 1800 or of another calendar"},
                 {"1365-07-30", "year 1365 is before 1800 or of another calendar"},
                 {"\u06f1\u06f3\u06f6\u06f5/\u06f0\u06f7/\u06f3\u06f0",
                  "year 1365 is before 1800 or of another calendar"},
                 {"1799-12-31", "year 1799 is before 1800 or of another calendar"},
                 {"22/10/2529", "in the future"},
                 {"\u0e52\u0e55\u0e52\u0e59", "in the future"},
                 {"2026-11-29", "in the future"},
                 {"\u0661\u0669\u0668\u0666-\u0661\u0663-\u0660\u0661", "month 13"},
                 {"\u4e00\u4e5d\u516b\u516d", "not a date"},
                 {"\u00b9\u2079\u2078\u2076", "not a date"},
                 {"\u0661\u0669\u0668", "not a date"},
                 {"1986\xff", "not a date"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date = {1, 2, 3};
        struct fault fault;
        assert_int_equal(date_parse_birth(str_of(cases[i].text), last, &date, &fault), ERR_BAD_INPUT);
        assert_string_equal(fault.detail, cases[i].detail);
        assert_true(date_equal(date, (struct date){1, 2, 3}));
    }
    struct date date;
    assert_int_equal(date_parse_birth(STR("1800-01-01"), last, &date, NULL), ERR_OK);
    assert_int_equal(date_parse_birth(STR("2026-11-28"), last, &date, NULL), ERR_OK);
    assert_int_equal(date_parse_birth(STR("2529"), (struct date){0}, &date, NULL), ERR_OK);
}

static void a_date_is_written_as_precisely_as_it_is_known(void **state)
{
    (void)state;
    char out[12];
    date_text((struct date){1986, 10, 21}, out);
    assert_string_equal(out, "1986-10-21");
    date_text((struct date){1986, 10, 0}, out);
    assert_string_equal(out, "1986-10");
    date_text((struct date){986, 0, 0}, out);
    assert_string_equal(out, "0986");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_may_lack_its_day_or_its_month),
        cmocka_unit_test(dates_are_read_in_the_usual_spellings),
        cmocka_unit_test(a_date_is_after_another_by_what_both_have),
        cmocka_unit_test(a_time_of_day_is_dropped),
        cmocka_unit_test(a_leap_year_has_29_february_and_another_not),
        cmocka_unit_test(what_is_wrong_with_a_date_is_named),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(a_birth_date_is_read_in_the_digits_of_any_script),
        cmocka_unit_test(a_birth_date_of_another_calendar_is_refused),
        cmocka_unit_test(a_date_is_written_as_precisely_as_it_is_known),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
