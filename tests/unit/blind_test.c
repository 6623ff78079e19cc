/* The blind index: it finds whom comparing everybody finds, follows merges and erasures, and tells nothing to
 * who has the file alone. */
#include "desk/blind.h"
#include "desk/same.h"
#include "desk/verify.h"
#include "desk_fixture.h"
#include "index/keys.h"
#include "match/screen.h"
#include "synth/synth.h"

#include <string.h>

static size_t population(void)
{
    return getenv("LIAISON_SOAK") ? 20000 : 2000;
}

/* --- facts --- */

static void commit(struct fixture *f, struct decision *decision)
{
    fixture_ok(f, desk_begin(f->desk, ACTOR_DESK, &f->fault));
    fixture_ok(f, desk_add(f->desk, decision, &f->fault));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
}

/* A subject with a file of the same number. */
static void add_subject(struct decision *d, int64_t number, const struct subject *who)
{
    struct event *e = event_add(d, EVENT_SUBJECT_ADDED);
    event_int(e, FIELD_subject, number);
    event_text(e, FIELD_subject_role, STR("suspect"));
    for (int p = 0; p < PROPERTY_COUNT; p++)
        for (size_t i = 0; i < who->values[p].n; i++) {
            e = event_add(d, EVENT_SUBJECT_VALUE_ADDED);
            event_int(e, FIELD_subject, number);
            event_text(e, FIELD_property, str_of(property_ftm((enum property)p)));
            event_text(e, FIELD_value, who->values[p].at[i]);
        }
    char *reference = arena_alloc(d->arena, 32);
    snprintf(reference, 32, "NORTH-2023-%lld", (long long)number);
    e = event_add(d, EVENT_FILE_OPENED);
    event_int(e, FIELD_file, number);
    event_text(e, FIELD_reference, str_of(reference));
    event_int(e, FIELD_subject, number);
    event_text(e, FIELD_section, STR("border"));
    event_text(e, FIELD_owner, STR("desk/duty"));
    event_time(e, FIELD_review, 1800000000000);
}

static void say(struct fixture *f, enum event_kind kind, int64_t subject, int64_t into)
{
    struct decision d;
    decision_init(&d, &f->arena);
    struct event *e = event_add(&d, kind);
    event_int(e, FIELD_subject, subject);
    if (into)
        event_int(e, FIELD_into_subject, into);
    event_text(e, FIELD_reason, STR("seen with his passport"));
    commit(f, &d);
}

static void add_person_named(struct fixture *f, int64_t number, const char *name, const char *born)
{
    struct decision d;
    struct str n = str_of(name), b = str_of(born);
    struct subject who = fixture_person(&n, &b);
    decision_init(&d, &f->arena);
    add_subject(&d, number, &who);
    commit(f, &d);
}

/* Whom same_person proposes, as subjects. */
static size_t asked(struct fixture *f, const struct subject *who, int64_t *out, size_t room)
{
    struct task task;
    struct same *same = NULL;
    size_t n = 0;
    enum err err = task_begin(&task, f->desk, ACTOR_DESK, &f->fault);
    if (!err)
        err = same_person(&task, who, &same, &n);
    for (size_t i = 0; i < n && i < room; i++)
        out[i] = same[i].subject;
    fixture_ok(f, task_end(&task, err));
    return n;
}

static void counts(struct fixture *f, int64_t *rows, int64_t *subjects)
{
    struct query q;
    query_open(&q, desk_store(f->desk), "blind/counts", &f->fault);
    assert_true(query_next(&q));
    *rows = query_get_int(&q, 0);
    *subjects = query_get_int(&q, 1);
    fixture_ok(f, query_close(&q));
}

static void tell(void *context, const char *finding)
{
    (void)context;
    (void)finding;
}

static uint64_t findings(struct fixture *f)
{
    struct verify_result result;
    struct verify_options options = {.found = tell};
    enum err err = desk_verify(f->desk, &options, &result, &f->fault);
    assert_int_equal(err, result.findings ? ERR_FORGED : ERR_OK);
    return result.findings;
}

/* --- tests --- */

static bool is_among(int64_t number, const int64_t *among, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (among[i] == number)
            return true;
    return false;
}

struct crowd {
    struct arena arena;
    struct model model;
    struct comparer *comparer;
    struct person *at;
    struct synth *synth;
    size_t n;
};

static void fill(struct fixture *f, struct crowd *c)
{
    arena_init(&c->arena, (size_t)4 << 30);
    fixture_ok(f, model_load(&c->arena, &c->model, &f->fault));
    fixture_ok(f, synth_open(&c->synth, 11, &f->fault));
    c->comparer = comparer_new(&c->model);
    c->n = population();
    c->at = arena_array(&c->arena, c->n, sizeof *c->at);
    assert_non_null(c->at);
    for (size_t i = 0; i < c->n;) {
        struct decision d;
        arena_reset(&f->arena);
        decision_init(&d, &f->arena);
        for (size_t end = i + 500; i < c->n && i < end; i++) {
            struct subject *who = arena_alloc(&c->arena, sizeof *who);
            assert_non_null(who);
            fixture_ok(f, synth_person(c->synth, i, &c->arena, who, &f->fault));
            fixture_ok(f, person_init(&c->arena, &c->model, who, &c->at[i], &f->fault));
            add_subject(&d, (int64_t)i + 1, who);
        }
        commit(f, &d);
    }
}

/* How many of the candidates that comparing everybody gives the desk did not propose. */
static size_t missed(struct fixture *f, struct crowd *c, const struct subject *who, size_t *all)
{
    enum { ROOM = 256 };
    int64_t proposed[ROOM];
    struct person asker;
    size_t misses = 0, expected = 0, n = asked(f, who, proposed, ROOM);
    double prior = screen_prior(c->n > 1000 ? c->n : 1000);
    enum err err = person_init(&f->arena, &c->model, who, &asker, &f->fault);
    if (err == ERR_NO_USE)
        return 0;
    fixture_ok(f, err);
    for (size_t i = 0; i < c->n; i++) {
        micronats evidence;
        fixture_ok(f, compare_persons(c->comparer, &asker, &c->at[i], &evidence, NULL, &f->fault));
        if (score_of((double)evidence / 1e6, prior) < ALERT_THRESHOLD)
            continue;
        expected++;
        misses += !is_among((int64_t)i + 1, proposed, n < ROOM ? n : ROOM);
    }
    assert_true(n <= expected);
    *all += expected;
    return misses;
}

static void it_finds_whom_comparing_everybody_finds(void **state)
{
    enum { QUESTIONS = 200 };
    struct fixture *f = *state;
    static struct crowd c;
    size_t all = 0, misses = 0;
    fill(f, &c);
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct subject who;
        arena_reset(&f->arena);
        fixture_ok(f, synth_copy(c.synth, i * c.n / QUESTIONS, 1, 1000, &f->arena, &who, &f->fault));
        misses += missed(f, &c, &who, &all);
    }
    print_message("%zu candidates, %zu missed\n", all, misses);
    assert_true(all > QUESTIONS / 2);
    assert_true(misses * 1000 <= all);
    assert_int_equal(findings(f), 0);
    comparer_free(c.comparer);
    synth_close(c.synth);
    arena_release(&c.arena);
}

static void who_is_merged_is_found_by_the_values_of_both_and_split_by_his_own(void **state)
{
    struct fixture *f = *state;
    int64_t found[4];
    struct str name = STR("Ruslan Tsarikaev"), other = STR("Viktor Lesnikov"), born = STR("1986-10-21");
    struct subject first = fixture_person(&name, &born), second = fixture_person(&other, &born);
    add_person_named(f, 1, "Царикаев Руслан", "1986-10-21");
    add_person_named(f, 2, "Лесников Виктор", "1986-10-21");
    assert_int_equal(asked(f, &second, found, 4), 1);
    assert_int_equal(found[0], 2);
    say(f, EVENT_SUBJECT_MERGED, 2, 1);
    assert_true(asked(f, &second, found, 4) >= 1);
    assert_int_equal(found[0], 1);
    assert_int_equal(findings(f), 0);
    say(f, EVENT_SUBJECT_SPLIT, 2, 1);
    assert_int_equal(asked(f, &second, found, 4), 1);
    assert_int_equal(found[0], 2);
    assert_int_equal(asked(f, &first, found, 4), 1);
    assert_int_equal(found[0], 1);
    assert_int_equal(findings(f), 0);
}

static void erasing_a_persons_values_takes_his_rows_away(void **state)
{
    struct fixture *f = *state;
    int64_t rows, subjects, found[4], sequences[4];
    struct str name = STR("Ruslan Tsarikaev"), born = STR("1986-10-21");
    struct subject who = fixture_person(&name, &born);
    size_t n = 0;
    add_person_named(f, 1, "Царикаев Руслан", "1986-10-21");
    counts(f, &rows, &subjects);
    assert_true(rows > 2);
    assert_int_equal(subjects, 1);
    struct query q;
    query_open(&q, desk_store(f->desk), "subject/values", &f->fault);
    query_int(&q, "subject", 1);
    while (query_next(&q))
        sequences[n++] = query_get_int(&q, query_column(&q, "sequence"));
    fixture_ok(f, query_close(&q));
    for (size_t i = 0; i < n; i++) {
        struct decision d;
        decision_init(&d, &f->arena);
        struct event *e = event_add(&d, EVENT_OPENING_ERASED);
        event_int(e, FIELD_erased, sequences[i]);
        event_text(e, FIELD_erased_field, STR("value"));
        event_text(e, FIELD_ground, STR("asked for and granted"));
        commit(f, &d);
    }
    counts(f, &rows, &subjects);
    assert_int_equal(rows, 0);
    assert_int_equal(subjects, 0);
    assert_int_equal(asked(f, &who, found, 4), 0);
    assert_int_equal(findings(f), 0);
}

static void a_rolled_back_change_leaves_no_row(void **state)
{
    struct fixture *f = *state;
    int64_t rows, subjects;
    struct decision d;
    struct str name = STR("Царикаев Руслан");
    struct subject who = fixture_person(&name, NULL);
    decision_init(&d, &f->arena);
    add_subject(&d, 1, &who);
    fixture_ok(f, desk_begin(f->desk, ACTOR_DESK, &f->fault));
    fixture_ok(f, desk_add(f->desk, &d, &f->fault));
    fixture_ok(f, blind_refresh(f->desk, &f->fault));
    desk_rollback(f->desk);
    counts(f, &rows, &subjects);
    assert_int_equal(rows, 0);
    assert_int_equal(subjects, 0);
}

static void run(struct fixture *f, const char *statement)
{
    struct query q;
    fixture_ok(f, desk_begin(f->desk, ACTOR_DESK, &f->fault));
    query_open(&q, desk_store(f->desk), statement, &f->fault);
    fixture_ok(f, query_run(&q));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
}

static void a_store_from_before_the_index_gets_it_at_the_first_question(void **state)
{
    struct fixture *f = *state;
    int64_t rows, subjects, found[4];
    struct str name = STR("Ruslan Tsarikaev"), born = STR("1986-10-21");
    struct subject who = fixture_person(&name, &born);
    add_person_named(f, 1, "Царикаев Руслан", "1986-10-21");
    run(f, "blind/forget_rows");
    run(f, "blind/forget_subjects");
    run(f, "blind/forget_state");
    assert_int_equal(findings(f), 0);
    assert_int_equal(asked(f, &who, found, 4), 1);
    counts(f, &rows, &subjects);
    assert_true(rows > 2);
    assert_int_equal(findings(f), 0);
}

static void verify_finds_rows_that_are_gone(void **state)
{
    struct fixture *f = *state;
    add_person_named(f, 1, "Царикаев Руслан", "1986-10-21");
    assert_int_equal(findings(f), 0);
    run(f, "blind/forget_records");
    assert_int_equal(findings(f), 1);
    run(f, "blind/forget_rows");
    assert_true(findings(f) > 0);
}

/* --- what the file alone tells --- */

static bool holds(const struct buf *bytes, const void *what, size_t n)
{
    return memmem(bytes->bytes, bytes->n, what, n) != NULL;
}

static bool holds_number(const struct buf *bytes, uint64_t number)
{
    unsigned char big[8], little[8];
    for (int i = 0; i < 8; i++)
        big[i] = little[7 - i] = (unsigned char)(number >> (56 - 8 * i));
    return holds(bytes, big, 8) || holds(bytes, little, 8);
}

static void read_file(const char *path, struct buf *out)
{
    char block[4096];
    size_t n;
    FILE *file = fopen(path, "rb");
    while (file && (n = fread(block, 1, sizeof block, file)) > 0)
        buf_add(out, block, n);
    if (file)
        fclose(file);
}

static void the_file_holds_no_name_no_skeleton_and_no_key(void **state)
{
    struct fixture *f = *state;
    struct model model;
    struct person who;
    struct buf bytes;
    char log[128];
    struct str name = STR("Царикаев Руслан"), born = STR("1986-10-21");
    struct subject subject = fixture_person(&name, &born);
    add_person_named(f, 1, name.p, born.p);
    fixture_ok(f, model_load(&f->arena, &model, &f->fault));
    fixture_ok(f, person_init(&f->arena, &model, &subject, &who, &f->fault));
    assert_true(who.tokens_n >= 2);
    buf_init(&bytes, 64 << 20);
    snprintf(log, sizeof log, "%s-wal", f->path);
    read_file(f->path, &bytes);
    read_file(log, &bytes);
    assert_true(holds(&bytes, "NORTH-2023-1", 12)); /* what is open is there */
    assert_false(holds(&bytes, "Царикаев", strlen("Царикаев")));
    assert_false(holds(&bytes, "Руслан", strlen("Руслан")));
    assert_false(holds(&bytes, "1986-10-21", 10));
    for (size_t i = 0; i < who.tokens_n; i++) {
        skeleton s = who.tokens[i].skeleton;
        assert_false(holds(&bytes, who.tokens[i].latin.p, who.tokens[i].latin.n));
        assert_false(holds_number(&bytes, s));
        assert_false(holds_number(&bytes, key_day(s, who.dates[0])));
        assert_false(holds_number(&bytes, key_token(s)));
        for (size_t k = 0; k < i; k++)
            assert_false(holds_number(&bytes, key_pair(s, who.tokens[k].skeleton)));
    }
    buf_release(&bytes);
}

#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(it_finds_whom_comparing_everybody_finds),
        T(who_is_merged_is_found_by_the_values_of_both_and_split_by_his_own),
        T(erasing_a_persons_values_takes_his_rows_away),
        T(a_rolled_back_change_leaves_no_row),
        T(a_store_from_before_the_index_gets_it_at_the_first_question),
        T(verify_finds_rows_that_are_gone),
        T(the_file_holds_no_name_no_skeleton_and_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
