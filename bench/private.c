/* Bench of the private question. Usage: private DIRECTORY PERSONS QUESTIONS, where
 * the table is made and removed again; one line a figure, "NAME VALUE UNIT".
 *
 * All times of work on keys and questions are CPU time, so that neighbours on the
 * machine blur them less, and the bare scalar multiplications are timed between
 * them, in rounds of a few milliseconds each; what is compared ran side by side.
 * The table's times are by the wall. Its PRF outputs are random bytes, but for
 * those of the persons that are asked about.
 *
 * The timing test is Welch's t over questions of two classes, one whose points
 * are always the same (small multiples of the generator), one whose points are
 * drawn anew, in random order, after the same preparations; for all samples, and
 * for the fastest nine tenths, where interrupts do not count. |t| above 4.5 is
 * the usual sign of a leak. */
#include "base/clock.h"
#include "base/parallel.h"
#include "private/question.h"

#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { KEYS_A_PERSON = 20, ROUNDS = 60, BARE = 64, ENCODED = 8192 };

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "private: %s\n", what);
    exit(70);
}

static double cpu_seconds(void)
{
    struct timespec now;
    must(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0, "no CPU clock");
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double wall_seconds(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

static void figure(const char *name, double value, const char *unit)
{
    printf("%-44s %12.4g %s\n", name, value, unit);
    fflush(stdout);
}

struct bench {
    struct engine_local *local;
    struct oprf_engine engine;
    struct epoch epoch;
    char path[4096];
    struct table_expected expected;
    struct table *table;
    struct match_key asked[QUESTION_KEYS]; /* the last four are in the table */
};

/* --- the table --- */

static struct table_pair *make_pairs(struct bench *b, size_t persons)
{
    size_t count = persons * KEYS_A_PERSON;
    struct random random = random_system();
    struct table_pair *pairs = malloc(count * sizeof *pairs);
    struct match_output outputs[QUESTION_KEYS];
    must(pairs != NULL, "no memory for the pairs");
    unsigned char seed[randombytes_SEEDBYTES];
    random.fill(random.context, seed, sizeof seed);
    randombytes_buf_deterministic(pairs, count * sizeof *pairs, seed);
    for (size_t i = 0; i < count; i++)
        pairs[i].value = pairs[i / KEYS_A_PERSON * KEYS_A_PERSON].value;
    random.fill(random.context, b->asked, sizeof b->asked);
    must(!b->engine.encode(b->engine.context, &b->epoch, b->asked, QUESTION_KEYS, outputs, NULL), "encode");
    for (size_t i = QUESTION_KEYS - 4; i < QUESTION_KEYS; i++)
        pairs[i].output = outputs[i];
    return pairs;
}

static void time_table(struct bench *b, size_t persons)
{
    struct table_plan plan = {.epoch = b->epoch, .capacity = persons * KEYS_A_PERSON};
    struct table_report report;
    struct fault fault = {.detail = ""};
    struct table_pair *pairs = make_pairs(b, persons);
    must(!b->engine.public_key(b->engine.context, &b->epoch, &plan.public_key, NULL), "public key");
    double wall = wall_seconds();
    double cpu = cpu_seconds();
    enum err code = table_build(&plan, pairs, plan.capacity, random_system(), b->path, &report, &fault);
    must(!code, fault.detail);
    figure("table: keys", (double)report.stored, "");
    figure("table: dropped", (double)report.dropped, "");
    figure("table: salts tried", report.layouts, "");
    figure("table: build, wall", wall_seconds() - wall, "s");
    figure("table: build, CPU", cpu_seconds() - cpu, "s");
    figure("table: file", (double)report.file_bytes / 1e6, "MB");
    figure("table: bytes a key", (double)report.file_bytes / (double)report.stored, "B");
    free(pairs);
    b->expected = (struct table_expected){.epoch = b->epoch, .public_key = plan.public_key};
    memcpy(b->expected.root, report.root, sizeof report.root);
    wall = wall_seconds();
    must(!table_open(b->path, &b->expected, &b->table, &fault), fault.detail);
    figure("table: open, wall", (wall_seconds() - wall) * 1e3, "ms");
}

/* Bare SHA-256 of as many bytes, on one core, beside the verification on one core's CPU time. */
static void time_verify(struct bench *b)
{
    const size_t n = 64 << 20;
    unsigned char digest[crypto_hash_sha256_BYTES];
    unsigned char *bytes = calloc(1, n);
    must(bytes != NULL, "no memory");
    double cpu = cpu_seconds();
    must(crypto_hash_sha256(digest, bytes, n) == 0, "SHA-256");
    double bare = (double)n / (cpu_seconds() - cpu);
    free(bytes);
    double wall = wall_seconds();
    cpu = cpu_seconds();
    must(!table_verify(b->table, NULL), "the table does not verify");
    double size = (double)table_facts_of(b->table)->file_bytes;
    figure("table: verify, wall", wall_seconds() - wall, "s");
    figure("table: verify, a core", size / (cpu_seconds() - cpu) / 1e6, "MB/s");
    figure("bare SHA-256, a core", bare / 1e6, "MB/s");
}

/* --- questions --- */

struct sums {
    double bare;
    double check; /* 64 points found to be points, */
    double add;   /* and added up: what the holder needs besides multiplications */
    double ask;
    double answer;
    double learn;
};

static double time_bare(const struct question *question)
{
    struct group_scalar scalar;
    struct group_point out;
    must(group_scalar_random(random_system(), &scalar), "random scalar");
    double cpu = cpu_seconds();
    for (size_t i = 0; i < BARE; i++)
        must(group_multiply(&scalar, &question->points[i], &out), "multiply");
    return cpu_seconds() - cpu;
}

/* What the proof and the refusal of bad points cost through libsodium's interface, which decodes a point for
 * each call. */
static void time_rest(const struct question *question, struct sums *sums)
{
    struct group_point sum = question->points[0];
    double t0 = cpu_seconds();
    for (size_t i = 0; i < BARE; i++)
        must(!group_check_point(&question->points[i], "point", i, NULL), "check");
    double t1 = cpu_seconds();
    for (size_t i = 1; i < BARE; i++)
        must(group_add(&sum, &question->points[i], &sum), "add");
    sums->check += t1 - t0;
    sums->add += cpu_seconds() - t1;
}

/* All that either side does with the bytes: encoding, decoding, checks, budget, the OPRF, the table. */
static void one_question(struct bench *b, struct sums *sums, bool first)
{
    static struct budget_use use;
    const struct budget_terms terms = {.keys_per_epoch = UINT64_MAX, .keys_per_day = UINT64_MAX};
    struct question question;
    struct asking asking;
    struct answer answer;
    struct question_match matches[QUESTION_MATCHES_MAX];
    unsigned char there[QUESTION_BYTES];
    unsigned char back[ANSWER_BYTES];
    size_t count = 0;
    double t0 = cpu_seconds();
    must(!question_ask(&b->expected, b->asked, QUESTION_KEYS, random_system(), &question, &asking, NULL),
         "ask");
    question_encode(&question, there);
    double t1 = cpu_seconds();
    must(!question_decode(there, sizeof there, &question, NULL), "decode");
    must(!question_check(&question, &b->expected, NULL), "check");
    must(!budget_charge(&terms, &use, b->epoch.number, 1, QUESTION_KEYS), "budget");
    must(!question_answer(&b->engine, &question, &answer, NULL), "answer");
    answer_encode(&answer, back);
    double t2 = cpu_seconds();
    must(!answer_decode(back, sizeof back, &answer, NULL), "decode");
    must(!question_learn(&asking, &answer, b->table, matches, &count, NULL), "learn");
    double t3 = cpu_seconds();
    must(count == 4, "the four that are in the table match");
    if (first)
        return;
    sums->bare += time_bare(&question);
    time_rest(&question, sums);
    sums->ask += t1 - t0;
    sums->answer += t2 - t1;
    sums->learn += t3 - t2;
}

static void time_questions(struct bench *b)
{
    struct sums sums = {0};
    one_question(b, &sums, true);
    for (int i = 0; i < ROUNDS; i++)
        one_question(b, &sums, false);
    double multiplication = sums.bare / ROUNDS / BARE;
    /* What the holder cannot do without: an evaluation and a composite a key, and three of the proof. */
    double needed = multiplication * (2 * QUESTION_KEYS + 3);
    double holder = sums.answer / ROUNDS;
    figure("bare scalar multiplication", multiplication * 1e6, "us");
    figure("question: ask, CPU", sums.ask / ROUNDS * 1e3, "ms");
    figure("question: answer, CPU", holder * 1e3, "ms");
    figure("question: learn, CPU", sums.learn / ROUNDS * 1e3, "ms");
    figure("question: both sides, CPU", (sums.ask + sums.answer + sums.learn) / ROUNDS * 1e3, "ms");
    figure("question: both sides in multiplications",
           (sums.ask + sums.answer + sums.learn) / ROUNDS / multiplication, "");
    figure("question: both bodies and signatures", QUESTION_BYTES + ANSWER_BYTES + 128, "B");
    figure("holder: questions a second and core", 1 / holder, "/s");
    figure("holder: share of its multiplications' rate", needed / holder, "");
    figure("holder: of the rest, the points' checks", sums.check / ROUNDS * 1e3, "ms");
    figure("holder: of the rest, the proof's additions", sums.add / ROUNDS * 1e3, "ms");
    figure("holder: of the rest, hashes and all else",
           (holder - needed - (sums.check + sums.add) / ROUNDS) * 1e3, "ms");
}

static void time_encode(struct bench *b)
{
    struct match_key *keys = malloc(ENCODED * sizeof *keys);
    struct match_output *outputs = malloc(ENCODED * sizeof *outputs);
    must(keys && outputs, "no memory");
    randombytes_buf(keys, ENCODED * sizeof *keys);
    double cpu = cpu_seconds();
    double wall = wall_seconds();
    must(!b->engine.encode(b->engine.context, &b->epoch, keys, ENCODED, outputs, NULL), "encode");
    figure("encode: keys a second and core, CPU", ENCODED / (cpu_seconds() - cpu), "/s");
    figure("encode: keys a second, all cores, wall", ENCODED / (wall_seconds() - wall), "/s");
    free(keys);
    free(outputs);
}

/* --- the timing test --- */

struct moments {
    double n;
    double mean;
    double m2;
};

static void moments_add(struct moments *m, double x)
{
    double delta = x - m->mean;
    m->n++;
    m->mean += delta / m->n;
    m->m2 += delta * (x - m->mean);
}

static double welch(const struct moments m[2])
{
    double error = m[0].m2 / (m[0].n - 1) / m[0].n + m[1].m2 / (m[1].n - 1) / m[1].n;
    return (m[0].mean - m[1].mean) / sqrt(error);
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void multiples_of_the_generator(struct group_point points[QUESTION_KEYS])
{
    struct group_scalar scalar = {{0}};
    for (size_t i = 0; i < QUESTION_KEYS; i++) {
        scalar.b[0] = (unsigned char)(i + 1);
        must(group_multiply_base(&scalar, &points[i]), "multiply");
    }
}

static void drawn_points(struct group_point points[QUESTION_KEYS])
{
    unsigned char hash[GROUP_HASH_BYTES];
    for (size_t i = 0; i < QUESTION_KEYS; i++) {
        randombytes_buf(hash, sizeof hash);
        must(crypto_core_ristretto255_from_hash(points[i].b, hash) == 0, "from hash");
    }
}

/* One answer's CPU time, for a class drawn at random, after both classes were prepared. */
static double time_class(struct bench *b, const struct group_point *fixed, size_t class)
{
    struct group_point points[2][QUESTION_KEYS];
    struct group_point put[QUESTION_KEYS];
    struct group_point evaluated[QUESTION_KEYS];
    struct oprf_proof proof;
    memcpy(points[0], fixed, sizeof points[0]);
    drawn_points(points[1]);
    memcpy(put, points[class], sizeof put);
    double cpu = cpu_seconds();
    must(!b->engine.evaluate(b->engine.context, &b->epoch, put, QUESTION_KEYS, evaluated, &proof, NULL),
         "evaluate");
    return cpu_seconds() - cpu;
}

static void test_timing(struct bench *b, size_t questions)
{
    struct group_point fixed[QUESTION_KEYS];
    double *times = malloc(2 * questions * sizeof *times);
    size_t *classes = malloc(questions * sizeof *classes);
    must(times && classes && questions > 1, "no memory, or no questions");
    multiples_of_the_generator(fixed);
    for (size_t i = 0; i < questions; i++) {
        classes[i] = randombytes_uniform(2);
        times[i] = time_class(b, fixed, classes[i]);
    }
    double *sorted = times + questions;
    memcpy(sorted, times, questions * sizeof *times);
    qsort(sorted, questions, sizeof *sorted, compare_doubles);
    double crop = sorted[questions * 9 / 10];
    struct moments all[2] = {{0}};
    struct moments fast[2] = {{0}};
    for (size_t i = 0; i < questions; i++) {
        moments_add(&all[classes[i]], times[i]);
        if (times[i] <= crop)
            moments_add(&fast[classes[i]], times[i]);
    }
    figure("timing: questions of two classes", (double)questions, "");
    figure("timing: Welch's t, all", welch(all), "");
    figure("timing: Welch's t, fastest nine tenths", welch(fast), "");
    figure("timing: difference of the means", (all[0].mean - all[1].mean) * 1e6, "us");
    free(times);
    free(classes);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: private DIRECTORY PERSONS QUESTIONS\n");
        return 64;
    }
    struct bench b = {
        .epoch = {.number = 1, .scheme = 1, .direction = EPOCH_FIRST_HOLDS, .kind = EPOCH_PERSONS}};
    snprintf(b.path, sizeof b.path, "%s/private-bench.table", argv[1]);
    must(!engine_local_open(random_system(), NULL, &b.local, NULL), "no engine");
    b.engine = engine_local_interface(b.local);
    must(!b.engine.create(b.engine.context, &b.epoch, NULL), "no key");
    time_table(&b, (size_t)strtoull(argv[2], NULL, 10));
    time_verify(&b);
    time_questions(&b);
    time_encode(&b);
    test_timing(&b, (size_t)strtoull(argv[3], NULL, 10));
    table_close(b.table);
    engine_local_close(b.local);
    unlink(b.path);
    return 0;
}
