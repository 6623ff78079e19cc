/* Rights on a real desk: clearances, redress, purging with proof, the overseer's
 * table, the log. */
#include "desk/due.h"
#include "desk/file.h"
#include "desk/held.h"
#include "desk/holding.h"
#include "desk/people.h"
#include "desk/release.h"
#include "desk/rights.h"
#include "desk/same.h"
#include "desk/verify.h"
#include "desk/watch.h"
#include "people_fixture.h"

enum { OVERSEER = 7, PROTECTION, HEAD, AT_DESK };

static int rights_setup(void **state)
{
    int status = people_setup(state);
    add_person(*state, OVERSEER, "overseer", "desk");
    add_person(*state, PROTECTION, "data-protection", "desk");
    add_person(*state, HEAD, "head", "desk");
    return status;
}

/* A file on a tip about Ruslan Tsarikaev, born 1986-10-21. */
static int64_t file_on(struct fixture *f)
{
    int64_t file = 0;
    size_t duplicates;
    int64_t number = tip(f, "investigation", "Царикаев Руслан", "1986-10-21", "R-7", &duplicates);
    assess(f, number);
    ACT(f, OFFICER, desk_tip_take_up(&task, number, OFFICER, &file));
    return file;
}

/* How many files he is a candidate for, and the clearance shown beside the first. */
static size_t candidates(struct fixture *f, const struct subject *who, int64_t *clearance)
{
    struct task task;
    struct same *same = NULL;
    size_t n = 0;
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = same_person(&task, who, &same, &n);
    *clearance = n ? same[0].clearance : 0;
    fixture_ok(f, task_end(&task, err));
    return n;
}

static void a_cleared_look_alike_is_no_candidate_by_his_date_and_is_shown_by_his_name(void **state)
{
    struct fixture *f = *state;
    struct str name = STR("TSARIKAEV RUSLAN"), his = STR("1986-10-22"), file_date = STR("1986-10-21");
    struct subject look_alike = fixture_person(&name, &his), namesake = fixture_person(&name, NULL),
                   himself = fixture_person(&name, &file_date);
    int64_t file = file_on(f), subject = 0, clearance;
    assert_int_equal(candidates(f, &look_alike, &clearance), 1); /* one day off */
    assert_int_equal(clearance, 0);
    struct value_new value = {.property = STR("name"), .value = name};
    ACT(f, OFFICER, desk_subject_add(&task, SUBJECT_CONTACT, STR("stopped"), 0, &value, 1, &subject));
    struct clearance_new new = {.file = file,
                                .subject = subject,
                                .basis = CLEARED_BY_DATE,
                                .value = his,
                                .reason = STR("another man, seen with his passport")};
    ACT(f, OFFICER, desk_clearance_give(&task, &new));
    assert_int_equal(candidates(f, &look_alike, &clearance), 0);
    assert_int_equal(candidates(f, &namesake, &clearance), 1);
    assert_int_equal(clearance, 1);
    assert_int_equal(candidates(f, &himself, &clearance), 1);
}

/* How many files may be about the same person as a subject of the desk. */
static size_t same_as(struct fixture *f, int64_t subject)
{
    struct task task;
    struct same *same = NULL;
    size_t n = 0;
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = same_subjects(&task, subject, &same, &n);
    fixture_ok(f, task_end(&task, err));
    return n;
}

/* How many dates of birth stand by him, with those of whom he is one with. */
static size_t dates_of(struct fixture *f, int64_t subject)
{
    struct task task;
    struct subject who = {0};
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = same_read_subject(&task, subject, &who);
    size_t n = who.values[PROPERTY_BIRTH_DATE].n;
    fixture_ok(f, task_end(&task, err));
    return n;
}

static struct tip tip_of(struct fixture *f, int64_t number)
{
    struct tip tip;
    fixture_ok(
        f, load_one(desk_store(f->desk), "tip/get", "tip", number, &shape_tip, &f->arena, &tip, &f->fault));
    return tip;
}

static void two_tips_of_one_person_become_one_with_both_values_and_come_apart_again(void **state)
{
    struct fixture *f = *state;
    struct file file;
    size_t proposed;
    int64_t number = file_on(f);
    ACT(f, ACTOR_DESK, desk_file(&task, number, &file));
    int64_t second = tip(f, "analysis", "TSARIKAEV Ruslan", "1986-10-22", "R-9", &proposed);
    assert_int_equal(proposed, 1);
    assert_int_equal(dates_of(f, file.subject), 1); /* proposed, and nothing done */
    ACT(f, ANALYST, desk_duplicate_decide(&task, 1, true, false, STR("one passport")));
    assert_int_equal(dates_of(f, file.subject), 2);
    ACT(f, HEAD, desk_subject_split(&task, tip_of(f, second).subject, STR("two passports after all")));
    assert_int_equal(dates_of(f, file.subject), 1);
}

static void a_report_is_told_again_only_where_it_was_told_before(void **state)
{
    struct fixture *f = *state;
    size_t proposed;
    struct value_new values[] = {{.property = STR("name"), .value = STR("Царикаев Руслан")},
                                 {.property = STR("birthDate"), .value = STR("1986-10-21")}};
    struct file_new new = {.section = STR("investigation")};
    int64_t file = 0;
    ACT(f, OFFICER, desk_subject_add(&task, SUBJECT_SUSPECT, STR("named"), 0, values, 2, &new.subject));
    ACT(f, OFFICER, desk_file_open(&task, new, &file));
    tip(f, "analysis", "TSARIKAEV Ruslan", "1986-10-22", "R-9", &proposed);
    assert_int_equal(proposed, 1);
    ACT_REFUSED(f, ANALYST, desk_duplicate_decide(&task, 1, true, true, STR("same letter")));
    assert_memory_equal(f->fault.detail, "rule state:", 11);
}

static bool merging_is_refused(struct fixture *f, int64_t subject, int64_t into)
{
    struct task task;
    enum err err = task_begin(&task, f->desk, HEAD, &f->fault);
    if (!err)
        err = desk_subject_merge(&task, subject, into, STR("one man"));
    return task_end(&task, err) == ERR_REFUSED && memcmp(f->fault.detail, "rule distinct:", 14) == 0;
}

static void not_the_same_person_is_remembered_by_every_later_comparison(void **state)
{
    struct fixture *f = *state;
    struct file file;
    size_t proposed;
    int64_t number = file_on(f);
    ACT(f, ACTOR_DESK, desk_file(&task, number, &file));
    int64_t subject =
        tip_of(f, tip(f, "analysis", "TSARIKAEV Ruslan", "1986-10-21", "R-9", &proposed)).subject;
    assert_int_equal(proposed, 1);
    assert_int_equal(same_as(f, subject), 1);
    ACT(f, ANALYST, desk_duplicate_decide(&task, 1, false, false, STR("another passport")));
    assert_int_equal(same_as(f, subject), 0);
    assert_true(merging_is_refused(f, file.subject, subject));
}

/* How many holdings he is in. */
static size_t held_in(struct fixture *f, int64_t subject)
{
    struct query q;
    size_t n = 0;
    query_open(&q, desk_store(f->desk), "holding/of_subject", &f->fault);
    query_int(&q, "subject", subject);
    while (query_next(&q))
        n++;
    fixture_ok(f, query_close(&q));
    return n;
}

static void who_becomes_protected_leaves_every_holding_whatever_made_him_so(void **state)
{
    struct fixture *f = *state;
    int64_t subject[3], into = 0;
    struct value_new value = {.property = STR("name"), .value = STR("TSARIKAEV RUSLAN")};
    for (size_t i = 0; i < 3; i++) {
        ACT(f, OFFICER, desk_subject_add(&task, SUBJECT_SUSPECT, STR("told"), 0, &value, 1, &subject[i]));
        ACT(f, SUPERVISOR,
            desk_holding_add(&task, subject[i], R, HOLDING_PERSONS, STR("his contacts are there")));
        ACT(f, SUPERVISOR, desk_holding_add(&task, subject[i], R, HOLDING_CONTACTS, STR("and there")));
        assert_int_equal(held_in(f, subject[i]), 2);
    }
    ACT(f, OFFICER, desk_subject_protect(&task, subject[0], PROTECTED_REFUGEE, STR("ru"), STR("papers")));
    assert_int_equal(held_in(f, subject[0]), 0);
    ACT(f, OFFICER, desk_subject_set_role(&task, subject[1], SUBJECT_WITNESS, STR("he came to us")));
    assert_int_equal(held_in(f, subject[1]), 0);
    ACT(f, OFFICER, desk_subject_add(&task, SUBJECT_WITNESS, STR("saw it"), 0, &value, 1, &into));
    ACT(f, OFFICER, desk_subject_merge(&task, subject[2], into, STR("one man")));
    assert_int_equal(held_in(f, into), 0);
    ACT(f, OFFICER, desk_subject_split(&task, subject[2], STR("two men")));
    assert_int_equal(held_in(f, subject[2]), 0); /* it takes a supervisor to put him back */
}

static struct watch watch_of(struct fixture *f, int64_t number)
{
    struct watch watch;
    fixture_ok(f, load_one(desk_store(f->desk), "watch/get", "watch", number, &shape_watch, &f->arena, &watch,
                           &f->fault));
    return watch;
}

static bool extending_is_refused(struct fixture *f, int64_t number)
{
    struct task task;
    enum err err = task_begin(&task, f->desk, SUPERVISOR, &f->fault);
    if (!err)
        err = desk_watch_extend(&task, number, f->now + 200 * DAY_MS, STR("go on"));
    return task_end(&task, err) == ERR_REFUSED && strstr(f->fault.detail, "protected");
}

/* R asked for the watch and was told yes; then his refuge is recorded. */
static void a_watch_tells_his_state_nothing_from_the_moment_he_is_protected(void **state)
{
    struct fixture *f = *state;
    int64_t file = file_on(f), number = 0;
    struct file on;
    struct watch_new new = {.action = WATCH_SILENT,
                            .ends = f->now + 90 * DAY_MS,
                            .channel = R,
                            .told = ANSWER_YES,
                            .reason = STR("R asks to be told")};
    ACT(f, HEAD, desk_agreement_place(&task, R, STR("Germany"), STR("their bureau")));
    ACT(f, OFFICER, desk_watch_set(&task, file, &new, &number));
    ACT(f, ACTOR_DESK, desk_file(&task, file, &on));
    ACT(f, OFFICER, desk_subject_protect(&task, on.subject, PROTECTED_REFUGEE, STR("ru"), STR("papers")));
    assert_int_equal(watch_of(f, number).told, ANSWER_YES); /* from another state than R's */
    ACT(f, HEAD, desk_agreement_place(&task, R, STR("ru"), STR("it was their directorate")));
    struct watch watch = watch_of(f, number);
    assert_int_equal(watch.told, ANSWER_NO);
    assert_true(str_equal(watch.owner, STR("investigation/supervisor")));
    assert_true(extending_is_refused(f, number));
    ACT(f, SUPERVISOR, desk_watch_end(&task, number, STR("he is under protection")));
}

static void a_persons_request_finds_every_file_that_holds_him(void **state)
{
    struct fixture *f = *state;
    struct str name = STR("Руслан Царикаев"), date = STR("1986-10-21");
    struct subject who = fixture_person(&name, &date);
    int64_t file = file_on(f), subject = 0, redress, other = 0;
    size_t n = 0;
    struct value_new values[] = {{.property = STR("name"), .value = name},
                                 {.property = STR("birthDate"), .value = date}};
    ACT(f, GUARD, desk_subject_add(&task, SUBJECT_CONTACT, STR("seen with him"), 0, values, 2, &subject));
    struct file_new new = {.subject = subject, .section = STR("border")};
    ACT(f, GUARD, desk_file_open(&task, new, &other));
    assert_int_not_equal(file, other);
    ACT(f, ACTOR_DESK, desk_redress_receive(&task, &who, 0, STR("I am not he"), &redress, &n));
    assert_int_equal(n, 2);
    ACT(f, PROTECTION, desk_redress_acknowledge(&task, redress));
    ACT(f, OVERSEER, desk_redress_answer(&task, redress, REDRESS_UPHELD, STR("another man")));
}

static void a_request_for_redress_is_read_by_who_answers_for_rights_or_owes_it(void **state)
{
    struct fixture *f = *state;
    struct str name = STR("Руслан Царикаев");
    struct subject who = fixture_person(&name, NULL);
    int64_t redress;
    size_t n = 0;
    add_person(f, AT_DESK, "officer", "desk");
    ACT(f, ACTOR_DESK, desk_redress_receive(&task, &who, 0, STR("I am not he"), &redress, &n));
    ACT(f, PROTECTION, held_redress(&task, redress));
    ACT(f, OVERSEER, held_redress(&task, redress));
    ACT(f, HEAD, held_redress(&task, redress));
    ACT_REFUSED(f, AT_DESK, held_redress(&task, redress)); /* a post of the desk is no section's */
    ACT_REFUSED(f, GUARD, held_redress(&task, redress));
    fixture_ok(f, post_set(f->desk, 1, STR("desk/data protection"), STR("person5"), 0, &f->fault));
    ACT(f, GUARD, held_redress(&task, redress));
}

struct told {
    size_t entries[LOG_WORDS];
    bool reason_seen, ground_seen;
};

static enum err note_line(void *context, const struct audit_line *line)
{
    struct told *told = context;
    told->entries[line->entry]++;
    told->reason_seen = told->reason_seen || str_equal(line->reason, STR("no link found"));
    told->ground_seen = told->ground_seen || str_equal(line->reason, STR("review not made: purged"));
    return ERR_OK;
}

static void finding(void *context, const char *text)
{
    (void)context;
    print_error("verify: %s\n", text);
}

static void what_is_purged_is_gone_and_proved(void **state)
{
    struct fixture *f = *state;
    struct task reader;
    struct event event;
    struct verify_result result = {0};
    struct verify_options verify = {.found = finding};
    size_t changed;
    int64_t file = file_on(f);
    ACT(f, OFFICER, desk_file_note(&task, file, STR("met him at the market square")));
    f->now += (FILE_REVIEW_DAYS + 1) * DAY_MS;
    ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
    f->now += FILE_PURGE_DAYS * DAY_MS;
    ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
    fixture_ok(f, task_begin(&reader, f->desk, ACTOR_DESK, &f->fault));
    struct str text;
    struct query query;
    int64_t sequence = 0;
    query_open(&query, reader.store, "file/notes", &f->fault);
    query_int(&query, "file", file);
    while (query_next(&query))
        sequence = query_get_int(&query, query_column(&query, "sequence"));
    fixture_ok(f, query_close(&query));
    fixture_ok(f, task_opening(&reader, sequence, FIELD_text, &text));
    assert_int_equal(text.n, 0);
    fixture_ok(f, task_end(&reader, ERR_OK));
    fixture_ok(f, desk_event(f->desk, sequence, &f->arena, &event, &f->fault));
    assert_int_equal(event.kind, EVENT_NOTE_ADDED); /* that there was a note stays provable */
    struct told told = {0};
    struct audit_filter erasures = {.file = file, .entry = LOG_ERASURE};
    ACT(f, OVERSEER, desk_audit(&task, &erasures, note_line, &told));
    assert_true(told.entries[LOG_ERASURE] > 5);
    assert_true(told.ground_seen);
    fixture_ok(f, desk_verify(f->desk, &verify, &result, &f->fault));
    assert_true(result.erased > 5);
}

static void protection_follows_a_person_through_every_merge(void **state)
{
    struct fixture *f = *state;
    int64_t subjects[3], file = 0;
    struct value_new value = {.property = STR("name"), .value = STR("Anna Invented")};
    struct file state_of;
    for (int i = 0; i < 3; i++)
        ACT(f, OFFICER, desk_subject_add(&task, SUBJECT_CONTACT, STR("x"), 0, &value, 1, &subjects[i]));
    struct file_new new = {.subject = subjects[0], .section = STR("investigation")};
    ACT(f, OFFICER, desk_file_open(&task, new, &file));
    ACT(f, OFFICER, desk_subject_protect(&task, subjects[2], PROTECTED_ASYLUM, STR("ru"), STR("applied")));
    ACT(f, OFFICER, desk_subject_merge(&task, subjects[0], subjects[1], STR("one passport")));
    ACT(f, OFFICER, desk_subject_merge(&task, subjects[2], subjects[1], STR("one passport")));
    fixture_ok(f, load_one(desk_store(f->desk), "file/get", "file", file, &shape_file, &f->arena, &state_of,
                           &f->fault));
    assert_int_equal(state_of.root, subjects[1]);
    assert_int_equal(state_of.protection, PROTECTED_ASYLUM);
    /* One who is protected from another state takes nothing of it away. */
    struct subject_state one;
    int64_t other = 0;
    ACT(f, OFFICER, desk_subject_add(&task, SUBJECT_CONTACT, STR("x"), 0, &value, 1, &other));
    ACT(f, OFFICER, desk_subject_protect(&task, other, PROTECTED_REFUGEE, STR("sy"), STR("papers")));
    ACT(f, OFFICER, desk_subject_merge(&task, subjects[1], other, STR("one passport")));
    fixture_ok(f, load_one(desk_store(f->desk), "subject/get", "subject", other, &shape_subject_state,
                           &f->arena, &one, &f->fault));
    assert_true(one.protection != PROTECTED_NONE);
    assert_true(protected_towards(one.origin, STR("ru")));
    assert_true(protected_towards(one.origin, STR("sy")));
}

static enum err keep_share(void *context, const struct tip_share *share)
{
    *(struct tip_share *)context = *share;
    return ERR_OK;
}

static void the_overseer_sees_each_channels_share_of_exiles_and_refused_grounds(void **state)
{
    struct fixture *f = *state;
    struct tip_share share = {0};
    size_t duplicates;
    int64_t number = tip(f, "investigation", "Anna Invented", "1970-01-02", "R-1", &duplicates);
    struct tip_answers answers = {.offence = ANSWER_NO,
                                  .protection = PROTECTED_ASYLUM,
                                  .political = ANSWER_YES,
                                  .mistreatment = ANSWER_NO,
                                  .ground = GROUND_POLITICAL,
                                  .reason = STR("a critic in exile")};
    ACT(f, OFFICER, desk_tip_assess(&task, number, &answers));
    ACT(f, OFFICER, desk_tip_refuse(&task, number, GROUND_POLITICAL, STR("opinion is no offence")));
    tip(f, "investigation", "Boris Invented", "1971-01-02", "R-2", &duplicates);
    ACT(f, OVERSEER, desk_tip_shares(&task, keep_share, &share));
    assert_int_equal(share.channel, R);
    assert_int_equal(share.tips, 2);
    assert_int_equal(share.refused, 1);
    assert_int_equal(share.political, 1);
    assert_int_equal(share.exiles, 1);
    ACT_REFUSED(f, OFFICER, desk_tip_shares(&task, keep_share, &share));
}

static void the_log_tells_who_did_what_when_and_why(void **state)
{
    struct fixture *f = *state;
    struct told told = {0}, reads = {0};
    int64_t file = file_on(f);
    struct access reading = {.file = file, .way = WAY_SCREEN};
    ACT(f, OFFICER, desk_file_close(&task, file, FILE_UNRESOLVED, STR("no link found")));
    ACT(f, OFFICER, desk_access(&task, &reading));
    struct audit_filter all = {.file = file}, his = {.person = OVERSEER, .entry = LOG_CONSULTATION};
    ACT(f, OVERSEER, desk_audit(&task, &all, note_line, &told));
    assert_true(told.entries[LOG_COLLECTION] >= 2);
    assert_true(told.entries[LOG_ALTERATION] >= 2);
    assert_int_equal(told.entries[LOG_CONSULTATION], 1);
    assert_true(told.reason_seen);
    ACT(f, OVERSEER, desk_audit(&task, &his, note_line, &reads)); /* reading the log is in the log */
    assert_int_equal(reads.entries[LOG_CONSULTATION], 1);
    ACT_REFUSED(f, SUPERVISOR, desk_audit(&task, &all, note_line, &told));
}

static void a_person_gets_one_digest_a_day_for_all_his_posts(void **state)
{
    struct fixture *f = *state;
    size_t duplicates, changed;
    tip(f, "investigation", "Anna Invented", "1970-01-02", "R-1", &duplicates);
    ACT(f, OFFICER, desk_shift_hand_over(&task, STR("investigation/duty"), OFFICER, STR("quiet")));
    ACT(f, OFFICER, desk_shift_hand_over(&task, STR("investigation/supervisor"), OFFICER, STR("quiet")));
    for (int day = 0; day < 3; day++) {
        size_t digests = 0;
        f->now += DAY_MS - f->now % DAY_MS + 8 * HOUR_MS; /* the next day, after seven */
        for (int i = 0; i < 3; i++)
            ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
        struct query query;
        query_open(&query, desk_store(f->desk), "core/events_from", &f->fault);
        query_int(&query, "from", 1);
        while (query_next(&query))
            digests += str_equal(query_get_text(&query, 4), STR("digest.made"));
        fixture_ok(f, query_close(&query));
        assert_int_equal(digests, day + 1);
    }
}

/* Overdue items, and how many of these nobody has looked at. */
static void overdue(struct fixture *f, size_t *items, size_t *unseen)
{
    struct query query;
    *items = *unseen = 0;
    query_open(&query, desk_store(f->desk), "page/due", &f->fault);
    query_int(&query, "overdue", 1);
    query_int(&query, "now", f->now);
    query_text(&query, "key", STR("investigation/duty"));
    int column = query_column(&query, "unseen");
    for (; query_next(&query); ++*items)
        *unseen += !query_is_null(&query, column);
    fixture_ok(f, query_close(&query));
}

static size_t owed_by(struct fixture *f, struct str post)
{
    struct task task;
    struct owed *owed;
    struct due_filter filter = {.post = post};
    size_t n = 0;
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = desk_due(&task, &filter, &owed, &n);
    fixture_ok(f, task_end(&task, err));
    return n;
}

static void a_restoration_is_owed_a_look_by_supervisor_and_overseer_once(void **state)
{
    struct fixture *f = *state;
    struct decision restored;
    size_t changed;
    decision_init(&restored, &f->arena);
    event_time(event_add(&restored, EVENT_DESK_RESTORED), FIELD_until, f->now - DAY_MS);
    fixture_ok(f, desk_begin(f->desk, ACTOR_DESK, &f->fault));
    fixture_ok(f, desk_add(f->desk, &restored, &f->fault));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
    for (int i = 0; i < 2; i++) {
        ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
        assert_int_equal(owed_by(f, STR("desk/supervisor")), 1);
        assert_int_equal(owed_by(f, STR("desk/overseer")), 1);
    }
}

static size_t unpaged(struct fixture *f, bool call)
{
    struct task task;
    struct page pages[4];
    size_t n = 0;
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = desk_unpaged(&task, pages, 4, &n);
    for (size_t i = 0; !err && call && i < n; i++)
        err = desk_paged(&task, &pages[i]);
    fixture_ok(f, task_end(&task, err));
    return n;
}

static void an_urgent_item_is_called_for_once_a_rung(void **state)
{
    struct fixture *f = *state;
    size_t changed;
    int64_t file = file_on(f), sighting;
    struct sighting_new seen = {
        .kind = SEEN_TRAVEL, .section = STR("border"), .seen = f->now, .urgency = URGENCY_URGENT};
    assert_int_equal(unpaged(f, true), 0); /* what is not urgent waits for the digest */
    ACT(f, OFFICER, desk_sighting_report(&task, file, &seen, &sighting));
    assert_int_equal(unpaged(f, true), 1);
    assert_int_equal(unpaged(f, false), 0);
    f->now += 20 * DAY_MS;
    ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
    assert_int_equal(unpaged(f, true), 1);
    ACT(f, OFFICER, desk_sighting_dismiss(&task, sighting, STR("another man")));
    assert_int_equal(unpaged(f, false), 0);
}

static void what_is_overdue_and_nobody_looked_at_is_told_apart(void **state)
{
    struct fixture *f = *state;
    size_t items, unseen, before;
    int64_t file = file_on(f), sighting;
    struct sighting_new seen = {.kind = SEEN_TRAVEL, .section = STR("border"), .seen = f->now};
    struct access reading = {.file = file, .way = WAY_SCREEN};
    ACT(f, OFFICER, desk_sighting_report(&task, file, &seen, &sighting));
    f->now += 40 * DAY_MS;
    overdue(f, &items, &before);
    assert_true(items >= 2 && before == items);
    ACT(f, OFFICER, desk_access(&task, &reading));
    overdue(f, &items, &unseen);
    assert_true(unseen < before);
}

#define RIGHTS_TEST(function) cmocka_unit_test_setup_teardown(function, rights_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGHTS_TEST(a_cleared_look_alike_is_no_candidate_by_his_date_and_is_shown_by_his_name),
        RIGHTS_TEST(two_tips_of_one_person_become_one_with_both_values_and_come_apart_again),
        RIGHTS_TEST(a_report_is_told_again_only_where_it_was_told_before),
        RIGHTS_TEST(not_the_same_person_is_remembered_by_every_later_comparison),
        RIGHTS_TEST(who_becomes_protected_leaves_every_holding_whatever_made_him_so),
        RIGHTS_TEST(a_watch_tells_his_state_nothing_from_the_moment_he_is_protected),
        RIGHTS_TEST(a_persons_request_finds_every_file_that_holds_him),
        RIGHTS_TEST(a_request_for_redress_is_read_by_who_answers_for_rights_or_owes_it),
        RIGHTS_TEST(what_is_purged_is_gone_and_proved),
        RIGHTS_TEST(protection_follows_a_person_through_every_merge),
        RIGHTS_TEST(the_overseer_sees_each_channels_share_of_exiles_and_refused_grounds),
        RIGHTS_TEST(the_log_tells_who_did_what_when_and_why),
        RIGHTS_TEST(a_person_gets_one_digest_a_day_for_all_his_posts),
        RIGHTS_TEST(a_restoration_is_owed_a_look_by_supervisor_and_overseer_once),
        RIGHTS_TEST(an_urgent_item_is_called_for_once_a_rung),
        RIGHTS_TEST(what_is_overdue_and_nobody_looked_at_is_told_apart),
    };
    return cmocka_run_group_tests_name("rights_desk", tests, NULL, NULL);
}
