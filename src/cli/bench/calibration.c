/* Bench accuracy, calibration: whether a score of 0.8 is right four times of
 * five, over true pairs of the UN and the UK list and as many false ones: half
 * of them drawn at random, half those records whose names come nearest. */
#include "cli/bench/accuracy.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

enum { BINS = 10, SEED = 51 };

struct scored {
    size_t un;
    size_t uk;
    bool nearest; /* uk is to become the nearest by name, where a record shares a token */
    bool true_pair;
    double score;
};

struct scoring {
    struct bench *bench;
    struct scored *at;
    size_t n;
};

static bool share_token(const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->tokens_n; i++)
        for (size_t j = 0; j < b->tokens_n; j++)
            if (a->tokens[i].script == b->tokens[j].script && str_equal(a->tokens[i].text, b->tokens[j].text))
                return true;
    return false;
}

/* Of the records that share a token but are not the person, the one whose names are nearest. */
static enum err find_nearest(const struct bench *bench, struct scored *scored, struct comparer *comparer,
                             struct fault *fault)
{
    const struct person query = bench_names_only(&bench->un.at[scored->un]->person);
    double best = -INFINITY;
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < bench->uk.n; i++) {
        const struct person *record = &bench->uk.at[i]->person;
        double nats;
        if (i == bench->truth[scored->un] || !share_token(&query, record))
            continue;
        err = bench_compare(comparer, &query, record, &nats, fault);
        if (nats <= best)
            continue;
        best = nats;
        scored->uk = i;
    }
    return err;
}

static enum err score_pair(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                           struct fault *fault)
{
    struct scoring *scoring = context;
    const struct bench *bench = scoring->bench;
    struct scored *scored = &scoring->at[index];
    double nats;
    (void)arena;
    enum err err = scored->nearest ? find_nearest(bench, scored, comparer, fault) : ERR_OK;
    if (err)
        return err;
    const struct person query = bench_without_documents(&bench->un.at[scored->un]->person);
    err = bench_compare(comparer, &query, &bench->uk.at[scored->uk]->person, &nats, fault);
    scored->score = score_of(nats, 0);
    return err;
}

/* The true pairs in a seeded order, then as many false ones: of every two queries the first with a
 * random record, the second with its nearest. */
static enum err choose_pairs(struct scoring *scoring, struct fault *fault)
{
    struct bench *bench = scoring->bench;
    struct seeded seeded = {SEED};
    size_t *order = bench_sample(bench, bench->un.n, bench->un.n, SEED);
    scoring->at = arena_array(&bench->arena, 2 * bench->un.n + 1, sizeof *scoring->at);
    if (!order || !scoring->at)
        return fault_set(fault, ERR_NO_MEMORY, "the pairs");
    for (size_t i = 0; i < bench->un.n; i++)
        if (bench->truth[order[i]] != BENCH_NO_INDEX)
            scoring->at[scoring->n++] =
                (struct scored){.un = order[i], .uk = bench->truth[order[i]], .true_pair = true};
    size_t pairs = scoring->n;
    for (size_t i = 0; i < pairs; i++) {
        struct scored drawn = {.un = scoring->at[i].un, .nearest = i % 2};
        do
            drawn.uk = (size_t)seeded_below(&seeded, bench->uk.n);
        while (drawn.uk == bench->truth[drawn.un] && bench->uk.n > 1);
        scoring->at[scoring->n++] = drawn;
    }
    return ERR_OK;
}

static void report_error(const struct scoring *scoring)
{
    double scores[BINS] = {0};
    size_t right[BINS] = {0};
    size_t n[BINS] = {0};
    double error = 0;
    for (size_t i = 0; i < scoring->n; i++) {
        const struct scored *scored = &scoring->at[i];
        size_t bin = (size_t)(scored->score * BINS);
        bin = bin < BINS ? bin : BINS - 1;
        scores[bin] += scored->score;
        right[bin] += scored->true_pair;
        n[bin]++;
        if (scored->true_pair != (scored->score >= ALERT_THRESHOLD))
            bench_show(scoring->bench, "%s pair %.*s ~ %.*s: %.3f", scored->true_pair ? "true" : "false",
                       STR_ARG(scoring->bench->un.at[scored->un]->subject.id),
                       STR_ARG(scoring->bench->uk.at[scored->uk]->subject.id), scored->score);
    }
    for (size_t bin = 0; bin < BINS; bin++) {
        error += fabs(scores[bin] - (double)right[bin]);
        if (n[bin])
            bench_show(scoring->bench, "scores from %.1f: %4zu pairs, mean score %.3f, true %.3f",
                       (double)bin / BINS, n[bin], scores[bin] / (double)n[bin],
                       bench_share(right[bin], n[bin]));
    }
    bench_result(scoring->bench, "calibration error at an even base rate", AT_MOST, 0.03,
                 scoring->n ? error / (double)scoring->n : 0, scoring->n);
}

enum err accuracy_calibration(struct bench *bench, struct fault *fault)
{
    struct scoring scoring = {.bench = bench};
    enum err err = bench_load_lists(bench, fault);
    if (err)
        return err;
    if (bench->missing) {
        bench_skip(bench, "calibration error at an even base rate", bench->missing);
        return ERR_OK;
    }
    err = choose_pairs(&scoring, fault);
    if (!err)
        err = bench_run(bench, scoring.n, score_pair, &scoring, fault);
    if (!err)
        report_error(&scoring);
    return err;
}
