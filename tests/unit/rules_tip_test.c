/* Tips: received, not acted on; what must be answered before; whom it takes. */
#include "rules/tip.h"
#include "rules_fixture.h"

static struct tip_new tip_new(void)
{
    return (struct tip_new){.subject = 1,
                            .section = STR("investigation"),
                            .channel = 1,
                            .theirs = STR("R-7"),
                            .origin = STR("ru"),
                            .reliability = STR("B"),
                            .credibility = STR("2"),
                            .text = STR("may travel to join an armed group")};
}

static struct tip received(void)
{
    return (struct tip){.tip = 1,
                        .tip_state = TIP_RECEIVED,
                        .subject = 1,
                        .section = STR("investigation"),
                        .owner = STR("investigation/duty"),
                        .channel = 1,
                        .report = STR("1/R-7"),
                        .origin = STR("ru"),
                        .reliability = STR("B"),
                        .credibility = STR("2")};
}

static struct tip assessed(void)
{
    struct tip tip = received();
    tip.offence = ANSWER_YES;
    tip.political = ANSWER_NO;
    tip.mistreatment = ANSWER_NO;
    tip.ground = GROUND_OFFENCE_HERE;
    return tip;
}

static const struct file open_file = {.file = 1,
                                      .file_state = FILE_OPEN,
                                      .section = {"investigation", 13},
                                      .owner = {"investigation/duty", 18}};

static enum err take_up(struct rules *r, const struct tip *tip)
{
    return tip_take_up(&r->context, tip, &open_file, NULL, 0, 9, &r->decision, &r->fault);
}

static void a_tip_is_owned_by_the_duty_post_with_a_due_time(void **state)
{
    struct rules *r = *state;
    struct tip_new tip = tip_new();
    const struct event *event = NULL;
    int64_t number;
    act_as(r, 0, ROLE_NONE); /* the desk itself, as the message arrives */
    rules_ok(r, tip_receive(&r->context, &tip, &number, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_TIP_RECEIVED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_owner), STR("investigation/duty")));
    assert_true(str_equal(event_get_text(event, FIELD_report), STR("1/R-7")));
    assert_true(str_equal(event_get_text(event, FIELD_tlp), STR("TLP:RED"))); /* no label given */
    assert_true(event_get_int(event, FIELD_due, 0) > r->context.now);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
}

static void a_tip_without_a_section_falls_to_the_desks_duty_post(void **state)
{
    struct rules *r = *state;
    struct tip_new tip = tip_new();
    const struct event *event = NULL;
    int64_t number;
    tip.section = STR("");
    rules_ok(r, tip_receive(&r->context, &tip, &number, &r->decision, &r->fault));
    decided(r, EVENT_OBLIGATION_CREATED, &event);
    assert_true(str_equal(event_get_text(event, FIELD_owner), STR("desk/duty")));
}

static void a_tip_has_both_grades(void **state)
{
    struct rules *r = *state;
    static const char *const bad[][2] = {{"", ""}, {"B", ""}, {"", "2"}, {"G", "2"}, {"B", "7"}, {"b", "2"}};
    int64_t number;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct tip_new tip = tip_new();
        tip.reliability = str_of(bad[i][0]);
        tip.credibility = str_of(bad[i][1]);
        rules_refused(r, tip_receive(&r->context, &tip, &number, &r->decision, &r->fault), RULE_GRADING);
    }
    assert_null(r->decision.first);
}

static void a_tip_is_not_acted_on_before_it_is_assessed(void **state)
{
    struct rules *r = *state;
    struct tip tip = received();
    rules_refused(r, take_up(r, &tip), RULE_GROUND);
    rules_refused(r, tip_refuse(&r->context, &tip, GROUND_POLITICAL, STR("no"), 9, &r->decision, &r->fault),
                  RULE_GROUND);
    assert_null(r->decision.first);
}

static void every_question_is_answered_by_a_named_person(void **state)
{
    struct rules *r = *state;
    struct tip tip = received();
    struct tip_answers answers = {.offence = ANSWER_YES,
                                  .political = ANSWER_NO,
                                  .mistreatment = ANSWER_NO,
                                  .ground = GROUND_OFFENCE_HERE,
                                  .reason = STR("an offence here")};
    struct tip_answers lacking = answers;
    lacking.mistreatment = ANSWER_NONE;
    rules_refused(r, tip_assess(&r->context, &tip, &lacking, &r->decision, &r->fault), RULE_GROUND);
    lacking = answers;
    lacking.reason = STR("");
    rules_refused(r, tip_assess(&r->context, &tip, &lacking, &r->decision, &r->fault), RULE_REASON);
    act_as(r, 0, ROLE_NONE);
    rules_refused(r, tip_assess(&r->context, &tip, &answers, &r->decision, &r->fault), RULE_ROLE);
    act_as(r, 9, ROLE_ADMINISTRATOR);
    rules_refused(r, tip_assess(&r->context, &tip, &answers, &r->decision, &r->fault), RULE_ROLE);
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    answers.protection = PROTECTED_REFUGEE;
    rules_ok(r, tip_assess(&r->context, &tip, &answers, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_SUBJECT_PROTECTED, NULL), 1);
    tip.protection = PROTECTED_ASYLUM; /* what stands already is not turned against another state */
    tip.protected_origin = STR("ru");
    answers.protected_origin = STR("sy");
    rules_refused(r, tip_assess(&r->context, &tip, &answers, &r->decision, &r->fault), RULE_ROLE);
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    forget(r);
    rules_ok(r, tip_assess(&r->context, &tip, &answers, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1); /* the overseer's look */
}

static void what_is_political_unlawful_or_no_offence_is_not_taken_up(void **state)
{
    struct rules *r = *state;
    struct tip tip = assessed();
    tip.political = ANSWER_YES;
    rules_refused(r, take_up(r, &tip), RULE_POLITICAL);
    tip = assessed();
    tip.mistreatment = ANSWER_YES;
    rules_refused(r, take_up(r, &tip), RULE_UNLAWFUL);
    tip = assessed();
    tip.ground = GROUND_UNLAWFUL;
    rules_refused(r, take_up(r, &tip), RULE_UNLAWFUL);
    tip = assessed();
    tip.offence = ANSWER_NO;
    rules_refused(r, take_up(r, &tip), RULE_GROUND);
    tip = assessed();
    tip.ground = GROUND_RELIGIOUS;
    rules_refused(r, take_up(r, &tip), RULE_GROUND);
    assert_null(r->decision.first);
}

static void a_tip_from_the_state_of_origin_about_a_refugee_takes_the_overseer(void **state)
{
    struct rules *r = *state;
    struct tip tip = assessed();
    tip.protection = PROTECTED_ASYLUM;
    tip.protected_origin = STR("ru");
    rules_refused(r, take_up(r, &tip), RULE_OVERSEER);
    rules_refused(r, tip_agree(&r->context, &tip, STR("fine"), &r->decision, &r->fault), RULE_OVERSEER);
    act_as(r, PERSON_OVERSEER, ROLE_OVERSEER);
    rules_ok(r, tip_agree(&r->context, &tip, STR("the offence stands by itself"), &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_TIP_AGREED, NULL), 1);
    forget(r);
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    tip.overseer_agreed = 1;
    rules_ok(r, take_up(r, &tip));
    forget(r);
    tip.overseer_agreed = 0;
    tip.protected_origin = STR("sy"); /* of another state's refugee this one may tell */
    rules_ok(r, take_up(r, &tip));
}

static void taking_up_raises_the_report_and_owes_the_sender_an_outcome(void **state)
{
    struct rules *r = *state;
    struct tip tip = assessed();
    const struct event *event = NULL;
    rules_ok(r, take_up(r, &tip));
    assert_int_equal(decided(r, EVENT_FLAG_RAISED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_report), STR("1/R-7")));
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, NULL), 1);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_obligation_kind), STR("outcome")));
    forget(r);
    tip.tip_state = TIP_TAKEN_UP;
    rules_refused(r, take_up(r, &tip), RULE_STATE);
}

static void a_tip_goes_onto_no_file_about_another_person(void **state)
{
    struct rules *r = *state;
    struct tip tip = assessed();
    tip.root = 7;
    rules_refused(r, take_up(r, &tip), RULE_ANOTHER);
    assert_null(r->decision.first);
}

static void a_refusal_names_its_ground_and_makes_no_flag(void **state)
{
    struct rules *r = *state;
    struct tip tip = assessed();
    rules_refused(r,
                  tip_refuse(&r->context, &tip, GROUND_OFFENCE_HERE, STR("no"), 9, &r->decision, &r->fault),
                  RULE_GROUND);
    rules_ok(r, tip_refuse(&r->context, &tip, GROUND_PROTECTED, STR("he is under protection"), 9,
                           &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_TIP_REFUSED, NULL), 1);
    assert_int_equal(decided(r, EVENT_FLAG_RAISED, NULL), 0);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
}

static void a_duplicate_is_decided_by_a_person_and_not_the_same_is_remembered(void **state)
{
    struct rules *r = *state;
    struct duplicate duplicate = {.duplicate = 1,
                                  .duplicate_state = DUPLICATE_PROPOSED,
                                  .tip = 2,
                                  .file = 1,
                                  .subject = 2,
                                  .other_subject = 1,
                                  .obligation = 3};
    act_as(r, 0, ROLE_NONE);
    rules_refused(
        r, duplicate_decide(&r->context, &duplicate, true, STR(""), STR("same"), &r->decision, &r->fault),
        RULE_ROLE);
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    rules_ok(r, duplicate_decide(&r->context, &duplicate, true, STR("1/R-7"), STR("same letter"),
                                 &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_SUBJECT_MERGED, NULL), 1);
    forget(r);
    rules_ok(r, duplicate_decide(&r->context, &duplicate, false, STR(""), STR("other passport"), &r->decision,
                                 &r->fault));
    assert_int_equal(decided(r, EVENT_SUBJECT_MERGED, NULL), 0);
    assert_int_equal(decided(r, EVENT_SUBJECT_DISTINGUISHED, NULL), 1);
    duplicate.duplicate_state = DUPLICATE_DIFFERENT;
    forget(r);
    rules_refused(
        r, duplicate_decide(&r->context, &duplicate, true, STR(""), STR("same"), &r->decision, &r->fault),
        RULE_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(a_tip_is_owned_by_the_duty_post_with_a_due_time),
        RULES_TEST(a_tip_without_a_section_falls_to_the_desks_duty_post),
        RULES_TEST(a_tip_has_both_grades),
        RULES_TEST(a_tip_is_not_acted_on_before_it_is_assessed),
        RULES_TEST(every_question_is_answered_by_a_named_person),
        RULES_TEST(what_is_political_unlawful_or_no_offence_is_not_taken_up),
        RULES_TEST(a_tip_from_the_state_of_origin_about_a_refugee_takes_the_overseer),
        RULES_TEST(taking_up_raises_the_report_and_owes_the_sender_an_outcome),
        RULES_TEST(a_tip_goes_onto_no_file_about_another_person),
        RULES_TEST(a_refusal_names_its_ground_and_makes_no_flag),
        RULES_TEST(a_duplicate_is_decided_by_a_person_and_not_the_same_is_remembered),
    };
    return cmocka_run_group_tests_name("rules_tip", tests, NULL, NULL);
}
