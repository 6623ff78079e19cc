/* desk/ask, desk/asked: the private question between two desks of one process: north asks, south holds. What
 * a desk of good faith never sends is written as raw messages. */
#include "desk/ask.h"
#include "desk/asked.h"
#include "desk/backup.h"
#include "desk/file.h"
#include "desk/holding.h"
#include "desk/people.h"
#include "desk/publish.h"
#include "desk/tables.h"
#include "pair_fixture.h"

#include <dirent.h>

enum { NORTH, SOUTH };

static const struct commitment_seed overseer = {{9, 8, 7}};

static int64_t somebody(struct pair *p, int i, const char *role)
{
    struct arena arena;
    struct desk_person root, person;
    struct desk *desk = p->sides[i].desk;
    arena_init(&arena, 1 << 20);
    pair_ok(p, person_by_login(desk, STR("root"), &arena, &root, &p->fault));
    if (person_by_login(desk, str_of(role), &arena, &person, NULL)) {
        struct new_person new = {str_of(role), str_of(role), STR("investigation"), STR("")};
        pair_ok(p, person_add(desk, root.person, &new, &p->fault));
        pair_ok(p, person_by_login(desk, str_of(role), &arena, &person, &p->fault));
    }
    arena_release(&arena);
    return person.person;
}

#define ACT(p, i, role, act)                                                                                 \
    do {                                                                                                     \
        struct task task;                                                                                    \
        enum err act_err = task_begin(&task, (p)->sides[i].desk, somebody((p), (i), (role)), &(p)->fault);   \
        if (!act_err)                                                                                        \
            act_err = (act);                                                                                 \
        pair_ok((p), task_end(&task, act_err));                                                              \
    } while (0)

/* One suspect and a file on him. */
static int64_t keep(struct pair *p, int i, const char *name, const char *born, int64_t *file)
{
    int64_t subject = 0;
    struct value_new values[] = {{.property = STR("name"), .value = str_of(name)},
                                 {.property = STR("birthDate"), .value = str_of(born)}};
    struct file_new new = {.section = STR("investigation")};
    ACT(p, i, "officer",
        desk_subject_add(&task, SUBJECT_SUSPECT, STR("two sources"), 0, values, 2, &subject));
    new.subject = subject;
    ACT(p, i, "officer", desk_file_open(&task, new, file));
    return subject;
}

/* South publishes, and north's desk fetches the table. */
static void publish(struct pair *p, enum epoch_kind kind)
{
    struct published published;
    struct publish_order order = {.person = somebody(p, SOUTH, "supervisor"),
                                  .channel = p->sides[SOUTH].channel,
                                  .kind = kind,
                                  .overseer = overseer};
    pair_ok(p, desk_publish(p->sides[SOUTH].desk, &order, &published, &p->fault));
    pair_settle(p);
}

static char tables[2][96];

static int setup(void **state)
{
    int64_t file = 0;
    if (pair_setup(state))
        return -1;
    struct pair *p = *state;
    for (int i = 0; i < 2; i++) {
        struct side_fixture *s = &p->sides[i];
        snprintf(tables[i], sizeof tables[i], "%s/tables%d", p->directory, i);
        s->env.tables = tables[i];
        desk_close(s->desk);
        pair_ok(p, desk_open(s->path, &s->env, &s->desk, &p->fault));
    }
    int64_t held = keep(p, SOUTH, "Царикаев Руслан Анзорович", "1986-10-21", &file);
    ACT(p, SOUTH, "supervisor",
        desk_holding_add(&task, held, p->sides[SOUTH].channel, HOLDING_PERSONS, STR("abroad")));
    keep(p, NORTH, "Tsarikaev Ruslan", "1987-10-21", &file);
    publish(p, EPOCH_PERSONS);
    return 0;
}

static int teardown(void **state)
{
    for (int i = 0; i < 2; i++) {
        DIR *directory = opendir(tables[i]);
        struct dirent *entry;
        while (directory && (entry = readdir(directory)) != NULL)
            unlinkat(dirfd(directory), entry->d_name, 0);
        if (directory)
            closedir(directory);
        rmdir(tables[i]);
    }
    return pair_teardown(state);
}

static enum err put(struct pair *p, const char *name, const char *born, struct ask_put *out)
{
    struct task task;
    struct subject who = {.id = STR("typed")};
    struct str texts[] = {str_of(name), str_of(born)};
    struct ask_new new = {
        .channel = p->sides[NORTH].channel, .file = 1, .person = &who, .purpose = PURPOSE_INVESTIGATION};
    who.values[PROPERTY_NAME] = (struct values){&texts[0], 1};
    who.values[PROPERTY_BIRTH_DATE] = (struct values){&texts[1], 1};
    enum err err = task_begin(&task, p->sides[NORTH].desk, somebody(p, NORTH, "officer"), &p->fault);
    if (!err)
        err = desk_ask(&task, &new, out);
    return task_end(&task, err);
}

/* Asks, and what came of it. */
static void ask(struct pair *p, const char *name, const char *born, char state[64], int64_t *matches)
{
    struct ask_put out;
    struct query q;
    pair_ok(p, put(p, name, born, &out));
    pair_settle(p);
    query_open(&q, desk_store(p->sides[NORTH].desk), "page/question", &p->fault);
    query_int(&q, "id", out.question);
    query_int(&q, "all", 1);
    assert_true(query_next(&q));
    struct str text = query_get_text(&q, 1);
    snprintf(state, 64, "%.*s", STR_ARG(text));
    *matches = query_get_int(&q, query_column(&q, "matches"));
    pair_ok(p, query_close(&q));
}

/* A number of a desk's oversight of its questions, by the column's name. */
static int64_t counted(struct pair *p, int i, const char *column)
{
    struct query q;
    query_open(&q, desk_store(p->sides[i].desk), "page/question_counts", &p->fault);
    assert_true(query_next(&q));
    int64_t number = query_get_int(&q, query_column(&q, column));
    pair_ok(p, query_close(&q));
    return number;
}

/* The content of a message, by who holds it and its number, in the arena. */
static void content(struct pair *p, int i, enum direction direction, uint64_t number, struct arena *arena,
                    struct event *out)
{
    struct query q;
    int64_t at = 0;
    query_open(&q, desk_store(p->sides[i].desk), "peer/message", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    query_int(&q, "direction", direction);
    query_int(&q, "number", (int64_t)number);
    assert_true(query_next(&q));
    at = query_get_int(&q, 8);
    pair_ok(p, query_close(&q));
    pair_ok(p, desk_event(p->sides[i].desk, at, arena, out, &p->fault));
}

static struct str bytes_of(struct pair *p, int i, enum direction direction, uint64_t number, enum field field,
                           struct arena *arena)
{
    struct event event;
    content(p, i, direction, number, arena, &event);
    return event_get_text(&event, field);
}

/* The newest message of a kind that a desk wrote. */
static uint64_t newest(struct pair *p, int i, enum kind kind)
{
    struct query q;
    uint64_t number = 0;
    query_open(&q, desk_store(p->sides[i].desk), "peer/channel", &p->fault);
    query_int(&q, "channel", p->sides[i].channel);
    assert_true(query_next(&q));
    int64_t numbered = query_get_int(&q, query_column(&q, "numbered"));
    pair_ok(p, query_close(&q));
    for (int64_t n = numbered; n > 0 && !number; n--) {
        query_open(&q, desk_store(p->sides[i].desk), "peer/message", &p->fault);
        query_int(&q, "channel", p->sides[i].channel);
        query_int(&q, "direction", DIRECTION_SENT);
        query_int(&q, "number", n);
        if (query_next(&q) && query_get_int(&q, 0) == (int64_t)kind)
            number = (uint64_t)n;
        pair_ok(p, query_close(&q));
    }
    return number;
}

/* A raw message of one field, released; the exchange goes on until both are quiet. */
static void send_raw(struct pair *p, int i, struct draft draft, enum field field, const void *bytes, size_t n)
{
    struct arena arena;
    struct decision decision;
    uint64_t number = 0;
    struct desk *desk = p->sides[i].desk;
    arena_init(&arena, 1 << 20);
    decision_init(&decision, &arena);
    draft.channel = p->sides[i].channel;
    struct event *content = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_bytes(content, field, bytes, n);
    event_text(content, FIELD_purpose, STR("terrorism"));
    pair_ok(p, desk_begin(desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_draft(desk, &draft, &decision, &number, &p->fault));
    pair_ok(p, peer_release(desk, draft.channel, number, &p->fault));
    pair_ok(p, desk_commit(desk, &p->fault));
    arena_release(&arena);
    pair_settle(p);
}

static const struct draft a_question = {.kind = KIND_QUESTION}, a_request = {.kind = KIND_REQUEST};

/* A question of north's about nobody, for the table in force. */
static void make_question(struct pair *p, struct question *question)
{
    struct table *table;
    struct notice notice;
    struct match_key key = {{1}};
    struct asking asking;
    struct desk *desk = p->sides[NORTH].desk;
    pair_ok(p, desk_table_open(desk, p->sides[NORTH].channel, EPOCH_PERSONS, &table, &notice, &p->fault));
    table_close(table);
    pair_ok(p, question_ask(&notice.table, &key, 1, random_system(), question, &asking, &p->fault));
    asking_wipe(&asking);
}

/* Sends it; the refusal of south's answer, or -1 where none came. */
static int answer_to(struct pair *p, const struct question *question)
{
    struct arena arena;
    struct answer answer = {0};
    unsigned char bytes[QUESTION_BYTES];
    uint64_t before = newest(p, SOUTH, KIND_BLINDED);
    question_encode(question, bytes);
    send_raw(p, NORTH, a_question, FIELD_private_question, bytes, sizeof bytes);
    uint64_t after = newest(p, SOUTH, KIND_BLINDED);
    if (after == before)
        return -1;
    arena_init(&arena, 1 << 24);
    struct str got = bytes_of(p, NORTH, DIRECTION_RECEIVED, after, FIELD_private_answer, &arena);
    assert_int_equal(got.n, ANSWER_BYTES); /* whatever is said */
    pair_ok(p, answer_decode((const unsigned char *)got.p, got.n, &answer, &p->fault));
    arena_release(&arena);
    return (int)answer.refusal;
}

/* --- what is promised --- */

static void a_match_is_learned_and_drafts_a_request_that_names_nobody(void **state)
{
    struct pair *p = *state;
    char learned[64];
    int64_t matches;
    struct arena arena;
    struct event event;
    arena_init(&arena, 1 << 24);
    ask(p, "Tcarikaev Ruslan Anzorovich", "1987-10-21", learned, &matches);
    assert_string_equal(learned, "private match");
    assert_int_equal(matches, 1);
    uint64_t draft = newest(p, NORTH, KIND_REQUEST);
    assert_true(draft > 0);
    content(p, NORTH, DIRECTION_SENT, draft, &arena, &event);
    assert_int_equal(event_get_text(&event, FIELD_match_proof).n, ASKED_PROOF_BYTES);
    assert_int_equal(event_get_text(&event, FIELD_subject_json).n, 0);
    assert_int_equal(counted(p, SOUTH, "matches_shown"), 0); /* held until a person releases it */
    arena_release(&arena);
}

static void who_is_not_there_is_not_told_from_a_stranger(void **state)
{
    struct pair *p = *state;
    char learned[64];
    int64_t matches;
    ask(p, "Guchaev Zaurbek Salimovich", "1975-09-04", learned, &matches);
    assert_string_equal(learned, "not in what they published last night");
    assert_int_equal(matches, 0);
    assert_int_equal(newest(p, NORTH, KIND_REQUEST), 0);
    assert_int_equal(counted(p, SOUTH, "they_asked"), 1);
    assert_int_equal(counted(p, SOUTH, "their_keys"), QUESTION_KEYS);
}

/* The numbers of messages, which the holder sees, do not tell whether a draft was made after a question. */
static void the_next_number_does_not_tell_a_match(void **state)
{
    struct pair *p = *state;
    char learned[64];
    int64_t matches;
    uint64_t asked[3];
    ask(p, "Tcarikaev Ruslan Anzorovich", "1987-10-21", learned, &matches);
    asked[0] = newest(p, NORTH, KIND_QUESTION);
    assert_int_equal(matches, 1);
    assert_true(newest(p, NORTH, KIND_REQUEST) > asked[0]);
    ask(p, "Guchaev Zaurbek Salimovich", "1975-09-04", learned, &matches);
    asked[1] = newest(p, NORTH, KIND_QUESTION);
    assert_int_equal(matches, 0);
    ask(p, "Guchaev Zaurbek Salimovich", "1975-09-04", learned, &matches);
    asked[2] = newest(p, NORTH, KIND_QUESTION);
    assert_int_equal(asked[1] - asked[0], asked[2] - asked[1]);
}

/* A person whom the file cleared is asked about by nobody. */
static void nothing_is_asked_on_account_of_a_cleared_file(void **state)
{
    struct pair *p = *state;
    struct ask_put out;
    ACT(p, NORTH, "supervisor", desk_file_close(&task, 1, FILE_CLEARED, STR("another person")));
    assert_int_equal(put(p, "Guchaev Zaurbek Salimovich", "1975-09-04", &out), ERR_REFUSED);
    assert_int_equal(counted(p, NORTH, "we_asked"), 0);
}

/* Its blinds are erased once it was answered; who was asked about stays for the overseer. */
static void what_is_no_longer_needed_of_a_question_is_erased(void **state)
{
    struct pair *p = *state;
    char learned[64];
    int64_t matches, at = 0;
    struct arena arena;
    struct event event;
    struct query q;
    arena_init(&arena, 1 << 24);
    ask(p, "Guchaev Zaurbek Salimovich", "1975-09-04", learned, &matches);
    query_open(&q, desk_store(p->sides[NORTH].desk), "question/by_message", &p->fault);
    query_int(&q, "channel", p->sides[NORTH].channel);
    query_int(&q, "about", (int64_t)newest(p, NORTH, KIND_QUESTION));
    assert_true(query_next(&q));
    at = query_get_int(&q, 2);
    pair_ok(p, query_close(&q));
    pair_ok(p, desk_event(p->sides[NORTH].desk, at, &arena, &event, &p->fault));
    assert_int_equal(event_get_text(&event, FIELD_content).n, 0);
    assert_true(event_get_text(&event, FIELD_subject_json).n > 0);
    arena_release(&arena);
}

static void an_officer_has_his_own_budget_and_a_refusal_is_recorded(void **state)
{
    struct pair *p = *state;
    struct ask_put out;
    for (int i = 0; i < LIMIT_OFFICER_QUESTIONS; i++)
        pair_ok(p, put(p, "Guchaev Zaurbek Salimovich", "1975-09-04", &out));
    assert_int_equal(out.left, 0);
    assert_int_equal(put(p, "Guchaev Zaurbek Salimovich", "1975-09-04", &out), ERR_REFUSED);
    assert_non_null(strstr(p->fault.detail, "budget"));
    assert_int_equal(counted(p, NORTH, "refused_to_officers"), 1);
    assert_int_equal(counted(p, NORTH, "we_asked"), LIMIT_OFFICER_QUESTIONS);
    pair_settle(p);
    p->now += (time_ms)24 * 3600 * 1000;
    pair_ok(p, put(p, "Guchaev Zaurbek Salimovich", "1975-09-04", &out));
    pair_settle(p);
}

static void beyond_the_desks_budget_a_refusal_of_the_same_size_is_counted(void **state)
{
    struct pair *p = *state;
    struct question question;
    for (int i = 0; i < 20; i++) { /* as the agreement of the fixture says */
        make_question(p, &question);
        assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
    }
    make_question(p, &question);
    assert_int_equal(answer_to(p, &question), REFUSAL_DAY_SPENT);
    assert_int_equal(counted(p, SOUTH, "their_keys"), 20 * QUESTION_KEYS);
    assert_int_equal(counted(p, SOUTH, "refused_by_us"), 1);
}

static void a_question_put_again_is_not_evaluated_again(void **state)
{
    struct pair *p = *state;
    struct question question;
    make_question(p, &question);
    assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
    assert_int_equal(answer_to(p, &question), REFUSAL_REPEATED);
    assert_int_equal(counted(p, SOUTH, "their_keys"), QUESTION_KEYS);
}

static void another_epoch_or_table_is_refused_by_name_and_costs_nothing(void **state)
{
    struct pair *p = *state;
    struct question question;
    make_question(p, &question);
    question.epoch.number += 1;
    assert_int_equal(answer_to(p, &question), REFUSAL_EPOCH_UNKNOWN);
    make_question(p, &question);
    question.root[0] ^= 1;
    assert_int_equal(answer_to(p, &question), REFUSAL_TABLE_UNKNOWN);
    assert_int_equal(counted(p, SOUTH, "their_keys"), 0);
    assert_int_equal(counted(p, SOUTH, "refused_by_us"), 2);
}

/* What is no question of this line is refused in the receipt, logged, and the line goes on. */
static void what_is_no_question_here_touches_no_budget(void **state)
{
    struct pair *p = *state;
    struct question good, bad[6];
    make_question(p, &good);
    for (int i = 0; i < 6; i++)
        bad[i] = good;
    bad[0].epoch.channel[3] ^= 1;
    bad[1].epoch.direction =
        good.epoch.direction == EPOCH_FIRST_HOLDS ? EPOCH_SECOND_HOLDS : EPOCH_FIRST_HOLDS;
    bad[2].epoch.scheme++;
    memset(&bad[3].points[5], 0, sizeof bad[3].points[5]);      /* the identity */
    memset(&bad[4].points[63], 0xff, sizeof bad[4].points[63]); /* not canonical */
    bad[5].points[0].b[31] |= 0x80;                             /* a second encoding */
    for (int i = 0; i < 6; i++) {
        assert_int_equal(answer_to(p, &bad[i]), -1);
        assert_int_equal(pair_alarms(p, SOUTH, NULL), i + 1);
    }
    send_raw(p, NORTH, a_question, FIELD_private_question, "no question at all", 18);
    assert_int_equal(pair_alarms(p, SOUTH, NULL), 7);
    assert_int_equal(counted(p, SOUTH, "they_asked"), 0);
    assert_int_equal(answer_to(p, &good), REFUSAL_NONE);
}

/* Each is written otherwise than it is held. */
static void every_kind_of_contact_is_found(void **state)
{
    struct pair *p = *state;
    struct ask_put out;
    static const struct {
        enum contact_kind kind;
        const char *property, *held, *asked;
    } of[] = {{CONTACT_TELEPHONE, "phone", "+7 928 111-22-33", "0079281112233"},
              {CONTACT_MAIL, "email", "N.Body@Example.org", "n.body@example.org"},
              {CONTACT_HANDLE, "handle", "telegram:@NoBody", "telegram:nobody"},
              {CONTACT_DOCUMENT, "passportNumber", "RU 45 08 123456", "RU4508123456"}};
    enum { KINDS = sizeof of / sizeof *of };
    for (int i = 0; i < KINDS; i++) {
        struct value_new value = {.property = str_of(of[i].property), .value = str_of(of[i].held)};
        ACT(p, SOUTH, "officer", desk_subject_add_value(&task, 1, &value));
    }
    ACT(p, SOUTH, "supervisor",
        desk_holding_add(&task, 1, p->sides[SOUTH].channel, HOLDING_CONTACTS, STR("what was found on him")));
    publish(p, EPOCH_CONTACTS);
    uint64_t draft = 0;
    for (int i = 0; i < KINDS; i++) {
        struct ask_new new = {.channel = p->sides[NORTH].channel,
                              .file = 1,
                              .contact = of[i].kind,
                              .identifier = str_of(of[i].asked),
                              .purpose = PURPOSE_INVESTIGATION};
        ACT(p, NORTH, "officer", desk_ask(&task, &new, &out));
        pair_settle(p);
        assert_true(newest(p, NORTH, KIND_REQUEST) > draft);
        draft = newest(p, NORTH, KIND_REQUEST);
        p->now += DAY_MS; /* and so the budget is whole again */
    }
}

/* A telephone number, written otherwise, in the table of contacts alone; with a budget of its own. */
static void a_contact_is_asked_about_alone(void **state)
{
    struct pair *p = *state;
    struct ask_put out;
    struct value_new value = {.property = STR("phone"), .value = STR("+7 928 111-22-33")};
    ACT(p, SOUTH, "officer", desk_subject_add_value(&task, 1, &value));
    ACT(p, SOUTH, "supervisor",
        desk_holding_add(&task, 1, p->sides[SOUTH].channel, HOLDING_CONTACTS,
                         STR("a number that was found")));
    publish(p, EPOCH_CONTACTS);
    struct ask_new new = {.channel = p->sides[NORTH].channel,
                          .file = 1,
                          .contact = CONTACT_TELEPHONE,
                          .identifier = STR("0079281112233"),
                          .purpose = PURPOSE_INVESTIGATION};
    ACT(p, NORTH, "officer", desk_ask(&task, &new, &out));
    pair_settle(p);
    uint64_t draft = newest(p, NORTH, KIND_REQUEST);
    assert_true(draft > 0);
    new.identifier = STR("+7 928 111 22 34");
    ACT(p, NORTH, "officer", desk_ask(&task, &new, &out));
    pair_settle(p);
    assert_int_equal(newest(p, NORTH, KIND_REQUEST), draft);
    struct task task;
    pair_ok(p, task_begin(&task, p->sides[NORTH].desk, somebody(p, NORTH, "officer"), &p->fault));
    assert_int_equal(task_end(&task, desk_ask(&task, &new, &out)), ERR_REFUSED);
    assert_non_null(strstr(p->fault.detail, "budget"));
    pair_ok(p, put(p, "Guchaev Zaurbek Salimovich", "1975-09-04", &out)); /* persons are another budget */
    pair_settle(p);
}

/* A contacts question where no contacts were published is for an epoch that is not in force. */
static void contacts_are_another_kind(void **state)
{
    struct pair *p = *state;
    struct question question;
    make_question(p, &question);
    question.epoch.kind = EPOCH_CONTACTS;
    assert_int_equal(answer_to(p, &question), REFUSAL_EPOCH_UNKNOWN);
}

static void an_answer_that_does_not_hold_is_told_and_believed_by_nobody(void **state)
{
    struct pair *p = *state;
    struct ask_put out;
    struct arena arena;
    struct answer answer;
    unsigned char bytes[ANSWER_BYTES];
    char learned[64];
    int64_t matches;
    arena_init(&arena, 1 << 24);
    ask(p, "Guchaev Zaurbek Salimovich", "1975-09-04", learned, &matches);
    struct str got =
        bytes_of(p, NORTH, DIRECTION_RECEIVED, newest(p, SOUTH, KIND_BLINDED), FIELD_private_answer, &arena);
    pair_ok(p, answer_decode((const unsigned char *)got.p, got.n, &answer, &p->fault));
    /* To a question that was answered, and then to an open one that south does not get to see. */
    struct draft draft = {
        .kind = KIND_BLINDED, .whose = WHOSE_RECIPIENT, .about = newest(p, NORTH, KIND_QUESTION)};
    send_raw(p, SOUTH, draft, FIELD_private_answer, got.p, got.n);
    assert_int_equal(pair_alarms(p, NORTH, NULL), 1);
    pair_ok(p, put(p, "Tcarikaev Ruslan Anzorovich", "1987-10-21", &out));
    draft.about = newest(p, NORTH, KIND_QUESTION);
    struct str asked = bytes_of(p, NORTH, DIRECTION_SENT, draft.about, FIELD_private_question, &arena);
    struct digest digest;
    digest_of(asked.p, asked.n, &digest);
    memcpy(answer.question, digest.bytes, sizeof answer.question);
    answer_encode(&answer, bytes);
    pair_send(p, NORTH, true); /* it is at south, whose answer is this one */
    struct decision decision;
    uint64_t number;
    decision_init(&decision, &arena);
    draft.channel = p->sides[SOUTH].channel;
    event_bytes(event_add(&decision, EVENT_MESSAGE_DRAFTED), FIELD_private_answer, bytes, sizeof bytes);
    pair_ok(p, desk_begin(p->sides[SOUTH].desk, ACTOR_DESK, &p->fault));
    pair_ok(p, peer_draft(p->sides[SOUTH].desk, &draft, &decision, &number, &p->fault));
    pair_ok(p, peer_release(p->sides[SOUTH].desk, draft.channel, number, &p->fault));
    pair_ok(p, desk_commit(p->sides[SOUTH].desk, &p->fault));
    pair_settle(p);
    assert_int_equal(pair_alarms(p, NORTH, NULL), 2);
    assert_int_equal(newest(p, NORTH, KIND_REQUEST), 0);
    arena_release(&arena);
}

/* Charged and committed, then the process dies: the next one answers, and charges nothing again. */
static void what_was_charged_is_answered_after_a_restart(void **state)
{
    struct pair *p = *state;
    struct side_fixture *south = &p->sides[SOUTH];
    struct ask_put out;
    pair_ok(p, put(p, "Tcarikaev Ruslan Anzorovich", "1987-10-21", &out));
    pair_send(p, NORTH, true);
    desk_close(south->desk);
    pair_ok(p, desk_open(south->path, &south->env, &south->desk, &p->fault));
    south->view = (struct peer_view){0};
    assert_int_equal(counted(p, SOUTH, "their_keys"), QUESTION_KEYS);
    assert_int_equal(newest(p, SOUTH, KIND_BLINDED), 0);
    pair_settle(p);
    assert_true(newest(p, NORTH, KIND_REQUEST) > 0);
    assert_int_equal(counted(p, SOUTH, "their_keys"), QUESTION_KEYS);
}

/* A backup of south's, beside its store. */
static void back_up(struct pair *p, char backup[128])
{
    struct side_fixture *south = &p->sides[SOUTH];
    snprintf(backup, 128, "%.95s.backup", south->path);
    pair_ok(p, desk_backup(south->desk, backup, &p->fault));
}

/* South loses its store and is put back; nothing has been exchanged since. */
static void put_back(struct pair *p, const char *backup)
{
    struct side_fixture *south = &p->sides[SOUTH];
    struct desk_restoring restoring = {.backup = backup, .path = south->path, .env = &south->env};
    time_ms until;
    desk_close(south->desk);
    south->desk = NULL;
    store_files_remove(south->path);
    pair_ok(p, desk_restore(&restoring, &until, &p->fault));
    store_files_remove(backup);
    pair_ok(p, desk_open(south->path, &south->env, &south->desk, &p->fault));
    south->view = (struct peer_view){0};
}

/* Until north has given back all. */
static void give_back(struct pair *p)
{
    for (int i = 0; i < 4; i++) {
        pair_settle(p);
        p->now += 3600 * 1000;
    }
}

/* South is put back from a backup of before the question: its ledger comes back from north, its own answer
 * among it, and with them what was asked of it; nothing is answered twice. */
static void a_restored_holder_knows_again_what_it_was_asked(void **state)
{
    struct pair *p = *state;
    struct question question;
    char backup[128];
    back_up(p, backup);
    make_question(p, &question);
    assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
    uint64_t answer = newest(p, SOUTH, KIND_BLINDED);
    put_back(p, backup);
    assert_int_equal(counted(p, SOUTH, "their_keys"), 0);
    give_back(p);
    assert_int_equal(counted(p, SOUTH, "their_keys"), QUESTION_KEYS);
    assert_int_equal(newest(p, SOUTH, KIND_BLINDED), answer);
    assert_int_equal(answer_to(p, &question), REFUSAL_REPEATED);
}

static enum err publish_again(struct pair *p, uint64_t *number)
{
    struct published published;
    struct publish_order order = {.person = somebody(p, SOUTH, "supervisor"),
                                  .channel = p->sides[SOUTH].channel,
                                  .kind = EPOCH_PERSONS,
                                  .overseer = overseer};
    enum err err = desk_publish(p->sides[SOUTH].desk, &order, &published, &p->fault);
    *number = err ? 0 : published.notice.table.epoch.number;
    return err;
}

/* The backup is older than the epoch in force: its number is not given to another table, its key goes on
 * answering, what was asked of it is charged; before the counterpart has given it back nothing is published.
 */
static void a_restored_holder_goes_on_after_the_epoch_that_it_lost(void **state)
{
    struct pair *p = *state;
    struct question question;
    char backup[128];
    uint64_t number;
    back_up(p, backup);
    publish(p, EPOCH_PERSONS);
    make_question(p, &question);
    assert_int_equal(question.epoch.number, 2);
    assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
    put_back(p, backup);
    assert_int_equal(publish_again(p, &number), ERR_BUSY);
    give_back(p);
    assert_int_equal(counted(p, SOUTH, "their_keys"), QUESTION_KEYS);
    question.id[0] ^= 1;
    assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
    int64_t before = pair_alarms(p, NORTH, NULL);
    pair_ok(p, publish_again(p, &number));
    assert_int_equal(number, 3);
    pair_settle(p);
    assert_int_equal(pair_alarms(p, NORTH, NULL), before);
    question.id[0] ^= 2;
    assert_int_equal(answer_to(p, &question), REFUSAL_NONE); /* under way when the new one came */
    make_question(p, &question);
    assert_int_equal(question.epoch.number, 3);
    assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
}

/* More than a day's questions come back at once: each is charged to the day on which it was put. */
static void what_was_asked_over_days_is_charged_again_as_it_was(void **state)
{
    struct pair *p = *state;
    struct question question;
    char backup[128];
    int asked = 0;
    back_up(p, backup);
    for (int day = 0; day < 2; day++, p->now += (time_ms)24 * 3600 * 1000)
        for (int i = 0; i < 20; i++, asked++) {
            make_question(p, &question);
            assert_int_equal(answer_to(p, &question), REFUSAL_NONE);
        }
    put_back(p, backup);
    give_back(p);
    assert_int_equal(counted(p, SOUTH, "their_keys"), asked * QUESTION_KEYS);
}

/* The body that brings a question and the one that answers it, receipts, heads and all. */
static void question_and_answer_fit_into_seven_kilobytes(void **state)
{
    struct pair *p = *state;
    struct ask_put out;
    size_t sizes[2];
    pair_ok(p, put(p, "Tcarikaev Ruslan Anzorovich", "1987-10-21", &out));
    for (int i = NORTH; i <= SOUTH; i++) {
        struct side_fixture *from = &p->sides[i], *to = &p->sides[1 - i];
        struct buf body;
        bool worth;
        int64_t channel;
        buf_init(&body, 1 << 20);
        pair_ok(p, peer_outgoing(from->desk, from->channel, &from->view, &body, &worth, &p->fault));
        pair_ok(p, peer_incoming(to->desk, buf_str(&body), &channel, &to->view, &p->fault));
        sizes[i] = body.n;
        buf_release(&body);
    }
    assert_true(newest(p, NORTH, KIND_REQUEST) > 0);
    print_message("question %zu bytes, answer %zu\n", sizes[NORTH], sizes[SOUTH]);
    assert_true(sizes[NORTH] + sizes[SOUTH] <= 7 * 1024);
    pair_settle(p);
}

/* The proof of a match, as north's draft has it. */
static void match(struct pair *p, unsigned char proof[ASKED_PROOF_BYTES])
{
    struct arena arena;
    char learned[64];
    int64_t matches;
    arena_init(&arena, 1 << 24);
    ask(p, "Tcarikaev Ruslan Anzorovich", "1987-10-21", learned, &matches);
    struct str got =
        bytes_of(p, NORTH, DIRECTION_SENT, newest(p, NORTH, KIND_REQUEST), FIELD_match_proof, &arena);
    assert_int_equal(got.n, ASKED_PROOF_BYTES);
    memcpy(proof, got.p, got.n);
    arena_release(&arena);
}

static void sign(struct pair *p, int i, unsigned char proof[ASKED_PROOF_BYTES])
{
    pair_ok(p,
            peer_sign(p->sides[i].desk, STATEMENT_MATCH, (struct str){(const char *)proof, MATCH_PROOF_BYTES},
                      proof + MATCH_PROOF_BYTES, &p->fault));
}

/* Sends it in a request; true where south took it. */
static bool takes(struct pair *p, const unsigned char *proof, size_t n)
{
    int64_t before = counted(p, SOUTH, "matches_shown");
    send_raw(p, NORTH, a_request, FIELD_match_proof, proof, n);
    return counted(p, SOUTH, "matches_shown") == before + 1;
}

static void a_match_proof_is_taken_once(void **state)
{
    struct pair *p = *state;
    unsigned char proof[ASKED_PROOF_BYTES];
    match(p, proof);
    assert_true(takes(p, proof, sizeof proof));
    assert_int_equal(pair_alarms(p, SOUTH, NULL), 0);
    assert_false(takes(p, proof, sizeof proof));
    assert_int_equal(pair_alarms(p, SOUTH, NULL), 1);
}

static void a_match_proof_that_does_not_hold_is_refused_by_name(void **state)
{
    struct pair *p = *state;
    unsigned char good[ASKED_PROOF_BYTES], proof[ASKED_PROOF_BYTES];
    match(p, good);
    static const struct {
        size_t at;
        int signer; /* -1: the signature stays */
    } cases[] = {
        {0, SOUTH},   /* re-signed by another than who asked (nothing changed) */
        {12, -1},     /* a value, under the old signature */
        {12, NORTH},  /* a value that nobody had, signed anew */
        {63, NORTH},  /* another epoch */
        {24, NORTH},  /* another channel */
        {72, NORTH},  /* another table */
        {104, NORTH}, /* another question */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memcpy(proof, good, sizeof proof);
        if (cases[i].at)
            proof[cases[i].at] ^= 1;
        if (cases[i].signer >= 0)
            sign(p, cases[i].signer, proof);
        assert_false(takes(p, proof, sizeof proof));
        assert_int_equal(pair_alarms(p, SOUTH, NULL), i + 1);
    }
    assert_false(takes(p, good, sizeof good - 1));
    assert_true(takes(p, good, sizeof good)); /* the desk goes on */
}

/* The key of the epoch before last is gone: nobody can ask of it any more, and an inspector still can. */
static void who_stood_there_is_proved_after_the_key_is_gone(void **state)
{
    struct pair *p = *state;
    struct question old;
    struct table_value value;
    unsigned char proof[ASKED_PROOF_BYTES];
    match(p, proof);
    make_question(p, &old);
    publish(p, EPOCH_PERSONS);
    assert_int_equal(answer_to(p, &old), REFUSAL_NONE); /* under way when the new one came */
    publish(p, EPOCH_PERSONS);
    assert_int_equal(desk_env(p->sides[SOUTH].desk)
                         ->keeper.engine.public_key(desk_env(p->sides[SOUTH].desk)->keeper.engine.context,
                                                    &old.epoch, &(struct group_point){{0}}, NULL),
                     ERR_NOT_FOUND);
    old.id[0] ^= 1;
    assert_int_equal(answer_to(p, &old), REFUSAL_EPOCH_UNKNOWN);
    ACT(p, SOUTH, "overseer",
        desk_holding_audit(&task, p->sides[SOUTH].channel, EPOCH_PERSONS, 1, 1, &overseer, &value));
    assert_memory_equal(value.b, proof + 10, TABLE_VALUE_BYTES);
    assert_true(takes(p, proof, sizeof proof)); /* a person took his time to release it */
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_match_is_learned_and_drafts_a_request_that_names_nobody),
        TEST(who_is_not_there_is_not_told_from_a_stranger),
        TEST(the_next_number_does_not_tell_a_match),
        TEST(nothing_is_asked_on_account_of_a_cleared_file),
        TEST(what_is_no_longer_needed_of_a_question_is_erased),
        TEST(an_officer_has_his_own_budget_and_a_refusal_is_recorded),
        TEST(beyond_the_desks_budget_a_refusal_of_the_same_size_is_counted),
        TEST(a_question_put_again_is_not_evaluated_again),
        TEST(another_epoch_or_table_is_refused_by_name_and_costs_nothing),
        TEST(what_is_no_question_here_touches_no_budget),
        TEST(every_kind_of_contact_is_found),
        TEST(a_contact_is_asked_about_alone),
        TEST(contacts_are_another_kind),
        TEST(an_answer_that_does_not_hold_is_told_and_believed_by_nobody),
        TEST(what_was_charged_is_answered_after_a_restart),
        TEST(a_restored_holder_knows_again_what_it_was_asked),
        TEST(a_restored_holder_goes_on_after_the_epoch_that_it_lost),
        TEST(what_was_asked_over_days_is_charged_again_as_it_was),
        TEST(question_and_answer_fit_into_seven_kilobytes),
        TEST(a_match_proof_is_taken_once),
        TEST(a_match_proof_that_does_not_hold_is_refused_by_name),
        TEST(who_stood_there_is_proved_after_the_key_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
