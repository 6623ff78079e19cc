/* Bench accuracy, lists: persons of the UN list asked of the UK list with all
 * fields but documents, their dates as given and in doubt; and the wrong records
 * that are alerted meanwhile. */
#include "cli/bench/accuracy.h"

#include <string.h>

struct dates {
    struct date *at;
    size_t n;
    bool changed; /* false: the row is not counted */
};

static bool is_full(struct date date)
{
    return date.day != 0;
}

static void dates_as_given(struct dates *dates, const struct person *record, size_t row)
{
    (void)record;
    (void)row;
    dates->changed = true;
}

static void dates_missing(struct dates *dates, const struct person *record, size_t row)
{
    (void)record;
    (void)row;
    dates->changed = dates->n > 0;
    dates->n = 0;
}

static void dates_swapped(struct dates *dates, const struct person *record, size_t row)
{
    (void)record;
    (void)row;
    for (size_t i = 0; i < dates->n; i++) {
        struct date *date = &dates->at[i];
        if (!is_full(*date) || date->day > 12 || date->day == date->month)
            continue;
        *date = (struct date){.year = date->year, .month = date->day, .day = date->month};
        dates->changed = true;
    }
}

static void dates_january(struct dates *dates, const struct person *record, size_t row)
{
    (void)record;
    (void)row;
    for (size_t i = 0; i < dates->n; i++) {
        struct date *date = &dates->at[i];
        if (!is_full(*date) || (date->day == 1 && date->month == 1))
            continue;
        date->day = 1;
        date->month = 1;
        dates->changed = true;
    }
}

/* True where the dates shifted by years are none of the record's. */
static bool shift_is_clear(const struct dates *dates, int years, const struct person *record)
{
    for (size_t i = 0; i < dates->n; i++)
        for (size_t k = 0; k < record->dates_n; k++)
            if (date_equal(bench_years_on(dates->at[i], years), record->dates[k]))
                return false;
    return true;
}

/* Persons with a full date only; one whose dates meet listed ones either way is left out. */
static void dates_year_off(struct dates *dates, const struct person *record, size_t row)
{
    int years = row % 2 ? -1 : 1;
    bool full = false;
    for (size_t i = 0; i < dates->n; i++)
        full = full || is_full(dates->at[i]);
    if (!shift_is_clear(dates, years, record))
        years = -years;
    dates->changed = full && shift_is_clear(dates, years, record);
    for (size_t i = 0; i < dates->n; i++)
        dates->at[i] = bench_years_on(dates->at[i], years);
}

static const struct variant {
    const char *task;
    double target;
    /* Changes the dates and sets changed; rows left unchanged are not counted. */
    void (*change)(struct dates *dates, const struct person *record, size_t row);
} variants[] = {
    {"UN -> UK, all fields but documents: dates as given", 0.98, dates_as_given},
    {"UN -> UK: dates missing", 0.98, dates_missing},
    {"UN -> UK: day and month swapped", 0.98, dates_swapped},
    {"UN -> UK: 1 January", 0.98, dates_january},
    {"UN -> UK: birth year one off", 0.95, dates_year_off},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

struct un_row {
    bool counted[VARIANTS];
    double nats[VARIANTS];
    bool wrong; /* a record that is not the truth was alerted */
    double wrong_nats;
    size_t wrong_at;
};

struct un_rows {
    struct bench *bench;
    struct un_row *at; /* as un.at */
};

static enum err screen_un(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                          struct fault *fault)
{
    struct un_rows *rows = context;
    const struct bench *bench = rows->bench;
    struct un_row *row = &rows->at[index];
    const struct person query = bench_without_documents(&bench->un.at[index]->person);
    size_t truth = bench->truth[index];
    enum err err = ERR_OK;
    if (truth == BENCH_NO_INDEX)
        return ERR_OK;
    const struct person *record = &bench->uk.at[truth]->person;
    for (size_t v = 0; !err && v < VARIANTS; v++) {
        struct dates dates = {.at = arena_array(arena, query.dates_n, sizeof *dates.at), .n = query.dates_n};
        struct person changed = query;
        if (!dates.at)
            return fault_set(fault, ERR_NO_MEMORY, "%.*s", STR_ARG(query.id));
        if (query.dates_n)
            memcpy(dates.at, query.dates, query.dates_n * sizeof *dates.at);
        variants[v].change(&dates, record, index);
        changed.dates = dates.at;
        changed.dates_n = dates.n;
        row->counted[v] = dates.changed;
        err = bench_compare(comparer, &changed, record, &row->nats[v], fault);
    }
    for (size_t i = 0; !err && i < bench->uk.n; i++) {
        double nats;
        err = bench_compare(comparer, &query, &bench->uk.at[i]->person, &nats, fault);
        if (i == truth || !bench_alerts(bench, nats) || (row->wrong && nats <= row->wrong_nats))
            continue;
        row->wrong = true;
        row->wrong_nats = nats;
        row->wrong_at = i;
    }
    return err;
}

static void report_variant(const struct un_rows *rows, size_t v)
{
    struct bench *bench = rows->bench;
    size_t counted = 0;
    size_t found = 0;
    for (size_t i = 0; i < bench->un.n; i++) {
        if (!rows->at[i].counted[v])
            continue;
        bool alerted = bench_alerts(bench, rows->at[i].nats[v]);
        counted++;
        found += alerted;
        if (!alerted)
            bench_show(bench, "not found: %.*s ~ %.*s: %+.3f", STR_ARG(bench->un.at[i]->subject.id),
                       STR_ARG(bench->uk.at[bench->truth[i]]->subject.id), rows->at[i].nats[v]);
    }
    bench_result(bench, variants[v].task, AT_LEAST, variants[v].target, bench_share(found, counted), counted);
}

static void report_wrong(const struct un_rows *rows)
{
    struct bench *bench = rows->bench;
    size_t counted = 0;
    size_t wrong = 0;
    for (size_t i = 0; i < bench->un.n; i++) {
        const struct un_row *row = &rows->at[i];
        counted += bench->truth[i] != BENCH_NO_INDEX;
        wrong += row->wrong;
        if (row->wrong)
            bench_show(bench, "wrong: %.*s ~ %.*s: %+.3f (truth %.*s: %+.3f)",
                       STR_ARG(bench->un.at[i]->subject.id), STR_ARG(bench->uk.at[row->wrong_at]->subject.id),
                       row->wrong_nats, STR_ARG(bench->uk.at[bench->truth[i]]->subject.id), row->nats[0]);
    }
    bench_result(bench, "false alerts: UN queries that bring a wrong listed person", AT_MOST, 0.05,
                 bench_share(wrong, counted), counted);
}

enum err accuracy_lists(struct bench *bench, struct fault *fault)
{
    struct un_rows rows = {.bench = bench};
    enum err err = bench_load_lists(bench, fault);
    if (err)
        return err;
    if (bench->missing) {
        bench_skip(bench, "UN -> UK, dates as given and in doubt", bench->missing);
        return ERR_OK;
    }
    rows.at = arena_array(&bench->arena, bench->un.n + 1, sizeof *rows.at);
    if (!rows.at)
        return fault_set(fault, ERR_NO_MEMORY, "the queries");
    err = bench_run(bench, bench->un.n, screen_un, &rows, fault);
    if (err)
        return err;
    for (size_t v = 0; v < VARIANTS; v++)
        report_variant(&rows, v);
    report_wrong(&rows);
    return ERR_OK;
}
