/* Obligations: due times by profile and calendar, the ladder, requests and their six ends. */
#include "rules/agreement.h"
#include "rules/obligation.h"
#include "rules/request.h"
#include "rules_fixture.h"

static void each_profile_has_its_deadlines(void **state)
{
    struct rules *r = *state;
    static const struct {
        int profile, urgency;
        bool held;
        int64_t hours;
    } cases[] = {
        {PROFILE_SIRENE, URGENCY_NORMAL, false, 12},       {PROFILE_SIRENE, URGENCY_AT_ONCE, false, 1},
        {PROFILE_FD_2006_960, URGENCY_URGENT, false, 8},   {PROFILE_FD_2006_960, URGENCY_NORMAL, true, 168},
        {PROFILE_FD_2006_960, URGENCY_NORMAL, false, 336}, {PROFILE_DIR_2023_977, URGENCY_URGENT, true, 8},
        {PROFILE_DIR_2023_977, URGENCY_URGENT, false, 72}, {PROFILE_DIR_2023_977, URGENCY_NORMAL, false, 168},
        {PROFILE_OWN, URGENCY_NORMAL, false, 168},
    };
    /* Both desks of a line compute it, and each has holidays of its own. */
    static const struct calendar never = {0, NULL, 0},
                                 worked = {1, NULL, 0}, *const calendars[] = {NULL, &never, &worked};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(deadline(calendars[k], cases[i].profile, OBLIGATION_REQUEST, cases[i].urgency,
                                      cases[i].held, r->context.now),
                             r->context.now + cases[i].hours * HOUR_MS);
    /* A profile says nothing of a tip: the desk's own. */
    assert_int_equal(deadline(NULL, PROFILE_SIRENE, OBLIGATION_TIP, URGENCY_URGENT, false, 0), 8 * HOUR_MS);
}

static void worked_days_leave_out_week_ends_and_holidays(void **state)
{
    (void)state;
    time_ms friday = 1299801600000; /* 11 March 2011, 00:00 UTC */
    time_ms monday = friday + 3 * DAY_MS;
    struct calendar calendar = {CALENDAR_MONDAY_TO_FRIDAY, &monday, 1};
    struct calendar never = {0, NULL, 0};
    assert_true(calendar_works(&calendar, friday));
    assert_false(calendar_works(&calendar, friday + DAY_MS));
    assert_false(calendar_works(&calendar, monday + 5 * HOUR_MS));
    assert_int_equal(calendar_after(&calendar, friday + 12 * HOUR_MS, 24, true),
                     friday + 4 * DAY_MS + 12 * HOUR_MS);
    assert_int_equal(calendar_after(&calendar, friday + DAY_MS, 1, true), friday + 4 * DAY_MS + HOUR_MS);
    assert_int_equal(calendar_after(&calendar, friday, 24, false), friday + DAY_MS);
    assert_int_equal(calendar_after(&never, friday, 24, true), friday + DAY_MS);
}

static struct owed overdue(const struct rules *r, int urgency)
{
    return (struct owed){.obligation = 1,
                         .section = STR("border"),
                         .owner = STR("border/duty"),
                         .due = r->context.now,
                         .climbs = r->context.now,
                         .rung = RUNG_OWNER,
                         .urgency = urgency,
                         .obligation_state = OWED_DUE};
}

static void the_ladder_is_climbed_rung_by_rung(void **state)
{
    struct rules *r = *state;
    static const char *const posts[] = {"border/supervisor", "desk/head", "desk/working group",
                                        "desk/principal"};
    static const int64_t hours[] = {0, 72, 168, 336};
    struct owed owed = overdue(r, URGENCY_NORMAL);
    time_ms due = owed.due;
    for (int i = 0; i < 4; i++) {
        const struct event *event = NULL;
        forget(r);
        r->context.now = due + hours[i] * HOUR_MS - 1;
        if (i)
            obligation_step(&r->context, &owed, &r->decision);
        assert_null(r->decision.first);
        r->context.now++;
        obligation_step(&r->context, &owed, &r->decision);
        assert_int_equal(decided(r, EVENT_OBLIGATION_CLIMBED, &event), 1);
        assert_true(str_equal(event_get_text(event, FIELD_post), str_of(posts[i])));
        owed.rung = RUNG_OWNER + 1 + i;
        owed.climbs = event_get_int(event, FIELD_climbs, 0);
    }
    assert_int_equal(owed.climbs, 0);
    forget(r);
    r->context.now += 1000 * DAY_MS;
    obligation_step(&r->context, &owed, &r->decision);
    assert_null(r->decision.first);
}

static void after_a_long_sleep_every_rung_passed_is_told(void **state)
{
    struct rules *r = *state;
    struct owed owed = overdue(r, URGENCY_URGENT);
    r->context.now += 13 * HOUR_MS;
    obligation_step(&r->context, &owed, &r->decision);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CLIMBED, NULL), 3);
}

static void a_stopped_or_ended_obligation_does_not_climb(void **state)
{
    struct rules *r = *state;
    struct owed owed = overdue(r, URGENCY_NORMAL);
    r->context.now += DAY_MS;
    owed.stopped = 5;
    obligation_step(&r->context, &owed, &r->decision);
    owed.stopped = 0;
    owed.obligation_state = OWED_DONE;
    obligation_step(&r->context, &owed, &r->decision);
    assert_null(r->decision.first);
}

static void nothing_is_moved_to_nobody(void **state)
{
    struct rules *r = *state;
    struct owed owed = overdue(r, URGENCY_NORMAL);
    r->context.actor.section = STR("border");
    rules_refused(r, obligation_move(&r->context, &owed, STR(" "), 0, STR("x"), &r->decision, &r->fault),
                  RULE_OWNER);
    rules_refused(r, shift_hand_over(&r->context, STR("border/duty"), 0, 1, STR(""), &r->decision, &r->fault),
                  RULE_OWNER);
    r->context.actor.section = STR("analysis");
    rules_refused(
        r, obligation_move(&r->context, &owed, STR("border/duty"), 0, STR("x"), &r->decision, &r->fault),
        RULE_NEED);
    r->context.actor.section = STR("border");
    rules_ok(r, obligation_move(&r->context, &owed, STR("analysis/duty"), 0, STR("theirs"), &r->decision,
                                &r->fault));
    rules_refused(r, obligation_explain(&r->context, &owed, LATE_WORKLOAD, STR(""), &r->decision, &r->fault),
                  RULE_TIME);
    r->context.now++;
    rules_refused(r, obligation_explain(&r->context, &owed, LATE_NONE, STR(""), &r->decision, &r->fault),
                  RULE_REASON);
}

static void what_the_desk_owes_is_dealt_with_by_who_holds_the_post_or_has_its_role(void **state)
{
    struct rules *r = *state;
    struct owed owed = overdue(r, URGENCY_NORMAL), alarm = owed;
    owed.owner = STR("desk/duty");
    alarm.owner = STR("desk/supervisor");
    r->context.now++;
    r->context.actor.section = STR("border");
    rules_refused(r, obligation_explain(&r->context, &owed, LATE_WORKLOAD, STR(""), &r->decision, &r->fault),
                  RULE_NEED);
    r->context.actor.post = STR("desk/duty");
    rules_ok(r, obligation_explain(&r->context, &owed, LATE_WORKLOAD, STR(""), &r->decision, &r->fault));
    rules_refused(r,
                  shift_hand_over(&r->context, STR("analysis/duty"), 2, 1, STR(""), &r->decision, &r->fault),
                  RULE_NEED);
    rules_ok(r, shift_hand_over(&r->context, STR("desk/duty"), 2, 1, STR(""), &r->decision, &r->fault));
    rules_refused(r, obligation_explain(&r->context, &alarm, LATE_WORKLOAD, STR(""), &r->decision, &r->fault),
                  RULE_NEED);
    r->context.actor.role = ROLE_SUPERVISOR;
    rules_ok(r, obligation_explain(&r->context, &alarm, LATE_WORKLOAD, STR(""), &r->decision, &r->fault));
}

static void what_the_overseer_owes_is_moved_by_nobody(void **state)
{
    struct rules *r = *state;
    struct owed owed = overdue(r, URGENCY_NORMAL);
    owed.owner = STR("desk/overseer");
    r->context.now++;
    r->context.actor.post = owed.owner;
    for (int role = ROLE_OFFICER; role <= ROLE_HEAD; role++) {
        r->context.actor.role = role;
        rules_refused(
            r, obligation_move(&r->context, &owed, STR("desk/duty"), 0, STR("x"), &r->decision, &r->fault),
            RULE_NEED);
        rules_refused(r, shift_hand_over(&r->context, owed.owner, 2, 1, STR(""), &r->decision, &r->fault),
                      RULE_NEED);
    }
    assert_null(r->decision.first);
}

static void the_holder_answers_what_is_asked_of_his_file_and_nothing_else(void **state)
{
    struct rules *r = *state;
    struct owed owed = overdue(r, URGENCY_NORMAL);
    r->context.actor.section = STR("border");
    owed.obligation_kind = OBLIGATION_REQUEST;
    rules_refused(r, obligation_answer(&r->context, &owed, STR("x"), &r->decision, &r->fault), RULE_STATE);
    owed.obligation_kind = OBLIGATION_QUERY;
    owed.channel = 1;
    rules_refused(r, obligation_answer(&r->context, &owed, STR("x"), &r->decision, &r->fault), RULE_STATE);
    owed.channel = 0;
    owed.about = owed.file = 1;
    rules_refused(r, obligation_answer(&r->context, &owed, STR(" "), &r->decision, &r->fault), RULE_REASON);
    r->context.actor.section = STR("analysis");
    rules_refused(r, obligation_answer(&r->context, &owed, STR("x"), &r->decision, &r->fault), RULE_NEED);
    r->context.actor.section = STR("border");
    rules_ok(r, obligation_answer(&r->context, &owed, STR("the date"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_USE_ANSWERED, NULL), 1);
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, NULL), 1);
    owed.obligation_state = OWED_DONE;
    rules_refused(r, obligation_answer(&r->context, &owed, STR("x"), &r->decision, &r->fault), RULE_STATE);
}

static void what_is_created_has_an_owner_and_a_due_time_whatever_is_left_out(void **state)
{
    struct rules *r = *state;
    for (int kind = 1; kind < words_count(WORDS_obligation_kind); kind++) {
        struct owing owing = {.kind = kind, .about = 1};
        const struct event *event = NULL;
        forget(r);
        obligation_create(&r->context, &owing, &r->decision);
        assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, &event), 1);
        assert_true(event_get_text(event, FIELD_owner).n > 0);
        assert_true(event_get_int(event, FIELD_due, 0) > r->context.now);
    }
}

static struct request asked(const struct rules *r, int direction)
{
    return (struct request){.request = 1,
                            .direction = direction,
                            .channel = 1,
                            .request_state = REQUEST_OPEN,
                            .due = r->context.now + DAY_MS,
                            .obligation = 2};
}

static void a_request_ends_in_exactly_one_of_six_ways(void **state)
{
    struct rules *r = *state;
    for (int end = REQUEST_OPEN; end < words_count(WORDS_request_state); end++) {
        struct request request = asked(r, BOUND_IN);
        struct request_end how = {.state = end, .ground = GROUND_NO_OFFENCE, .reason = STR("x")};
        how.theirs = end == REQUEST_WITHDRAWN;
        enum err err = request_end(&r->context, &request, &how, &r->decision, &r->fault);
        if (end < REQUEST_ANSWERED) {
            assert_int_equal(err, ERR_USAGE);
            continue;
        }
        rules_ok(r, err);
        request.request_state = end;
        rules_refused(r, request_end(&r->context, &request, &how, &r->decision, &r->fault), RULE_STATE);
    }
}

static void only_the_asker_withdraws_and_a_refusal_has_its_ground(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_IN);
    struct request_end how = {.state = REQUEST_WITHDRAWN, .reason = STR("x")};
    rules_refused(r, request_end(&r->context, &request, &how, &r->decision, &r->fault), RULE_STATE);
    how = (struct request_end){.state = REQUEST_REFUSED, .reason = STR("x")};
    rules_refused(r, request_end(&r->context, &request, &how, &r->decision, &r->fault), RULE_GROUND);
    request = asked(r, BOUND_OUT);
    how = (struct request_end){.state = REQUEST_ANSWERED, .reason = STR("x")};
    rules_refused(r, request_end(&r->context, &request, &how, &r->decision, &r->fault), RULE_STATE);
    how.theirs = true;
    rules_ok(r, request_end(&r->context, &request, &how, &r->decision, &r->fault));
}

static void neither_confirmed_nor_denied_gives_no_reason_away(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_IN);
    struct request_end how = {.state = REQUEST_NEITHER, .reason = STR("he is our source")};
    const struct event *event = NULL;
    rules_ok(r, request_end(&r->context, &request, &how, &r->decision, &r->fault));
    decided(r, EVENT_REQUEST_ENDED, &event);
    assert_null(event_value(event, FIELD_reason));
}

static void an_overdue_end_says_why(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_IN);
    struct request_end how = {.state = REQUEST_ANSWERED, .reason = STR("x")};
    r->context.now = request.due + 1;
    rules_refused(r, request_end(&r->context, &request, &how, &r->decision, &r->fault), RULE_REASON);
    how.lateness = LATE_OTHERS;
    rules_ok(r, request_end(&r->context, &request, &how, &r->decision, &r->fault));
}

static void a_clarification_stops_the_clock_and_gives_the_time_back(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_IN);
    const struct event *event = NULL;
    rules_ok(r, request_clarify(&r->context, &request, STR("which Ivan?"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_STOPPED, NULL), 1);
    request.request_state = REQUEST_CLARIFYING;
    request.stopped = r->context.now;
    forget(r);
    rules_refused(r, request_clarify(&r->context, &request, STR("which?"), &r->decision, &r->fault),
                  RULE_STATE);
    r->context.now += 5 * DAY_MS;
    rules_ok(r, request_clarified(&r->context, &request, STR("Petrovich"), &r->decision, &r->fault));
    decided(r, EVENT_OBLIGATION_RESUMED, &event);
    assert_int_equal(event_get_int(event, FIELD_due, 0), request.due + 5 * DAY_MS);
}

static void what_is_asked_back_is_owed_by_the_asker(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_OUT);
    const struct event *event = NULL;
    forget(r);
    rules_ok(r, request_clarify(&r->context, &request, STR("which Ivan?"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_obligation_kind), STR("clarification")));
    request = asked(r, BOUND_IN);
    forget(r);
    rules_ok(r, request_clarify(&r->context, &request, STR("which Ivan?"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 0);
}

static void an_extension_gives_a_reason_and_a_later_time(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_IN);
    rules_refused(
        r, request_extend(&r->context, &request, NULL, request.due + 1, STR(""), &r->decision, &r->fault),
        RULE_REASON);
    rules_refused(r,
                  request_extend(&r->context, &request, NULL, request.due, STR("x"), &r->decision, &r->fault),
                  RULE_TIME);
    rules_ok(r,
             request_extend(&r->context, &request, NULL, request.due + 1, STR("x"), &r->decision, &r->fault));
}

static void a_standing_request_outlives_its_interim_answers(void **state)
{
    struct rules *r = *state;
    struct request request = asked(r, BOUND_IN);
    request.standing = 1;
    rules_ok(r, request_interim(&r->context, &request, STR("he left on Monday"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_REQUEST_ENDED, NULL), 0);
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, NULL), 0);
}

static void a_handover_is_decided_by_who_did_not_offer_it(void **state)
{
    struct rules *r = *state;
    struct handover handover = {
        .handover = 1, .direction = BOUND_OUT, .handover_state = HANDOVER_OFFERED, .obligation = 2};
    rules_refused(r, handover_decide(&r->context, &handover, true, STR("x"), false, &r->decision, &r->fault),
                  RULE_STATE);
    rules_ok(r, handover_decide(&r->context, &handover, true, STR("x"), true, &r->decision, &r->fault));
    handover.direction = BOUND_IN;
    rules_refused(r, handover_decide(&r->context, &handover, false, STR(""), false, &r->decision, &r->fault),
                  RULE_REASON);
}

static void who_offered_a_handover_withdraws_it_and_nobody_else(void **state)
{
    struct rules *r = *state;
    struct handover handover = {
        .handover = 1, .direction = BOUND_IN, .handover_state = HANDOVER_OFFERED, .obligation = 2};
    rules_refused(r, handover_withdraw(&r->context, &handover, STR("x"), &r->decision, &r->fault),
                  RULE_STATE);
    handover.direction = BOUND_OUT;
    rules_ok(r, handover_withdraw(&r->context, &handover, STR("x"), &r->decision, &r->fault));
    handover.handover_state = HANDOVER_ACCEPTED;
    rules_refused(r, handover_withdraw(&r->context, &handover, STR("x"), &r->decision, &r->fault),
                  RULE_STATE);
}

static void an_assessment_is_warned_of_and_without_it_the_level_falls(void **state)
{
    struct rules *r = *state;
    struct assessment agreement = {.channel = 1, .level = CHANNEL_OPEN, .assessed = r->context.now};
    r->context.now += (ASSESSMENT_DAYS - ASSESSMENT_WARNING_DAYS) * DAY_MS - 1;
    agreement_step(&r->context, &agreement, &r->decision);
    assert_null(r->decision.first);
    r->context.now++;
    agreement_step(&r->context, &agreement, &r->decision);
    assert_int_equal(decided(r, EVENT_AGREEMENT_WARNED, NULL), 1);
    assert_int_equal(decided(r, EVENT_AGREEMENT_FELL, NULL), 0);
    agreement.warned = 1;
    forget(r);
    r->context.now = agreement.assessed + ASSESSMENT_DAYS * DAY_MS;
    agreement_step(&r->context, &agreement, &r->decision);
    assert_int_equal(decided(r, EVENT_AGREEMENT_FELL, NULL), 1);
    act_as(r, PERSON_HEAD, ROLE_HEAD);
    forget(r);
    rules_refused(
        r, agreement_set_level(&r->context, &agreement, CHANNEL_OPEN, STR("x"), &r->decision, &r->fault),
        RULE_ASSESSMENT);
    rules_ok(r, agreement_assess(&r->context, 1, STR("looked into"), 3, &r->decision, &r->fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(each_profile_has_its_deadlines),
        RULES_TEST(worked_days_leave_out_week_ends_and_holidays),
        RULES_TEST(the_ladder_is_climbed_rung_by_rung),
        RULES_TEST(after_a_long_sleep_every_rung_passed_is_told),
        RULES_TEST(a_stopped_or_ended_obligation_does_not_climb),
        RULES_TEST(nothing_is_moved_to_nobody),
        RULES_TEST(what_the_desk_owes_is_dealt_with_by_who_holds_the_post_or_has_its_role),
        RULES_TEST(what_the_overseer_owes_is_moved_by_nobody),
        RULES_TEST(the_holder_answers_what_is_asked_of_his_file_and_nothing_else),
        RULES_TEST(what_is_created_has_an_owner_and_a_due_time_whatever_is_left_out),
        RULES_TEST(a_request_ends_in_exactly_one_of_six_ways),
        RULES_TEST(only_the_asker_withdraws_and_a_refusal_has_its_ground),
        RULES_TEST(neither_confirmed_nor_denied_gives_no_reason_away),
        RULES_TEST(an_overdue_end_says_why),
        RULES_TEST(a_clarification_stops_the_clock_and_gives_the_time_back),
        RULES_TEST(what_is_asked_back_is_owed_by_the_asker),
        RULES_TEST(an_extension_gives_a_reason_and_a_later_time),
        RULES_TEST(a_standing_request_outlives_its_interim_answers),
        RULES_TEST(a_handover_is_decided_by_who_did_not_offer_it),
        RULES_TEST(who_offered_a_handover_withdraws_it_and_nobody_else),
        RULES_TEST(an_assessment_is_warned_of_and_without_it_the_level_falls),
    };
    return cmocka_run_group_tests_name("rules_obligation", tests, NULL, NULL);
}
