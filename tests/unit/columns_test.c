/* index/columns: what a token of one part agrees with the query's is not taken for what another part's does.
 */
#include "index/columns.h"

#include "index/record.h"
#include "name/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

#include "index_fixture.h"

enum { PEOPLE = 800, PARTS = 8, CACHE_BYTES = 1 << 22 };

struct asking {
    struct index_fixture fixture;
    struct glance glance;
    struct person query;
    struct segment *segment[PARTS];
};

/* Its first token is an initial, which may be any token's: each is compared in truth. */
static int setup(void **state)
{
    static struct asking asking;
    static struct subject people[PEOPLE];
    static struct str name = {"R. Quirrenbach", 14};
    static struct subject subject = {.values[PROPERTY_NAME] = {&name, 1}};
    uint8_t fingerprint[FINGERPRINT_BYTES];
    struct index_fixture *fixture = &asking.fixture;
    if (!index_fixture_open(fixture, 1))
        return -1;
    for (size_t i = 0; i < PEOPLE; i++)
        if (synth_person(fixture->synth, i, &fixture->arena, &people[i], NULL) != ERR_OK)
            return -1;
    model_fingerprint(&fixture->model, fingerprint);
    if (!index_fixture_build(fixture, people, PEOPLE) ||
        person_init(&fixture->arena, &fixture->model, &subject, &asking.query, NULL) != ERR_OK)
        return -1;
    for (size_t i = 0; i < PARTS; i++)
        if (segment_open(&asking.segment[i], fixture->segment, fingerprint, NULL) != ERR_OK)
            return -1;
    glance_init(&fixture->model, &asking.query, &asking.glance);
    *state = &asking;
    return 0;
}

static int teardown(void **state)
{
    struct asking *asking = *state;
    for (size_t i = 0; i < PARTS; i++)
        segment_close(asking->segment[i]);
    index_fixture_close(&asking->fixture);
    return 0;
}

/* What a token agrees in truth with the query's first one. */
static int16_t truth(struct columns *columns, uint32_t token)
{
    columns_trim(columns);
    assert_non_null(columns_get(columns, token));
    (void)columns_sharpen(columns, token, 1);
    return columns_get(columns, token)->most[0];
}

static void a_part_is_not_taken_for_another(void **state)
{
    struct asking *asking = *state;
    struct forms_cache *cache = forms_cache_new(CACHE_BYTES);
    struct columns *columns = columns_new(&asking->fixture.model, cache);
    static int16_t first[1 << 16];
    assert_non_null(columns);
    uint32_t tokens = asking->segment[0]->header.tokens;
    assert_in_range(tokens, 1000, sizeof first / sizeof *first);
    for (size_t part = 0; part < PARTS; part++) {
        columns_ask(columns, &asking->query, &asking->glance);
        assert_true(columns_begin(columns, asking->segment[part]));
        for (uint32_t i = 0; i < tokens; i++) {
            int16_t nats = truth(columns, i << RECORD_PART_BITS | PART_UNKNOWN);
            if (part == 0)
                first[i] = nats;
            assert_int_equal(nats, first[i]);
        }
    }
    columns_free(columns);
    forms_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_part_is_not_taken_for_another)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
