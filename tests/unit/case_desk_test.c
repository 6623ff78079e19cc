/* The steps of the case that lie inside one desk: tip, file, second telling,
 * watch, sighting on the closed file, flags, the proposal to reopen. */
#include "desk/due.h"
#include "desk/file.h"
#include "desk/release.h"
#include "desk/request.h"
#include "desk/watch.h"
#include "people_fixture.h"
#include "rules/post.h"

static struct file file_of(struct fixture *f, int64_t number)
{
    struct file file;
    fixture_ok(f, load_one(desk_store(f->desk), "file/get", "file", number, &shape_file, &f->arena, &file,
                           &f->fault));
    return file;
}

static size_t owed(struct fixture *f, const char *post)
{
    struct task task;
    struct owed *out;
    size_t n = 0;
    struct due_filter filter = {.post = str_of(post)};
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = desk_due(&task, &filter, &out, &n);
    fixture_ok(f, task_end(&task, err));
    return n;
}

static const struct release_line line_to_r = {
    .channel = R, .origin = {"ru", 2}, .level = CHANNEL_OPEN, .kind_agreed = true, .purpose_agreed = true};

static int64_t number_of(struct fixture *f, const char *name)
{
    struct query query;
    int64_t out;
    query_open(&query, desk_store(f->desk), name, &f->fault);
    fixture_ok(f, query_one(&query, 0, &out));
    return out;
}

static void expect_refused(struct fixture *f, int64_t person, const struct release_new *release,
                           const char *rule)
{
    struct task task;
    int64_t number;
    char begins[64];
    enum err err = task_begin(&task, f->desk, person, &f->fault);
    if (!err)
        err = desk_release(&task, release, &number);
    assert_int_equal(task_end(&task, err), ERR_REFUSED);
    int n = snprintf(begins, sizeof begins, "rule %s:", rule);
    assert_memory_equal(f->fault.detail, begins, (size_t)n);
}

/* "Anything on him?": one line that says nothing but whom to ask until when, or none. */
static enum err ask(struct task *task, const struct subject *who, int purpose, int64_t file, bool pending)
{
    struct query_line *lines;
    size_t n;
    enum err err = desk_query(task, who, purpose, &lines, &n);
    if (err)
        return err;
    assert_int_equal(n, file ? 1 : 0);
    if (n) {
        assert_int_equal(lines[0].file, file);
        assert_int_equal(lines[0].pending, pending);
        assert_true(lines[0].until > task->context.now);
        assert_true(str_equal(lines[0].ask, STR("investigation")));
        assert_false(lines[0].full);
        assert_int_equal(lines[0].file_state, FILE_NONE);
    }
    return ERR_OK;
}

/* 1: received, owned by the duty post. */
static int64_t told_by_r(struct fixture *f)
{
    size_t duplicates;
    int64_t first = tip(f, "investigation", "Царикаев Руслан Анзорович", "1987-10-21", "R-7", &duplicates);
    assert_int_equal(duplicates, 0);
    return first;
}

/* 2: taken up, closed unresolved; the request and the watch stay. */
static int64_t closed_unresolved(struct fixture *f, int64_t first)
{
    int64_t file = 0, watch;
    struct watch_new new = {.action = WATCH_SILENT,
                            .ends = f->now + 365 * DAY_MS,
                            .section = STR("border"),
                            .channel = R,
                            .told = ANSWER_YES,
                            .reason = STR("asked for by R")};
    assess(f, first);
    ACT(f, OFFICER, desk_tip_take_up(&task, first, OFFICER, &file));
    ACT(f, OFFICER, desk_watch_set(&task, file, &new, &watch));
    ACT(f, OFFICER, desk_file_close(&task, file, FILE_UNRESOLVED, STR("no link found")));
    assert_int_equal(file_of(f, file).file_state, FILE_UNRESOLVED);
    return file;
}

/* 3: nearly the same tip through another door. */
static void told_again(struct fixture *f, int64_t file)
{
    size_t duplicates;
    int64_t same_file = 0;
    f->now += 90 * DAY_MS;
    int64_t second = tip(f, "analysis", "TSARIKAEV Ruslan", "1988-10-21", "R-9", &duplicates);
    assert_int_equal(duplicates, 1);
    ACT(f, ANALYST, desk_duplicate_decide(&task, 1, true, true, STR("same letter")));
    assess(f, second);
    ACT(f, ANALYST, desk_tip_take_up(&task, second, 0, &same_file));
    assert_int_equal(same_file, file);
    assert_int_equal(file_of(f, file).proposal, 0);
}

static void a_tip_is_not_acted_on_before_it_is_assessed(void **state)
{
    struct fixture *f = *state;
    int64_t refused = 0, file = 0, first = told_by_r(f);
    assert_int_equal(owed(f, "investigation/duty"), 2); /* the tip and the standing request */
    ACT_REFUSED(f, OFFICER, desk_tip_take_up(&task, first, OFFICER, &refused));
    assert_memory_equal(f->fault.detail, "rule ground:", 12);
    assess(f, first);
    ACT(f, OFFICER, desk_tip_take_up(&task, first, OFFICER, &file));
}

static void a_tip_told_twice_and_travel_ask_a_supervisor_to_reopen(void **state)
{
    struct fixture *f = *state;
    size_t n = 0;
    int64_t confirmed;
    struct sighted sighted[4];
    int64_t file = closed_unresolved(f, told_by_r(f));
    told_again(f, file);

    /* 5, 6: he leaves; a candidate on the closed file, whichever way he is spelt. */
    f->now += 120 * DAY_MS;
    struct str name = STR("TCARIKAEV RUSLAN"), date = STR("1986-10-21");
    struct subject traveller = fixture_person(&name, &date);
    struct sighting_new seen = {.kind = SEEN_TRAVEL,
                                .section = STR("border"),
                                .seen = f->now,
                                .direction = BOUND_OUT,
                                .country = STR("ru")};
    ACT(f, GUARD, desk_sight(&task, &traveller, &seen, sighted, 4, &n));
    assert_int_equal(n, 1);
    assert_int_equal(sighted[0].file, file);
    assert_int_equal(owed(f, "border/duty"), 1);
    confirmed = sighted[0].sighting;
    ACT(f, GUARD, desk_sight(&task, &traveller, &seen, sighted, 4, &n));
    assert_int_equal(n, 0); /* the same row again */
    ACT(f, GUARD, desk_sighting_read(&task, confirmed));
    assert_int_equal(owed(f, "border/duty"), 0);
    struct release_new release = {.way = WAY_MESSAGE,
                                  .message = STR("sighting"),
                                  .about = 1,
                                  .file = file,
                                  .sighting = confirmed,
                                  .author = OFFICER,
                                  .line = line_to_r};
    expect_refused(f, SUPERVISOR, &release, "not-confirmed");
    ACT(f, OFFICER, desk_sighting_confirm(&task, confirmed, STR("passport seen")));
    assert_int_equal(file_of(f, file).proposal, 0);

    /* 7: telling R takes the risk decision of a senior other than the author, and a supervisor's release. */
    int64_t risk, released;
    expect_refused(f, SUPERVISOR, &release, "risk-decision");
    struct risk_new decide = {
        .file = file, .channel = R, .author = OFFICER, .risk = RISK_NONE_REAL, .reason = STR("free man")};
    ACT(f, SUPERVISOR, desk_risk_decide(&task, &decide, &risk));
    expect_refused(f, OFFICER, &release, "role");
    ACT(f, SUPERVISOR, desk_release(&task, &release, &released));
    assert_int_equal(number_of(f, "rule/refusals"), 3);

    /* 9: he returns; the sum passes the threshold; the supervisor decides. */
    f->now += 180 * DAY_MS;
    seen.seen = f->now;
    seen.direction = BOUND_IN;
    ACT(f, GUARD, desk_sight(&task, &traveller, &seen, sighted, 4, &n));
    assert_int_equal(n, 1);
    confirmed = sighted[0].sighting;
    ACT(f, OFFICER, desk_sighting_confirm(&task, confirmed, STR("passport seen")));
    int64_t proposal = file_of(f, file).proposal;
    assert_int_not_equal(proposal, 0);

    /* 10: another purpose sees that a decision is pending and whom to ask; its holder is asked. */
    ACT(f, CLERK, ask(&task, &traveller, PURPOSE_CITIZENSHIP, file, true));
    struct str other = STR("Ivan Petrovich Sidorov");
    struct subject stranger = fixture_person(&other, NULL);
    ACT(f, CLERK, ask(&task, &stranger, PURPOSE_CITIZENSHIP, 0, false));
    struct access reading = {.file = file, .way = WAY_SCREEN};
    ACT_REFUSED(f, CLERK, desk_access(&task, &reading));
    ACT(f, OFFICER, desk_access(&task, &reading)); /* his task, and so its purpose */

    ACT_REFUSED(f, OFFICER, desk_proposal_decide(&task, proposal, true, STR("yes")));
    ACT(f, SUPERVISOR, desk_proposal_decide(&task, proposal, true, STR("six months where he said")));
    assert_int_equal(file_of(f, file).file_state, FILE_OPEN);
}

static void a_watch_nobody_decides_on_is_announced_and_lapses_against_the_head(void **state)
{
    struct fixture *f = *state;
    size_t duplicates, changed = 0;
    int64_t file = 0, number;
    struct watch watch;
    int64_t first = tip(f, "investigation", "Руслан Царикаев", "1986-10-21", "R-1", &duplicates);
    assess(f, first);
    ACT(f, OFFICER, desk_tip_take_up(&task, first, 0, &file));
    struct watch_new new = {
        .action = WATCH_SILENT, .ends = f->now + 100 * DAY_MS, .reason = STR("asked for by R")};
    ACT(f, OFFICER, desk_watch_set(&task, file, &new, &number));
    static const int64_t days[] = {41, 30, 23, 8};
    static const int64_t announced[] = {60, 30, 7, 7};
    static const int states[] = {WATCHING_ACTIVE, WATCHING_ACTIVE, WATCHING_ACTIVE, WATCHING_GRACE};
    for (int i = 0; i < 4; i++) {
        f->now += days[i] * DAY_MS;
        ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
        fixture_ok(f, load_one(desk_store(f->desk), "watch/get", "watch", number, &shape_watch, &f->arena,
                               &watch, &f->fault));
        assert_int_equal(watch.announced, announced[i]);
        assert_int_equal(watch.watch_state, states[i]);
    }
    f->now += 14 * DAY_MS;
    ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
    fixture_ok(f, load_one(desk_store(f->desk), "watch/get", "watch", number, &shape_watch, &f->arena, &watch,
                           &f->fault));
    assert_int_equal(watch.watch_state, WATCHING_LAPSED);
    ACT(f, ACTOR_DESK, desk_due_step(&task, &changed));
    assert_int_equal(changed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tip_is_not_acted_on_before_it_is_assessed, people_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_tip_told_twice_and_travel_ask_a_supervisor_to_reopen, people_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_watch_nobody_decides_on_is_announced_and_lapses_against_the_head,
                                        people_setup, fixture_teardown),
    };
    return cmocka_run_group_tests_name("case_desk", tests, NULL, NULL);
}
