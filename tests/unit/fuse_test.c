/* name/fuse: which particles are written in one word with a name, and what may be apart in such a word. */
#include "base/arena.h"
#include "base/buf.h"
#include "name/fuse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

/* The tokens of the name fused, apart by a space; NULL: it has none to fuse. */
static void check(const char *text, const char *expected)
{
    struct arena arena;
    struct name name;
    struct name fused;
    struct buf buf;
    arena_init(&arena, 1 << 20);
    buf_init(&buf, 4096);
    assert_int_equal(name_parse(&arena, str_of(text), NAME_WHOLE, &name, NULL), ERR_OK);
    bool any = name_fuse(&arena, NULL, &name, &fused);
    assert_int_equal(any, expected != NULL);
    for (size_t i = 0; any && i < fused.tokens_n; i++)
        buf_printf(&buf, "%s%.*s", i ? " " : "", STR_ARG(fused.tokens[i].folded));
    buf_add_char(&buf, '\0');
    assert_string_equal(buf.bytes, expected ? expected : "");
    buf_release(&buf);
    arena_release(&arena);
}

static void particles_are_fused_with_the_name_behind_them(void **state)
{
    (void)state;
    check("Khalid al-Otaibi", "khalid alotaibi");
    check("AL OTAIBI, Khalid", "alotaibi khalid");
    check("سعد القحطاني", "سعد القحطاني");
    check("Халид аль-Гамди", "халид альгамди");
    check("María de la Cruz", "maría delacruz");
    check("Ruth van den Berg", "ruth vandenberg");
    check("Jean Le Blanc", "jean leblanc");
    check("VAN DEN EYNDE LUC", "vandeneynde luc");
    check("De la Cruz Juan", "delacruz juan");
    check("Ben van Dyke", "ben vandyke");
    check("Le Van Minh", "le vanminh");
    check("Khalid Otaibi", NULL);
}

static void an_article_is_fused_as_it_is_without_its_assimilation(void **state)
{
    (void)state;
    check("Omar ash-Shihri", "omar alshihri");
    check("Omar ar-Rashid", "omar alrashid");
}

static void fathers_are_fused_only_where_nothing_else_is(void **state)
{
    (void)state;
    check("Karim Ben Salah", "karim bensalah");
    check("Khalid bin Ahmed al-Ghamdi", "khalid bin ahmed alghamdi");
    check("Khalid bin al-Walid", "khalid bin alwalid");
    check("Khalid bin Ahmed bin Saleh", NULL);
}

static void what_may_be_apart_is_found_behind_particles(void **state)
{
    (void)state;
    /* Apart by spaces, each way to read it. */
    static const char *const words[][2] = {
        {"alotaibi", "otaibi"},
        {"alghamdi", "ghamdi"},
        {"delacruz", "acruz lacruz cruz"},
        {"delosrios", "osrios losrios rios srios"},
        {"vandenberg", "berg nberg denberg"},
        {"vandeneynde", "eynde neynde deneynde"},
        {"vanacker", "acker"},
        {"leblanc", "blanc"},
        {"bensalah", "salah"},
        {"delrio", "rio lrio"},
        {"benali", "ali"},
        {"deandrade", ""},
        {"alina", "ina"},
        {"elan", ""},
        {"lara", ""},
        {"otaibi", ""},
        {"al", ""},
        {"", ""},

    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str left[NAME_UNFUSED_MOST];
        struct buf buf;
        buf_init(&buf, 4096);
        size_t n = name_unfused(str_of(words[i][0]), left);
        for (size_t k = 0; k < n; k++)
            buf_printf(&buf, "%s%.*s", k ? " " : "", STR_ARG(left[k]));
        buf_add_char(&buf, '\0');
        assert_string_equal(buf.bytes, words[i][1]);
        buf_release(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(particles_are_fused_with_the_name_behind_them),
        cmocka_unit_test(an_article_is_fused_as_it_is_without_its_assimilation),
        cmocka_unit_test(fathers_are_fused_only_where_nothing_else_is),
        cmocka_unit_test(what_may_be_apart_is_found_behind_particles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
