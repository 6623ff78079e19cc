/* Random weeks of a desk under a virtual clock and a disk in memory: whatever
 * people do, in whatever order, the promises hold after every step, requests end
 * once, and at the end of a week the projections equal the rebuilt ones. */
#include "desk/due.h"
#include "desk/file.h"
#include "desk/promises.h"
#include "desk/release.h"
#include "desk/request.h"
#include "desk/rights.h"
#include "desk/tip.h"
#include "desk/verify.h"
#include "desk/watch.h"
#include "keeper/local.h"
#include "store/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { WEEKS = 200, WEEKS_SOAK = 10000, STEPS = 120, REQUESTS_MAX = 64 };

struct week {
    struct seeded seeded;
    time_ms now;
    struct desk *desk;
    struct fault fault;
    int64_t ended[REQUESTS_MAX]; /* the end that each request was seen to have */
    bool stepped;                /* time's work is done up to now */
};

static time_ms week_now(void *context)
{
    return ((struct week *)context)->now;
}

static int below(struct week *w, int n)
{
    return (int)seeded_below(&w->seeded, (uint64_t)n);
}

/* A number that is mostly one of something there, and sometimes of nothing. */
static int64_t some(struct week *w)
{
    return 1 + below(w, below(w, 4) ? 3 : 12);
}

static int word_of(struct week *w, enum words set)
{
    int n = words_count(set);
    return below(w, 10) ? 1 + below(w, n - 1) : 0; /* seldom NONE */
}

static struct str reason_of(struct week *w)
{
    return below(w, 12) ? STR("because of what was found") : STR("");
}

static struct str section_of(struct week *w)
{
    static const char *const sections[] = {"investigation", "border", "analysis", "citizenship"};
    return str_of(sections[below(w, 4)]);
}

static struct str letter_of(struct week *w, const char *letters, int n)
{
    return (struct str){letters + below(w, n), 1};
}

/* --- what people do --- */

typedef enum err (*act)(struct week *w, struct task *task);

static enum err act_tip(struct week *w, struct task *task)
{
    static const char *const names[] = {"Руслан Царикаев", "TSARIKAEV RUSLAN", "Ivan Sidorov",
                                        "Amina Haddad"};
    static const char *const reports[] = {"R-1", "R-2", "R-3", ""};
    struct value_new value = {.property = STR("name"), .value = str_of(names[below(w, 4)])};
    struct tip_new new = {.section = section_of(w),
                          .channel = below(w, 3),
                          .theirs = str_of(reports[below(w, 4)]),
                          .origin = below(w, 2) ? STR("ru") : STR("sy"),
                          .reliability = letter_of(w, "AABBCCCDEFG", 11),
                          .credibility = letter_of(w, "11223334567", 11),
                          .text = STR("may travel to join an armed group"),
                          .standing = below(w, 2) == 0,
                          .tlp = word_of(w, WORDS_tlp)};
    int64_t tip;
    size_t duplicates;
    return desk_tip_receive(task, new, word_of(w, WORDS_subject_role), &value, below(w, 4) == 0, &tip,
                            &duplicates);
}

static enum err act_assess(struct week *w, struct task *task)
{
    bool fine = below(w, 4) != 0;
    struct tip_answers answers = {.offence = fine ? ANSWER_YES : word_of(w, WORDS_yes_no),
                                  .protection = below(w, 6) ? PROTECTED_NONE : word_of(w, WORDS_protection),
                                  .political = fine ? ANSWER_NO : word_of(w, WORDS_yes_no),
                                  .mistreatment = fine ? ANSWER_NO : word_of(w, WORDS_yes_no),
                                  .ground = fine ? GROUND_OFFENCE_HERE : word_of(w, WORDS_ground),
                                  .reason = reason_of(w)};
    return desk_tip_assess(task, some(w), &answers);
}

static enum err act_agree(struct week *w, struct task *task)
{
    return desk_tip_agree(task, some(w), reason_of(w));
}

static enum err act_take_up(struct week *w, struct task *task)
{
    int64_t file = below(w, 3) ? 0 : some(w);
    return desk_tip_take_up(task, some(w), below(w, 2) ? 2 : 0, &file);
}

static enum err act_refuse(struct week *w, struct task *task)
{
    return desk_tip_refuse(task, some(w), word_of(w, WORDS_ground), reason_of(w));
}

static enum err act_duplicate(struct week *w, struct task *task)
{
    return desk_duplicate_decide(task, some(w), below(w, 2), below(w, 2), reason_of(w));
}

static enum err act_merge(struct week *w, struct task *task)
{
    switch (below(w, 3)) {
    case 0:
        return desk_subject_merge(task, some(w), some(w), reason_of(w));
    case 1:
        return desk_subject_split(task, some(w), reason_of(w));
    default:
        return desk_subject_distinguish(task, some(w), some(w), reason_of(w));
    }
}

static enum err act_protect(struct week *w, struct task *task)
{
    return desk_subject_protect(task, some(w), word_of(w, WORDS_protection),
                                below(w, 2) ? STR("ru") : STR(""), reason_of(w));
}

static enum err act_close(struct week *w, struct task *task)
{
    return desk_file_close(task, some(w), below(w, 3) ? FILE_UNRESOLVED : word_of(w, WORDS_file_state),
                           reason_of(w));
}

static enum err act_reopen(struct week *w, struct task *task)
{
    return desk_file_reopen(task, some(w), reason_of(w));
}

static enum err act_hold(struct week *w, struct task *task)
{
    if (below(w, 3) == 0)
        return desk_file_name_reader(task, some(w), some(w), below(w, 2), reason_of(w));
    return desk_file_hold(task, some(w), below(w, 6) ? section_of(w) : STR(""), below(w, 3));
}

static enum err act_write(struct week *w, struct task *task)
{
    if (below(w, 2))
        return desk_file_note(task, some(w), reason_of(w));
    return desk_file_attach(task, some(w), STR("letter"), STR("text/plain"), STR("one page"));
}

static enum err act_flag(struct week *w, struct task *task)
{
    const struct flag_kind *kinds;
    size_t n = flag_kinds(&kinds);
    struct flag_new flag = {.kind = str_of(kinds[below(w, (int)n)].name),
                            .date = below(w, 2) ? w->now - below(w, 100) * DAY_MS : 0,
                            .report = below(w, 2) ? STR("1/R-9") : STR(""),
                            .channel = below(w, 3),
                            .reliability = letter_of(w, "ABCDEF", 6),
                            .credibility = letter_of(w, "123456", 6),
                            .basis = reason_of(w),
                            .section = section_of(w)};
    return desk_flag_raise(task, some(w), &flag);
}

static enum err act_propose(struct week *w, struct task *task)
{
    return desk_proposal_decide(task, some(w), below(w, 2), reason_of(w));
}

static enum err act_watch(struct week *w, struct task *task)
{
    struct watch_new watch = {.action = word_of(w, WORDS_watch_action),
                              .ends = w->now + (below(w, 90) - 2) * DAY_MS,
                              .section = below(w, 2) ? section_of(w) : STR(""),
                              .channel = below(w, 3),
                              .told = word_of(w, WORDS_yes_no),
                              .reason = reason_of(w)};
    int64_t number;
    return desk_watch_set(task, some(w), &watch, &number);
}

static enum err act_watch_decide(struct week *w, struct task *task)
{
    if (below(w, 2))
        return desk_watch_extend(task, some(w), w->now + below(w, 200) * DAY_MS, reason_of(w));
    return desk_watch_end(task, some(w), reason_of(w));
}

static enum err act_sight(struct week *w, struct task *task)
{
    struct sighting_new sighting = {.kind = word_of(w, WORDS_sighting_kind),
                                    .section = section_of(w),
                                    .seen = w->now - below(w, 3) * DAY_MS,
                                    .direction = word_of(w, WORDS_toward),
                                    .urgency = word_of(w, WORDS_urgency)};
    int64_t number;
    return desk_sighting_report(task, some(w), &sighting, &number);
}

static enum err act_sighting_decide(struct week *w, struct task *task)
{
    switch (below(w, 3)) {
    case 0:
        return desk_sighting_read(task, some(w));
    case 1:
        return desk_sighting_confirm(task, some(w), reason_of(w));
    default:
        return desk_sighting_dismiss(task, some(w), reason_of(w));
    }
}

static enum err act_request(struct week *w, struct task *task)
{
    struct request_new request = {.direction = word_of(w, WORDS_toward),
                                  .channel = below(w, 3),
                                  .section = section_of(w),
                                  .file = below(w, 2) ? some(w) : 0,
                                  .profile = word_of(w, WORDS_profile),
                                  .urgency = word_of(w, WORDS_urgency),
                                  .standing = below(w, 3) == 0,
                                  .text = reason_of(w)};
    int64_t number;
    return desk_request_open(task, &request, &number);
}

static enum err act_request_move(struct week *w, struct task *task)
{
    int64_t request = some(w);
    switch (below(w, 5)) {
    case 0:
        return desk_request_clarify(task, request, reason_of(w));
    case 1:
        return desk_request_clarified(task, request, reason_of(w));
    case 2:
        return desk_request_extend(task, request, w->now + below(w, 30) * DAY_MS, reason_of(w));
    case 3:
        return desk_request_dispute(task, request, reason_of(w));
    default:
        return desk_request_interim(task, request, reason_of(w));
    }
}

static enum err act_request_end(struct week *w, struct task *task)
{
    struct request_end end = {.state = word_of(w, WORDS_request_state),
                              .ground = word_of(w, WORDS_ground),
                              .lateness = word_of(w, WORDS_lateness),
                              .reason = reason_of(w),
                              .theirs = below(w, 2)};
    return desk_request_end(task, some(w), &end);
}

static enum err act_handover(struct week *w, struct task *task)
{
    struct handover_new handover = {.direction = word_of(w, WORDS_toward),
                                    .channel = below(w, 3),
                                    .file = below(w, 2) ? some(w) : 0,
                                    .section = section_of(w),
                                    .text = STR("he left for you")};
    int64_t number;
    if (below(w, 2))
        return desk_handover_offer(task, &handover, &number);
    return desk_handover_decide(task, some(w), below(w, 2), reason_of(w), below(w, 2));
}

static enum err act_owed(struct week *w, struct task *task)
{
    switch (below(w, 4)) {
    case 0:
        return desk_obligation_move(task, some(w), below(w, 3) ? STR("analysis/duty") : STR(""), 0,
                                    reason_of(w));
    case 1:
        return desk_obligation_explain(task, some(w), word_of(w, WORDS_lateness), reason_of(w));
    case 2:
        return desk_obligation_answer(task, some(w), reason_of(w));
    default:
        return desk_shift_hand_over(task, STR("border/duty"), below(w, 4), reason_of(w));
    }
}

static enum err act_risk(struct week *w, struct task *task)
{
    struct risk_new risk = {.file = some(w),
                            .channel = 1 + below(w, 2),
                            .author = 1 + below(w, 5),
                            .risk = word_of(w, WORDS_risk),
                            .assurances = reason_of(w),
                            .reason = reason_of(w)};
    int64_t number;
    return desk_risk_decide(task, &risk, &number);
}

static enum err act_release(struct week *w, struct task *task)
{
    static const char *const messages[] = {"sighting", "handover",   "answered",
                                           "outcome",  "correction", "tip"};
    struct release_new release = {.way = WAY_MESSAGE,
                                  .message = str_of(messages[below(w, 6)]),
                                  .about = 1,
                                  .file = some(w),
                                  .sighting = below(w, 2) ? some(w) : 0,
                                  .author = 1 + below(w, 5),
                                  .line = {.channel = 1 + below(w, 2),
                                           .origin = STR("ru"),
                                           .level = 1 + below(w, 3),
                                           .kind_agreed = below(w, 8) != 0,
                                           .purpose_agreed = below(w, 8) != 0}};
    int64_t number;
    return desk_release(task, &release, &number);
}

static enum err act_read(struct week *w, struct task *task)
{
    struct access access = {.file = some(w),
                            .way = word_of(w, WORDS_way),
                            .purpose = word_of(w, WORDS_purpose),
                            .terms_shown = below(w, 2)};
    return desk_access(task, &access);
}

static enum err act_rights(struct week *w, struct task *task)
{
    struct correction_new correction = {
        .file = some(w), .text = STR("another person"), .reason = reason_of(w)};
    struct subject nobody = {0};
    int64_t number;
    size_t n;
    switch (below(w, 5)) {
    case 0:
        return desk_redress_receive(task, &nobody, 0, STR("I am not he"), &number, &n);
    case 1:
        return desk_redress_acknowledge(task, some(w));
    case 2:
        return desk_redress_answer(task, some(w), word_of(w, WORDS_redress_state), reason_of(w));
    case 3:
        return desk_correction_make(task, &correction, &n);
    default:
        return desk_file_review(task, some(w), reason_of(w));
    }
}

static enum err act_agreement(struct week *w, struct task *task)
{
    if (below(w, 2))
        return desk_agreement_assess(task, 1 + below(w, 2), reason_of(w));
    return desk_agreement_set_level(task, 1 + below(w, 2), 1 + below(w, 3), reason_of(w));
}

static enum err act_ask(struct week *w, struct task *task)
{
    struct str name = STR("Tsarikaev Ruslan");
    struct subject who = {0};
    struct query_line *lines;
    size_t n;
    struct clearance_new clearance = {.file = some(w),
                                      .subject = some(w),
                                      .basis = word_of(w, WORDS_clearance_basis),
                                      .value = STR("1986-03-02"),
                                      .reason = reason_of(w)};
    who.values[PROPERTY_NAME] = (struct values){&name, 1};
    if (below(w, 8))
        return desk_clearance_give(task, &clearance);
    return desk_query(task, &who, word_of(w, WORDS_purpose), &lines, &n);
}

static const act acts[] = {
    act_ask,          act_tip,          act_tip,         act_assess,          act_assess,
    act_agree,        act_take_up,      act_take_up,     act_refuse,          act_duplicate,
    act_merge,        act_protect,      act_close,       act_reopen,          act_hold,
    act_write,        act_flag,         act_flag,        act_propose,         act_watch,
    act_watch_decide, act_sight,        act_sight,       act_sighting_decide, act_sighting_decide,
    act_request,      act_request_move, act_request_end, act_handover,        act_owed,
    act_risk,         act_release,      act_read,        act_rights,          act_agreement};

/* --- what must hold --- */

static void broken(void *context, const char *sentence, int64_t times)
{
    struct week *w = context;
    print_error("%s, %lld times (seed %llu)\n", sentence, (long long)times,
                (unsigned long long)w->seeded.state);
}

static void finding(void *context, const char *text)
{
    (void)context;
    print_error("verify: %s\n", text);
}

/* An end, once seen, stays. */
static void requests_end_once(struct week *w, struct task *task)
{
    struct query query;
    struct request *requests;
    size_t n;
    query_open(&query, task->store, "request/all", &w->fault);
    assert_int_equal(load_all(&query, &shape_request, &task->arena, &requests, &n), ERR_OK);
    for (size_t i = 0; i < n && i < REQUESTS_MAX; i++) {
        if (w->ended[i])
            assert_int_equal(requests[i].request_state, w->ended[i]);
        else if (requests[i].request_state >= REQUEST_ANSWERED)
            w->ended[i] = requests[i].request_state;
    }
}

/* After time has done its work no watch is past a moment that should have told somebody. */
static void watches_are_told_in_time(struct week *w, struct task *task)
{
    static const int64_t days[] = {60, 30, 7};
    struct query query;
    struct watch *watches;
    size_t n;
    query_open(&query, task->store, "watch/all", &w->fault);
    assert_int_equal(load_all(&query, &shape_watch, &task->arena, &watches, &n), ERR_OK);
    for (size_t i = 0; i < n && w->stepped; i++) {
        const struct watch *watch = &watches[i];
        if (watch->watch_state == WATCHING_GRACE)
            assert_true(watch->until > w->now && watch->ends <= w->now);
        if (watch->watch_state != WATCHING_ACTIVE)
            continue;
        assert_true(watch->ends > w->now);
        for (int d = 0; d < 3; d++)
            if (watch->ends - days[d] * DAY_MS <= w->now)
                assert_true(watch->announced && watch->announced <= days[d]);
    }
}

static void everything_holds(struct week *w)
{
    struct task task;
    size_t n;
    assert_int_equal(desk_promises_check(w->desk, broken, w, &n, &w->fault), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(task_begin(&task, w->desk, ACTOR_DESK, &w->fault), ERR_OK);
    requests_end_once(w, &task);
    watches_are_told_in_time(w, &task);
    assert_int_equal(task_end(&task, ERR_OK), ERR_OK);
}

static void step(struct week *w)
{
    struct task task;
    size_t changed;
    if (below(w, 3) == 0) {
        /* Mostly hours; sometimes a long sleep, so that several things come due at once. */
        w->now += below(w, 20) ? below(w, 30) * HOUR_MS : below(w, below(w, 6) ? 60 : 3000) * DAY_MS;
        enum err err = task_begin(&task, w->desk, ACTOR_DESK, &w->fault);
        if (!err)
            err = desk_due_step(&task, &changed);
        assert_int_equal(task_end(&task, err), ERR_OK);
        w->stepped = true;
    } else {
        int which = below(w, (int)(sizeof acts / sizeof acts[0]));
        static const int64_t usual[] = {2, 4, 5};
        int64_t person = below(w, 6) ? usual[below(w, 3)] : below(w, 10);
        enum err err = task_begin(&task, w->desk, person, &w->fault);
        if (!err)
            err = acts[which](w, &task);
        err = task_end(&task, err);
        if (err && err != ERR_REFUSED && err != ERR_NOT_FOUND && err != ERR_USAGE)
            print_error("act %d: %s: %s\n", which, err_name(err), w->fault.detail);
        assert_true(!err || err == ERR_REFUSED || err == ERR_NOT_FOUND || err == ERR_USAGE);
        w->stepped = false;
    }
    everything_holds(w);
}

static void add_people(struct week *w, struct arena *arena)
{
    static const char *const roles[] = {"officer", "officer",  "supervisor",      "head",
                                        "section", "overseer", "data-protection", "officer"};
    struct decision decision;
    decision_init(&decision, arena);
    for (int i = 0; i < 8; i++) {
        struct event *event = event_add(&decision, EVENT_PERSON_ADDED);
        event_int(event, FIELD_person, 2 + i);
        event_text(event, FIELD_login, (struct str){&"bcdefghi"[i], 1});
        event_text(event, FIELD_role, str_of(roles[i]));
        event_text(event, FIELD_section, i == 4 ? STR("citizenship") : STR("investigation"));
    }
    assert_int_equal(desk_begin(w->desk, ACTOR_DESK, &w->fault), ERR_OK);
    assert_int_equal(desk_add(w->desk, &decision, &w->fault), ERR_OK);
    assert_int_equal(desk_commit(w->desk, &w->fault), ERR_OK);
}

/* Two files to begin with: one on a foreign tip, closed and watched, and one of our own. */
static enum err two_files(struct week *w, struct task *task)
{
    struct tip_new new = {.section = STR("investigation"),
                          .channel = 1,
                          .theirs = STR("R-1"),
                          .origin = STR("ru"),
                          .reliability = STR("B"),
                          .credibility = STR("2"),
                          .text = STR("may travel to join an armed group"),
                          .standing = true,
                          .tlp = TLP_AMBER};
    struct tip_answers answers = {
        ANSWER_YES, 0, {NULL, 0}, ANSWER_NO, ANSWER_NO, GROUND_OFFENCE_HERE, STR("an offence here")};
    struct watch_new watch = {.action = WATCH_SILENT,
                              .ends = w->now + 40 * DAY_MS,
                              .channel = 1,
                              .told = ANSWER_YES,
                              .reason = STR("asked")};
    int64_t tip, file, number;
    size_t duplicates;
    enum err err = ERR_OK;
    for (int i = 0; i < 2 && !err; i++, new.channel = 0) {
        file = 0;
        err = desk_tip_receive(task, new, SUBJECT_SUSPECT, NULL, 0, &tip, &duplicates);
        if (!err)
            err = desk_tip_assess(task, tip, &answers);
        if (!err)
            err = desk_tip_take_up(task, tip, 2, &file);
    }
    if (!err)
        err = desk_watch_set(task, 1, &watch, &number);
    return err ? err : desk_file_close(task, 1, FILE_UNRESOLVED, STR("no link found"));
}

static void one_week(uint64_t seed)
{
    struct week w = {.seeded = {seed}, .now = 1300000000000};
    struct seeded keys = {seed + 1};
    struct random random = random_seeded(&keys);
    struct keeper_secrets secrets;
    struct keeper_local *keeper;
    struct disk *disk;
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    keeper_secrets_draw(&secrets, &random);
    struct keeper_local_options options = {.secrets = &secrets, .random = random};
    assert_int_equal(keeper_local_open(&options, &keeper, &w.fault), ERR_OK);
    assert_int_equal(disk_open("weeks", seed, &disk, &w.fault), ERR_OK);
    struct desk_env env = {.clock = {week_now, &w},
                           .random = random,
                           .keeper = keeper_local_interface(keeper),
                           .vfs = disk_name(disk)};
    struct desk_founding founding = {.id = STR("north"), .admin = STR("admin")};
    assert_int_equal(desk_init("desk.db", &founding, &env, &w.fault), ERR_OK);
    assert_int_equal(desk_open("desk.db", &env, &w.desk, &w.fault), ERR_OK);
    add_people(&w, &arena);
    struct task task;
    enum err err = task_begin(&task, w.desk, 4, &w.fault);
    if (!err)
        err = two_files(&w, &task);
    assert_int_equal(task_end(&task, err), ERR_OK);
    for (int i = 0; i < STEPS; i++)
        step(&w);
    struct verify_options verify = {.found = finding};
    struct verify_result result = {0};
    assert_int_equal(desk_verify(w.desk, &verify, &result, &w.fault), ERR_OK);
    desk_close(w.desk);
    disk_close(disk);
    keeper_local_close(keeper);
    arena_release(&arena);
}

static void the_promises_hold_through_random_weeks(void **state)
{
    (void)state;
    int weeks = getenv("LIAISON_SOAK") ? WEEKS_SOAK : WEEKS;
    for (int i = 0; i < weeks; i++)
        one_week(1000 + (uint64_t)i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_promises_hold_through_random_weeks)};
    return cmocka_run_group_tests_name("weeks", tests, NULL, NULL);
}
