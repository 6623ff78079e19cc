/* Subjects and files: roles with a reason, merged and split by a person, closed, kept and purged; redress. */
#include "rules/file.h"
#include "rules/holding.h"
#include "rules/obligation.h"
#include "rules/redress.h"
#include "rules/request.h"
#include "rules/subject.h"
#include "rules_fixture.h"

static const struct file open_file = {.file = 1,
                                      .file_state = FILE_OPEN,
                                      .subject = 1,
                                      .section = {"investigation", 13},
                                      .owner = {"investigation/duty", 18}};

static void a_subject_stands_there_in_a_role_and_for_a_reason(void **state)
{
    struct rules *r = *state;
    int64_t subject;
    rules_refused(
        r, subject_add(&r->context, SUBJECT_NONE, STR("x"), 0, NULL, 0, &subject, &r->decision, &r->fault),
        RULE_SUBJECT_ROLE);
    rules_refused(
        r, subject_add(&r->context, SUBJECT_SUSPECT, STR(" "), 0, NULL, 0, &subject, &r->decision, &r->fault),
        RULE_SUSPICION);
    rules_refused(
        r, subject_add(&r->context, SUBJECT_WITNESS, STR(""), 0, NULL, 0, &subject, &r->decision, &r->fault),
        RULE_SUBJECT_ROLE);
    assert_null(r->decision.first);
}

static void religion_ethnicity_and_politics_are_no_values(void **state)
{
    struct rules *r = *state;
    static const char *const never[] = {"religion", "ethnicity", "political", "opinion", ""};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        struct value_new value = {.property = str_of(never[i]), .value = STR("x")};
        assert_int_equal(subject_add_value(&r->context, 1, &value, 0, &r->decision, &r->fault), ERR_USAGE);
    }
    assert_null(r->decision.first);
}

static void two_are_made_one_by_a_person_and_taken_apart_again(void **state)
{
    struct rules *r = *state;
    struct subject_state one = {.subject = 1}, two = {.subject = 2};
    rules_refused(r, subject_merge(&r->context, &two, &one, true, STR("same"), &r->decision, &r->fault),
                  RULE_DISTINCT);
    act_as(r, 0, ROLE_NONE); /* no score, no machine */
    rules_refused(r,
                  subject_merge(&r->context, &two, &one, false, STR("score 0.99"), &r->decision, &r->fault),
                  RULE_ROLE);
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    rules_ok(r, subject_merge(&r->context, &two, &one, false, STR("one passport"), &r->decision, &r->fault));
    two.into_subject = 1;
    forget(r);
    rules_refused(r, subject_merge(&r->context, &two, &one, false, STR("again"), &r->decision, &r->fault),
                  RULE_STATE);
    rules_refused(r, subject_split(&r->context, &one, STR("x"), &r->decision, &r->fault), RULE_STATE);
    rules_ok(r, subject_split(&r->context, &two, STR("two passports"), &r->decision, &r->fault));
    rules_refused(r, subject_distinguish(&r->context, 1, 1, STR("x"), &r->decision, &r->fault), RULE_STATE);
}

static void protection_is_taken_away_by_a_supervisor_only(void **state)
{
    struct rules *r = *state;
    struct subject_state subject = {.subject = 1, .protection = PROTECTED_REFUGEE};
    rules_refused(
        r, subject_protect(&r->context, &subject, PROTECTED_NONE, STR(""), STR("x"), &r->decision, &r->fault),
        RULE_ROLE);
    rules_ok(r, subject_protect(&r->context, &subject, PROTECTED_ASYLUM, STR("ru"), STR("applied"),
                                &r->decision, &r->fault));
    subject.origin = STR("ru"); /* nor is another state named instead of his, but by a supervisor */
    rules_refused(r,
                  subject_protect(&r->context, &subject, PROTECTED_ASYLUM, STR("sy"), STR("x"), &r->decision,
                                  &r->fault),
                  RULE_ROLE);
    rules_ok(r, subject_protect(&r->context, &subject, PROTECTED_REFUGEE, STR("RU"), STR("papers"),
                                &r->decision, &r->fault));
}

static void the_overseer_is_owed_a_look_at_protection_taken_away(void **state)
{
    struct rules *r = *state;
    const struct event *owed = NULL;
    struct subject_state subject = {.subject = 7, .protection = PROTECTED_REFUGEE, .origin = STR("ru")};
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    rules_ok(r, subject_protect(&r->context, &subject, PROTECTED_NONE, STR(""), STR("withdrawn by himself"),
                                &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, &owed), 1);
    assert_true(str_equal(event_get_text(owed, FIELD_owner), STR("desk/overseer")));
    assert_true(str_equal(event_get_text(owed, FIELD_obligation_kind), STR("protection")));
    assert_int_equal(event_get_int(owed, FIELD_about, 0), 7);
    forget(r);
    rules_ok(r, subject_protect(&r->context, &subject, PROTECTED_ASYLUM, STR("sy"), STR("his papers"),
                                &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
    forget(r);
    /* What protects as much, or more, is nobody's to inspect. */
    rules_ok(r, subject_protect(&r->context, &subject, PROTECTED_ASYLUM, STR("ru"), STR("his papers"),
                                &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 0);
}

static void no_protected_person_witness_or_victim_is_in_a_holding(void **state)
{
    struct rules *r = *state;
    for (int role = 1; role < words_count(WORDS_subject_role); role++)
        for (int protection = 0; protection < words_count(WORDS_protection); protection++) {
            enum err err = subject_may_be_held(role, protection, &r->fault);
            if (!protection && (role == SUBJECT_SUSPECT || role == SUBJECT_CONTACT))
                rules_ok(r, err);
            else
                rules_refused(r, err, RULE_HOLDING);
        }
}

static void a_supervisor_puts_one_in_a_holding_and_takes_him_out(void **state)
{
    struct rules *r = *state;
    struct subject_state suspect = {.subject = 1, .subject_role = SUBJECT_SUSPECT},
                         minor = {
                             .subject = 2, .subject_role = SUBJECT_CONTACT, .protection = PROTECTED_MINOR};
    struct str why = STR("his contacts are there");
    rules_refused(r,
                  holding_add(&r->context, &suspect, 1, HOLDING_PERSONS, false, why, &r->decision, &r->fault),
                  RULE_ROLE);
    r->context.actor.role = ROLE_SUPERVISOR;
    rules_refused(
        r, holding_add(&r->context, &suspect, 1, HOLDING_PERSONS, false, STR(" "), &r->decision, &r->fault),
        RULE_REASON);
    rules_refused(r,
                  holding_add(&r->context, &minor, 1, HOLDING_PERSONS, false, why, &r->decision, &r->fault),
                  RULE_HOLDING);
    rules_refused(r,
                  holding_add(&r->context, &suspect, 1, HOLDING_PERSONS, true, why, &r->decision, &r->fault),
                  RULE_STATE);
    rules_refused(
        r, holding_remove(&r->context, &suspect, 1, HOLDING_PERSONS, false, why, &r->decision, &r->fault),
        RULE_STATE);
    assert_int_equal(decided(r, EVENT_HOLDING_ADDED, NULL), 0);
    rules_ok(r, holding_add(&r->context, &suspect, 1, HOLDING_PERSONS, false, why, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_HOLDING_ADDED, NULL), 1);
    rules_ok(r,
             holding_remove(&r->context, &suspect, 1, HOLDING_PERSONS, true, why, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_HOLDING_REMOVED, NULL), 1);
}

static void a_clearance_excludes_by_what_distinguishes_and_is_shown_by_name(void **state)
{
    (void)state;
    struct str cleared = STR("1986-03-02"), other = STR("1986-10-21"), passport = STR("p 123");
    assert_int_equal(clearance_says(CLEARED_BY_DATE, cleared, &cleared, 1, &other, 1, true),
                     CLEARANCE_EXCLUDES);
    assert_int_equal(clearance_says(CLEARED_BY_DATE, cleared, &other, 1, &other, 1, true), CLEARANCE_SHOWN);
    assert_int_equal(clearance_says(CLEARED_BY_DATE, cleared, NULL, 0, &other, 1, true), CLEARANCE_SHOWN);
    assert_int_equal(clearance_says(CLEARED_BY_DATE, cleared, NULL, 0, &other, 1, false), CLEARANCE_SILENT);
    /* What the file's own subject has too distinguishes nobody. */
    assert_int_equal(clearance_says(CLEARED_BY_DATE, other, &other, 1, &other, 1, true), CLEARANCE_SHOWN);
    assert_int_equal(clearance_says(CLEARED_BY_DOCUMENT, STR("P 123"), &passport, 1, NULL, 0, true),
                     CLEARANCE_EXCLUDES);
}

static void a_file_has_a_subject_a_section_an_owner_and_a_review(void **state)
{
    struct rules *r = *state;
    struct file_new new = {.subject = 1, .section = STR("border"), .desk = STR("A")};
    const struct event *event = NULL;
    int64_t file;
    rules_ok(r, file_open(&r->context, &new, &file, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_FILE_OPENED, &event), 1);
    assert_true(str_equal(event_get_text(event, FIELD_reference), STR("A-2011-1")));
    assert_true(str_equal(event_get_text(event, FIELD_owner), STR("border/duty")));
    assert_int_equal(event_get_int(event, FIELD_review, 0), r->context.now + 5 * 365 * DAY_MS);
    forget(r);
    new.section = STR("");
    rules_refused(r, file_open(&r->context, &new, &file, &r->decision, &r->fault), RULE_OWNER);
    new = (struct file_new){.section = STR("border")};
    rules_refused(r, file_open(&r->context, &new, &file, &r->decision, &r->fault), RULE_SUBJECT_ROLE);
    new = (struct file_new){.subject = 1, .section = STR("border"), .told_only = true};
    rules_refused(r, file_open(&r->context, &new, &file, &r->decision, &r->fault), RULE_GROUND);
    new.tip = 1;
    rules_ok(r, file_open(&r->context, &new, &file, &r->decision, &r->fault));
}

static void nobody_comes_onto_a_file_by_a_tip_that_nobody_took_up(void **state)
{
    struct rules *r = *state;
    rules_refused(r,
                  file_add_subject(&r->context, &open_file, 7, SUBJECT_CONTACT, true, STR("his brother"),
                                   &r->decision, &r->fault),
                  RULE_GROUND);
    rules_ok(r, file_add_subject(&r->context, &open_file, 7, SUBJECT_CONTACT, false, STR("his brother"),
                                 &r->decision, &r->fault));
}

/* What another section holds: its own, the head, who owes something and the desk itself change it. */
static void what_a_section_holds_is_changed_by_its_own(void **state)
{
    struct rules *r = *state;
    struct str held = STR("investigation");
    rules_ok(r, actor_holds(&r->context, held, false, "file", 1, &r->fault));
    r->context.actor.section = STR("border");
    rules_refused(r, actor_holds(&r->context, held, false, "file", 1, &r->fault), RULE_NEED);
    rules_ok(r, actor_holds(&r->context, held, true, "file", 1, &r->fault));
    r->context.actor.section = STR("");
    rules_refused(r, actor_holds(&r->context, STR(""), false, "subject", 1, &r->fault), RULE_NEED);
    act_as(r, PERSON_HEAD, ROLE_HEAD);
    rules_ok(r, actor_holds(&r->context, held, false, "file", 1, &r->fault));
    act_as(r, 0, 0);
    rules_ok(r, actor_holds(&r->context, held, false, "file", 1, &r->fault));
    act_as(r, 9, ROLE_ADMINISTRATOR);
    rules_refused(r, actor_holds(&r->context, held, true, "file", 1, &r->fault), RULE_ADMINISTRATOR);
}

static void closing_takes_a_reason_and_clearing_a_supervisor(void **state)
{
    struct rules *r = *state;
    struct watch watches[] = {{.watch = 1, .watch_state = WATCHING_ACTIVE, .obligation = 2},
                              {.watch = 2, .watch_state = WATCHING_ENDED, .obligation = 3}};
    rules_refused(
        r, file_close(&r->context, &open_file, FILE_UNRESOLVED, watches, 2, STR(""), &r->decision, &r->fault),
        RULE_REASON);
    rules_refused(
        r, file_close(&r->context, &open_file, FILE_CLEARED, watches, 2, STR("x"), &r->decision, &r->fault),
        RULE_ROLE);
    rules_ok(r, file_close(&r->context, &open_file, FILE_UNRESOLVED, watches, 2, STR("no link"), &r->decision,
                           &r->fault));
    assert_int_equal(r->decision.count, 1); /* no request and no watch ends with it */
    forget(r);
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    rules_ok(r, file_close(&r->context, &open_file, FILE_CLEARED, watches, 2, STR("not he"), &r->decision,
                           &r->fault));
    assert_int_equal(decided(r, EVENT_WATCH_ENDED, NULL), 1);
    assert_int_equal(decided(r, EVENT_OBLIGATION_ENDED, NULL), 1);
    forget(r);
    assert_int_equal(
        file_close(&r->context, &open_file, FILE_PURGED, NULL, 0, STR("x"), &r->decision, &r->fault),
        ERR_USAGE);
    struct file closed = open_file;
    closed.file_state = FILE_CLEARED;
    rules_refused(
        r, file_close(&r->context, &closed, FILE_UNRESOLVED, NULL, 0, STR("x"), &r->decision, &r->fault),
        RULE_STATE);
}

static void a_file_goes_to_another_section_by_who_holds_it(void **state)
{
    struct rules *r = *state;
    struct file file = {.file = 1, .file_state = FILE_OPEN, .section = STR("investigation")};
    r->context.actor.section = STR("border");
    rules_refused(r, file_hold(&r->context, &file, STR("border"), 0, &r->decision, &r->fault), RULE_NEED);
    r->context.actor.section = STR("investigation");
    rules_ok(r, file_hold(&r->context, &file, STR("border"), 0, &r->decision, &r->fault));
}

static void unreviewed_is_sealed_and_then_purged(void **state)
{
    struct rules *r = *state;
    struct file file = open_file;
    file.review = r->context.now + (FILE_REVIEW_WARNING_DAYS + 1) * DAY_MS;
    file_step(&r->context, &file, &r->decision);
    assert_null(r->decision.first);
    r->context.now += DAY_MS; /* 90 days before, its supervisor is asked, once */
    file_step(&r->context, &file, &r->decision);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 1);
    forget(r);
    file.review_owed = 1;
    file_step(&r->context, &file, &r->decision);
    assert_null(r->decision.first);
    r->context.now = file.review;
    file_step(&r->context, &file, &r->decision);
    assert_int_equal(decided(r, EVENT_FILE_SEALED, NULL), 1);
    forget(r);
    file.file_state = FILE_SEALED;
    rules_refused(r, file_note(&r->context, &file, STR("late"), &r->decision, &r->fault), RULE_RETENTION);
    r->context.now = file.review + FILE_PURGE_DAYS * DAY_MS - 1;
    file_step(&r->context, &file, &r->decision);
    assert_null(r->decision.first);
    r->context.now++;
    file_step(&r->context, &file, &r->decision);
    assert_int_equal(decided(r, EVENT_FILE_PURGED, NULL), 1);
    forget(r);
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    rules_ok(r, file_review(&r->context, &file, NULL, STR("needed for the court"), &r->decision, &r->fault));
    file.file_state = FILE_PURGED;
    forget(r);
    rules_refused(r, file_review(&r->context, &file, NULL, STR("x"), &r->decision, &r->fault),
                  RULE_RETENTION);
}

static void redress_is_acknowledged_in_7_days_and_answered_in_90_by_another(void **state)
{
    struct rules *r = *state;
    const struct event *event = NULL;
    int64_t number;
    rules_ok(r, redress_receive(&r->context, 1, 0, STR("I am not he"), &number, &r->decision, &r->fault));
    decided(r, EVENT_REDRESS_RECEIVED, &event);
    assert_int_equal(event_get_int(event, FIELD_due, 0), r->context.now + 7 * DAY_MS);
    struct redress redress = {
        .redress = 1, .redress_state = REDRESS_RECEIVED, .obligation = 1, .time = r->context.now};
    struct owed owed = {.obligation = 1};
    forget(r);
    rules_refused(r, redress_acknowledge(&r->context, &redress, &owed, &r->decision, &r->fault), RULE_ROLE);
    act_as(r, 8, ROLE_PROTECTION);
    rules_ok(r, redress_acknowledge(&r->context, &redress, &owed, &r->decision, &r->fault));
    decided(r, EVENT_REDRESS_ACKNOWLEDGED, &event);
    assert_int_equal(event_get_int(event, FIELD_due, 0), r->context.now + 90 * DAY_MS);
    forget(r);
    rules_refused(r, redress_answer(&r->context, &redress, REDRESS_UPHELD, STR(""), &r->decision, &r->fault),
                  RULE_REASON);
    rules_ok(r, redress_answer(&r->context, &redress, REDRESS_UPHELD, STR("he is right"), &r->decision,
                               &r->fault));
    redress.redress_state = REDRESS_UPHELD;
    forget(r);
    rules_refused(r,
                  redress_answer(&r->context, &redress, REDRESS_REJECTED, STR("x"), &r->decision, &r->fault),
                  RULE_STATE);
}

static void a_correction_goes_to_every_channel_that_was_told(void **state)
{
    struct rules *r = *state;
    struct correction_new correction = {
        .file = 1, .subject = 1, .text = STR("another person"), .reason = STR("x")};
    int64_t channels[] = {1, 4};
    rules_ok(r, correction_make(&r->context, &open_file, &correction, channels, 2, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_CORRECTION_MADE, NULL), 2);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 2);
}

static void the_administrator_touches_no_content(void **state)
{
    struct rules *r = *state;
    struct request request = {.request_state = REQUEST_OPEN};
    int64_t number;
    act_as(r, 1, ROLE_ADMINISTRATOR);
    rules_refused(
        r, subject_add(&r->context, SUBJECT_CONTACT, STR("x"), 0, NULL, 0, &number, &r->decision, &r->fault),
        RULE_ADMINISTRATOR);
    rules_refused(r, request_interim(&r->context, &request, STR("x"), &r->decision, &r->fault),
                  RULE_ADMINISTRATOR);
    rules_refused(r, redress_receive(&r->context, 1, 0, STR("x"), &number, &r->decision, &r->fault),
                  RULE_ADMINISTRATOR);
    rules_refused(r, file_note(&r->context, &open_file, STR("x"), &r->decision, &r->fault), RULE_ROLE);
    assert_null(r->decision.first);
}

static void a_supervisor_names_who_reads(void **state)
{
    struct rules *r = *state;
    struct file file = {.file = 1, .file_state = FILE_OPEN, .section = STR("investigation")};
    act_as(r, 1, ROLE_OFFICER);
    rules_refused(r, file_name_reader(&r->context, &file, 7, true, STR("helps"), &r->decision, &r->fault),
                  RULE_ROLE);
    act_as(r, 2, ROLE_SUPERVISOR);
    rules_refused(r, file_name_reader(&r->context, &file, 7, true, STR(" "), &r->decision, &r->fault),
                  RULE_REASON);
    rules_ok(r, file_name_reader(&r->context, &file, 7, true, STR("helps"), &r->decision, &r->fault));
    assert_int_equal(r->decision.last->kind, EVENT_READER_NAMED);
    rules_ok(r, file_name_reader(&r->context, &file, 7, false, STR("left"), &r->decision, &r->fault));
    assert_int_equal(r->decision.last->kind, EVENT_READER_REMOVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(a_subject_stands_there_in_a_role_and_for_a_reason),
        RULES_TEST(religion_ethnicity_and_politics_are_no_values),
        RULES_TEST(two_are_made_one_by_a_person_and_taken_apart_again),
        RULES_TEST(protection_is_taken_away_by_a_supervisor_only),
        RULES_TEST(the_overseer_is_owed_a_look_at_protection_taken_away),
        RULES_TEST(no_protected_person_witness_or_victim_is_in_a_holding),
        RULES_TEST(a_supervisor_puts_one_in_a_holding_and_takes_him_out),
        RULES_TEST(a_clearance_excludes_by_what_distinguishes_and_is_shown_by_name),
        RULES_TEST(a_file_has_a_subject_a_section_an_owner_and_a_review),
        RULES_TEST(closing_takes_a_reason_and_clearing_a_supervisor),
        RULES_TEST(a_file_goes_to_another_section_by_who_holds_it),
        RULES_TEST(nobody_comes_onto_a_file_by_a_tip_that_nobody_took_up),
        RULES_TEST(what_a_section_holds_is_changed_by_its_own),
        RULES_TEST(unreviewed_is_sealed_and_then_purged),
        RULES_TEST(redress_is_acknowledged_in_7_days_and_answered_in_90_by_another),
        RULES_TEST(a_correction_goes_to_every_channel_that_was_told),
        RULES_TEST(the_administrator_touches_no_content),
        RULES_TEST(a_supervisor_names_who_reads),
    };
    return cmocka_run_group_tests_name("rules_file", tests, NULL, NULL);
}
