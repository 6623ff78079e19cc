/* match/mark: a record's mark has all that its names hold, keeps what a slip leaves of a token, and tells
 * most other tokens apart. */
#include "match/mark.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static struct mark mark_of(skeleton s)
{
    struct mark mark = {0};
    mark_add(&mark, s);
    return mark;
}

static struct mark marked(const char *word)
{
    return mark_of(skeleton_of_latin(str_of(word)));
}

static bool is_near(const char *record, const char *token)
{
    struct mark of_record = marked(record);
    struct mark of_token = marked(token);
    return mark_lacks_few(&of_record, &of_token, mark_slip(skeleton_of_latin(str_of(token))));
}

static void a_record_has_each_of_its_tokens(void **state)
{
    static const char *const tokens[] = {"ruslan", "anzorovich", "tsarikaev", "li", "o", "mohamed"};
    struct mark record = {0};
    (void)state;
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        mark_add(&record, skeleton_of_latin(str_of(tokens[i])));
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        struct mark token = marked(tokens[i]);
        assert_true(mark_lacks_few(&record, &token, 0));
    }
    mark_add_any(&record);
    struct mark other = marked("wilhelmina");
    assert_true(mark_lacks_few(&record, &other, 0));
}

static void a_slip_leaves_a_token_near(void **state)
{
    (void)state;
    /* A class changed, left out, put in; at the beginning, within, at the end. */
    assert_true(is_near("tsarikaev", "tsalikaev"));
    assert_true(is_near("tsarikaev", "tsaikaev"));
    assert_true(is_near("tsarikaev", "tsarinkaev"));
    assert_true(is_near("tsarikaev", "barikaev"));
    assert_true(is_near("tsarikaev", "arikaev"));
    assert_true(is_near("tsarikaev", "tsarika"));
    assert_true(is_near("dan", "dane"));
}

static void other_tokens_are_not_near(void **state)
{
    (void)state;
    assert_false(is_near("tsarikaev", "magomedov"));
    assert_false(is_near("tsarikaev", "tarasov"));
    assert_false(is_near("ruslan", "mohamed"));
    /* Of a short name one class changed makes another. */
    assert_false(is_near("kim", "lin"));
}

/* Of skeletons of four classes drawn at random one in twenty-five seems near a record of three. */
static void most_tokens_are_told_apart(void **state)
{
    enum { ROUNDS = 20000, TOKENS = 3, CLASSES = 4, SEED = 5 };
    struct seeded seeded = {.state = SEED};
    size_t near = 0;
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct mark record = {0};
        skeleton s = 0;
        for (size_t k = 0; k <= TOKENS; k++) {
            s = 0;
            for (size_t l = 0; l < CLASSES; l++)
                s = s << 4 | (1 + seeded_below(&seeded, 15));
            if (k < TOKENS)
                mark_add(&record, s);
        }
        struct mark token = mark_of(s);
        near += mark_lacks_few(&record, &token, mark_slip(s));
    }
    assert_true(near * 20 < ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_has_each_of_its_tokens),
        cmocka_unit_test(a_slip_leaves_a_token_near),
        cmocka_unit_test(other_tokens_are_not_near),
        cmocka_unit_test(most_tokens_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
