/* name/parse: written names of many usages come apart into the tokens and parts they have. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "name/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { TOKENS_MAX = 64, BYTES_MAX = 8192 }; /* more than the limits */

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct name parsed(const char *text, enum name_hint hint)
{
    struct name name;
    struct fault fault = {0};
    assert_int_equal(name_parse(&arena, str_of(text), hint, &name, &fault), ERR_OK);
    return name;
}

/* The tokens as "folded/part folded/part". */
static void check_as(const char *text, enum name_hint hint, const char *expected)
{
    struct name name = parsed(text, hint);
    struct buf buf;
    buf_init(&buf, 4096);
    for (size_t i = 0; i < name.tokens_n; i++)
        buf_printf(&buf, "%s%.*s/%s", i ? " " : "", STR_ARG(name.tokens[i].folded),
                   name_part_word(name.tokens[i].part));
    buf_add_char(&buf, '\0');
    assert_false(buf_failed(&buf));
    assert_string_equal(buf.bytes, expected);
    buf_release(&buf);
}

static void check(const char *text, const char *expected)
{
    check_as(text, NAME_WHOLE, expected);
}

/* Both names have the same skeletons in the same order, but for particles. */
static void check_same(const char *left, const char *right)
{
    struct name names[2] = {parsed(left, NAME_WHOLE), parsed(right, NAME_WHOLE)};
    skeleton skeletons[2][TOKENS_MAX] = {{0}};
    size_t n[2] = {0, 0};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < names[side].tokens_n; i++)
            if (names[side].tokens[i].part != PART_PARTICLE)
                skeletons[side][n[side]++] = names[side].tokens[i].skeleton;
    assert_int_equal(n[0], n[1]);
    for (size_t i = 0; i < n[0]; i++) {
        assert_int_not_equal(skeletons[0][i], 0);
        assert_int_equal(skeletons[0][i], skeletons[1][i]);
    }
}

static void check_stem(const char *text, const char *stem)
{
    struct name name = parsed(text, NAME_FAMILY);
    assert_int_equal(name.tokens_n, 1);
    assert_string_equal(name.tokens[0].stem.p, stem);
    assert_int_equal(name.tokens[0].stem.n, strlen(stem));
}

static void a_patronymic_shows_the_other_parts(void **state)
{
    (void)state;
    check("Руслан Анзорович Царикаев", "руслан/given анзорович/patronymic царикаев/family");
    check("Царикаев Руслан Анзорович", "царикаев/family руслан/given анзорович/patronymic");
    check("Мадина Анзоровна Царикаева", "мадина/given анзоровна/patronymic царикаева/family");
    check("Ruslan Anzorowitsch Zarikajew", "ruslan/given anzorowitsch/patronymic zarikajew/family");
    check("Aliaksandr Ryhoravich Lukashuk", "aliaksandr/given ryhoravich/patronymic lukashuk/family");
    check("Никита Ильич Лукашук", "никита/given ильич/patronymic лукашук/family");
    check("Иван Петров Димитров", "иван/given петров/patronymic димитров/family");
}

static void a_family_in_ovich_is_no_patronymic(void **state)
{
    (void)state;
    check("Иван Петрович Лукашук", "иван/given петрович/patronymic лукашук/family");
    check("Богданович Иван Петрович", "богданович/family иван/given петрович/patronymic");
    check("Dragan Savovic", "dragan/name savovic/name");
    check("Anka Jure Savović", "anka/name jure/name savović/name");
    check("Mary Shauna", "mary/name shauna/name");
}

static void the_fathers_name_stands_beside_its_particle(void **state)
{
    (void)state;
    check("Ahmad bin Salim bin Omar", "ahmad/name bin/particle salim/patronymic bin/particle omar/name");
    check("أحمد بن سالم الحربي", "أحمد/name بن/particle سالم/patronymic ال/particle حربي/nisba");
    check("Мамедов Али Гасан оглы", "мамедов/family али/name гасан/patronymic оглы/particle");
    check("Guliyev Anar Rashid o‘g‘li", "guliyev/family anar/name rashid/patronymic ogli/particle");
}

static void a_comma_marks_the_family_name(void **state)
{
    (void)state;
    check("TSARIKAYEV, Ruslan Anzorovich", "tsarikayev/family ruslan/given anzorovich/patronymic");
    check("Van Dyke, Dirk", "van/particle dyke/family dirk/given");
    check("Smith, Jr.", "smith/name jr/generation");
    check("John Smith, PhD", "john/name smith/name phd/title");
}

static void capitals_mark_the_family_name_where_the_rest_has_none(void **state)
{
    (void)state;
    check("Jean DUPONT-MARTIN", "jean/name dupont/family martin/family");
    check("KIM Jong-su", "kim/family jong/name su/name");
    check("JEAN DUPONT", "jean/name dupont/name");
    check("J. Ronald Smith III", "j/initial ronald/name smith/name iii/generation");
    check("Ronald Smith I", "ronald/name smith/name i/initial");
}

static void apostrophes_vanish_and_hyphens_cut(void **state)
{
    (void)state;
    check("Shaun O'Brien", "shaun/name obrien/name");
    check("Saʿīd Naʾil", "saīd/name nail/name");
    check("Sa`id Na’il", "said/name nail/name");
    check("Игорь Лук'яненко", "игорь/name лукяненко/family");
    check("Jean-Pierre", "jean/name pierre/name");
}

static void the_arabic_article_is_a_token_of_its_own(void **state)
{
    (void)state;
    check("Omar al-Masri", "omar/name al/particle masri/nisba");
    check("Omar El Masri", "omar/name el/particle masri/nisba");
    check("عمر المصري", "عمر/name ال/particle مصري/nisba");
    check("Omar ash-Shami", "omar/name ash/particle shami/nisba");
    check("Omar ar Rashid", "omar/name ar/particle rashid/name");
    check("Al Smith", "al/particle smith/name");
    check("Ad Verbrugge", "ad/name verbrugge/name");
    check("إلياس الخوري", "إلياس/name ال/particle خوري/nisba");
}

static void servants_of_god_are_one_token_however_spaced(void **state)
{
    (void)state;
    static const char *const same[] = {"Abd al-Rahman", "'Abd ar-Rahman", "Abdul Rahman", "Abdul-Rahman",
                                       "Abdulrahman",   "Abdurrahman",    "Abdel Rahman", "Abderrahman",
                                       "عبد الرحمن",    "عبدالرحمن",      "Абдурахман",   "Абд аль-Рахман"};
    for (size_t i = 1; i < sizeof same / sizeof *same; i++)
        check_same(same[0], same[i]);
    check("Abd al-Rahman Salim", "abdalrahman/name salim/name");
    check_same("Abdul Aziz", "عبد العزيز");
    check_same("Abdullah", "عبد الله");
    check_same("Abd Allah", "Abdulla");
}

static void compounds_of_din_are_one_token_however_spaced(void **state)
{
    (void)state;
    static const char *const same[] = {"Salah al-Din", "Salah-ud-Din", "Salahuddin",
                                       "Salaheddine",  "Salah Uddin",  "صلاح الدين"};
    for (size_t i = 1; i < sizeof same / sizeof *same; i++)
        check_same(same[0], same[i]);
    check_same("Habib ur Rahman", "Habiburrahman");
    check_same("Habib-u-Rahman", "Habiburrahman");
    check_same("Nasr Allah", "نصر الله");
    check_same("Saif al-Islam", "سيف الإسلام");
}

static void a_kunya_is_one_token(void **state)
{
    (void)state;
    check("Abu Omar al-Masri", "abuomar/kunya al/particle masri/nisba");
    check("Umm Salim", "ummsalim/kunya");
    check("أبو الوليد", "أبووليد/kunya");
    check_same("Abu al-Walid", "Abul Walid");
    check_same("Abu al-Walid", "أبو الوليد");
    check_same("Abu Abd al-Rahman", "Abu Abdurrahman");
    check("Abu", "abu/name");
}

static void titles_particles_and_generations_are_told_apart(void **state)
{
    (void)state;
    check("Prof. Dr. Hans Müller", "prof/title dr/title hans/name müller/name");
    check("Haji Mullah Omar Khan", "haji/title mullah/title omar/name khan/name");
    check("دكتور احمد سالم", "دكتور/title احمد/name سالم/name");
    check("Ludwig van der Berg", "ludwig/name van/particle der/particle berg/name");
    check("Chun-San Pak", "chun/name san/name pak/name");
    check("Martin King", "martin/name king/name");
    check("Omar al-Sheikh", "omar/name al/particle sheikh/name");
    check("Ben Carver", "ben/name carver/name");
    check("Robert Smith 3rd", "robert/name smith/name rd/generation");
    check("Haji Sheikh", "haji/name sheikh/name");
}

static void initials_are_single_letters_of_an_alphabet(void **state)
{
    (void)state;
    check("J.R. Miller", "j/initial r/initial miller/name");
    check("И. И. Сидоров", "и/initial и/initial сидоров/name");
    check("JC Miller", "j/initial c/initial miller/name");
    check("Miller, TJ", "miller/name t/initial j/initial");
    check("Jc Miller", "jc/name miller/name");
    check("JC MILLER", "jc/name miller/name");
    check("NG Wei", "ng/family wei/name");
    check("王 磊", "王/family 磊/given");
}

static void brackets_and_quotes_hold_nicknames(void **state)
{
    (void)state;
    check("William (Bill) Smith", "william/name bill/nickname smith/name");
    check("Joseph “Joe” Bloggs", "joseph/name joe/nickname bloggs/name");
    check("(Joe)", "joe/name");
}

static void unspaced_han_and_hangul_names_are_cut(void **state)
{
    (void)state;
    check("김민수", "김/family 민수/given");
    check("남궁민수", "남궁/family 민수/given");
    check("김 민수", "김/family 민수/given");
    check("王小明", "王/family 小明/given");
    check("欧阳小明", "欧阳/family 小明/given");
    check("田中太郎", "田中/family 太郎/given");
    check("高橋みなみ", "高橋/name みなみ/name");
    check("マイケル・スミス", "マイケル/name スミス/name");
    check_as("민수", NAME_GIVEN, "민수/given");
}

static void hints_of_the_field_fill_in_what_the_name_leaves_open(void **state)
{
    (void)state;
    check_as("Ruslan", NAME_GIVEN, "ruslan/given");
    check_as("al-Masri", NAME_FAMILY, "al/particle masri/nisba");
    check_as("Anzor", NAME_FATHER, "anzor/patronymic");
}

static void gendered_endings_are_set_aside_in_the_stem(void **state)
{
    (void)state;
    check_stem("Царикаева", "tsarikaev");
    check_stem("Царикаев", "tsarikaev");
    check_stem("Nováková", "novak");
    check_stem("Kowalska", "kowalski");
    check_stem("Достоевская", "dostoevski");
    check_stem("Irina", "irina");
    check_stem("Medina", "medina");
    check_stem("Papadopoulou", "papadopoulos");
    check_same("Троицкая", "Троицкий");
}

static void given_names_keep_their_endings(void **state)
{
    (void)state;
    struct name name = parsed("Zarema", NAME_GIVEN);
    assert_string_equal(name.tokens[0].stem.p, "zarema");
    name = parsed("Kamaeva", NAME_GIVEN);
    assert_string_equal(name.tokens[0].stem.p, "kamaeva");
}

static void folding_removes_what_the_eye_does_not_read(void **state)
{
    (void)state;
    check("Ｒｕｓｌａｎ", "ruslan/name");
    check("Рус\u200bлан \u202eЦарикаев\u202c", "руслан/name царикаев/family");
    check("Руслáн", "руслан/name");
    check("مُحَمَّد", "محمد/name");
    check("محـــمد", "محمد/name");
    check("שָׁלוֹם", "שלום/name");
    check("علی\u200cرضا", "علیرضا/name");
    check("Mu\u0308ller", "müller/name");
}

static void look_alike_letters_return_to_their_script(void **state)
{
    (void)state;
    check("Pеtrоv", "petrov/name");
    check("Цaрикaeв", "царикаев/name");
    check("К1ант", "кӏант/name");
}

static void a_change_of_script_cuts(void **state)
{
    (void)state;
    check("Ruslanруслан", "ruslan/name руслан/name");
    check("李John", "李/family john/given");
}

static void text_without_a_letter_has_no_tokens(void **state)
{
    (void)state;
    static const char *const empty[] = {"",   " ",   "-",      "'",      "()",  "\"\"",
                                        ",,", "123", "\u200b", "\u064b", "...", "😀"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_int_equal(parsed(empty[i], NAME_WHOLE).tokens_n, 0);
}

static void more_tokens_than_are_compared_are_cut_off_and_said(void **state)
{
    (void)state;
    struct name name = parsed("aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr", NAME_WHOLE);
    assert_int_equal(name.tokens_n, LIMIT_NAME_TOKENS);
    assert_true(name.truncated);
    assert_false(parsed("Ruslan Tsarikaev", NAME_WHOLE).truncated);
}

static void check_refused(struct str text, enum err code, const char *detail)
{
    struct name name;
    struct fault fault = {0};
    assert_int_equal(name_parse(&arena, text, NAME_WHOLE, &name, &fault), code);
    assert_int_equal(name.tokens_n, 0);
    if (detail)
        assert_string_equal(fault.detail, detail);
    assert_int_equal(name_parse(&arena, text, NAME_WHOLE, &name, NULL), code);
}

static void bad_text_is_refused_with_the_place(void **state)
{
    (void)state;
    check_refused(STR("ab\xff"), ERR_BAD_INPUT, "byte 2: not UTF-8");
    check_refused(STR("Руслан\xd0"), ERR_BAD_INPUT, "byte 12: not UTF-8");
    check_refused(STR("a\xed\xa0\x80"), ERR_BAD_INPUT, "byte 1: not UTF-8");
    check_refused(STR("a\xcd\xb8"), ERR_BAD_INPUT, "byte 1: U+0378 is not assigned in Unicode 15");
    /* Also behind the tokens that are kept. */
    char text[BYTES_MAX];
    memset(text, 'a', sizeof text);
    text[LIMIT_VALUE_BYTES - 1] = '\xff';
    check_refused((struct str){text, LIMIT_VALUE_BYTES}, ERR_BAD_INPUT, "byte 4095: not UTF-8");
    check_refused((struct str){text, LIMIT_VALUE_BYTES + 1}, ERR_TOO_LARGE, NULL);
}

static void an_arena_without_room_is_an_error(void **state)
{
    (void)state;
    for (size_t ceiling = 0; ceiling < 512; ceiling += 16) {
        struct arena small;
        struct name name;
        arena_init(&small, ceiling);
        assert_int_equal(name_parse(&small, STR("Руслан Анзорович Царикаев"), NAME_WHOLE, &name, NULL),
                         ERR_NO_MEMORY);
        arena_release(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patronymic_shows_the_other_parts),
        cmocka_unit_test(a_family_in_ovich_is_no_patronymic),
        cmocka_unit_test(the_fathers_name_stands_beside_its_particle),
        cmocka_unit_test(a_comma_marks_the_family_name),
        cmocka_unit_test(capitals_mark_the_family_name_where_the_rest_has_none),
        cmocka_unit_test(apostrophes_vanish_and_hyphens_cut),
        cmocka_unit_test(the_arabic_article_is_a_token_of_its_own),
        cmocka_unit_test(servants_of_god_are_one_token_however_spaced),
        cmocka_unit_test(compounds_of_din_are_one_token_however_spaced),
        cmocka_unit_test(a_kunya_is_one_token),
        cmocka_unit_test(titles_particles_and_generations_are_told_apart),
        cmocka_unit_test(initials_are_single_letters_of_an_alphabet),
        cmocka_unit_test(brackets_and_quotes_hold_nicknames),
        cmocka_unit_test(unspaced_han_and_hangul_names_are_cut),
        cmocka_unit_test(hints_of_the_field_fill_in_what_the_name_leaves_open),
        cmocka_unit_test(gendered_endings_are_set_aside_in_the_stem),
        cmocka_unit_test(given_names_keep_their_endings),
        cmocka_unit_test(folding_removes_what_the_eye_does_not_read),
        cmocka_unit_test(look_alike_letters_return_to_their_script),
        cmocka_unit_test(a_change_of_script_cuts),
        cmocka_unit_test(text_without_a_letter_has_no_tokens),
        cmocka_unit_test(more_tokens_than_are_compared_are_cut_off_and_said),
        cmocka_unit_test(bad_text_is_refused_with_the_place),
        cmocka_unit_test(an_arena_without_room_is_an_error),
    };
    return cmocka_run_group_tests_name("name/parse", tests, set_up, tear_down);
}
