/* Flags: what adds up, what counts once, what never reaches the threshold, and who is asked. */
#include "rules/file.h"
#include "rules/flag.h"
#include "rules/grading.h"
#include "rules_fixture.h"

static struct file closed_file(const struct rules *r)
{
    return (struct file){.file = 1,
                         .file_state = FILE_UNRESOLVED,
                         .section = STR("investigation"),
                         .owner = STR("investigation/duty"),
                         .channel = 1,
                         .decided = r->context.now - DAY_MS};
}

static struct flag flag_of(const struct rules *r, const char *kind, const char *report,
                           const char *reliability, const char *credibility)
{
    const struct flag_kind *entry = flag_kind(str_of(kind));
    assert_non_null(entry);
    return (struct flag){.flag = 1,
                         .file = 1,
                         .flag_kind = str_of(kind),
                         .weight = entry->weight,
                         .half_life = entry->half_life,
                         .date = r->context.now,
                         .report = str_of(report),
                         .reliability = str_of(reliability),
                         .credibility = str_of(credibility),
                         .time = r->context.now};
}

static void a_weight_halves_every_half_life(void **state)
{
    struct rules *r = *state;
    struct flag flag = flag_of(r, "contact with a suspect", "", "", "");
    time_ms life = flag.half_life * DAY_MS;
    assert_int_equal(flag_weight_at(&flag, flag.date), 50);
    assert_int_equal(flag_weight_at(&flag, flag.date + life), 25);
    assert_int_equal(flag_weight_at(&flag, flag.date + 2 * life), 12);
    assert_int_equal(flag_weight_at(&flag, flag.date - DAY_MS), 50);
    for (time_ms at = 0; at < 3 * life; at += 11 * DAY_MS)
        assert_true(flag_weight_at(&flag, flag.date + at) >= flag_weight_at(&flag, flag.date + at + DAY_MS));
}

static void a_report_told_twice_counts_once_whatever_it_is_called(void **state)
{
    struct rules *r = *state;
    struct flag flags[] = {flag_of(r, "new report", "1/R-7", "A", "1"),
                           flag_of(r, "threat", "1/R-7", "A", "1"),
                           flag_of(r, "new report", "1/R-8", "A", "1")};
    assert_int_equal(flag_sum(flags, 1, r->context.now), 60);
    assert_int_equal(flag_sum(flags, 2, r->context.now), 90);
    assert_int_equal(flag_sum(flags, 3, r->context.now), 150);
}

static void a_second_telling_is_a_door_more_and_no_weight(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct flag flags[] = {flag_of(r, "new report", "1/R-7", "B", "2")};
    struct flag_new again = {.kind = STR("new report"),
                             .report = STR("1/R-7"),
                             .channel = 1,
                             .reliability = STR("B"),
                             .credibility = STR("2"),
                             .basis = STR("told to analysis too"),
                             .section = STR("analysis")};
    rules_ok(r, flag_raise(&r->context, &file, flags, 1, &again, &r->decision, &r->fault));
    const struct event *repeated = NULL;
    assert_int_equal(decided(r, EVENT_FLAG_REPEATED, &repeated), 1);
    assert_int_equal(event_get_int(repeated, FIELD_channel, 0), 1);
    assert_int_equal(decided(r, EVENT_FLAG_RAISED, NULL), 0);
    assert_int_equal(decided(r, EVENT_PROPOSAL_MADE, NULL), 0);
}

/* Every multiset of up to eight weak flags, fresh, by the desk itself, each a report of its own. */
static void travel_names_and_applications_alone_never_reach_the_threshold(void **state)
{
    struct rules *r = *state;
    const struct flag_kind *kinds;
    size_t n = flag_kinds(&kinds), weak = 0;
    struct flag flags[24];
    const char *names[8];
    for (size_t i = 0; i < n; i++)
        if (kinds[i].class == FLAG_WEAK)
            names[weak++] = kinds[i].name;
    assert_int_equal(weak, 3);
    for (int a = 0; a <= 8; a++)
        for (int b = 0; b <= 8; b++)
            for (int c = 0; c <= 8; c++) {
                size_t count = 0;
                for (int i = 0; i < a; i++)
                    flags[count++] = flag_of(r, names[0], "", "", "");
                for (int i = 0; i < b; i++)
                    flags[count++] = flag_of(r, names[1], "", "", "");
                for (int i = 0; i < c; i++)
                    flags[count++] = flag_of(r, names[2], "", "", "");
                assert_true(flag_sum(flags, count, r->context.now) < FLAG_THRESHOLD);
            }
}

/* F6 adds nothing: no sum differs by it, whatever stands beside it. */
static void what_cannot_be_judged_adds_nothing(void **state)
{
    struct rules *r = *state;
    const struct flag_kind *kinds;
    size_t n = flag_kinds(&kinds);
    for (size_t i = 0; i < n; i++) {
        struct flag flags[] = {flag_of(r, "travel", "", "", ""), flag_of(r, kinds[i].name, "x", "F", "6")};
        assert_int_equal(flag_sum(flags, 2, r->context.now), flag_sum(flags, 1, r->context.now));
    }
    char words[96];
    grading_words(STR("F"), STR("6"), words);
    assert_string_equal(words, "cannot be judged");
    assert_int_equal(grading_percent(STR("A"), STR("1")), 100);
    assert_int_equal(grading_percent(STR("G"), STR("1")), 0);
    assert_int_equal(grading_percent(STR("A"), STR("")), 0);
}

static void gradings_of_other_systems_are_mapped_both_ways(void **state)
{
    (void)state;
    struct grade ours, theirs;
    assert_true(grading_from(STR("4x4"), (struct grade){STR("X"), STR("4")}, &ours));
    assert_true(str_equal(ours.reliability, STR("F")) && str_equal(ours.credibility, STR("6")));
    assert_true(grading_to(STR("4x4"), ours, &theirs));
    assert_true(str_equal(theirs.reliability, STR("X")) && str_equal(theirs.credibility, STR("4")));
    assert_true(grading_from(STR("3x5x2"), (struct grade){STR("1"), STR("A")}, &ours));
    assert_true(str_equal(ours.reliability, STR("B")));
    assert_false(grading_from(STR("4x4"), (struct grade){STR("E"), STR("1")}, &ours));
    assert_false(grading_from(STR("9x9"), (struct grade){STR("A"), STR("1")}, &ours));
}

static void past_the_threshold_the_supervisor_is_asked_once(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct flag flags[] = {flag_of(r, "new report", "1/R-7", "A", "1")};
    struct flag_new travel = {.kind = STR("travel"), .report = STR("sighting 1"), .basis = STR("confirmed")};
    const struct event *event = NULL;
    flags[0].time = file.decided - DAY_MS;
    rules_ok(r, flag_raise(&r->context, &file, flags, 1, &travel, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_PROPOSAL_MADE, &event), 1);
    assert_int_equal(event_get_int(event, FIELD_sum, 0), 90);
    assert_true(str_equal(event_get_text(event, FIELD_owner), STR("investigation/supervisor")));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
    forget(r);
    file.proposal = 1;
    rules_ok(r, flag_raise(&r->context, &file, flags, 1, &travel, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_PROPOSAL_MADE, NULL), 0);
}

static void old_flags_alone_ask_nobody_again(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct flag flags[] = {flag_of(r, "threat", "1/R-7", "A", "1")};
    assert_true(flag_past_threshold(&file, flags, 1, r->context.now));
    flags[0].time = file.decided - 1;
    assert_false(flag_past_threshold(&file, flags, 1, r->context.now));
}

static void a_cleared_or_purged_file_takes_no_flag(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct flag_new flag = {.kind = STR("threat"), .basis = STR("said so")};
    file.file_state = FILE_CLEARED;
    rules_refused(r, flag_raise(&r->context, &file, NULL, 0, &flag, &r->decision, &r->fault),
                  RULE_CLEARED_FILE);
    file.file_state = FILE_PURGED;
    rules_refused(r, flag_raise(&r->context, &file, NULL, 0, &flag, &r->decision, &r->fault), RULE_RETENTION);
    assert_null(r->decision.first);
}

static void a_flag_has_a_kind_a_basis_and_from_another_desk_a_grading(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct flag_new flag = {.kind = STR("looks suspicious"), .basis = STR("x")};
    assert_int_equal(flag_raise(&r->context, &file, NULL, 0, &flag, &r->decision, &r->fault), ERR_USAGE);
    flag = (struct flag_new){.kind = STR("threat"), .basis = STR("  ")};
    rules_refused(r, flag_raise(&r->context, &file, NULL, 0, &flag, &r->decision, &r->fault), RULE_REASON);
    flag = (struct flag_new){.kind = STR("threat"), .basis = STR("told"), .channel = 1};
    rules_refused(r, flag_raise(&r->context, &file, NULL, 0, &flag, &r->decision, &r->fault), RULE_GRADING);
    flag =
        (struct flag_new){.kind = STR("threat"), .basis = STR("told"), .date = r->context.now + 2 * DAY_MS};
    rules_refused(r, flag_raise(&r->context, &file, NULL, 0, &flag, &r->decision, &r->fault), RULE_TIME);
    assert_null(r->decision.first);
}

static void deciding_takes_a_supervisor_a_name_and_a_reason(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct proposal proposal = {
        .proposal = 1, .file = 1, .proposal_state = PROPOSAL_PENDING, .obligation = 4};
    rules_refused(r,
                  proposal_decide(&r->context, &proposal, &file, true, STR("yes"), &r->decision, &r->fault),
                  RULE_ROLE);
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    rules_refused(r, proposal_decide(&r->context, &proposal, &file, true, STR(" "), &r->decision, &r->fault),
                  RULE_REASON);
    rules_ok(r, proposal_decide(&r->context, &proposal, &file, false, STR("nothing new"), &r->decision,
                                &r->fault));
    assert_int_equal(decided(r, EVENT_PROPOSAL_DECIDED, NULL), 1);
    assert_int_equal(decided(r, EVENT_FILE_REOPENED, NULL), 0);
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, NULL), 1);
    forget(r);
    proposal.proposal_state = PROPOSAL_REFUSED;
    rules_refused(r,
                  proposal_decide(&r->context, &proposal, &file, true, STR("again"), &r->decision, &r->fault),
                  RULE_STATE);
}

static void a_file_rests_on_a_foreign_tip_until_there_is_something_of_our_own(void **state)
{
    struct rules *r = *state;
    struct file file = closed_file(r);
    struct flag flags[] = {flag_of(r, "new report", "1/R-7", "A", "1"), flag_of(r, "travel", "", "", ""),
                           flag_of(r, "financing", "", "", "")};
    flags[0].channel = 1;
    assert_true(file_rests_on_foreign_tip(&file, flags, 2));
    assert_false(file_rests_on_foreign_tip(&file, flags, 3));
    file.channel = 0;
    assert_false(file_rests_on_foreign_tip(&file, flags, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(a_weight_halves_every_half_life),
        RULES_TEST(a_report_told_twice_counts_once_whatever_it_is_called),
        RULES_TEST(a_second_telling_is_a_door_more_and_no_weight),
        RULES_TEST(travel_names_and_applications_alone_never_reach_the_threshold),
        RULES_TEST(what_cannot_be_judged_adds_nothing),
        RULES_TEST(gradings_of_other_systems_are_mapped_both_ways),
        RULES_TEST(past_the_threshold_the_supervisor_is_asked_once),
        RULES_TEST(old_flags_alone_ask_nobody_again),
        RULES_TEST(a_cleared_or_purged_file_takes_no_flag),
        RULES_TEST(a_flag_has_a_kind_a_basis_and_from_another_desk_a_grading),
        RULES_TEST(deciding_takes_a_supervisor_a_name_and_a_reason),
        RULES_TEST(a_file_rests_on_a_foreign_tip_until_there_is_something_of_our_own),
    };
    return cmocka_run_group_tests_name("rules_flag", tests, NULL, NULL);
}
