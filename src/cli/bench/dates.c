/* Bench accuracy, dates: that evidence falls as a birth date moves away, and
 * that a common name with another date alerts nobody. */
#include "cli/bench/accuracy.h"

#include "base/random.h"
#include "record/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- The given date above one year off above fifteen --- */

enum { FAR_YEARS = 15 };

struct falls {
    struct bench *bench;
    bool *counted; /* of each UK person */
    bool *good;
};

static enum err compare_shifted(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                                struct fault *fault)
{
    struct falls *falls = context;
    const struct person *record = &falls->bench->uk.at[index]->person;
    int sign = index % 2 ? -1 : 1;
    double same = 0;
    double near = 0;
    double far = 0;
    (void)arena;
    if (record->names_n == 0 || record->dates_n != 1 || record->dates[0].day == 0)
        return ERR_OK;
    struct person copy = *record;
    struct date date = record->dates[0];
    copy.dates = &date;
    enum err err = bench_compare(comparer, &copy, record, &same, fault);
    date = bench_years_on(record->dates[0], sign);
    if (!err)
        err = bench_compare(comparer, &copy, record, &near, fault);
    date = bench_years_on(record->dates[0], sign * FAR_YEARS);
    if (!err)
        err = bench_compare(comparer, &copy, record, &far, fault);
    falls->counted[index] = true;
    falls->good[index] = same > near && near > far;
    return err;
}

static enum err evidence_falls(struct bench *bench, struct fault *fault)
{
    struct falls falls = {bench, arena_array(&bench->arena, bench->uk.n + 1, sizeof(bool)),
                          arena_array(&bench->arena, bench->uk.n + 1, sizeof(bool))};
    size_t counted = 0;
    size_t good = 0;
    if (!falls.counted || !falls.good)
        return fault_set(fault, ERR_NO_MEMORY, "the persons");
    enum err err = bench_run(bench, bench->uk.n, compare_shifted, &falls, fault);
    for (size_t i = 0; !err && i < bench->uk.n; i++) {
        counted += falls.counted[i];
        good += falls.good[i];
        if (falls.counted[i] && !falls.good[i])
            bench_show(bench, "%.*s", STR_ARG(bench->uk.at[i]->subject.id));
    }
    if (!err)
        bench_result(bench, "evidence: the given date > one year off > fifteen", AT_LEAST, 0.99,
                     bench_share(good, counted), counted);
    return err;
}

/* --- Look-alikes: a name that is common on the list, and another date --- */

enum { COMMON = 3 /* entries */, WORD = 128, YEARS_LEAST = 10, YEARS_MOST = 40, TRIES = 200, SEED = 41 };

/* A word of an entry's names, folded; for counting on how many entries it is. */
struct word {
    struct str folded;
    size_t entry;
};

struct words {
    struct bench *bench;
    struct word *at;
    size_t n;
    size_t capacity;
    enum err err;
};

static struct str next_word(struct str *rest)
{
    while (rest->n && (rest->p[0] == ' ' || rest->p[0] == ','))
        *rest = (struct str){rest->p + 1, rest->n - 1};
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != ',')
        n++;
    struct str word = {rest->p, n};
    *rest = (struct str){rest->p + n, rest->n - n};
    return word;
}

static void add_word(struct words *words, struct str word, size_t entry)
{
    char folded[WORD];
    size_t n = fold(word, folded, sizeof folded);
    if (n == 0)
        return;
    if (words->n == words->capacity) {
        size_t capacity = words->capacity ? words->capacity * 2 : 16384;
        struct word *at = realloc(words->at, capacity * sizeof *at);
        if (!at) {
            words->err = ERR_NO_MEMORY;
            return;
        }
        words->at = at;
        words->capacity = capacity;
    }
    struct str kept = bench_keep(words->bench, (struct str){folded, n});
    if (kept.p)
        words->at[words->n++] = (struct word){kept, entry};
    else
        words->err = ERR_NO_MEMORY;
}

static int by_word(const void *a, const void *b)
{
    const struct word *x = a;
    const struct word *y = b;
    int order = str_compare(x->folded, y->folded);
    return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static void collect_words(struct words *words)
{
    static const enum property properties[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    for (size_t i = 0; i < words->bench->uk.n; i++)
        for (size_t p = 0; p < sizeof properties / sizeof *properties; p++) {
            const struct values *names = &words->bench->uk.at[i]->subject.values[properties[p]];
            for (size_t k = 0; k < names->n; k++)
                for (struct str rest = names->at[k]; rest.n;)
                    add_word(words, next_word(&rest), i);
        }
    qsort(words->at, words->n, sizeof *words->at, by_word);
}

/* The words are sorted: the first of this folded form is searched by halving. */
static bool is_common(const struct words *words, struct str word)
{
    char folded[WORD];
    struct str key = {folded, fold(word, folded, sizeof folded)};
    size_t low = 0;
    size_t high = words->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(words->at[middle].folded, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t entries = 0;
    for (; low < words->n && str_equal(words->at[low].folded, key); low++)
        entries += low == 0 || !str_equal(words->at[low - 1].folded, key) ||
                   words->at[low - 1].entry != words->at[low].entry;
    return key.n && entries >= COMMON;
}

static bool is_two_common_words(const struct words *words, struct str name)
{
    struct str first = next_word(&name);
    struct str second = next_word(&name);
    struct str third = next_word(&name);
    return second.n && !third.n && is_common(words, first) && is_common(words, second);
}

/* The person's first name of the kind; n 0 where there is none. */
static struct str common_name(const struct words *words, const struct subject *subject)
{
    static const enum property properties[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    for (size_t p = 0; p < sizeof properties / sizeof *properties; p++)
        for (size_t k = 0; k < subject->values[properties[p]].n; k++)
            if (is_two_common_words(words, subject->values[properties[p]].at[k]))
                return subject->values[properties[p]].at[k];
    return STR("");
}

static bool clear_of(struct date date, const struct person *record)
{
    for (size_t i = 0; i < record->dates_n; i++) {
        int years = abs(record->dates[i].year - date.year);
        if (years < YEARS_LEAST || years > YEARS_MOST || record->dates[i].month == date.month ||
            record->dates[i].day == date.day)
            return false;
    }
    return true;
}

/* A date with another day and month, 10 to 40 years off all that are listed. */
static bool other_date(struct seeded *seeded, const struct person *record, struct date *date)
{
    if (record->dates_n == 0)
        return false;
    for (size_t i = 0; i < TRIES; i++) {
        int years = YEARS_LEAST + (int)seeded_below(seeded, YEARS_MOST - YEARS_LEAST + 1);
        if (seeded_below(seeded, 2))
            years = -years;
        *date = (struct date){.year = (int16_t)(record->dates[0].year + years),
                              .month = (uint8_t)(1 + seeded_below(seeded, 12)),
                              .day = (uint8_t)(1 + seeded_below(seeded, 28))};
        if (clear_of(*date, record))
            return true;
    }
    return false;
}

struct look_alike {
    size_t entry;
    struct str name;
    struct date date;
    double nats;
};

struct look_alikes {
    struct bench *bench;
    struct look_alike *at;
    size_t n;
};

static enum err compare_look_alike(void *context, size_t index, struct comparer *comparer,
                                   struct arena *arena, struct fault *fault)
{
    struct look_alikes *look_alikes = context;
    const struct bench *bench = look_alikes->bench;
    struct look_alike *look_alike = &look_alikes->at[index];
    struct person query;
    enum err err = bench_named(arena, &bench->model, look_alike->name, &query, fault);
    if (err)
        return err == ERR_NO_USE ? ERR_OK : err;
    query.dates = &look_alike->date;
    query.dates_n = 1;
    return bench_compare(comparer, &query, &bench->uk.at[look_alike->entry]->person, &look_alike->nats,
                         fault);
}

static enum err make_look_alikes(struct look_alikes *look_alikes, struct fault *fault)
{
    struct bench *bench = look_alikes->bench;
    struct words words = {.bench = bench};
    struct seeded seeded = {SEED};
    collect_words(&words);
    look_alikes->at = arena_array(&bench->arena, bench->uk.n + 1, sizeof *look_alikes->at);
    for (size_t i = 0; look_alikes->at && !words.err && i < bench->uk.n; i++) {
        struct look_alike made = {
            .entry = i, .name = common_name(&words, &bench->uk.at[i]->subject), .nats = -INFINITY};
        if (made.name.n && other_date(&seeded, &bench->uk.at[i]->person, &made.date))
            look_alikes->at[look_alikes->n++] = made;
    }
    free(words.at);
    if (!look_alikes->at || words.err)
        return fault_set(fault, ERR_NO_MEMORY, "the look-alikes");
    return ERR_OK;
}

static enum err ask_look_alikes(struct bench *bench, struct fault *fault)
{
    struct look_alikes look_alikes = {.bench = bench};
    size_t alerted = 0;
    enum err err = make_look_alikes(&look_alikes, fault);
    if (!err)
        err = bench_run(bench, look_alikes.n, compare_look_alike, &look_alikes, fault);
    for (size_t i = 0; !err && i < look_alikes.n; i++) {
        const struct look_alike *look_alike = &look_alikes.at[i];
        char date[12];
        date_text(look_alike->date, date);
        alerted += bench_alerts(bench, look_alike->nats);
        if (bench_alerts(bench, look_alike->nats))
            bench_show(bench, "alerted: %.*s %s ~ %.*s: %+.3f", STR_ARG(look_alike->name), date,
                       STR_ARG(bench->uk.at[look_alike->entry]->subject.id), look_alike->nats);
    }
    if (!err)
        bench_result(bench, "look-alikes of common names, 10 to 40 years off: alerted", AT_MOST, 0.02,
                     bench_share(alerted, look_alikes.n), look_alikes.n);
    return err;
}

enum err accuracy_dates(struct bench *bench, struct fault *fault)
{
    enum err err = bench_load_lists(bench, fault);
    if (err)
        return err;
    if (bench->uk.n == 0) {
        bench_skip(bench, "evidence falls with the date; look-alikes", "lists/uk-*.ftm.jsonl");
        return ERR_OK;
    }
    err = evidence_falls(bench, fault);
    return err ? err : ask_look_alikes(bench, fault);
}
