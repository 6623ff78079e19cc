/* name/equivalents: names that one person carries for one another share a class, others do not. */
#include "base/arena.h"
#include "name/equivalents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static bool share(const char *left, const char *right)
{
    struct equivalence a[EQUIVALENCES_MAX];
    struct equivalence b[EQUIVALENCES_MAX];
    size_t a_n = name_equivalent_class(str_of(left), a);
    size_t b_n = name_equivalent_class(str_of(right), b);
    for (size_t i = 0; i < a_n; i++)
        for (size_t k = 0; k < b_n; k++)
            if (a[i].class_id == b[k].class_id)
                return true;
    return false;
}

static void a_name_and_its_short_form_share_a_class(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"aleksandr", "sasha"}, {"aleksandra", "sasha"}, {"vladimir", "vova"}, {"william", "bill"},
        {"robert", "bob"},      {"francisco", "paco"},   {"josef", "sepp"},    {"georgi", "gogita"},
        {"hovhannes", "hovo"},  {"yitzhak", "itzik"},    {"tatyana", "tanya"}, {"margaret", "peggy"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(share(pairs[i][0], pairs[i][1]));
}

static void a_name_in_two_languages_shares_a_class(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"mohamed", "mehmet"},
        {"muhammad", "magomed"},
        {"yusuf", "joseph"},
        {"ibrahim", "abraham"},
        {"mykola", "nikolai"},
        {"volodymyr", "vladimir"},
        {"oleksandr", "aleksandr"},
        {"محمد", "mehmet"},
        {"يوسف", "josef"},
        {"គឹម", "kim"},
        {"សុខ", "sok"},
        {"ivan", "john"},
        {"muhammed", "mohammad"},
        {"lyubomir", "liubomyr"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(share(pairs[i][0], pairs[i][1]));
}

static void a_pet_name_ends_as_its_writer_likes(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"margaret", "peggie"}, {"howard", "howie"}, {"howard", "howey"},    {"robert", "bobby"},
        {"robert", "bobbie"},   {"norman", "normy"}, {"kimberly", "kimmie"}, {"allison", "ally"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(share(pairs[i][0], pairs[i][1]));
    /* Whole names keep their endings. */
    assert_false(share("henrie", "harry"));
    /* Short ones are other names soon. */
    assert_false(share("amelia", "amie"));
}

static void a_class_has_the_skeletons_of_its_names(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"peter", "pierre"}, {"mohamed", "mehmet"}, {"margaret", "peggy"}, {"ivan", "john"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct equivalence classes[EQUIVALENCES_MAX];
        size_t n = name_equivalent_class(str_of(pairs[i][0]), classes);
        bool found = false;
        for (size_t k = 0; k < n; k++) {
            const skeleton *skeletons;
            size_t skeletons_n = name_equivalent_skeletons(classes[k].class_id, &skeletons);
            for (size_t j = 0; j < skeletons_n; j++) {
                found = found || skeletons[j] == skeleton_of_latin(str_of(pairs[i][1]));
                assert_true(skeletons[j] != 0);
                for (size_t l = 0; l < j; l++)
                    assert_true(skeletons[l] != skeletons[j]);
            }
        }
        assert_true(found);
    }
    const skeleton *none;
    assert_int_equal(name_equivalent_skeletons((uint16_t)name_equivalent_classes(), &none), 0);
}

static void different_names_share_none(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"ahmad", "muhammad"}, {"ivan", "igor"},       {"anna", "irina"},
        {"john", "james"},     {"tsarikaev", "sasha"}, {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_false(share(pairs[i][0], pairs[i][1]));
}

static void a_class_tells_the_short_form_from_the_name(void **state)
{
    (void)state;
    struct equivalence found[EQUIVALENCES_MAX];
    assert_int_equal(name_equivalent_class(STR("seryozha"), found), 1);
    assert_int_equal(found[0].kind, EQUIVALENT_DIMINUTIVE);
    assert_true(found[0].class_id < name_equivalent_classes());
    assert_int_equal(name_equivalent_class(STR("serhiy"), found), 1);
    assert_int_equal(found[0].kind, EQUIVALENT_VARIANT);
}

static void doubled_letters_make_no_difference(void **state)
{
    (void)state;
    struct equivalence one[EQUIVALENCES_MAX];
    struct equivalence two[EQUIVALENCES_MAX];
    size_t n = name_equivalent_class(STR("filip"), one);
    assert_int_equal(n, 1);
    assert_int_equal(name_equivalent_class(STR("fillipp"), two), n);
    assert_int_equal(one[0].class_id, two[0].class_id);
}

static void a_token_is_looked_up_in_every_form_it_has(void **state)
{
    (void)state;
    struct arena arena;
    struct name name;
    struct equivalence found[EQUIVALENCES_MAX];
    struct equivalence wanted[EQUIVALENCES_MAX];
    arena_init(&arena, 1 << 20);
    assert_int_equal(name_parse(&arena, STR("Сергей"), NAME_GIVEN, &name, NULL), ERR_OK);
    assert_int_equal(name_token_classes(&name.tokens[0], found), 1);
    assert_int_equal(name_equivalent_class(STR("seryozha"), wanted), 1);
    assert_int_equal(found[0].class_id, wanted[0].class_id);
    assert_int_equal(name_parse(&arena, STR("Царикаев"), NAME_FAMILY, &name, NULL), ERR_OK);
    assert_int_equal(name_token_classes(&name.tokens[0], found), 0);
    arena_release(&arena);
}

/* The class of a father's name. */
static void check_father(const char *patronymic, const char *father, enum equivalence_kind kind)
{
    struct equivalence found[EQUIVALENCES_MAX];
    struct equivalence wanted[EQUIVALENCES_MAX];
    size_t n = name_equivalent_class(str_of(father), wanted);
    bool same = false;
    assert_true(n > 0);
    assert_true(name_father_classes(str_of(patronymic), found) > 0);
    for (size_t i = 0; i < n; i++)
        same = same || (found[0].class_id == wanted[i].class_id && found[0].kind == kind);
    assert_true(same);
}

static void a_patronymic_is_of_its_father_s_name_in_any_language(void **state)
{
    (void)state;
    struct equivalence found[EQUIVALENCES_MAX];
    check_father("vladimirovich", "vladimir", EQUIVALENT_SON);
    check_father("uladzimiravich", "vladimir", EQUIVALENT_SON);
    check_father("volodymyrovych", "vladimir", EQUIVALENT_SON);
    check_father("wladimirowitsch", "vladimir", EQUIVALENT_SON);
    check_father("hryhoryavich", "grigoriy", EQUIVALENT_SON);
    check_father("pavlovich", "pavel", EQUIVALENT_SON);
    check_father("dmytrovych", "dmitriy", EQUIVALENT_SON);
    check_father("mykolaiovych", "nikolay", EQUIVALENT_SON);
    check_father("henadzievich", "gennadiy", EQUIVALENT_SON);
    check_father("aliaksiejevich", "aleksey", EQUIVALENT_SON);
    check_father("nikolaevna", "nikolay", EQUIVALENT_DAUGHTER);
    check_father("mikalaeuna", "nikolay", EQUIVALENT_DAUGHTER);
    check_father("serhiivna", "sergey", EQUIVALENT_DAUGHTER);
    assert_int_equal(name_father_classes(STR("vladimir"), found), 0);
    assert_int_equal(name_father_classes(STR("jovanovic"), found), 0);
    assert_int_equal(name_father_classes(STR("qwxovich"), found), 0);
    assert_int_equal(name_father_classes(STR("ovich"), found), 0);
    assert_int_equal(name_father_classes(STR(""), found), 0);
}

static void an_overlong_word_is_in_no_class(void **state)
{
    (void)state;
    struct equivalence found[EQUIVALENCES_MAX];
    char word[512];
    memset(word, 'a', sizeof word);
    assert_int_equal(name_equivalent_class((struct str){word, sizeof word}, found), 0);
    assert_int_equal(name_equivalent_class(STR("\xff\xfe"), found), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_and_its_short_form_share_a_class),
        cmocka_unit_test(a_name_in_two_languages_shares_a_class),
        cmocka_unit_test(a_pet_name_ends_as_its_writer_likes),
        cmocka_unit_test(a_class_has_the_skeletons_of_its_names),
        cmocka_unit_test(different_names_share_none),
        cmocka_unit_test(a_class_tells_the_short_form_from_the_name),
        cmocka_unit_test(doubled_letters_make_no_difference),
        cmocka_unit_test(a_token_is_looked_up_in_every_form_it_has),
        cmocka_unit_test(a_patronymic_is_of_its_father_s_name_in_any_language),
        cmocka_unit_test(an_overlong_word_is_in_no_class),
    };
    return cmocka_run_group_tests_name("name/equivalents", tests, NULL, NULL);
}
