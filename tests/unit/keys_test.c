/* private/keys: which conjunctions a person gives, on both sides of a question. */
#include "private/keys.h"

#include "match/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>
#include <sodium.h>

enum { VALUES = 4 };

struct fixture {
    struct arena tables;
    struct arena work;
    struct model model;
    struct rarity *rarity;
    const struct key_scheme *scheme;
};

static int start(void **state)
{
    static struct fixture f;
    arena_init(&f.tables, 1 << 28);
    arena_init(&f.work, 1 << 28);
    f.scheme = key_scheme(KEY_SCHEME);
    if (!f.scheme || model_load(&f.tables, &f.model, NULL) ||
        key_rarity_load(f.scheme, &f.tables, &f.rarity, NULL))
        return -1;
    *state = &f;
    return 0;
}

static int stop(void **state)
{
    struct fixture *f = *state;
    arena_release(&f->work);
    arena_release(&f->tables);
    return 0;
}

/* A person's text: names, dates and documents, each between bars, NULL for none. */
struct given {
    const char *names[VALUES];
    const char *dates[VALUES];
    const char *documents[VALUES];
};

static struct values values_of(struct arena *arena, const char *const texts[VALUES])
{
    struct values values = {.at = arena_array(arena, VALUES, sizeof(struct str))};
    while (values.n < VALUES && texts[values.n]) {
        values.at[values.n] = str_of(texts[values.n]);
        values.n++;
    }
    return values;
}

static struct key_set keys_of(struct fixture *f, const struct given *given, enum key_side side)
{
    struct subject *subject = arena_alloc(&f->work, sizeof *subject);
    struct person person;
    struct key_set set;
    subject->id = STR("x");
    subject->values[PROPERTY_NAME] = values_of(&f->work, given->names);
    subject->values[PROPERTY_BIRTH_DATE] = values_of(&f->work, given->dates);
    subject->values[PROPERTY_ID_NUMBER] = values_of(&f->work, given->documents);
    assert_int_equal(person_init(&f->work, &f->model, subject, &person, NULL), ERR_OK);
    assert_int_equal(keys_of_person(f->scheme, f->rarity, &person, side, &f->work, &set, NULL), ERR_OK);
    return set;
}

static size_t shared(struct fixture *f, const struct given *held, const struct given *asked)
{
    struct key_set stored = keys_of(f, held, KEY_STORED);
    struct key_set wanted = keys_of(f, asked, KEY_ASKED);
    size_t n = 0;
    for (size_t i = 0; i < stored.n; i++)
        for (size_t k = 0; k < wanted.n; k++) {
            struct match_key a;
            struct match_key b;
            key_digest(f->scheme, &stored.at[i], &a);
            key_digest(f->scheme, &wanted.at[k], &b);
            n += memcmp(&a, &b, sizeof a) == 0;
        }
    arena_reset(&f->work);
    return n;
}

static const struct given ruslan = {{"Руслан Анзорович Царикаев"}, {"1986-10-03"}, {NULL}};

static void a_name_in_another_script_and_order_gives_a_common_key(void **state)
{
    const struct given latin = {{"TSARIKAYEV, Ruslan Anzorovich"}, {"1986-10-03"}, {NULL}};
    const struct given french = {{"Rouslan Anzorovitch Tsarikaïev"}, {"1986-10-03"}, {NULL}};
    assert_true(shared(*state, &ruslan, &latin) > 0);
    assert_true(shared(*state, &latin, &ruslan) > 0);
    assert_true(shared(*state, &ruslan, &french) > 0);
}

static void dates_in_doubt_still_match(void **state)
{
    const struct given swapped = {{"Ruslan Anzorovich Tsarikaev"}, {"1986-03-10"}, {NULL}};
    const struct given year_off = {{"Ruslan Anzorovich Tsarikaev"}, {"1985-10-03"}, {NULL}};
    const struct given several = {{"Ruslan Anzorovich Tsarikaev"}, {"1979-01-02", "1986-10-03"}, {NULL}};
    const struct given other = {{"Ruslan Anzorovich Tsarikaev"}, {"1951-04-09"}, {NULL}};
    assert_true(shared(*state, &ruslan, &swapped) > 0);
    assert_true(shared(*state, &ruslan, &year_off) > 0);
    assert_true(shared(*state, &ruslan, &several) > 0);
    assert_int_equal(shared(*state, &ruslan, &other), 0);
}

static void a_common_name_with_a_year_alone_gives_no_key(void **state)
{
    struct fixture *f = *state;
    const struct given common = {{"Muhammad Ali"}, {"1980"}, {NULL}};
    const struct given dated = {{"Muhammad Ali"}, {"1980-05-23"}, {NULL}};
    const struct given document = {{"Muhammad Ali"}, {"1980"}, {"N 0045-1837"}};
    assert_int_equal(keys_of(f, &common, KEY_ASKED).formed, 0);
    assert_int_equal(keys_of(f, &dated, KEY_ASKED).formed, 0);
    assert_int_equal(keys_of(f, &common, KEY_STORED).formed, 0);
    assert_true(shared(f, &document, &document) > 0);
}

static void digits_of_other_scripts_are_none_in_the_scheme(void **state)
{
    const struct given latin = {{"Muhammad Ali"}, {"1980"}, {"N 00451837"}};
    const struct given arabic = {
        {"Muhammad Ali"}, {"1980"}, {"N \u0660\u0660\u0664\u0665\u0661\u0668\u0663\u0667"}};
    assert_true(shared(*state, &latin, &latin) > 0);
    assert_int_equal(shared(*state, &latin, &arabic), 0);
    assert_int_equal(shared(*state, &arabic, &arabic), 0);
}

static void letters_of_other_scripts_are_none_in_the_scheme(void **state)
{
    const struct given bare = {{"Muhammad Ali"}, {"1980"}, {"00451837"}};
    const struct given latin = {{"Muhammad Ali"}, {"1980"}, {"KH00451837"}};
    const struct given cyrillic = {{"Muhammad Ali"}, {"1980"}, {"КН00451837"}};
    assert_true(shared(*state, &bare, &cyrillic) > 0);
    assert_int_equal(shared(*state, &latin, &cyrillic), 0);
}

static void the_first_of_january_is_no_day(void **state)
{
    struct fixture *f = *state;
    const struct given unknown = {{"Zaurbek Salimovich Guchaev"}, {"1986-01-01"}, {NULL}};
    struct key_set set = keys_of(f, &unknown, KEY_STORED);
    assert_true(set.n > 0);
    for (size_t i = 0; i < set.n; i++)
        assert_true(set.at[i].with != KEY_DATE && set.at[i].with != KEY_DAY);
    arena_reset(&f->work);
}

static void a_record_with_many_names_is_cut_at_the_schemes_numbers(void **state)
{
    struct fixture *f = *state;
    const struct given many = {{"Ruslan Anzorovich Tsarikaev Galaev", "Aslan Movsar Elzhoev Barakhoev",
                                "Zelimkhan Kushtov Dakhkilgov Ushurmov",
                                "Bekkhan Torshkhoev Zyazikov Matiev"},
                               {"1986-10-03", "1984-02-19", "1983-11-30"},
                               {"AB1234567"}};
    struct key_set stored = keys_of(f, &many, KEY_STORED);
    struct key_set asked = keys_of(f, &many, KEY_ASKED);
    assert_int_equal(stored.n, KEYS_STORED);
    assert_int_equal(asked.n, KEYS_ASKED);
    assert_true(stored.formed > stored.n && asked.formed > asked.n);
    assert_true(shared(f, &many, &many) > KEYS_STORED / 2);
}

static void nothing_larger_stands_beside_what_it_contains(void **state)
{
    struct fixture *f = *state;
    struct key_set set = keys_of(f, &ruslan, KEY_STORED);
    for (size_t i = 0; i < set.n; i++)
        for (size_t k = 0; k < set.n; k++) {
            const struct conjunction *a = &set.at[i];
            const struct conjunction *b = &set.at[k];
            size_t inside = 0;
            for (size_t t = 0; t < a->tokens; t++)
                for (size_t u = 0; u < b->tokens; u++)
                    inside += a->token[t] == b->token[u];
            assert_false(a->with == b->with && a->when == b->when && a->tokens < b->tokens &&
                         inside == a->tokens);
        }
    arena_reset(&f->work);
}

static void scheme_1_stays_as_it_is(void **state)
{
    struct fixture *f = *state;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    char scheme[KEY_SCHEME_HASH + 1];
    crypto_hash_sha256_state sum;
    struct key_set set = keys_of(f, &ruslan, KEY_STORED);
    crypto_hash_sha256_init(&sum);
    for (size_t i = 0; i < set.n; i++) {
        struct match_key key;
        key_digest(f->scheme, &set.at[i], &key);
        crypto_hash_sha256_update(&sum, key.b, sizeof key.b);
    }
    crypto_hash_sha256_final(&sum, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    key_scheme_hash(f->scheme, scheme);
    assert_string_equal(scheme, "0d7499b34107b80ffe640a450520e9dcc00ee9349ed6168a1d2a3348dece207c");
    assert_string_equal(hex, "482c5dae6692c72f01447c994e723b34b968d33d3486105963325a1c26ed9628");
    assert_int_equal(key_scheme_tag(), 0x0d7499b3);
    assert_null(key_scheme(KEY_SCHEME + 1));
    arena_reset(&f->work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_in_another_script_and_order_gives_a_common_key),
        cmocka_unit_test(dates_in_doubt_still_match),
        cmocka_unit_test(a_common_name_with_a_year_alone_gives_no_key),
        cmocka_unit_test(digits_of_other_scripts_are_none_in_the_scheme),
        cmocka_unit_test(letters_of_other_scripts_are_none_in_the_scheme),
        cmocka_unit_test(the_first_of_january_is_no_day),
        cmocka_unit_test(a_record_with_many_names_is_cut_at_the_schemes_numbers),
        cmocka_unit_test(nothing_larger_stands_beside_what_it_contains),
        cmocka_unit_test(scheme_1_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
