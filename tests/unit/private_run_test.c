/* private/: the case's private question from record to inspector, without desks or a line: the holder
 * publishes persons, the asker asks by another spelling and a date in doubt, and each checks what the other
 * shows. */
#include "match/model.h"
#include "private/commitment.h"
#include "private/keys.h"
#include "private/question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

struct held_person {
    const char *reference;
    const char *name;
    const char *born;
};

static const struct held_person held[] = {
    {"h1", "Руслан Анзорович Царикаев", "1986-10-21"},
    {"h2", "Zaurbek Salimovich Guchaev", "1975-09-04"},
    {"h3", "يوسف الجبوري", "1979-02-17"},
    {"h4", "Pavlo Yuriyovych Hubariev", "1983-02-10"},
    {"h5", "Mirlan Toktogulovich Esenbaev", "1990-11"},
    {"h6", "Muhammad Ali", "1980"},
};
enum { HELD = sizeof held / sizeof *held, HELD_KEYS = HELD * KEYS_STORED };

struct run {
    struct arena tables;
    struct arena work;
    struct model model;
    struct rarity *rarity;
    const struct key_scheme *scheme;
    struct engine_local *local;
    struct oprf_engine engine;
    /* The holder's. */
    struct table_value values[HELD];
    struct commitment_seed overseer;
    struct tree_hash leaves[HELD];
    /* In the ledger. */
    struct table_expected expected;
    struct tree_hash commitments;
    /* The asker's. */
    char path[64];
    struct table *table;
};

static struct key_set keys_of(struct run *r, const char *name, const char *born, enum key_side side)
{
    struct subject *subject = arena_alloc(&r->work, sizeof *subject);
    struct str *texts = arena_array(&r->work, 2, sizeof *texts);
    struct person person;
    struct key_set set;
    assert_non_null(subject);
    assert_non_null(texts);
    texts[0] = str_of(name);
    texts[1] = str_of(born);
    subject->id = STR("x");
    subject->values[PROPERTY_NAME] = (struct values){&texts[0], 1};
    subject->values[PROPERTY_BIRTH_DATE] = (struct values){&texts[1], 1};
    assert_int_equal(person_init(&r->work, &r->model, subject, &person, NULL), ERR_OK);
    assert_int_equal(keys_of_person(r->scheme, r->rarity, &person, side, &r->work, &set, NULL), ERR_OK);
    return set;
}

/* Form keys, Give values: all persons' keys, and whose they are. */
static size_t form_keys(struct run *r, struct match_key keys[HELD_KEYS], struct table_pair pairs[HELD_KEYS])
{
    size_t n = 0;
    for (size_t i = 0; i < HELD; i++) {
        struct key_set set = keys_of(r, held[i].name, held[i].born, KEY_STORED);
        for (size_t k = 0; k < set.n; k++) {
            key_digest(r->scheme, &set.at[k], &keys[n]);
            pairs[n++].value = r->values[i];
        }
    }
    return n;
}

/* Draw, Encode, Build, and what is logged. */
static void publish(struct run *r)
{
    struct match_key keys[HELD_KEYS];
    struct table_pair pairs[HELD_KEYS];
    struct match_output outputs[HELD_KEYS];
    struct commitment_seed seed;
    struct table_report report;
    struct random random = random_system();
    struct table_plan plan = {
        .epoch = {.number = 1, .scheme = KEY_SCHEME, .direction = EPOCH_FIRST_HOLDS, .kind = EPOCH_PERSONS},
        .capacity = TABLE_CAPACITY_MIN};
    random.fill(random.context, r->values, sizeof r->values);
    size_t n = form_keys(r, keys, pairs);
    assert_int_equal(r->engine.create(r->engine.context, &plan.epoch, NULL), ERR_OK);
    assert_int_equal(r->engine.public_key(r->engine.context, &plan.epoch, &plan.public_key, NULL), ERR_OK);
    assert_int_equal(r->engine.encode(r->engine.context, &plan.epoch, keys, n, outputs, NULL), ERR_OK);
    for (size_t i = 0; i < n; i++)
        pairs[i].output = outputs[i];
    assert_int_equal(table_build(&plan, pairs, n, random, r->path, &report, NULL), ERR_OK);
    assert_int_equal(report.dropped, 0);
    r->expected = (struct table_expected){.epoch = plan.epoch, .public_key = plan.public_key};
    memcpy(r->expected.root, report.root, sizeof report.root);
    commitment_epoch_seed(&r->overseer, &plan.epoch, &seed);
    for (size_t i = 0; i < HELD; i++)
        commitment_of(&seed, &plan.epoch, str_of(held[i].reference), &r->values[i], &r->leaves[i]);
    assert_int_equal(commitments_root(r->leaves, HELD, &r->commitments, NULL), ERR_OK);
}

static int start(void **state)
{
    struct run *r = calloc(1, sizeof *r);
    if (!r || engine_local_open(random_system(), NULL, &r->local, NULL))
        return -1;
    r->engine = engine_local_interface(r->local);
    r->scheme = key_scheme(KEY_SCHEME);
    r->overseer.b[5] = 77;
    arena_init(&r->tables, 1 << 28);
    arena_init(&r->work, 1 << 28);
    snprintf(r->path, sizeof r->path, "/tmp/liaison-private-run.%ld", (long)getpid());
    if (model_load(&r->tables, &r->model, NULL) || key_rarity_load(r->scheme, &r->tables, &r->rarity, NULL))
        return -1;
    publish(r);
    *state = r;
    return table_open(r->path, &r->expected, &r->table, NULL) || table_verify(r->table, NULL);
}

static int stop(void **state)
{
    struct run *r = *state;
    table_close(r->table);
    engine_local_close(r->local);
    arena_release(&r->work);
    arena_release(&r->tables);
    unlink(r->path);
    free(r);
    return 0;
}

struct talk {
    struct question question;
    struct asking asking;
    struct question_match matches[QUESTION_MATCHES_MAX];
    size_t count;
    size_t keys;
};

/* Ask, Check, Answer, Learn. */
static void ask(struct run *r, const char *name, const char *born, struct talk *t)
{
    struct key_set set = keys_of(r, name, born, KEY_ASKED);
    struct match_key keys[QUESTION_KEYS];
    struct answer answer;
    t->count = 0;
    t->keys = set.n;
    for (size_t i = 0; i < set.n; i++)
        key_digest(r->scheme, &set.at[i], &keys[i]);
    if (set.n == 0)
        return;
    assert_int_equal(question_ask(&r->expected, keys, set.n, random_system(), &t->question, &t->asking, NULL),
                     ERR_OK);
    assert_int_equal(question_check(&t->question, &r->expected, NULL), ERR_OK);
    assert_int_equal(question_answer(&r->engine, &t->question, &answer, NULL), ERR_OK);
    assert_int_equal(question_learn(&t->asking, &answer, r->table, t->matches, &t->count, NULL), ERR_OK);
}

/* True where every match is of this person, and there is one. */
static bool matched(const struct run *r, const struct talk *t, size_t person)
{
    for (size_t i = 0; i < t->count; i++)
        if (memcmp(&t->matches[i].value, &r->values[person], sizeof r->values[person]) != 0)
            return false;
    return t->count > 0;
}

static void a_person_is_found_by_another_spelling_and_a_date_in_doubt(void **state)
{
    struct run *r = *state;
    static const char *const names[] = {"TSARIKAYEV, Ruslan Anzorovich", "Ruslan Anzorovich Tcarikaev",
                                        "Царикаев Руслан Анзорович", "Rouslan Anzorovitch Tsarikaiev"};
    static const char *const dates[] = {"1986-10-21", "1985-10-21", "1987-10-21"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < sizeof dates / sizeof *dates; k++) {
            struct talk t;
            ask(r, names[i], dates[k], &t);
            assert_true(matched(r, &t, 0));
        }
}

static void nobody_else_is_found(void **state)
{
    struct run *r = *state;
    struct talk t;
    ask(r, "Ruslan Anzorovich Tsarikaev", "1961-02-03", &t);
    assert_true(t.keys > 0);
    assert_int_equal(t.count, 0);
    ask(r, "Aslan Movsarovich Barakhoev", "1986-10-21", &t);
    assert_true(t.keys > 0);
    assert_int_equal(t.count, 0);
}

static void about_a_common_name_with_a_year_nobody_can_ask(void **state)
{
    struct talk t;
    ask(*state, "Muhammad Ali", "1980", &t);
    assert_int_equal(t.keys, 0);
}

static void the_match_proof_holds_and_the_inspector_finds_the_person(void **state)
{
    struct run *r = *state;
    struct talk t;
    struct match_proof proof;
    struct commitment_seed seed;
    struct tree_hash leaf;
    struct commitment_proof path;
    ask(r, "Guchayev Zaurbek Salimovich", "1975-09-04", &t);
    assert_true(matched(r, &t, 1));
    match_proof_of(&t.asking, &t.matches[0].value, &proof);
    assert_int_equal(match_proof_check(&proof, &t.question, NULL), ERR_OK);
    const struct epoch *epoch = &r->expected.epoch;
    commitment_epoch_seed(&r->overseer, epoch, &seed);
    commitment_of(&seed, epoch, STR("h2"), &proof.value, &leaf);
    assert_int_equal(commitment_prove(r->leaves, HELD, &leaf, &path, NULL), ERR_OK);
    assert_int_equal(
        commitment_check(&r->overseer, epoch, STR("h2"), &proof.value, &path, &r->commitments, NULL), ERR_OK);
    assert_int_equal(
        commitment_check(&r->overseer, epoch, STR("h1"), &proof.value, &path, &r->commitments, NULL),
        ERR_FORGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_is_found_by_another_spelling_and_a_date_in_doubt),
        cmocka_unit_test(nobody_else_is_found),
        cmocka_unit_test(about_a_common_name_with_a_year_nobody_can_ask),
        cmocka_unit_test(the_match_proof_holds_and_the_inspector_finds_the_person),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
