/* The one check at every way out, the risk decision, and "anything on him?". */
#include "rules/audit.h"
#include "rules/query.h"
#include "rules/release.h"
#include "rules_fixture.h"

static const char *const telling[] = {"tip", "request", "part", "answered", "sighting", "handover"};
static const char *const naming[] = {"threat to life", "redress",   "permission asked",
                                     "correction",     "clearance", "concern"};
enum { TELLING = sizeof telling / sizeof telling[0], COUNTERPART = 1, THIRD = 2 };

/* A sighting that may go: everything in order. */
static struct release_case good(struct rules *r, struct risk_decision *risk)
{
    *risk = (struct risk_decision){.risk_decision = 1,
                                   .channel = COUNTERPART,
                                   .risk = RISK_NONE_REAL,
                                   .author = PERSON_OFFICER,
                                   .actor = PERSON_SUPERVISOR,
                                   .time = r->context.now};
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    return (struct release_case){.way = WAY_MESSAGE,
                                 .message = STR("sighting"),
                                 .line = {.channel = COUNTERPART,
                                          .origin = STR("ru"),
                                          .level = CHANNEL_OPEN,
                                          .kind_agreed = true,
                                          .purpose_agreed = true},
                                 .handling = {.tlp = TLP_AMBER, .originator = 0},
                                 .file_state = FILE_OPEN,
                                 .file_section = STR("investigation"),
                                 .author = PERSON_OFFICER,
                                 .risk = risk};
}

static void check_refused(struct rules *r, const struct release_case *release, enum rule expected)
{
    enum rule rule;
    rules_refused(r, release_check(&r->context, release, &rule, &r->fault), expected);
    assert_int_equal(rule, expected);
}

static void check_passes(struct rules *r, const struct release_case *release)
{
    enum rule rule;
    rules_ok(r, release_check(&r->context, release, &rule, &r->fault));
    assert_int_equal(rule, RULE_COUNT);
}

static void what_is_in_order_passes(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    check_passes(r, &release);
}

static void whoever_tells_of_a_person_needs_the_risk_decision_of_another(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    for (int i = 0; i < TELLING; i++) {
        struct release_case release = good(r, &risk);
        release.message = str_of(telling[i]);
        check_passes(r, &release);
        release.risk = NULL;
        check_refused(r, &release, RULE_RISK);
        release.risk = &risk;
        risk.channel = THIRD; /* for another counterpart */
        check_refused(r, &release, RULE_RISK);
        release = good(r, &risk);
        release.message = str_of(telling[i]);
        risk.time -= (RISK_DECISION_DAYS + 1) * DAY_MS;
        check_refused(r, &release, RULE_RISK);
        release = good(r, &risk);
        risk.risk = RISK_REFUSED;
        check_refused(r, &release, RULE_RISK_REFUSED);
        release = good(r, &risk);
        risk.actor = PERSON_OFFICER;
        check_refused(r, &release, RULE_FOUR_EYES);
    }
}

static void nothing_but_the_machine_kinds_leaves_without_a_person(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    static const char *const words[] = {
#define M(name, word, code, level, answers, effect, hours, purpose) word,
#include "record/kinds.def"
#undef M
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        enum rule rule;
        release.message = str_of(words[i]);
        act_as(r, 0, ROLE_NONE);
        enum err err = release_check(&r->context, &release, &rule, &r->fault);
        if (release_is_machine(release.message))
            assert_int_equal(err, ERR_OK);
        else
            rules_refused(r, err, RULE_RELEASE);
    }
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    release.message = STR("sighting");
    check_refused(r, &release, RULE_ROLE);
    release.message = STR("outcome"); /* says nothing new of a person */
    check_passes(r, &release);
}

static void no_author_releases_his_own_words_about_a_person(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    risk.actor = PERSON_SUPERVISOR + 1;
    release.author = PERSON_SUPERVISOR;
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    check_refused(r, &release, RULE_FOUR_EYES);
    release.author = PERSON_OFFICER;
    check_passes(r, &release);
    release.author = PERSON_SUPERVISOR;
    for (size_t i = 0; i < sizeof naming / sizeof naming[0]; i++) {
        release.message = str_of(naming[i]);
        check_refused(r, &release, RULE_FOUR_EYES);
    }
    release.message = STR("outcome");
    check_passes(r, &release);
    release.words = true;
    check_refused(r, &release, RULE_FOUR_EYES);
}

static void who_and_where_is_warned_of_by_a_supervisor_other_than_the_author(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    release.message = STR("threat to life");
    release.risk = NULL;
    check_passes(r, &release);
    act_as(r, PERSON_SUPERVISOR, ROLE_OFFICER);
    check_refused(r, &release, RULE_ROLE);
}

static void a_sighting_leaves_only_after_a_person_confirmed_it(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    release.sighting_unconfirmed = true;
    check_refused(r, &release, RULE_NOT_CONFIRMED);
}

static void protected_persons_are_not_told_of_to_their_state_of_origin(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    for (int protection = 1; protection < words_count(WORDS_protection); protection++)
        for (int i = 0; i < TELLING; i++) {
            struct release_case release = good(r, &risk);
            release.message = str_of(telling[i]);
            release.protection = protection;
            release.protected_from = STR("ru");
            check_refused(r, &release, RULE_PROTECTED);
            release.protected_from = STR(""); /* not known: nobody is told */
            check_refused(r, &release, RULE_PROTECTED);
            release.protected_from = STR("sy");
            check_passes(r, &release);
        }
}

static void no_kind_names_a_protected_person_to_his_state(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    for (size_t i = 0; i < sizeof naming / sizeof naming[0]; i++) {
        struct release_case release = good(r, &risk);
        release.message = str_of(naming[i]);
        release.protection = PROTECTED_ASYLUM;
        release.protected_from = STR("ru");
        check_refused(r, &release, RULE_PROTECTED);
        release.known = true; /* it told of him, or was told: what was wrong is set right */
        if (i < 3)
            check_refused(r, &release, RULE_PROTECTED);
        else
            check_passes(r, &release);
    }
    struct release_case release = good(r, &risk);
    release.message = STR("outcome");
    release.ground = GROUND_POLITICAL;
    check_passes(r, &release);
    release.ground = GROUND_PROTECTED; /* says it by itself, of whomever */
    check_refused(r, &release, RULE_PROTECTED);
    release.protected_from = STR("sy");
    check_passes(r, &release);
}

static void neither_confirmed_nor_denied_has_no_words(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    release.message = STR("neither confirmed nor denied");
    check_passes(r, &release);
    release.words = true;
    check_refused(r, &release, RULE_ALIKE);
}

static void the_level_lets_pass_what_it_should(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    static const char *const always[] = {"correction", "recall", "clearance", "redress", "threat to life"};
    release.line.level = CHANNEL_RESTRICTED;
    check_refused(r, &release, RULE_LEVEL);
    release.message = STR("answered");
    check_passes(r, &release);
    release.line.level = CHANNEL_SUSPENDED;
    check_refused(r, &release, RULE_LEVEL);
    release.line.kind_agreed = false;
    release.line.purpose_agreed = false;
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        release.message = str_of(always[i]);
        check_passes(r, &release);
    }
    release = good(r, &risk);
    release.line.level = CHANNEL_NONE;
    check_refused(r, &release, RULE_LEVEL);
    release = good(r, &risk);
    release.line.kind_agreed = false;
    check_refused(r, &release, RULE_AGREED_KIND);
    release = good(r, &risk);
    release.line.purpose_agreed = false;
    check_refused(r, &release, RULE_AGREED_PURPOSE);
    release = good(r, &risk);
    release.line.ceiling = TLP_GREEN;
    check_refused(r, &release, RULE_CEILING);
    release.handling.tlp = TLP_NONE; /* none given means RED */
    release.line.ceiling = TLP_AMBER_STRICT;
    check_refused(r, &release, RULE_CEILING);
}

static void what_another_desk_gave_goes_on_only_with_its_permission(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    release.handling.originator = THIRD;
    check_refused(r, &release, RULE_TLP);
    release.handling.tlp = TLP_GREEN;
    check_refused(r, &release, RULE_ORIGINATOR);
    release.handling.europol = EUROPOL_H2;
    check_refused(r, &release, RULE_EUROPOL_ONWARD);
    release.permission = true;
    check_passes(r, &release);
    release = good(r, &risk);
    release.handling.originator = COUNTERPART; /* back to who gave it */
    check_passes(r, &release);
    enum rule rule;
    struct handling green = {.tlp = TLP_GREEN, .originator = THIRD};
    assert_int_equal(release_holding(&r->context, &green, COUNTERPART, 0, &rule, &r->fault), ERR_REFUSED);
    assert_int_equal(rule, RULE_ORIGINATOR);
    rules_ok(r, release_holding(&r->context, &green, COUNTERPART, 1, &rule, &r->fault));
    rules_ok(r, release_holding(&r->context, &green, THIRD, 0, &rule, &r->fault));
    release = good(r, &risk);
    release.way = WAY_COURT;
    release.line = (struct release_line){0};
    release.purpose = PURPOSE_INVESTIGATION;
    release.handling.europol = EUROPOL_H1;
    check_refused(r, &release, RULE_EUROPOL_COURT);
    release.permission = true;
    check_passes(r, &release);
}

static void nothing_is_asked_on_account_of_what_is_pap_red(void **state)
{
    struct rules *r = *state;
    struct risk_decision risk;
    struct release_case release = good(r, &risk);
    release.handling.pap = PAP_RED;
    check_passes(r, &release);
    release.message = STR("request");
    check_refused(r, &release, RULE_PAP);
}

static struct release_case reading(int purpose)
{
    return (struct release_case){.way = WAY_SCREEN,
                                 .file_state = FILE_OPEN,
                                 .file_section = STR("investigation"),
                                 .handling = {.tlp = TLP_AMBER},
                                 .purpose = purpose};
}

static void reading_takes_a_purpose_and_a_need(void **state)
{
    struct rules *r = *state;
    struct release_case release = reading(PURPOSE_NONE);
    check_refused(r, &release, RULE_PURPOSE);
    release = reading(PURPOSE_INVESTIGATION);
    check_passes(r, &release);
    r->context.actor.section = STR("citizenship");
    check_refused(r, &release, RULE_NEED);
    release.task = 4; /* it owes something for it */
    check_passes(r, &release);
    release.handling.tlp = TLP_RED; /* named readers only */
    check_refused(r, &release, RULE_TLP);
    release.named = true;
    check_passes(r, &release);
    release.task = 0;
    check_refused(r, &release, RULE_NEED);
    release.decided = true; /* by name, whatever his section */
    check_passes(r, &release);
    release.handling.europol = EUROPOL_H3;
    check_refused(r, &release, RULE_EUROPOL_TERMS);
    release.terms_shown = true;
    check_passes(r, &release);
    release.file_state = FILE_SEALED;
    check_refused(r, &release, RULE_RETENTION);
}

static void the_administrator_never_reads_and_the_overseer_always_may(void **state)
{
    struct rules *r = *state;
    struct release_case release = reading(PURPOSE_OVERSIGHT);
    release.task = 1;
    for (int way = 1; way < words_count(WORDS_way); way++) {
        release.way = way;
        act_as(r, 1, ROLE_ADMINISTRATOR);
        check_refused(r, &release, RULE_ADMINISTRATOR);
    }
    release = reading(PURPOSE_OVERSIGHT);
    r->context.actor.section = STR("");
    act_as(r, PERSON_OVERSEER, ROLE_OVERSEER);
    check_passes(r, &release);
    act_as(r, 8, ROLE_PROTECTION);
    check_passes(r, &release);
    release.purpose = PURPOSE_INVESTIGATION;
    check_refused(r, &release, RULE_PURPOSE);
}

static void labels_combine_to_the_strictest(void **state)
{
    (void)state;
    struct handling a = {TLP_GREEN, PAP_AMBER, EUROPOL_NONE, 1}, b = {TLP_NONE, PAP_NONE, EUROPOL_H2, 2};
    struct handling both = handling_combine(a, b);
    int tlp;
    assert_int_equal(both.tlp, TLP_RED);
    assert_int_equal(both.pap, PAP_AMBER);
    assert_int_equal(both.europol, EUROPOL_H2);
    assert_int_equal(both.originator, -1);
    b.originator = 0;
    assert_int_equal(handling_combine(a, b).originator, 1);
    assert_int_equal(handling_read_tlp(STR("TLP:WHITE"), &tlp, NULL), ERR_OK);
    assert_int_equal(tlp, TLP_CLEAR);
    assert_int_equal(handling_read_tlp(STR("amber+strict"), &tlp, NULL), ERR_OK);
    assert_int_equal(tlp, TLP_AMBER_STRICT);
    assert_int_equal(handling_read_tlp(STR("TLP:PINK"), &tlp, NULL), ERR_USAGE);
    assert_int_equal(handling_ceiling(STR("amber")), TLP_AMBER);
    assert_int_equal(handling_ceiling(STR("TLP:PINK")), TLP_CLEAR);
    assert_int_equal(handling_ceiling(STR("")), TLP_NONE);
}

static void the_risk_is_decided_by_a_senior_other_than_the_author(void **state)
{
    struct rules *r = *state;
    struct risk_new risk = {.subject = 1,
                            .channel = 1,
                            .author = PERSON_OFFICER,
                            .risk = RISK_MITIGATED,
                            .assurances = STR("in writing"),
                            .reason = STR("free man")};
    int64_t number;
    rules_refused(r, risk_decide(&r->context, &risk, &number, &r->decision, &r->fault), RULE_ROLE);
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    rules_ok(r, risk_decide(&r->context, &risk, &number, &r->decision, &r->fault));
    forget(r);
    risk.assurances = STR("");
    rules_refused(r, risk_decide(&r->context, &risk, &number, &r->decision, &r->fault), RULE_REASON);
    risk.author = PERSON_SUPERVISOR;
    rules_refused(r, risk_decide(&r->context, &risk, &number, &r->decision, &r->fault), RULE_FOUR_EYES);
    risk.author = 0;
    rules_refused(r, risk_decide(&r->context, &risk, &number, &r->decision, &r->fault), RULE_FOUR_EYES);
    assert_null(r->decision.first);
}

static void a_risk_decision_is_about_one_person(void **state)
{
    struct rules *r = *state;
    const struct event *decision = NULL;
    struct risk_new risk = {
        .file = 4, .channel = 1, .author = PERSON_OFFICER, .risk = RISK_NONE_REAL, .reason = STR("free man")};
    int64_t number;
    act_as(r, PERSON_SUPERVISOR, ROLE_SUPERVISOR);
    assert_int_equal(risk_decide(&r->context, &risk, &number, &r->decision, &r->fault), ERR_USAGE);
    risk.question = 3;
    rules_ok(r, risk_decide(&r->context, &risk, &number, &r->decision, &r->fault));
    assert_int_equal(decided(r, EVENT_RISK_DECIDED, &decision), 1);
    assert_int_equal(event_get_int(decision, FIELD_question, 0), 3);
    assert_int_equal(event_get_int(decision, FIELD_subject, 0), 0);
}

static struct query_facts facts_of(int file_state)
{
    return (struct query_facts){.file = {.file = 1,
                                         .file_state = file_state,
                                         .section = STR("investigation"),
                                         .owner = STR("investigation/duty"),
                                         .reference = STR("A-2011-1"),
                                         .channel = 1}};
}

static void another_purpose_learns_what_is_pending_and_never_that_there_is_no_nexus(void **state)
{
    struct rules *r = *state;
    struct proposal pending = {.proposal = 3, .due = r->context.now + DAY_MS};
    struct query_facts facts[] = {facts_of(FILE_UNRESOLVED), facts_of(FILE_UNRESOLVED),
                                  facts_of(FILE_CLEARED)};
    struct query_line lines[3];
    size_t n;
    facts[0].pending = &pending;
    act_as(r, 7, ROLE_SECTION);
    r->context.actor.section = STR("citizenship");
    rules_ok(r,
             query_answer(&r->context, 1, PURPOSE_CITIZENSHIP, facts, 3, lines, &n, &r->decision, &r->fault));
    assert_int_equal(n, 2); /* a closed file is a line too; a cleared one none */
    assert_true(lines[0].pending && lines[0].until == pending.due);
    for (size_t i = 0; i < n; i++) {
        assert_false(lines[i].full);
        assert_int_equal(lines[i].file_state, FILE_NONE);
        assert_true(str_equal(lines[i].ask, STR("investigation")));
    }
    assert_int_equal(decided(r, EVENT_USE_REQUESTED, NULL), 2);
    assert_int_equal(decided(r, EVENT_OBLIGATION_CREATED, NULL), 2);
    assert_int_equal(decided(r, EVENT_QUERY_ANSWERED, NULL), 1);
    forget(r);
    rules_refused(r, query_answer(&r->context, 1, PURPOSE_NONE, facts, 3, lines, &n, &r->decision, &r->fault),
                  RULE_PURPOSE);
    act_as(r, 1, ROLE_ADMINISTRATOR);
    rules_refused(
        r, query_answer(&r->context, 1, PURPOSE_CITIZENSHIP, facts, 3, lines, &n, &r->decision, &r->fault),
        RULE_ROLE);
}

static void who_holds_the_file_sees_it_whole(void **state)
{
    struct rules *r = *state;
    struct query_facts facts = facts_of(FILE_UNRESOLVED);
    struct query_line line;
    size_t n;
    facts.holds = true;
    facts.requests = 1;
    facts.watches = 1;
    facts.flags_since = 2;
    rules_ok(r, query_answer(&r->context, 1, PURPOSE_INVESTIGATION, &facts, 1, &line, &n, &r->decision,
                             &r->fault));
    assert_int_equal(n, 1);
    assert_true(line.full && line.requests == 1 && line.watches == 1 && line.flags_since == 2);
    assert_int_equal(decided(r, EVENT_USE_REQUESTED, NULL), 0);
}

/* Every event of the rules with a sealed field touches somebody's data: it is one of the six kinds of entry.
 * Those left out are about the desk's own work. */
static void every_event_about_persons_is_a_kind_of_log_entry(void **state)
{
    (void)state;
    static const char *const own_work[] = {"person.",    "post.",       "desk.",    "obligation.", "shift.",
                                           "agreement.", "permission.", "message.", "card.",       "channel.",
                                           "receipt.",   "head.",       "cut.",     "level.",      "redress.",
                                           "key.",       "owed.",       "delivery."};
    for (int kind = 0; kind < EVENT_KINDS; kind++) {
        struct str list = event_spec((enum event_kind)kind)->fields,
                   name = event_spec((enum event_kind)kind)->name;
        bool sealed = false, own = false;
        while (list.n) {
            struct str field = str_cut(&list, ' ');
            field.n -= field.n && field.p[field.n - 1] == '?';
            sealed = sealed || field_spec(field_named(field))->rest == FIELD_SEALED;
        }
        for (size_t i = 0; i < sizeof own_work / sizeof own_work[0]; i++)
            own = own ||
                  (name.n >= strlen(own_work[i]) && memcmp(name.p, own_work[i], strlen(own_work[i])) == 0);
        if (sealed && !own && !audit_entry((enum event_kind)kind))
            print_error("%.*s is no kind of log entry\n", STR_ARG(name));
        assert_true(!sealed || own || audit_entry((enum event_kind)kind));
    }
}

static void the_log_is_for_oversight_only(void **state)
{
    struct rules *r = *state;
    for (int role = 1; role < words_count(WORDS_role); role++) {
        act_as(r, 5, role);
        if (role == ROLE_OVERSEER || role == ROLE_PROTECTION)
            rules_ok(r, audit_may_read(&r->context, &r->fault));
        else
            rules_refused(r, audit_may_read(&r->context, &r->fault), RULE_ROLE);
    }
}

static void nobody_erases_his_own_trace(void **state)
{
    struct rules *r = *state;
    struct fault *fault = &r->fault;
    static const enum event_kind inspected[] = {EVENT_QUESTION_ASKED, EVENT_CONTENT_CONSULTED,
                                                EVENT_RELEASE_APPROVED, EVENT_EPOCH_PUBLISHED};
    for (size_t i = 0; i < sizeof inspected / sizeof inspected[0]; i++) {
        act_as(r, PERSON_SUPERVISOR, ROLE_HEAD);
        rules_refused(r, audit_may_erase(&r->context, inspected[i], PERSON_OFFICER, STR("x"), fault),
                      RULE_ROLE);
        act_as(r, PERSON_SUPERVISOR, ROLE_PROTECTION);
        rules_refused(r, audit_may_erase(&r->context, inspected[i], PERSON_OFFICER, STR("x"), fault),
                      RULE_ROLE);
        act_as(r, PERSON_SUPERVISOR, ROLE_OVERSEER);
        rules_ok(r, audit_may_erase(&r->context, inspected[i], PERSON_OFFICER, STR("x"), fault));
    }
    act_as(r, PERSON_SUPERVISOR, ROLE_HEAD);
    rules_ok(r, audit_may_erase(&r->context, EVENT_NOTE_ADDED, PERSON_OFFICER, STR("x"), fault));
    rules_refused(r, audit_may_erase(&r->context, EVENT_NOTE_ADDED, PERSON_OFFICER, STR(" "), fault),
                  RULE_REASON);
    rules_refused(r, audit_may_erase(&r->context, EVENT_NOTE_ADDED, PERSON_SUPERVISOR, STR("x"), fault),
                  RULE_FOUR_EYES);
    act_as(r, PERSON_OFFICER, ROLE_OFFICER);
    rules_refused(r, audit_may_erase(&r->context, EVENT_NOTE_ADDED, PERSON_SUPERVISOR, STR("x"), fault),
                  RULE_ROLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(what_is_in_order_passes),
        RULES_TEST(whoever_tells_of_a_person_needs_the_risk_decision_of_another),
        RULES_TEST(nothing_but_the_machine_kinds_leaves_without_a_person),
        RULES_TEST(no_author_releases_his_own_words_about_a_person),
        RULES_TEST(a_sighting_leaves_only_after_a_person_confirmed_it),
        RULES_TEST(protected_persons_are_not_told_of_to_their_state_of_origin),
        RULES_TEST(who_and_where_is_warned_of_by_a_supervisor_other_than_the_author),
        RULES_TEST(no_kind_names_a_protected_person_to_his_state),
        RULES_TEST(neither_confirmed_nor_denied_has_no_words),
        RULES_TEST(the_level_lets_pass_what_it_should),
        RULES_TEST(what_another_desk_gave_goes_on_only_with_its_permission),
        RULES_TEST(nothing_is_asked_on_account_of_what_is_pap_red),
        RULES_TEST(reading_takes_a_purpose_and_a_need),
        RULES_TEST(the_administrator_never_reads_and_the_overseer_always_may),
        RULES_TEST(labels_combine_to_the_strictest),
        RULES_TEST(the_risk_is_decided_by_a_senior_other_than_the_author),
        RULES_TEST(a_risk_decision_is_about_one_person),
        RULES_TEST(another_purpose_learns_what_is_pending_and_never_that_there_is_no_nexus),
        RULES_TEST(who_holds_the_file_sees_it_whole),
        RULES_TEST(every_event_about_persons_is_a_kind_of_log_entry),
        RULES_TEST(the_log_is_for_oversight_only),
        RULES_TEST(nobody_erases_his_own_trace),
    };
    return cmocka_run_group_tests_name("rules_release", tests, NULL, NULL);
}
