/* desk/peer_quota: a counterpart that writes more than was agreed, or onto a full disk, is refused by name,
 * and who is in danger of his life is not. */
#include "base/limits.h"
#include "desk/peer_quota.h"
#include "pair_fixture.h"

static uint64_t free_bytes;

static uint64_t free_now(void *context)
{
    (void)context;
    return free_bytes;
}

/* South's disk has this much left. */
static void leave_free(struct pair *p, uint64_t bytes)
{
    struct side_fixture *south = &p->sides[1];
    free_bytes = bytes;
    if (south->env.free_bytes)
        return;
    south->env.free_bytes = free_now;
    desk_close(south->desk);
    pair_ok(p, desk_open(south->path, &south->env, &south->desk, &p->fault));
}

static void agree(struct pair *p, uint32_t quota, uint32_t volume)
{
    p->quota = quota;
    p->volume = volume;
    pair_agree(p, 2, LEVEL_OPEN);
}

static int64_t states(struct pair *p, int column)
{
    struct query q;
    int64_t n = 0;
    query_open(&q, desk_store(p->sides[0].desk), "sim/states", &p->fault);
    query_int(&q, "channel", p->sides[0].channel);
    if (query_next(&q))
        n = query_get_int(&q, column);
    pair_ok(p, query_close(&q));
    return n;
}

enum { WRITTEN, RECEIPTED, REFUSED };

static void write_many(struct pair *p, enum kind kind, int n, const char *text)
{
    for (int i = 0; i < n; i++)
        pair_write(p, 0, (struct draft){.kind = kind, .urgent = kind == KIND_THREAT}, text);
    pair_exchange(p, 24);
}

static void over_the_quota_is_refused_by_name_and_tomorrow_passes(void **state)
{
    struct pair *p = *state;
    agree(p, 5, 0);
    write_many(p, KIND_SIGHTING, 8, "one of many");
    assert_int_equal(states(p, RECEIPTED), 5);
    assert_int_equal(states(p, REFUSED), 3);
    write_many(p, KIND_CORRECTION, 1, "passes all the same");
    write_many(p, KIND_THREAT, 1, "and so does this");
    assert_int_equal(states(p, RECEIPTED), 7);
    p->now += DAY_MS;
    write_many(p, KIND_SIGHTING, 5, "tomorrow");
    assert_int_equal(states(p, RECEIPTED), 12);
    assert_int_equal(states(p, REFUSED), 3);
}

static void over_the_volume_is_refused_too(void **state)
{
    struct pair *p = *state;
    static char text[100 * 1024];
    memset(text, 'a', sizeof text - 1);
    agree(p, 0, 1);
    write_many(p, KIND_SIGHTING, 12, text);
    assert_int_equal(states(p, RECEIPTED), 10);
    assert_int_equal(states(p, REFUSED), 2);
}

static void a_flood_stops_the_line_and_not_a_threat_to_life(void **state)
{
    struct pair *p = *state;
    agree(p, 1, 0);
    write_many(p, KIND_SIGHTING, 1200, "flood");
    assert_int_equal(states(p, RECEIPTED), 1);
    assert_int_equal(states(p, REFUSED), LIMIT_QUOTA_REFUSALS);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_FLOOD);
    assert_int_equal(pair_alarms(p, 1, "flood: nothing more is taken in today"), 1);
    assert_int_equal(pair_alarms(p, 0, "flood: the counterpart takes nothing more in today"), 1);
    p->now += DAY_MS;
    pair_exchange(p, 24);
    assert_int_equal(states(p, RECEIPTED) + states(p, REFUSED), 1200);
}

static void a_full_disk_takes_nothing_in_but_threats_to_life(void **state)
{
    struct pair *p = *state;
    leave_free(p, (uint64_t)LIMIT_DISK_RESERVE_BYTES - 1);
    write_many(p, KIND_TIP, 2, "waits");
    assert_int_equal(states(p, RECEIPTED), 0);
    assert_int_equal(pair_number(p, 1, "sim/rejected"), VERDICT_RESERVE);
    assert_int_equal(pair_alarms(p, 1, "disk reserve: nothing is taken in"), 1);
    assert_int_equal(pair_alarms(p, 0, "disk reserve: the counterpart takes nothing in"), 1);
    pair_write(p, 1, (struct draft){.kind = KIND_TIP}, "the desk itself goes on");
    pair_exchange(p, 24);
    write_many(p, KIND_THREAT, 1, "somebody is in danger");
    assert_int_equal(states(p, RECEIPTED), 3);
    write_many(p, KIND_TIP, 1, "waits");
    assert_int_equal(states(p, RECEIPTED), 3);
    leave_free(p, UINT64_MAX);
    p->now += DAY_MS / 24;
    pair_exchange(p, 24);
    assert_int_equal(states(p, RECEIPTED), 4);
}

/* Nor does the form for a threat to life, or what stands before it, fill the reserve. */
static void no_counterpart_fills_the_reserve(void **state)
{
    struct pair *p = *state;
    enum { LONG = 200 * 1024, MANY = 60 };
    static char text[LONG];
    int fit = (int)(LIMIT_RESERVE_SHARE_BYTES / LONG);
    memset(text, 'a', sizeof text - 1);
    leave_free(p, (uint64_t)LIMIT_DISK_RESERVE_BYTES - 1);
    write_many(p, KIND_THREAT, MANY, text);
    assert_int_equal(states(p, RECEIPTED), fit);
    assert_int_equal(states(p, REFUSED), MANY - fit);
    write_many(p, KIND_TIP, 2, text);
    write_many(p, KIND_THREAT, 3, "somebody is in danger");
    assert_int_equal(states(p, RECEIPTED), fit + 3);
    assert_int_equal(states(p, REFUSED), MANY - fit + 2);
}

/* What passes at every level passes over the volume, but not in any size. */
static void beyond_the_volume_what_always_passes_is_short(void **state)
{
    struct pair *p = *state;
    static char text[100 * 1024];
    memset(text, 'a', sizeof text - 1);
    agree(p, 0, 1);
    write_many(p, KIND_CORRECTION, 12, text);
    assert_int_equal(states(p, RECEIPTED), 10);
    assert_int_equal(states(p, REFUSED), 2);
    write_many(p, KIND_CORRECTION, 3, "short");
    assert_int_equal(states(p, RECEIPTED), 13);
}

/* What south owes of this urgency. */
static int64_t owed(struct pair *p, const char *urgency)
{
    struct query q;
    int64_t n = 0;
    query_open(&q, desk_store(p->sides[1].desk), "sim/urgency", &p->fault);
    query_text(&q, "urgency", str_of(urgency));
    pair_ok(p, query_one(&q, 0, &n));
    return n;
}

static void a_form_used_for_everything_is_taken_as_ordinary_and_that_is_said(void **state)
{
    struct pair *p = *state;
    write_many(p, KIND_THREAT, (int)LIMIT_THREATS_A_DAY, "help");
    assert_int_equal(pair_alarms(p, 1, "threats to life beyond their bound: from here on ordinary"), 0);
    write_many(p, KIND_THREAT, 5, "help, again");
    assert_int_equal(pair_alarms(p, 1, "threats to life beyond their bound: from here on ordinary"), 1);
    assert_int_equal(states(p, RECEIPTED), LIMIT_THREATS_A_DAY + 5);
    assert_int_equal(owed(p, "at once"), LIMIT_THREATS_A_DAY);
    assert_int_equal(owed(p, "normal"), 5);
    assert_int_equal(owed(p, "urgent"), 2); /* the alarm: the supervisor's and the overseer's */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        TEST(over_the_quota_is_refused_by_name_and_tomorrow_passes),
        TEST(over_the_volume_is_refused_too),
        TEST(a_flood_stops_the_line_and_not_a_threat_to_life),
        TEST(a_full_disk_takes_nothing_in_but_threats_to_life),
        TEST(no_counterpart_fills_the_reserve),
        TEST(beyond_the_volume_what_always_passes_is_short),
        TEST(a_form_used_for_everything_is_taken_as_ordinary_and_that_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
