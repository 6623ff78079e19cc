/* Watches and sightings: an action, a visible end, announcements, and what becomes of one who is seen. */
#include "rules/obligation.h"
#include "rules/sighting.h"
#include "rules/subject.h"
#include "rules/watch.h"
#include "rules_fixture.h"

static const struct file closed = {.file = 1,
                                   .file_state = FILE_UNRESOLVED,
                                   .subject = 1,
                                   .section = {"investigation", 13},
                                   .owner = {"investigation/duty", 18},
                                   .channel = 1};

static struct watch_new wanted(const struct rules *r)
{
    return (struct watch_new){.action = WATCH_SILENT,
                              .ends = r->context.now + 300 * DAY_MS,
                              .section = STR("border"),
                              .reason = STR("asked for")};
}

static struct watch active(const struct rules *r)
{
    return (struct watch){.watch = 1,
                          .file = 1,
                          .subject = 1,
                          .watch_action = WATCH_SILENT,
                          .watch_state = WATCHING_ACTIVE,
                          .section = STR("border"),
                          .owner = STR("investigation/duty"),
                          .ends = r->context.now + 100 * DAY_MS,
                          .channel = 1,
                          .obligation = 5};
}

static void a_watch_has_an_action_and_a_visible_end(void **state)
{
    struct rules *r = *state;
    struct watch_new watch = wanted(r);
    int64_t number;
    watch.ends = 0;
    rules_refused(r, watch_set(&r->context, &closed, &watch, false, false, &number, &r->decision, &r->fault),
                  RULE_NO_END);
    watch.ends = r->context.now;
    rules_refused(r, watch_set(&r->context, &closed, &watch, false, false, &number, &r->decision, &r->fault),
                  RULE_TIME);
    watch.ends = r->context.now + (WATCH_LONGEST_DAYS + 1) * DAY_MS;
    rules_refused(r, watch_set(&r->context, &closed, &watch, false, false, &number, &r->decision, &r->fault),
                  RULE_TIME);
    watch = wanted(r);
    watch.action = WATCH_NONE;
    assert_int_equal(watch_set(&r->context, &closed, &watch, false, false, &number, &r->decision, &r->fault),
                     ERR_USAGE);
    assert_null(r->decision.first);
}

static void a_foreign_tip_alone_allows_silent_notice_only(void **state)
{
    struct rules *r = *state;
    struct watch_new watch = wanted(r);
    int64_t number;
    watch.action = WATCH_INTERVIEW;
    rules_refused(r, watch_set(&r->context, &closed, &watch, true, false, &number, &r->decision, &r->fault),
                  RULE_FOREIGN_TIP);
    rules_ok(r, watch_set(&r->context, &closed, &watch, false, false, &number, &r->decision, &r->fault));
    watch.action = WATCH_SILENT;
    rules_ok(r, watch_set(&r->context, &closed, &watch, true, false, &number, &r->decision, &r->fault));
}

static void no_watch_for_the_state_of_origin_nor_on_a_cleared_file(void **state)
{
    struct rules *r = *state;
    struct watch_new watch = wanted(r);
    struct file cleared = closed;
    int64_t number;
    rules_refused(r, watch_set(&r->context, &closed, &watch, true, true, &number, &r->decision, &r->fault),
                  RULE_PROTECTED);
    cleared.file_state = FILE_CLEARED;
    rules_refused(r, watch_set(&r->context, &cleared, &watch, false, false, &number, &r->decision, &r->fault),
                  RULE_CLEARED_FILE);
    assert_null(r->decision.first);
}

/* He becomes protected from the state that asked for it: it tells nothing there, its supervisor decides
 * within days, and it is not extended. */
static void a_watch_for_the_state_of_origin_tells_nothing_once_he_is_protected(void **state)
{
    struct rules *r = *state;
    const struct event *event = NULL;
    struct watch watch = active(r);
    struct owed owed = {.obligation = watch.obligation, .obligation_state = OWED_DUE, .due = watch.ends},
                word = {.obligation = 77};
    watch.channel = 3;
    watch.told = ANSWER_YES;
    watch_protect(&r->context, &watch, &owed, &word, &r->decision);
    assert_int_equal(decided(r, EVENT_WATCH_PROTECTED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_owner), STR("investigation/supervisor")));
    assert_int_equal(decided(r, EVENT_OBLIGATION_MOVED, NULL), 1);
    assert_int_equal(decided(r, EVENT_OBLIGATION_EXTENDED, &event), 1);
    assert_int_equal(event_get_int(event, FIELD_due, 0), r->context.now + WATCH_PROTECTED_DAYS * DAY_MS);
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, &event), 1);
    assert_int_equal(event_get_int(event, FIELD_obligation, 0), 77);
    forget(r);
    watch.told = ANSWER_NO; /* once */
    watch.owner = STR("investigation/supervisor");
    watch_protect(&r->context, &watch, &owed, &word, &r->decision);
    assert_null(r->decision.first);
    rules_refused(r,
                  watch_extend(&r->context, &watch, &owed, true, watch.ends + DAY_MS, STR("x"), &r->decision,
                               &r->fault),
                  RULE_PROTECTED);
}

/* Where a state is not said or not known, protection stands towards it. */
static void protection_fails_closed(void **state)
{
    (void)state;
    assert_true(protected_towards(STR("ru"), STR("RU")));
    assert_true(protected_towards(STR("Russia"), STR("ru")));
    assert_true(protected_towards(STR(""), STR("de")));
    assert_true(protected_towards(STR("ru"), STR("")));
    assert_true(protected_towards(STR("nowhere"), STR("de")));
    assert_false(protected_towards(STR("ru"), STR("de")));
}

/* At every day of its life: which announcement is made then, and only then. */
static void its_end_is_announced_60_30_and_7_days_before(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    time_ms start = r->context.now;
    for (int64_t day = 0; day < 100; day++) {
        const struct event *event = NULL;
        int64_t left = 100 - day;
        forget(r);
        r->context.now = start + day * DAY_MS;
        watch_step(&r->context, &watch, &r->decision);
        size_t n = decided(r, EVENT_WATCH_ANNOUNCED, &event);
        assert_int_equal(n, left == 60 || left == 30 || left == 7);
        if (n) {
            assert_int_equal(event_get_int(event, FIELD_days, 0), left);
            assert_int_equal(event_get_int(event, FIELD_channel, 0), 0); /* it was not told yes */
            watch.announced = left;
        }
    }
}

static void the_counterpart_hears_of_the_end_only_if_it_was_told_yes(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    const struct event *event = NULL;
    watch.told = ANSWER_YES;
    r->context.now = watch.ends - 59 * DAY_MS;
    watch_step(&r->context, &watch, &r->decision);
    assert_int_equal(decided(r, EVENT_WATCH_ANNOUNCED, &event), 1);
    assert_int_equal(event_get_int(event, FIELD_channel, 0), 1);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_obligation_kind), STR("announcement")));
}

static void undecided_it_has_14_days_and_then_lapses_against_the_head(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    const struct event *event = NULL;
    watch.announced = 7;
    r->context.now = watch.ends;
    watch_step(&r->context, &watch, &r->decision);
    assert_int_equal(decided(r, EVENT_WATCH_UNDECIDED, &event), 1);
    assert_int_equal(event_get_int(event, FIELD_until, 0), watch.ends + 14 * DAY_MS);
    forget(r);
    watch.watch_state = WATCHING_GRACE;
    watch.until = watch.ends + 14 * DAY_MS;
    r->context.now = watch.until - 1;
    watch_step(&r->context, &watch, &r->decision);
    assert_null(r->decision.first);
    r->context.now = watch.until;
    watch_step(&r->context, &watch, &r->decision);
    assert_int_equal(decided(r, EVENT_WATCH_LAPSED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_against), STR("desk/head")));
    forget(r);
    watch.watch_state = WATCHING_LAPSED;
    watch_step(&r->context, &watch, &r->decision);
    assert_null(r->decision.first);
}

static void extending_and_ending_take_a_reason(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    struct owed owed = {.obligation = 5};
    time_ms later = watch.ends + 30 * DAY_MS;
    rules_refused(r, watch_extend(&r->context, &watch, &owed, false, later, STR(""), &r->decision, &r->fault),
                  RULE_REASON);
    rules_refused(
        r, watch_extend(&r->context, &watch, &owed, false, watch.ends - 1, STR("x"), &r->decision, &r->fault),
        RULE_TIME);
    rules_ok(r, watch_extend(&r->context, &watch, &owed, false, later, STR("still open"), &r->decision,
                             &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_EXTENDED, NULL), 1);
    forget(r);
    rules_ok(r, watch_end(&r->context, &watch, STR("not needed"), &r->decision, &r->fault));
    watch.watch_state = WATCHING_ENDED;
    forget(r);
    rules_refused(r, watch_end(&r->context, &watch, STR("again"), &r->decision, &r->fault), RULE_STATE);
}

static void who_was_told_yes_is_owed_word_of_an_early_end(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    watch.channel = 4;
    watch.told = ANSWER_NO;
    rules_ok(r, watch_end(&r->context, &watch, STR("not needed"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 0);
    forget(r);
    watch.told = ANSWER_YES;
    rules_ok(r, watch_end(&r->context, &watch, STR("not needed"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
}

static struct sighting_new seen(const struct rules *r)
{
    return (struct sighting_new){
        .kind = SEEN_TRAVEL, .section = STR("border"), .seen = r->context.now, .direction = BOUND_OUT};
}

static void a_candidate_on_a_closed_file_is_work_for_its_owner_and_a_notice_for_who_asked(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    struct sighting_new sighting = seen(r);
    int64_t number;
    rules_ok(r, sighting_report(&r->context, &closed, &watch, &sighting, &number, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 2);
    forget(r);
    rules_ok(r, sighting_report(&r->context, &closed, NULL, &sighting, &number, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
}

static void in_the_last_14_days_it_reaches_the_supervisor_only(void **state)
{
    struct rules *r = *state;
    struct watch watch = active(r);
    struct sighting_new sighting = seen(r);
    const struct event *event = NULL;
    int64_t number;
    watch.watch_state = WATCHING_GRACE;
    rules_ok(r, sighting_report(&r->context, &closed, &watch, &sighting, &number, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_owner), STR("investigation/supervisor")));
}

static void a_cleared_or_purged_file_has_no_sightings(void **state)
{
    struct rules *r = *state;
    struct file file = closed;
    struct sighting_new sighting = seen(r);
    int64_t number;
    file.file_state = FILE_CLEARED;
    rules_refused(r, sighting_report(&r->context, &file, NULL, &sighting, &number, &r->decision, &r->fault),
                  RULE_CLEARED_FILE);
    file.file_state = FILE_SEALED;
    rules_refused(r, sighting_report(&r->context, &file, NULL, &sighting, &number, &r->decision, &r->fault),
                  RULE_RETENTION);
    sighting.seen = r->context.now + 2 * DAY_MS;
    rules_refused(r, sighting_report(&r->context, &closed, NULL, &sighting, &number, &r->decision, &r->fault),
                  RULE_TIME);
}

static void a_person_confirms_or_dismisses_with_a_reason(void **state)
{
    struct rules *r = *state;
    struct sighting sighting = {.sighting = 3,
                                .file = 1,
                                .sighting_state = SIGHTING_CANDIDATE,
                                .sighting_kind = SEEN_TRAVEL,
                                .section = STR("border"),
                                .seen = r->context.now};
    const struct event *event = NULL;
    rules_refused(r, sighting_dismiss(&r->context, &sighting, 4, STR(""), &r->decision, &r->fault),
                  RULE_REASON);
    act_as(r, 0, ROLE_NONE);
    rules_refused(
        r, sighting_confirm(&r->context, &sighting, 4, &closed, NULL, 0, STR("x"), &r->decision, &r->fault),
        RULE_ROLE);
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    rules_ok(r, sighting_confirm(&r->context, &sighting, 4, &closed, NULL, 0, STR("passport"), &r->decision,
                                 &r->fault));
    assert_int_equal(decided(r, EVENT_FLAG_RAISED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_flag_kind), STR("travel")));
    forget(r);
    sighting.sighting_state = SIGHTING_CONFIRMED;
    rules_refused(r, sighting_dismiss(&r->context, &sighting, 4, STR("x"), &r->decision, &r->fault),
                  RULE_STATE);
}

static void reading_is_acknowledged_once_by_who_was_told(void **state)
{
    struct rules *r = *state;
    struct sighting sighting = {.sighting = 3};
    struct owed notice = {.obligation = 7,
                          .obligation_kind = OBLIGATION_NOTICE,
                          .about = 3,
                          .section = STR("border"),
                          .obligation_state = OWED_DUE};
    rules_ok(r, sighting_read(&r->context, &sighting, &notice, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, NULL), 1);
    notice.obligation_state = OWED_DONE;
    rules_refused(r, sighting_read(&r->context, &sighting, &notice, &r->decision, &r->fault), RULE_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(a_watch_has_an_action_and_a_visible_end),
        RULES_TEST(a_foreign_tip_alone_allows_silent_notice_only),
        RULES_TEST(no_watch_for_the_state_of_origin_nor_on_a_cleared_file),
        RULES_TEST(a_watch_for_the_state_of_origin_tells_nothing_once_he_is_protected),
        RULES_TEST(protection_fails_closed),
        RULES_TEST(its_end_is_announced_60_30_and_7_days_before),
        RULES_TEST(the_counterpart_hears_of_the_end_only_if_it_was_told_yes),
        RULES_TEST(undecided_it_has_14_days_and_then_lapses_against_the_head),
        RULES_TEST(extending_and_ending_take_a_reason),
        RULES_TEST(who_was_told_yes_is_owed_word_of_an_early_end),
        RULES_TEST(a_candidate_on_a_closed_file_is_work_for_its_owner_and_a_notice_for_who_asked),
        RULES_TEST(in_the_last_14_days_it_reaches_the_supervisor_only),
        RULES_TEST(a_cleared_or_purged_file_has_no_sightings),
        RULES_TEST(a_person_confirms_or_dismisses_with_a_reason),
        RULES_TEST(reading_is_acknowledged_once_by_who_was_told),
    };
    return cmocka_run_group_tests_name("rules_watch", tests, NULL, NULL);
}
