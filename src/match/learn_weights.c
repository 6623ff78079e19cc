/* Learning weights: coordinate descent on the cost of examples. See learn_weights.h. */
#include "match/learn_weights.h"

#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

enum { CHUNK = 256 /* examples of one job */, WEIGHTS = sizeof(struct weights) / sizeof(double) };

static const struct {
    const char *name;
    double value;
} table[WEIGHTS] = {
#define W(name, value, what) {#name, value},
#include "match/weights.def"
#undef W
};

/* How far a weight may stray: one in so much of its value costs as much as half an example in HELD. */
static const double STRAY = 0.5;
static const double STRAY_LEAST = 0.25;
static const double HELD = 20;

struct evaluation {
    struct model *model;
    const struct example *examples;
    size_t n;
    struct comparer **comparers; /* one a worker */
    size_t workers;
    double *costs; /* of each chunk */
    double *nats;  /* of each example, or NULL */
    enum err err;
};

static double example_cost(const struct example *example, double nats)
{
    double score = score_of(nats, example->prior);
    double right = example->same ? score : 1 - score;
    return -example->importance * log(LEARN_DOUBT + (1 - LEARN_DOUBT) * right);
}

static void evaluate_chunk(void *context, size_t index, size_t worker)
{
    struct evaluation *evaluation = context;
    struct fault fault = {0};
    double cost = 0;
    for (size_t i = index * CHUNK; i < evaluation->n && i < (index + 1) * CHUNK; i++) {
        const struct example *example = &evaluation->examples[i];
        micronats evidence = 0;
        enum err err =
            compare_persons(evaluation->comparers[worker], example->a, example->b, &evidence, NULL, &fault);
        if (err)
            evaluation->err = err;
        double nats = (double)evidence / 1e6;
        if (evaluation->nats)
            evaluation->nats[i] = nats;
        cost += example_cost(example, nats);
    }
    evaluation->costs[index] = cost;
}

static double *weight_at(struct model *model, size_t i)
{
    return (double *)&model->weights + i;
}

/* The cost of the examples and of straying from the prior. */
static double total_cost(struct evaluation *evaluation)
{
    size_t chunks = (evaluation->n + CHUNK - 1) / CHUNK;
    double cost = 0;
    parallel_for(chunks, evaluation->workers, evaluate_chunk, evaluation);
    for (size_t i = 0; i < chunks; i++)
        cost += evaluation->costs[i];
    for (size_t i = 0; i < WEIGHTS; i++) {
        double stray = (*weight_at(evaluation->model, i) - table[i].value) /
                       fmax(STRAY * fabs(table[i].value), STRAY_LEAST);
        cost += HELD * stray * stray / 2;
    }
    return cost;
}

/* What no examples may turn round: a date that agrees in full says more than any
 * that is in doubt; a single common token matches no whole name. */
static bool in_order(const struct weights *w)
{
    return w->date_same > w->date_swapped + 1 && w->date_same > w->date_year_off + 1 &&
           w->date_same > w->date_month + 1 && w->date_year_off > w->date_years_off && w->single >= 5 &&
           w->single_share >= 0.3 && w->date_month > w->date_year && w->date_far_day < w->date_far &&
           w->date_far < w->date_near;
}

/* Moves one weight by step either way while that costs less. A weight keeps its sign. */
static double descend(struct evaluation *evaluation, size_t i, double step, double cost)
{
    double *weight = weight_at(evaluation->model, i);
    for (int way = 1; way >= -1; way -= 2) {
        double before = *weight;
        *weight = before + way * step;
        bool sound = *weight * table[i].value > 0 && in_order(&evaluation->model->weights);
        double next = sound ? total_cost(evaluation) : INFINITY;
        if (next < cost)
            return next;
        *weight = before;
    }
    return cost;
}

static void count_found(struct evaluation *evaluation, struct weights_learning *learning)
{
    for (size_t i = 0; i < evaluation->n; i++) {
        const struct example *example = &evaluation->examples[i];
        bool found = score_of(evaluation->nats[i], example->prior) >= ALERT_THRESHOLD;
        *(example->same ? &learning->true_n : &learning->false_n) += 1;
        *(example->same ? &learning->true_found : &learning->false_found) += found;
    }
}

static void run_rounds(struct evaluation *evaluation, struct weights_learning *learning)
{
    double sum = 0;
    for (size_t i = 0; i < evaluation->n; i++)
        sum += evaluation->examples[i].importance;
    double cost = total_cost(evaluation);
    learning->before = cost / sum;
    for (size_t round = 0; round < learning->rounds && !evaluation->err; round++)
        for (size_t i = 0; i < WEIGHTS; i++)
            cost = descend(evaluation, i, fmax(0.2 * fabs(table[i].value), 0.1) / (double)(1 + round), cost);
    learning->after = cost / sum;
}

enum err learn_weights(struct model *model, const struct example *examples, size_t n,
                       struct weights_learning *learning, struct fault *fault)
{
    struct evaluation evaluation = {.model = model, .examples = examples, .n = n};
    evaluation.workers = parallel_workers(0);
    evaluation.comparers = calloc(evaluation.workers, sizeof(struct comparer *));
    evaluation.costs = calloc(n / CHUNK + 1, sizeof *evaluation.costs);
    double *nats = calloc(n + 1, sizeof *nats);
    bool room = evaluation.comparers && evaluation.costs && nats;
    for (size_t i = 0; room && i < evaluation.workers; i++)
        room = (evaluation.comparers[i] = comparer_new(model)) != NULL;
    if (room) {
        run_rounds(&evaluation, learning);
        evaluation.nats = nats;
        (void)total_cost(&evaluation);
        count_found(&evaluation, learning);
    }
    for (size_t i = 0; evaluation.comparers && i < evaluation.workers; i++)
        comparer_free(evaluation.comparers[i]);
    free(evaluation.comparers);
    free(evaluation.costs);
    free(nats);
    return room && !evaluation.err ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "learning weights");
}

void weights_write(const struct weights *weights, struct buf *out)
{
    buf_add_str(
        out,
        STR("# Weights: name, nats; see src/match/weights.def. Made by 'liaison train'; see RECORD.md.\n"));
    for (size_t i = 0; i < WEIGHTS; i++)
        buf_printf(out, "%s\t%.4f\n", table[i].name, *((const double *)weights + i));
}
