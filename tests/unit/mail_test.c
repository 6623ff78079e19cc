/* desk/mail: where messages meet the rules, between two desks. */
#include "desk/due.h"
#include "desk/file.h"
#include "desk/mail.h"
#include "desk/people.h"
#include "desk/rights.h"
#include "desk/tip.h"
#include "desk/values.h"
#include "pair_fixture.h"

/* The number of somebody who works at a desk, who is added where he is not there yet. */
static int64_t somebody(struct pair *p, int i, const char *login, const char *role)
{
    struct arena arena;
    struct desk_person root, person;
    struct desk *desk = p->sides[i].desk;
    arena_init(&arena, 1 << 20);
    pair_ok(p, person_by_login(desk, STR("root"), &arena, &root, &p->fault));
    if (person_by_login(desk, str_of(login), &arena, &person, NULL)) {
        struct new_person new = {str_of(login), str_of(role), STR("investigation"), STR("")};
        pair_ok(p, person_add(desk, root.person, &new, &p->fault));
        pair_ok(p, person_by_login(desk, str_of(login), &arena, &person, &p->fault));
    }
    arena_release(&arena);
    return person.person;
}

static int64_t count(struct pair *p, int i, const char *query, const char *reference)
{
    struct query q;
    int64_t number = 0;
    query_open(&q, desk_store(p->sides[i].desk), query, &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    query_text(&q, "direction", STR("in"));
    query_text(&q, "reference", str_of(reference));
    pair_ok(p, query_one(&q, 0, &number));
    return number;
}

/* One subject of north, as a suspect. */
static int64_t suspect(struct pair *p, struct task *task)
{
    int64_t subject = 0;
    struct value_new values[] = {{.property = STR("name"), .value = STR("Царикаев Руслан")},
                                 {.property = STR("birthDate"), .value = STR("1987-10-21")}};
    pair_ok(p, desk_subject_add(task, SUBJECT_SUSPECT, STR("two sources"), 0, values, 2, &subject));
    return subject;
}

/* An officer of north drafts a message about him to south. */
static struct mail draft(struct pair *p, struct mail_new new)
{
    struct task task;
    struct mail mail = {0};
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    new.channel = p->sides[0].channel;
    new.subject = suspect(p, &task);
    pair_ok(p, mail_draft(&task, &new, &mail));
    pair_ok(p, task_end(&task, ERR_OK));
    return mail;
}

static enum err release(struct pair *p, uint64_t number, const char *login, const char *role, int risk)
{
    struct task task;
    struct mail mail;
    struct mail_release decision = {.risk = risk, .reason = STR("no sign of danger")};
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, login, role), &p->fault));
    pair_ok(p, mail_load(&task, p->sides[0].channel, true, number, &mail));
    return task_end(&task, mail_release(&task, &mail, &decision));
}

static const struct mail_new tip = {.kind = KIND_TIP,
                                    .reliability = {"B", 1},
                                    .credibility = {"3", 1},
                                    .section = {"investigation", 13},
                                    .text = {"about to travel", 15},
                                    .obtained = {"an interview", 12}};

static void a_tip_leaves_by_a_senior_and_becomes_a_tip_there(void **state)
{
    struct pair *p = *state;
    struct mail mail = draft(p, tip);
    assert_int_equal(release(p, mail.number, "orlov", "officer", RISK_NONE_REAL), ERR_REFUSED);
    assert_int_equal(release(p, mail.number, "sokol", "supervisor", RISK_NONE), ERR_REFUSED);
    pair_settle(p);
    assert_int_equal(count(p, 1, "mail/tip", "north-1"), 0);
    pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    assert_int_equal(count(p, 1, "mail/tip", "north-1"), 1);
}

/* The birth dates of whom south's tip is about. */
static struct values born_there(struct pair *p, struct arena *arena)
{
    struct query q;
    int64_t subject = 0;
    struct subject who;
    struct store *south = desk_store(p->sides[1].desk);
    query_open(&q, south, "tip/get", &p->fault);
    query_int(&q, "tip", count(p, 1, "mail/tip", "north-1"));
    if (query_next(&q))
        subject = query_get_int(&q, query_column(&q, "subject"));
    pair_ok(p, query_close(&q));
    pair_ok(p, desk_values_read(south, subject, arena, &who, &p->fault));
    return who.values[PROPERTY_BIRTH_DATE];
}

/* Their message stays as they signed it; by the desk's clock he is not born then. */
static void a_birth_date_in_the_future_is_not_taken_out_of_a_tip(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct str name = STR("Царикаев Руслан"), born[] = {STR("2030-01-01"), STR("1987-10-21")};
    struct subject who = {.id = STR("1"),
                          .values = {[PROPERTY_NAME] = {&name, 1}, [PROPERTY_BIRTH_DATE] = {born, 2}}};
    struct mail_new new = tip;
    new.person = &who;
    struct mail mail = draft(p, new);
    pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    arena_init(&arena, 1 << 20);
    struct values taken = born_there(p, &arena);
    assert_int_equal(taken.n, 1);
    assert_true(str_equal(taken.at[0], born[1]));
    arena_release(&arena);
}

static void a_tip_that_says_nothing_sound_is_received_all_the_same(void **state)
{
    struct pair *p = *state;
    struct mail_new bare = {.kind = KIND_TIP};
    struct mail mail = draft(p, bare);
    pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    assert_int_equal(count(p, 1, "mail/tip", "north-1"), 1);
}

static void a_request_is_open_at_both_desks_and_once(void **state)
{
    struct pair *p = *state;
    struct mail_new new = {.kind = KIND_REQUEST, .text = STR("whom did he meet?")};
    struct mail mail = draft(p, new);
    pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    p->now += (time_ms)80 * 3600 * 1000;
    pair_settle(p);
    assert_int_equal(count(p, 1, "mail/request", "north-1"), 1);
    assert_int_equal(count(p, 1, "mail/request", "north-2"), 0);
}

/* When a request of north's is due, as a desk counts for the line. */
static time_ms due_of_line(struct pair *p, int i, uint64_t number)
{
    struct query q;
    time_ms due = 0;
    query_open(&q, desk_store(p->sides[i].desk), "peer/owed", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    query_int(&q, "ours", i == 0);
    query_int(&q, "number", (int64_t)number);
    if (query_next(&q))
        due = query_get_int(&q, 2);
    pair_ok(p, query_close(&q));
    return due;
}

/* The same as south's own work. */
static time_ms due_at_south(struct pair *p, const char *reference)
{
    struct query q;
    time_ms due = 0;
    query_open(&q, desk_store(p->sides[1].desk), "request/get", &p->fault);
    query_int(&q, "request", count(p, 1, "mail/request", reference));
    if (query_next(&q))
        due = query_get_int(&q, query_column(&q, "due"));
    pair_ok(p, query_close(&q));
    return due;
}

static void a_request_is_due_by_the_profile_of_its_agreement(void **state)
{
    struct pair *p = *state;
    static const struct {
        const char *profile;
        bool urgent;
        int64_t hours;
    } cases[] = {
        {"sirene", false, 12}, {"2023/977", true, 72}, {"own", true, 24}, {"never heard", false, 168}};
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mail_new new = {
            .kind = KIND_REQUEST, .text = STR("whom did he meet?"), .urgent = cases[i].urgent};
        char reference[16];
        p->profile = cases[i].profile;
        pair_agree(p, 2 * i + 2, LEVEL_OPEN);
        struct mail mail = draft(p, new);
        pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
        time_ms due = p->now + cases[i].hours * 3600 * 1000;
        pair_send(p, 0, true);
        /* What is agreed before the receipt comes changes nothing that is under way. */
        p->profile = "2006/960";
        pair_agree(p, 2 * i + 3, LEVEL_OPEN);
        pair_settle(p);
        snprintf(reference, sizeof reference, "north-%u", (unsigned)mail.number);
        assert_int_equal(due_of_line(p, 0, mail.number), due);
        assert_int_equal(due_of_line(p, 1, mail.number), due);
        assert_int_equal(due_at_south(p, reference), due);
    }
}

static void of_nobody_no_risk_is_decided(void **state)
{
    struct pair *p = *state;
    struct task task;
    struct mail mail = {0};
    struct mail_new new = {
        .channel = p->sides[0].channel, .kind = KIND_REQUEST, .text = STR("whom did he meet?")};
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, mail_draft(&task, &new, &mail));
    pair_ok(p, task_end(&task, ERR_OK));
    assert_int_equal(release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL), ERR_REFUSED);
    assert_non_null(strstr(p->fault.detail, "--file"));
}

/* What the other desk owes north, which waits for it. */
static size_t owed_to_north(struct pair *p)
{
    struct task task;
    struct owed *owed;
    struct due_filter all = {0};
    size_t n, waits = 0;
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, desk_due(&task, &all, &owed, &n));
    for (size_t i = 0; i < n; i++)
        waits += owed[i].channel == p->sides[0].channel && owed[i].direction == BOUND_OUT;
    pair_ok(p, task_end(&task, ERR_OK));
    return waits;
}

/* A message of north is released, and taken back before it left. */
static void released_and_taken_back(struct pair *p, struct mail_new new)
{
    struct task task;
    struct mail mail, drafted = draft(p, new);
    pair_ok(p, release(p, drafted.number, "sokol", "supervisor", RISK_NONE_REAL));
    assert_int_equal(owed_to_north(p), 1);
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, mail_load(&task, p->sides[0].channel, true, drafted.number, &mail));
    pair_ok(p, task_end(&task, mail_withdraw(&task, &mail)));
    assert_int_equal(owed_to_north(p), 0);
    pair_settle(p);
}

static void a_request_that_is_taken_back_is_owed_by_nobody(void **state)
{
    struct pair *p = *state;
    released_and_taken_back(p, (struct mail_new){.kind = KIND_REQUEST, .text = STR("whom did he meet?")});
    assert_int_equal(count(p, 1, "mail/request", "north-1"), 0);
}

static void a_handover_that_is_taken_back_is_owed_by_nobody(void **state)
{
    struct pair *p = *state;
    released_and_taken_back(p, (struct mail_new){.kind = KIND_HANDOVER, .text = STR("he is with you now")});
    assert_int_equal(count(p, 1, "mail/handover", "north-1"), 0);
}

static void a_tip_that_is_taken_back_has_no_outcome_to_wait_for(void **state)
{
    struct pair *p = *state;
    released_and_taken_back(p, tip);
    assert_int_equal(count(p, 1, "mail/tip", "north-1"), 0);
}

static int64_t alarms(struct pair *p, int i)
{
    struct query q;
    int64_t number = 0;
    query_open(&q, desk_store(p->sides[i].desk), "mail/alarms", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    pair_ok(p, query_one(&q, 0, &number));
    return number;
}

static void what_a_rule_stands_against_is_an_alarm_and_the_line_goes_on(void **state)
{
    struct pair *p = *state;
    struct mail_new ask = {.kind = KIND_REQUEST, .text = STR("whom did he meet?")};
    struct mail request = draft(p, ask);
    pair_ok(p, release(p, request.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    /* An extension to a time that is no later: south's own desk would not write it. */
    pair_write(p, 1,
               (struct draft){.kind = KIND_EXTENSION,
                              .whose = WHOSE_RECIPIENT,
                              .about = request.number,
                              .due = p->now + (time_ms)3600 * 1000},
               "sooner");
    pair_settle(p);
    assert_int_equal(alarms(p, 0), 1);
    struct mail after = draft(p, tip);
    pair_ok(p, release(p, after.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    assert_int_equal(count(p, 1, "mail/tip", "north-2"), 1);
}

/* South's own corrections of the file that north's tip opened are numbered as north's messages are. */
static void correct(struct pair *p, int64_t number)
{
    struct task task;
    struct tip_answers answers = {.offence = ANSWER_YES,
                                  .political = ANSWER_NO,
                                  .mistreatment = ANSWER_NO,
                                  .ground = GROUND_OFFENCE_HERE,
                                  .reason = STR("an offence here")};
    struct correction_new correction = {.text = STR("born in 1986"), .reason = STR("his passport")};
    int64_t officer = somebody(p, 1, "weber", "officer");
    size_t told = 0;
    pair_ok(p, task_begin(&task, p->sides[1].desk, officer, &p->fault));
    pair_ok(p, desk_tip_assess(&task, number, &answers));
    pair_ok(p, desk_tip_take_up(&task, number, officer, &correction.file));
    for (int i = 0; i < 2; i++)
        pair_ok(p, desk_correction_make(&task, &correction, &told));
    pair_ok(p, task_end(&task, ERR_OK));
    assert_int_equal(told, 1);
}

static int corrections_owed(struct pair *p, int i)
{
    struct query q;
    int n = 0;
    query_open(&q, desk_store(p->sides[i].desk), "page/due", &p->fault);
    query_text(&q, "key", STR(""));
    query_int(&q, "now", p->now);
    while (query_next(&q))
        n += str_equal(query_get_text(&q, 1), STR("correction"));
    pair_ok(p, query_close(&q));
    return n;
}

static void a_correction_that_came_is_owed_beside_those_that_are_to_go(void **state)
{
    struct pair *p = *state;
    struct mail first = draft(p, tip);
    pair_ok(p, release(p, first.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    correct(p, 1);
    assert_int_equal(corrections_owed(p, 1), 2);
    uint64_t number = pair_write(p, 0, (struct draft){.kind = KIND_CORRECTION}, "born in 1987");
    assert_int_equal(number, 2);
    pair_settle(p);
    assert_int_equal(corrections_owed(p, 1), 3);
}

/* A senior of north says that whom a message tells of sought asylum. */
static void protect(struct pair *p, int64_t subject)
{
    struct task task;
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "sokol", "supervisor"), &p->fault));
    enum err err = desk_subject_protect(&task, subject, PROTECTED_ASYLUM, STR(""), STR("his application"));
    pair_ok(p, task_end(&task, err));
}

/* The counterpart could not be reached meanwhile: the message waits, and may have its number. */
static void protected_meanwhile(struct pair *p, bool numbered)
{
    struct buf lost;
    bool worth;
    struct mail mail = draft(p, tip), other = draft(p, tip);
    pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_ok(p, release(p, other.number, "sokol", "supervisor", RISK_NONE_REAL));
    buf_init(&lost, 5 << 20);
    if (numbered)
        pair_ok(p, peer_outgoing(p->sides[0].desk, p->sides[0].channel, &p->sides[0].view, &lost, &worth,
                                 &p->fault));
    buf_release(&lost);
    protect(p, mail.subject);
    pair_settle(p);
    assert_int_equal(count(p, 1, "mail/tip", "north-1"), 0);
    assert_int_equal(count(p, 1, "mail/tip", "north-2"), 1);
    pair_state(p, 0, DIRECTION_SENT, mail.number, "held");
    assert_int_equal(release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL), ERR_REFUSED);
}

static void who_is_protected_while_a_message_waits_is_not_told_of(void **state)
{
    protected_meanwhile(*state, false);
}

static void who_is_protected_while_a_message_is_under_way_is_not_told_of(void **state)
{
    protected_meanwhile(*state, true);
}

/* What north owes south, by kind. */
static int owed_by_north(struct pair *p, int kind)
{
    struct task task;
    struct owed *owed;
    struct due_filter all = {0};
    size_t n;
    int count = 0;
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, desk_due(&task, &all, &owed, &n));
    for (size_t i = 0; i < n; i++)
        count += owed[i].obligation_kind == kind && owed[i].direction == BOUND_IN;
    pair_ok(p, task_end(&task, ERR_OK));
    return count;
}

/* North answers a message of south's, and its supervisor releases that. */
static void answer(struct pair *p, uint64_t number, enum kind kind)
{
    struct task task;
    struct mail asked;
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, mail_load(&task, p->sides[0].channel, false, number, &asked));
    struct mail mail = {0};
    struct mail_new new = {
        .channel = p->sides[0].channel, .kind = kind, .answers = &asked, .text = STR("done")};
    new.subject = suspect(p, &task);
    pair_ok(p, mail_draft(&task, &new, &mail));
    pair_ok(p, task_end(&task, ERR_OK));
    pair_ok(p, release(p, mail.number, "sokol", "supervisor", RISK_NONE_REAL));
}

/* South's level fell while the answer was under way: it refuses it, and has none. */
static void what_the_receiver_refuses_answers_nothing(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    uint64_t request = pair_write(p, 1, (struct draft){.kind = KIND_REQUEST}, "where is he?");
    pair_settle(p);
    assert_int_equal(owed_by_north(p, OBLIGATION_REQUEST), 1);
    answer(p, request, KIND_NOTHING_HELD);
    assert_int_equal(owed_by_north(p, OBLIGATION_REQUEST), 0);
    arena_init(&arena, 1 << 20);
    struct peer peer = pair_load(p, 1, &arena);
    pair_ok(p, desk_begin(p->sides[1].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_lower(p->sides[1].desk, &peer, LEVEL_SUSPENDED, &p->fault));
    pair_ok(p, desk_commit(p->sides[1].desk, &p->fault));
    arena_release(&arena);
    pair_settle(p);
    assert_int_equal(owed_by_north(p, OBLIGATION_REQUEST), 1);
}

static enum err read_by(struct pair *p, uint64_t number, const char *login, const char *role)
{
    struct task task;
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, login, role), &p->fault));
    return task_end(&task, desk_message_read(&task, p->sides[0].channel, number));
}

static void a_sighting_that_came_stays_owed_until_it_is_read(void **state)
{
    struct pair *p = *state;
    uint64_t seen = pair_write(p, 1, (struct draft){.kind = KIND_SIGHTING}, "he left");
    uint64_t threat = pair_write(p, 1, (struct draft){.kind = KIND_THREAT}, "he is to be killed");
    pair_settle(p);
    assert_int_equal(owed_by_north(p, OBLIGATION_NOTICE), 2);
    assert_int_equal(read_by(p, seen, "orlov", "officer"), ERR_REFUSED);
    pair_ok(p, read_by(p, seen, "belov", "head"));
    assert_int_equal(read_by(p, seen, "belov", "head"), ERR_NOT_FOUND);
    assert_int_equal(read_by(p, threat, "belov", "head"), ERR_NOT_FOUND);
    assert_int_equal(owed_by_north(p, OBLIGATION_NOTICE), 1);
}

/* It had come whole, and its receipt was under way, when it was taken back. */
static void an_answer_taken_back_too_late_has_answered(void **state)
{
    struct pair *p = *state;
    struct task task;
    struct mail mail;
    uint64_t request = pair_write(p, 1, (struct draft){.kind = KIND_REQUEST}, "where is he?");
    pair_settle(p);
    answer(p, request, KIND_NOTHING_HELD);
    assert_true(pair_send(p, 0, false));
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, mail_load(&task, p->sides[0].channel, true, 1, &mail));
    pair_ok(p, task_end(&task, mail_withdraw(&task, &mail)));
    assert_int_equal(owed_by_north(p, OBLIGATION_REQUEST), 1);
    pair_settle(p);
    assert_int_equal(owed_by_north(p, OBLIGATION_REQUEST), 0);
}

/* South refuses a request of north's on a ground that is no word but lines of statistics. */
static void refuse_on(struct pair *p, uint64_t number, const char *ground)
{
    struct arena arena;
    struct decision decision;
    struct desk *south = p->sides[1].desk;
    struct draft draft = {
        .channel = p->sides[1].channel, .kind = KIND_REFUSED, .whose = WHOSE_RECIPIENT, .about = number};
    uint64_t written;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    struct event *content = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_text(content, FIELD_ground, str_of(ground));
    event_text(content, FIELD_purpose, STR("terrorism"));
    pair_ok(p, desk_begin(south, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_draft(south, &draft, &decision, &written, &p->fault));
    pair_ok(p, peer_release(south, draft.channel, written, &p->fault));
    pair_ok(p, desk_commit(south, &p->fault));
    arena_release(&arena);
    pair_settle(p);
}

static void what_both_sign_has_no_line_that_one_wrote(void **state)
{
    struct pair *p = *state;
    struct arena arena;
    struct buf text;
    struct mail_new new = {.kind = KIND_REQUEST, .text = STR("whom did he meet?")};
    struct mail request = draft(p, new);
    pair_ok(p, release(p, request.number, "sokol", "supervisor", RISK_NONE_REAL));
    pair_settle(p);
    refuse_on(p, request.number, "x: 1\nlower tip: asked 99");
    arena_init(&arena, 1 << 20);
    buf_init(&text, 1 << 16);
    struct peer peer = pair_load(p, 0, &arena);
    pair_ok(p, peer_statistics(p->sides[0].desk, &peer, p->now, &text, &p->fault));
    buf_add_char(&text, '\0');
    assert_non_null(strstr(text.bytes, "refused 1"));
    assert_null(strstr(text.bytes, "asked 99"));
    buf_release(&text);
    arena_release(&arena);
}

/* The due time of what north owes, where it owes one thing. */
static time_ms due_of_north(struct pair *p)
{
    struct task task;
    struct owed *owed;
    struct due_filter all = {0};
    size_t n;
    pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
    pair_ok(p, desk_due(&task, &all, &owed, &n));
    assert_int_equal(n, 1);
    time_ms due = owed[0].due;
    pair_ok(p, task_end(&task, ERR_OK));
    return due;
}

/* Else a request would climb to the principal in the minute in which it comes. */
static void a_due_time_that_had_passed_when_it_came_is_none(void **state)
{
    struct pair *p = *state;
    uint64_t number = pair_write(p, 1, (struct draft){.kind = KIND_REQUEST, .due = 1}, "where is he?");
    pair_settle(p);
    assert_int_equal(due_of_north(p), p->now + 7 * DAY_MS);
    answer(p, number, KIND_NOTHING_HELD);
    pair_settle(p);
    pair_write(p, 1, (struct draft){.kind = KIND_CONCERN, .due = p->now - 1}, "he was beaten");
    pair_settle(p);
    assert_int_equal(due_of_north(p), p->now + 14 * DAY_MS);
}

/* A counterpart numbers as it likes: what it makes this desk owe can be answered all the same. */
static void a_message_of_any_number_can_be_answered(void **state)
{
    struct pair *p = *state;
    uint64_t numbers[] = {1000000000, INT64_MAX};
    for (size_t i = 0; i < 2; i++) {
        struct task task;
        struct mail mail;
        char reference[40];
        pair_write(p, 1, (struct draft){.kind = KIND_REQUEST, .number = numbers[i]}, "where is he?");
        pair_settle(p);
        snprintf(reference, sizeof reference, "south-%llu", (unsigned long long)numbers[i]);
        pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
        pair_ok(p, task_end(&task, mail_find(&task, str_of(reference), STR(""), &mail)));
        assert_int_equal(mail.number, numbers[i]);
        answer(p, numbers[i], KIND_NOTHING_HELD);
        pair_settle(p);
        assert_int_equal(owed_by_north(p, OBLIGATION_REQUEST), 0);
    }
}

static void a_reference_that_is_none_is_refused(void **state)
{
    struct pair *p = *state;
    static const struct {
        const char *text;
        enum err err;
    } cases[] = {{"north", ERR_USAGE},
                 {"north-", ERR_USAGE},
                 {"-1", ERR_USAGE},
                 {"north-0", ERR_USAGE},
                 {"north-x", ERR_USAGE},
                 {"north-9223372036854775808", ERR_USAGE},
                 {"north-10000000000000000001", ERR_USAGE},
                 {"north-7", ERR_NOT_FOUND},
                 {"west-1", ERR_NOT_FOUND}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct task task;
        struct mail mail;
        pair_ok(p, task_begin(&task, p->sides[0].desk, somebody(p, 0, "orlov", "officer"), &p->fault));
        enum err err = mail_find(&task, str_of(cases[i].text), STR(""), &mail);
        assert_int_equal(task_end(&task, err), cases[i].err);
    }
}

int main(void)
{
#define PAIR_TEST(f) cmocka_unit_test_setup_teardown(f, pair_setup, pair_teardown)
    const struct CMUnitTest tests[] = {
        PAIR_TEST(a_tip_leaves_by_a_senior_and_becomes_a_tip_there),
        PAIR_TEST(a_birth_date_in_the_future_is_not_taken_out_of_a_tip),
        PAIR_TEST(a_tip_that_says_nothing_sound_is_received_all_the_same),
        PAIR_TEST(a_request_is_open_at_both_desks_and_once),
        PAIR_TEST(a_request_is_due_by_the_profile_of_its_agreement),
        PAIR_TEST(of_nobody_no_risk_is_decided),
        PAIR_TEST(a_request_that_is_taken_back_is_owed_by_nobody),
        PAIR_TEST(a_handover_that_is_taken_back_is_owed_by_nobody),
        PAIR_TEST(a_tip_that_is_taken_back_has_no_outcome_to_wait_for),
        PAIR_TEST(what_a_rule_stands_against_is_an_alarm_and_the_line_goes_on),
        PAIR_TEST(a_correction_that_came_is_owed_beside_those_that_are_to_go),
        PAIR_TEST(who_is_protected_while_a_message_waits_is_not_told_of),
        PAIR_TEST(who_is_protected_while_a_message_is_under_way_is_not_told_of),
        PAIR_TEST(what_the_receiver_refuses_answers_nothing),
        PAIR_TEST(an_answer_taken_back_too_late_has_answered),
        PAIR_TEST(what_both_sign_has_no_line_that_one_wrote),
        PAIR_TEST(a_sighting_that_came_stays_owed_until_it_is_read),
        PAIR_TEST(a_due_time_that_had_passed_when_it_came_is_none),
        PAIR_TEST(a_message_of_any_number_can_be_answered),
        PAIR_TEST(a_reference_that_is_none_is_refused),
    };
    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
