/* Bench accuracy, names: persons of the UN list asked of the UK list by their
 * original-script names alone, and people on no list asked of it: what would be
 * alerted meanwhile. */
#include "cli/bench/accuracy.h"

#include "name/script.h"

#include <math.h>
#include <stdlib.h>
#include <utf8proc.h>

static const double FALSE_POSITIVES = 0.01;
enum { QUICK_NEGATIVES = 5000, SEED_GLOBAL = 11, SEED_US = 12 };

/* --- People on no list --- */

struct negative {
    const struct subject *subject;
    double names;   /* the most evidence of any record, names only */
    double undated; /* all fields but the date */
    double dated;
    size_t worst; /* the record of the last */
};

struct negatives {
    struct bench *bench;
    struct negative *at;
    size_t n;
    size_t global_n; /* of them, at the front, those of people-global */
};

/* The most that fields other than names can add. */
static double other_fields_most(const struct weights *w, const struct person *person)
{
    const double dates[] = {w->date_same,    w->date_month,       w->date_year,
                            w->date_swapped, w->date_year_off,    w->date_years_off,
                            w->date_slip,    w->date_unknown_day, w->date_same_year};
    double date = 0;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        date = fmax(date, dates[i]);
    return date + w->place_same + w->country_same + (person->documents_n ? w->document_same : 0);
}

static enum err screen_negative(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                                struct fault *fault)
{
    struct negatives *negatives = context;
    struct negative *negative = &negatives->at[index];
    const struct list *uk = &negatives->bench->uk;
    struct person person;
    enum err err = person_init(arena, &negatives->bench->model, negative->subject, &person, fault);
    if (err == ERR_NO_USE)
        return ERR_OK;
    struct person names = bench_names_only(&person);
    struct person undated = person;
    undated.dates_n = 0;
    /* With all fields a record can only pass the threshold where its names are not too far below it. */
    double least = log(ALERT_THRESHOLD / (1 - ALERT_THRESHOLD)) - negatives->bench->prior -
                   other_fields_most(&negatives->bench->model.weights, &person);
    for (size_t i = 0; !err && i < uk->n; i++) {
        double nats;
        const struct person *record = &uk->at[i]->person;
        err = bench_compare(comparer, &names, record, &nats, fault);
        negative->names = fmax(negative->names, nats);
        if (err || nats < least)
            continue;
        err = bench_compare(comparer, &undated, record, &nats, fault);
        negative->undated = fmax(negative->undated, nats);
        if (!err)
            err = bench_compare(comparer, &person, record, &nats, fault);
        if (nats > negative->dated) {
            negative->dated = nats;
            negative->worst = i;
        }
    }
    return err;
}

static enum err add_negatives(struct negatives *negatives, const char *path, uint64_t seed,
                              struct fault *fault)
{
    struct bench *bench = negatives->bench;
    struct subjects subjects;
    enum err err =
        bench_subjects(bench, path, "full_name=name,first_name=,middle_name=,last_name=", &subjects, fault);
    if (err)
        return err;
    size_t k = bench_measured(bench, subjects.n, QUICK_NEGATIVES, 0);
    size_t *sample = bench_sample(bench, subjects.n, k, seed);
    struct negative *at = arena_array(&bench->arena, negatives->n + k, sizeof *at);
    if (!sample || !at)
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    if (negatives->n)
        memcpy(at, negatives->at, negatives->n * sizeof *at);
    for (size_t i = 0; i < k; i++)
        at[negatives->n++] = (struct negative){
            .subject = &subjects.at[sample[i]], .names = -INFINITY, .undated = -INFINITY, .dated = -INFINITY};
    negatives->at = at;
    return ERR_OK;
}

static enum err load_negatives(struct negatives *negatives, struct fault *fault)
{
    struct files global;
    struct files us;
    enum err err = bench_files(negatives->bench, "negatives/people-global*.csv", &global, fault);
    if (!err)
        err = bench_files(negatives->bench, "negatives/people-us*.csv", &us, fault);
    for (size_t i = 0; !err && i < global.n; i++)
        err = add_negatives(negatives, global.at[i], SEED_GLOBAL + i, fault);
    negatives->global_n = negatives->n;
    for (size_t i = 0; !err && i < us.n; i++)
        err = add_negatives(negatives, us.at[i], SEED_US + i, fault);
    if (!err && negatives->n)
        err = bench_run(negatives->bench, negatives->n, screen_negative, negatives, fault);
    return err;
}

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x < y) - (x > y);
}

/* The evidence that only a share of the negatives of people-global exceed by names alone. */
static enum err exceeded_by(const struct negatives *negatives, double share, double *tau, struct fault *fault)
{
    size_t n = negatives->global_n;
    double *tops = arena_array(&negatives->bench->arena, n, sizeof *tops);
    if (!tops)
        return fault_set(fault, ERR_NO_MEMORY, "the negatives");
    for (size_t i = 0; i < n; i++)
        tops[i] = negatives->at[i].names;
    qsort(tops, n, sizeof *tops, descending);
    *tau = tops[(size_t)(share * (double)n)];
    return ERR_OK;
}

static void report_negatives(const struct negatives *negatives)
{
    struct bench *bench = negatives->bench;
    size_t dated = 0;
    size_t undated = 0;
    for (size_t i = 0; i < negatives->n; i++) {
        const struct negative *negative = &negatives->at[i];
        dated += bench_alerts(bench, negative->dated);
        undated += bench_alerts(bench, negative->undated);
        if (bench_alerts(bench, fmax(negative->dated, negative->undated)))
            bench_show(bench, "dated %+7.3f, undated %+7.3f: %.*s ~ %.*s", negative->dated, negative->undated,
                       STR_ARG(negative->subject->values[PROPERTY_NAME].at[0]),
                       STR_ARG(bench->uk.at[negative->worst]->subject.id));
    }
    bench_result(bench, "false alerts: people on no list, with a date", AT_MOST, 0.001,
                 bench_share(dated, negatives->n), negatives->n);
    bench_result(bench, "false alerts: people on no list, without a date", AT_MOST, 0.005,
                 bench_share(undated, negatives->n), negatives->n);
}

/* --- Original-script names --- */

static bool is_original(struct str name)
{
    utf8proc_int32_t code = 0;
    for (size_t i = 0; i < name.n;) {
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)name.p + i, (utf8proc_ssize_t)(name.n - i), &code);
        if (step <= 0)
            return false;
        enum script script = script_of((uint32_t)code);
        if (script > SCRIPT_LATIN)
            return true;
        i += (size_t)step;
    }
    return false;
}

struct original {
    size_t un;
    double evidence; /* of the true record */
    double best;
    size_t best_at;
};

struct originals {
    struct bench *bench;
    struct original *at;
    size_t n;
};

/* The person under his names in other scripts than the Latin alone. */
static enum err original_person(const struct bench *bench, const struct subject *subject, struct arena *arena,
                                struct person *person, struct fault *fault)
{
    const struct values *names = &subject->values[PROPERTY_NAME];
    struct subject *copy = arena_alloc(arena, sizeof *copy);
    struct str *kept = arena_array(arena, names->n, sizeof *kept);
    if (!copy || !kept)
        return fault_set(fault, ERR_NO_MEMORY, "%.*s", STR_ARG(subject->id));
    copy->id = subject->id;
    copy->values[PROPERTY_NAME].at = kept;
    for (size_t i = 0; i < names->n; i++)
        if (is_original(names->at[i]))
            kept[copy->values[PROPERTY_NAME].n++] = names->at[i];
    return person_init(arena, &bench->model, copy, person, fault);
}

static enum err screen_original(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                                struct fault *fault)
{
    struct originals *originals = context;
    const struct bench *bench = originals->bench;
    struct original *original = &originals->at[index];
    struct person person;
    enum err err = original_person(bench, &bench->un.at[original->un]->subject, arena, &person, fault);
    original->best = -INFINITY;
    original->evidence = -INFINITY;
    if (err)
        return err == ERR_NO_USE ? ERR_OK : err;
    for (size_t i = 0; !err && i < bench->uk.n; i++) {
        double nats;
        err = bench_compare(comparer, &person, &bench->uk.at[i]->person, &nats, fault);
        if (i == bench->truth[original->un])
            original->evidence = nats;
        if (nats > original->best) {
            original->best = nats;
            original->best_at = i;
        }
    }
    return err;
}

static enum err find_originals(struct originals *originals, struct fault *fault)
{
    struct bench *bench = originals->bench;
    originals->at = arena_array(&bench->arena, bench->un.n + 1, sizeof *originals->at);
    if (!originals->at)
        return fault_set(fault, ERR_NO_MEMORY, "the queries");
    for (size_t i = 0; i < bench->un.n; i++) {
        const struct values *names = &bench->un.at[i]->subject.values[PROPERTY_NAME];
        bool any = false;
        for (size_t k = 0; k < names->n; k++)
            any = any || is_original(names->at[k]);
        if (any && bench->truth[i] != BENCH_NO_INDEX)
            originals->at[originals->n++].un = i;
    }
    return bench_run(bench, originals->n, screen_original, originals, fault);
}

static enum err report_originals(const struct originals *originals, const struct negatives *negatives,
                                 struct fault *fault)
{
    static const char beyond[] = "UN original script -> UK, names only: recall at 1 % false";
    struct bench *bench = originals->bench;
    double tau = 0;
    size_t first = 0;
    size_t above = 0;
    if (negatives->global_n) {
        enum err err = exceeded_by(negatives, FALSE_POSITIVES, &tau, fault);
        if (err)
            return err;
        bench_show(bench, "1 %% of people-global are above %.3f nats", tau);
    }
    for (size_t i = 0; i < originals->n; i++) {
        const struct original *original = &originals->at[i];
        bool best = original->best_at == bench->truth[original->un];
        first += best;
        above += original->evidence > tau;
        if (!best || original->evidence <= tau)
            bench_show(bench, "%.*s ~ %.*s: %+.3f; best %.*s: %+.3f",
                       STR_ARG(bench->un.at[original->un]->subject.id),
                       STR_ARG(bench->uk.at[bench->truth[original->un]]->subject.id), original->evidence,
                       STR_ARG(bench->uk.at[original->best_at]->subject.id), original->best);
    }
    bench_result(bench, "UN original script -> UK, names only: recall@1", AT_LEAST, 0.95,
                 bench_share(first, originals->n), originals->n);
    if (negatives->global_n)
        bench_result(bench, beyond, AT_LEAST, 0.85, bench_share(above, originals->n), originals->n);
    else
        bench_skip(bench, beyond, "negatives/people-global*.csv");
    return ERR_OK;
}

enum err accuracy_names(struct bench *bench, struct fault *fault)
{
    struct negatives negatives = {.bench = bench};
    struct originals originals = {.bench = bench};
    enum err err = bench_load_lists(bench, fault);
    if (!err && bench->uk.n)
        err = load_negatives(&negatives, fault);
    if (err)
        return err;
    if (bench->missing)
        bench_skip(bench, "UN original script -> UK, names only", bench->missing);
    else
        err = find_originals(&originals, fault);
    if (!err && originals.n)
        err = report_originals(&originals, &negatives, fault);
    if (!err && negatives.n)
        report_negatives(&negatives);
    else if (!err)
        bench_skip(bench, "false alerts: people on no list",
                   bench->uk.n ? "negatives/people-*.csv" : "lists/uk-*.ftm.jsonl");
    return err;
}
