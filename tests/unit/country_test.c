/* country: every name of the table finds its country, and places theirs. */
#include "record/country.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static country code(const char *alpha2)
{
    return (country)((unsigned char)alpha2[0] << 8 | (unsigned char)alpha2[1]);
}

static void expect(const char *text, const char *alpha2)
{
    country found = country_of(str_of(text));
    if (found != (alpha2 ? code(alpha2) : 0))
        fail_msg("%s is %c%c", text, found >> 8 ? found >> 8 : '-', found & 0xff ? found & 0xff : '-');
}

static void expect_place(const char *text, const char *alpha2)
{
    country found = country_of_place(str_of(text));
    if (found != (alpha2 ? code(alpha2) : 0))
        fail_msg("%s is in %c%c", text, found >> 8 ? found >> 8 : '-', found & 0xff ? found & 0xff : '-');
}

static void expect_list(const char *list, const char *alpha2)
{
    struct str rest = str_of(list);
    while (rest.p) {
        char word[256];
        struct str part = str_cut(&rest, '|');
        snprintf(word, sizeof word, "%.*s", STR_ARG(part));
        if (part.n)
            expect(word, alpha2);
    }
}

static void every_word_of_the_table_means_its_country_alone(void **state)
{
    (void)state;
#define C(alpha2, alpha3, names, nationalities)                                                              \
    expect(alpha2, alpha2);                                                                                  \
    expect(alpha3, alpha2);                                                                                  \
    expect_list(names, alpha2);                                                                              \
    expect_list(nationalities, alpha2);
#include "record/countries.def"
#undef C
}

static void lists_of_sanctions_write_countries_so(void **state)
{
    (void)state;
    expect("Democratic People's Republic of Korea", "kp");
    expect("Democratic People’s Republic of Korea", "kp");
    expect("Iran (Islamic Republic of)", "ir");
    expect("Korea, North", "kp");
    expect("Congo, Democratic Republic of the", "cd");
    expect("Macedonia, The Former Yugoslav Republic of", "mk");
    expect("The Gambia", "gm");
    expect("  RUSSIAN   FEDERATION. ", "ru");
    expect("Cote d'Ivoire", "ci");
    expect("TURKIYE", "tr");
    expect("Venezuela (Bolivarian Republic of)", "ve");
    expect("Burma (Myanmar)", "mm");
    expect("suhh", "su");
}

static void a_nationality_may_be_written_as_such(void **state)
{
    (void)state;
    expect("Russian", "ru");
    expect("British citizen", "gb");
    expect("Iraqi national", "iq");
    expect("Российская Федерация", "ru");
    expect("الاتحاد الروسي", "ru");
}

static void what_is_no_country_is_unknown(void **state)
{
    (void)state;
    const char *const wrong[] = {"",  " ", "none", "Korea", "Congolese", "qq",   "The",    "Russia, Ukraine",
                                 "(", ")", "()",   ",",     "\xff\xfe",  "()()", "citizen"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect(wrong[i], NULL);
}

static void a_place_ends_in_its_country(void **state)
{
    (void)state;
    expect_place("Bunia, Democratic Republic of the Congo", "cd");
    expect_place("Kandahar Province Afghanistan", "af");
    expect_place("Ghazni, Afghanistan, Ghazni Province", "af");
    expect_place("Baku, Azerbaijan SSR (now Azerbaijan).", "az");
    expect_place("Грозный, Россия", "ru");
    expect_place("بغداد، العراق", "iq");
    expect_place("Port Moresby Papua New Guinea", "pg");
    expect_place("Sydney, New South Wales", "au");
    expect_place("London, UK", "gb");
    expect_place("Kinshasa, Congo", "cd");
    expect_place("iq", "iq");
    expect_place("Springfield, USA", "us");
}

static void a_place_that_names_no_country_has_none(void **state)
{
    (void)state;
    expect_place("", NULL);
    expect_place(",,;", NULL);
    expect_place("San Francisco, CA", NULL);
    expect_place("Albuquerque, New Mexico", NULL);
    expect_place("Trenton New Jersey", NULL);
    expect_place("El-Fasher", NULL);
    expect_place("Little Russian Village", NULL);
    expect_place("Barrio Sur", NULL);
}

static void states_and_their_successors_are_related(void **state)
{
    (void)state;
    assert_true(country_related(code("su"), code("ge")));
    assert_true(country_related(code("ge"), code("su")));
    assert_true(country_related(code("sd"), code("ss")));
    assert_true(country_related(code("yu"), code("hr")));
    assert_true(country_related(code("fr"), code("fr")));
    assert_false(country_related(code("ge"), code("lv")));
    assert_false(country_related(code("fr"), code("de")));
    assert_false(country_related(0, 0));
    assert_false(country_related(code("su"), 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_the_table_means_its_country_alone),
        cmocka_unit_test(lists_of_sanctions_write_countries_so),
        cmocka_unit_test(a_nationality_may_be_written_as_such),
        cmocka_unit_test(what_is_no_country_is_unknown),
        cmocka_unit_test(a_place_ends_in_its_country),
        cmocka_unit_test(a_place_that_names_no_country_has_none),
        cmocka_unit_test(states_and_their_successors_are_related),
    };
    return cmocka_run_group_tests_name("country", tests, NULL, NULL);
}
