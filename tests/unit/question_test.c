/* private/question, private/engine: a question through all its steps, and every lie on the way refused by
 * name. */
#include "private/question.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { PERSONS = 300, KEYS_A_PERSON = 4, PAIRS = PERSONS * KEYS_A_PERSON };

static char path[64];

static struct random seeded(void)
{
    static struct seeded state = {23};
    return random_seeded(&state);
}

/* A holder with a published table, and the asker's copy of it. */
struct desks {
    struct engine_local *local;
    struct oprf_engine engine;
    struct match_key keys[PAIRS]; /* of person i / KEYS_A_PERSON */
    struct table_pair pairs[PAIRS];
    struct table_expected expected;
    struct table *table;
};

static struct epoch epoch_of(uint64_t number)
{
    struct epoch epoch = {
        .number = number, .scheme = 3, .direction = EPOCH_SECOND_HOLDS, .kind = EPOCH_PERSONS};
    memset(epoch.channel, 0x77, sizeof epoch.channel);
    return epoch;
}

/* Keys that two, and the first that twelve, persons share. */
static void draw_keys(struct desks *d)
{
    struct random random = seeded();
    struct table_value values[PERSONS];
    random.fill(random.context, d->keys, sizeof d->keys);
    random.fill(random.context, values, sizeof values);
    for (size_t i = 0; i < PAIRS; i++)
        d->pairs[i].value = values[i / KEYS_A_PERSON];
    for (size_t i = 40; i < 60; i++)
        d->keys[i * KEYS_A_PERSON] = d->keys[(i + 20) * KEYS_A_PERSON];
    for (size_t i = 1; i < 12; i++)
        d->keys[i * KEYS_A_PERSON + 1] = d->keys[1];
}

static void publish(struct desks *d)
{
    struct table_plan plan = {.epoch = epoch_of(5), .capacity = PAIRS};
    struct match_output *outputs = calloc(PAIRS, sizeof *outputs);
    struct table_report report;
    assert_non_null(outputs);
    assert_int_equal(d->engine.create(d->engine.context, &plan.epoch, NULL), ERR_OK);
    assert_int_equal(d->engine.public_key(d->engine.context, &plan.epoch, &plan.public_key, NULL), ERR_OK);
    assert_int_equal(d->engine.encode(d->engine.context, &plan.epoch, d->keys, PAIRS, outputs, NULL), ERR_OK);
    for (size_t i = 0; i < PAIRS; i++)
        d->pairs[i].output = outputs[i];
    assert_int_equal(table_build(&plan, d->pairs, PAIRS, seeded(), path, &report, NULL), ERR_OK);
    assert_int_equal(report.dropped, 12 - TABLE_SLOTS);
    d->expected = (struct table_expected){.epoch = plan.epoch, .public_key = plan.public_key};
    memcpy(d->expected.root, report.root, sizeof report.root);
    assert_int_equal(table_open(path, &d->expected, &d->table, NULL), ERR_OK);
    free(outputs);
}

static int start(void **state)
{
    struct desks *d = calloc(1, sizeof *d);
    snprintf(path, sizeof path, "/tmp/liaison-question-test.%ld", (long)getpid());
    if (!d || engine_local_open(random_system(), NULL, &d->local, NULL))
        return -1;
    d->engine = engine_local_interface(d->local);
    draw_keys(d);
    publish(d);
    *state = d;
    return 0;
}

static int stop(void **state)
{
    struct desks *d = *state;
    table_close(d->table);
    engine_local_close(d->local);
    free(d);
    unlink(path);
    return 0;
}

/* One question on its way. */
struct talk {
    struct question question;
    struct asking asking;
    struct answer answer;
    struct question_match matches[QUESTION_MATCHES_MAX];
    size_t count;
};

static void ask(const struct desks *d, const struct match_key *keys, size_t count, struct talk *t)
{
    assert_int_equal(question_ask(&d->expected, keys, count, seeded(), &t->question, &t->asking, NULL),
                     ERR_OK);
}

static void answer(const struct desks *d, struct talk *t)
{
    assert_int_equal(question_answer(&d->engine, &t->question, &t->answer, NULL), ERR_OK);
}

static void ask_about(const struct desks *d, size_t person, struct talk *t)
{
    ask(d, &d->keys[person * KEYS_A_PERSON], KEYS_A_PERSON, t);
    answer(d, t);
}

static enum err learn(const struct desks *d, struct talk *t, struct fault *fault)
{
    return question_learn(&t->asking, &t->answer, d->table, t->matches, &t->count, fault);
}

/* The question over the wire and back. */
static void carry(struct talk *t)
{
    unsigned char bytes[QUESTION_BYTES];
    question_encode(&t->question, bytes);
    assert_int_equal(question_decode(bytes, sizeof bytes, &t->question, NULL), ERR_OK);
}

static void carry_back(struct talk *t)
{
    unsigned char bytes[ANSWER_BYTES];
    answer_encode(&t->answer, bytes);
    assert_int_equal(answer_decode(bytes, sizeof bytes, &t->answer, NULL), ERR_OK);
}

static bool matched(const struct talk *t, size_t key, const struct table_value *value)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->matches[i].key == key && memcmp(&t->matches[i].value, value, sizeof *value) == 0)
            return true;
    return false;
}

/* The comparison in the clear: who has this key, up to the slots a key has. */
static size_t persons_with(const struct desks *d, const struct match_key *key, size_t persons[TABLE_SLOTS])
{
    size_t n = 0;
    for (size_t i = 0; i < PAIRS && n < TABLE_SLOTS; i++)
        if (memcmp(&d->keys[i], key, sizeof *key) == 0)
            persons[n++] = i / KEYS_A_PERSON;
    return n;
}

static void private_matches_are_those_of_the_comparison_in_the_clear(void **state)
{
    const struct desks *d = *state;
    struct match_key keys[QUESTION_KEYS];
    struct talk t;
    seeded().fill(seeded().context, keys, sizeof keys);
    /* Every other key is stored; among them the one shared by twelve, and shared pairs. */
    for (size_t i = 0; i < QUESTION_KEYS; i += 2)
        keys[i] = d->keys[(i * 5 + 1) % PAIRS];
    ask(d, keys, QUESTION_KEYS, &t);
    carry(&t);
    assert_int_equal(question_check(&t.question, &d->expected, NULL), ERR_OK);
    answer(d, &t);
    carry_back(&t);
    assert_int_equal(learn(d, &t, NULL), ERR_OK);
    size_t expected = 0;
    for (size_t i = 0; i < QUESTION_KEYS; i++) {
        size_t persons[TABLE_SLOTS];
        size_t n = persons_with(d, &keys[i], persons);
        expected += n;
        for (size_t k = 0; k < n; k++)
            assert_true(matched(&t, i, &d->pairs[persons[k] * KEYS_A_PERSON].value));
    }
    assert_int_equal(t.count, expected);
    assert_true(t.count > QUESTION_KEYS / 2);
}

static void a_person_who_is_not_held_gives_no_match(void **state)
{
    const struct desks *d = *state;
    struct match_key keys[2] = {{{1}}, {{2}}};
    struct talk t;
    ask(d, keys, 2, &t);
    answer(d, &t);
    assert_int_equal(learn(d, &t, NULL), ERR_OK);
    assert_int_equal(t.count, 0);
}

static void the_same_keys_asked_twice_look_different_everywhere(void **state)
{
    const struct desks *d = *state;
    struct talk a;
    struct talk b;
    ask(d, d->keys, QUESTION_KEYS, &a);
    ask(d, d->keys, QUESTION_KEYS, &b);
    for (size_t i = 0; i < QUESTION_KEYS; i++)
        for (size_t k = 0; k < QUESTION_KEYS; k++)
            assert_memory_not_equal(&a.question.points[i], &b.question.points[k], GROUP_BYTES);
    assert_memory_not_equal(a.question.id, b.question.id, QUESTION_ID_BYTES);
}

static void a_question_has_one_to_sixty_four_keys(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    assert_int_equal(question_ask(&d->expected, d->keys, 0, seeded(), &t.question, &t.asking, NULL),
                     ERR_BAD_INPUT);
    assert_int_equal(
        question_ask(&d->expected, d->keys, QUESTION_KEYS + 1, seeded(), &t.question, &t.asking, NULL),
        ERR_BAD_INPUT);
}

static void both_bodies_with_two_signatures_stay_below_seven_kilobytes(void **state)
{
    (void)state;
    assert_int_equal(QUESTION_BYTES, 2160);
    assert_int_equal(ANSWER_BYTES, 2160);
    assert_true(QUESTION_BYTES + ANSWER_BYTES + 2 * 64 <= 7 * 1024);
}

static void a_holder_without_the_epochs_key_says_so(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    struct fault fault;
    ask(d, d->keys, 1, &t);
    t.question.epoch.number = 6;
    assert_int_equal(question_answer(&d->engine, &t.question, &t.answer, &fault), ERR_NOT_FOUND);
    assert_string_equal(fault.detail, "there is no key for epoch 6 of this channel");
}

static void a_question_for_something_else_is_refused_by_name(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    struct fault fault;
    ask(d, d->keys, 1, &t);
    struct question other = t.question;
    other.epoch.channel[0] ^= 1;
    assert_int_equal(question_check(&other, &d->expected, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "the question belongs to another channel");
    other = t.question;
    other.epoch.direction = EPOCH_FIRST_HOLDS;
    assert_int_equal(question_check(&other, &d->expected, NULL), ERR_BAD_INPUT);
    other = t.question;
    other.epoch.kind = EPOCH_CONTACTS;
    assert_int_equal(question_check(&other, &d->expected, NULL), ERR_BAD_INPUT);
    other = t.question;
    other.epoch.scheme++;
    assert_int_equal(question_check(&other, &d->expected, NULL), ERR_STALE);
    other = t.question;
    other.epoch.number--;
    assert_int_equal(question_check(&other, &d->expected, NULL), ERR_STALE);
    other = t.question;
    other.root[0] ^= 1;
    assert_int_equal(question_check(&other, &d->expected, &fault), ERR_STALE);
    assert_string_equal(fault.detail, "the question names another table than the one in force");
}

static void a_wrong_answer_is_refused_by_name(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    struct talk other;
    struct fault fault;
    ask_about(d, 7, &t);
    ask_about(d, 8, &other);
    struct answer right = t.answer;
    t.answer = other.answer;
    assert_int_equal(learn(d, &t, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "the answer is to another question");
    memcpy(t.answer.question, t.asking.question, sizeof t.answer.question);
    assert_int_equal(learn(d, &t, &fault), ERR_FORGED);
    t.answer = right;
    t.answer.points[63] = right.points[62];
    assert_int_equal(learn(d, &t, &fault), ERR_FORGED);
    assert_string_equal(fault.detail, "the proof does not hold for this public key");
}

static void an_answer_by_another_key_than_the_published_one_is_refused(void **state)
{
    struct desks *d = *state;
    struct talk t;
    struct epoch other = epoch_of(99);
    assert_int_equal(d->engine.create(d->engine.context, &other, NULL), ERR_OK);
    ask(d, d->keys, 4, &t);
    assert_int_equal(d->engine.evaluate(d->engine.context, &other, t.question.points, QUESTION_KEYS,
                                        t.answer.points, &t.answer.proof, NULL),
                     ERR_OK);
    t.answer.refusal = REFUSAL_NONE;
    memcpy(t.answer.question, t.asking.question, sizeof t.answer.question);
    assert_int_equal(learn(d, &t, NULL), ERR_FORGED);
    assert_int_equal(d->engine.destroy(d->engine.context, &other, NULL), ERR_OK);
    assert_int_equal(d->engine.destroy(d->engine.context, &other, NULL), ERR_NOT_FOUND);
}

static void an_answer_is_not_read_in_another_table(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    ask_about(d, 7, &t);
    t.asking.table.root[5] ^= 1;
    assert_int_equal(learn(d, &t, NULL), ERR_STALE);
}

static void a_refusal_names_its_reason_and_has_the_size_of_an_answer(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    struct fault fault;
    ask(d, d->keys, 4, &t);
    assert_int_equal(question_refuse(&t.question, REFUSAL_DAY_SPENT, &t.answer, NULL), ERR_OK);
    carry_back(&t);
    assert_int_equal(learn(d, &t, &fault), ERR_REFUSED);
    assert_string_equal(fault.detail, "the counterpart: the keys agreed for this day are used up");
}

struct change {
    size_t offset;
    unsigned char value;
    enum err code;
    const char *detail;
};

static void a_changed_question_is_refused_by_field(void **state)
{
    const struct desks *d = *state;
    static const struct change CHANGES[] = {
        {7, 'A', ERR_BAD_INPUT, "question: does not begin as one"},
        {9, 2, ERR_UNSUPPORTED, "question: version 2, not 1"},
        {11, 65, ERR_BAD_INPUT, "question: 65 keys, not 64"},
        {13, 1, ERR_BAD_INPUT, "question: reserved bytes are not zero"},
        {60, 3, ERR_BAD_INPUT, "there is no direction 3"},
        {61, 0, ERR_BAD_INPUT, "there is no kind 0"},
        {62, 1, ERR_BAD_INPUT, "reserved bytes are not zero"},
        {112 + 32 * 5 + 31, 0xff, ERR_BAD_INPUT, "question: point 5 is not a canonical ristretto255 point"},
    };
    struct talk t;
    unsigned char bytes[QUESTION_BYTES + 1] = {0};
    ask(d, d->keys, 4, &t);
    struct fault fault;
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        question_encode(&t.question, bytes);
        bytes[CHANGES[i].offset] = CHANGES[i].value;
        struct question read;
        assert_int_equal(question_decode(bytes, QUESTION_BYTES, &read, &fault), CHANGES[i].code);
        assert_string_equal(fault.detail, CHANGES[i].detail);
    }
    struct question read;
    memset(bytes + QUESTION_BYTES - 32, 0, 32);
    bytes[112 + 32 * 5 + 31] = t.question.points[5].b[31];
    assert_int_equal(question_decode(bytes, QUESTION_BYTES, &read, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "question: point 63 is the identity");
}

static void a_question_or_answer_of_another_length_is_refused(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    unsigned char bytes[QUESTION_BYTES + 1] = {0};
    ask_about(d, 3, &t);
    question_encode(&t.question, bytes);
    for (size_t n = 0; n <= QUESTION_BYTES + 1; n++)
        if (n != QUESTION_BYTES)
            assert_int_equal(question_decode(bytes, n, &t.question, NULL), ERR_BAD_INPUT);
    answer_encode(&t.answer, bytes);
    for (size_t n = 0; n <= ANSWER_BYTES + 1; n++)
        if (n != ANSWER_BYTES)
            assert_int_equal(answer_decode(bytes, n, &t.answer, NULL), ERR_BAD_INPUT);
}

static void a_changed_answer_is_refused_by_field(void **state)
{
    const struct desks *d = *state;
    static const struct change CHANGES[] = {
        {7, 'Q', ERR_BAD_INPUT, "answer: does not begin as one"},
        {8, 1, ERR_UNSUPPORTED, "answer: version 257, not 1"},
        {10, 99, ERR_BAD_INPUT, "answer: there is no refusal 99"},
        {10, REFUSAL_SUSPENDED, ERR_BAD_INPUT, "answer: a refusal that carries points"},
        {15, 1, ERR_BAD_INPUT, "answer: reserved bytes are not zero"},
        {48 + 31, 0xff, ERR_BAD_INPUT, "answer: point 0 is not a canonical ristretto255 point"},
        {ANSWER_BYTES - 1, 0xff, ERR_BAD_INPUT, "answer: the proof holds a scalar that is not canonical"},
        {ANSWER_BYTES - 33, 0x20, ERR_BAD_INPUT, "answer: the proof holds a scalar that is not canonical"},
    };
    struct talk t;
    unsigned char bytes[ANSWER_BYTES];
    ask_about(d, 3, &t);
    struct fault fault;
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        answer_encode(&t.answer, bytes);
        bytes[CHANGES[i].offset] = CHANGES[i].value;
        struct answer read;
        assert_int_equal(answer_decode(bytes, sizeof bytes, &read, &fault), CHANGES[i].code);
        assert_string_equal(fault.detail, CHANGES[i].detail);
    }
}

static void a_match_proof_comes_back_as_it_was_and_fits_its_question_alone(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    struct talk other;
    struct match_proof proof;
    struct match_proof read;
    unsigned char bytes[MATCH_PROOF_BYTES];
    struct fault fault;
    ask_about(d, 100, &t);
    ask_about(d, 100, &other);
    assert_int_equal(learn(d, &t, NULL), ERR_OK);
    assert_true(t.count >= 1);
    match_proof_of(&t.asking, &t.matches[0].value, &proof);
    match_proof_encode(&proof, bytes);
    assert_int_equal(match_proof_decode(bytes, sizeof bytes, &read, NULL), ERR_OK);
    assert_memory_equal(&read.value, &d->pairs[100 * KEYS_A_PERSON].value, TABLE_VALUE_BYTES);
    assert_int_equal(match_proof_check(&read, &t.question, NULL), ERR_OK);
    assert_int_equal(match_proof_check(&read, &other.question, &fault), ERR_FORGED);
    assert_string_equal(fault.detail, "the match proof is for a question that was not answered");
    read.root[1] ^= 1;
    assert_int_equal(match_proof_check(&read, &t.question, &fault), ERR_FORGED);
    read = proof;
    read.epoch.number++;
    assert_int_equal(match_proof_check(&read, &t.question, &fault), ERR_STALE);
}

static void a_changed_match_proof_is_refused_by_field(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    struct match_proof proof;
    unsigned char bytes[MATCH_PROOF_BYTES];
    ask(d, d->keys, 1, &t);
    match_proof_of(&t.asking, &d->pairs[0].value, &proof);
    match_proof_encode(&proof, bytes);
    assert_int_equal(match_proof_decode(bytes, sizeof bytes - 1, &proof, NULL), ERR_BAD_INPUT);
    bytes[20] = 1;
    assert_int_equal(match_proof_decode(bytes, sizeof bytes, &proof, NULL), ERR_BAD_INPUT);
    bytes[20] = 0;
    bytes[9] = 7;
    assert_int_equal(match_proof_decode(bytes, sizeof bytes, &proof, NULL), ERR_UNSUPPORTED);
    bytes[0] = 'l';
    assert_int_equal(match_proof_decode(bytes, sizeof bytes, &proof, NULL), ERR_BAD_INPUT);
}

static void an_engine_has_one_key_an_epoch_and_a_bounded_number(void **state)
{
    (void)state;
    struct engine_local *local;
    assert_int_equal(engine_local_open(random_system(), NULL, &local, NULL), ERR_OK);
    struct oprf_engine engine = engine_local_interface(local);
    struct group_point a;
    struct group_point b;
    for (uint64_t i = 0; i < ENGINE_EPOCHS_MAX; i++) {
        struct epoch epoch = epoch_of(i);
        assert_int_equal(engine.create(engine.context, &epoch, NULL), ERR_OK);
        assert_int_equal(engine.create(engine.context, &epoch, NULL), ERR_BUSY);
        assert_int_equal(engine.public_key(engine.context, &epoch, i % 2 ? &a : &b, NULL), ERR_OK);
        assert_memory_not_equal(&a, &b, sizeof a);
    }
    struct epoch more = epoch_of(ENGINE_EPOCHS_MAX);
    struct epoch first = epoch_of(0);
    assert_int_equal(engine.create(engine.context, &more, NULL), ERR_BUSY);
    assert_int_equal(engine.destroy(engine.context, &first, NULL), ERR_OK);
    assert_int_equal(engine.public_key(engine.context, &first, &a, NULL), ERR_NOT_FOUND);
    assert_int_equal(engine.create(engine.context, &more, NULL), ERR_OK);
    engine_local_close(local);
}

static void encoding_is_what_asking_gives(void **state)
{
    const struct desks *d = *state;
    struct talk t;
    /* Person 150 shares no key, so each of the four keys gives one match: his. */
    ask_about(d, 150, &t);
    assert_int_equal(learn(d, &t, NULL), ERR_OK);
    assert_int_equal(t.count, KEYS_A_PERSON);
    for (size_t i = 0; i < KEYS_A_PERSON; i++)
        assert_true(matched(&t, i, &d->pairs[150 * KEYS_A_PERSON].value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(private_matches_are_those_of_the_comparison_in_the_clear),
        cmocka_unit_test(a_person_who_is_not_held_gives_no_match),
        cmocka_unit_test(the_same_keys_asked_twice_look_different_everywhere),
        cmocka_unit_test(a_question_has_one_to_sixty_four_keys),
        cmocka_unit_test(both_bodies_with_two_signatures_stay_below_seven_kilobytes),
        cmocka_unit_test(a_holder_without_the_epochs_key_says_so),
        cmocka_unit_test(a_question_for_something_else_is_refused_by_name),
        cmocka_unit_test(a_wrong_answer_is_refused_by_name),
        cmocka_unit_test(an_answer_by_another_key_than_the_published_one_is_refused),
        cmocka_unit_test(an_answer_is_not_read_in_another_table),
        cmocka_unit_test(a_refusal_names_its_reason_and_has_the_size_of_an_answer),
        cmocka_unit_test(a_changed_question_is_refused_by_field),
        cmocka_unit_test(a_question_or_answer_of_another_length_is_refused),
        cmocka_unit_test(a_changed_answer_is_refused_by_field),
        cmocka_unit_test(a_match_proof_comes_back_as_it_was_and_fits_its_question_alone),
        cmocka_unit_test(a_changed_match_proof_is_refused_by_field),
        cmocka_unit_test(an_engine_has_one_key_an_epoch_and_a_bounded_number),
        cmocka_unit_test(encoding_is_what_asking_gives),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
