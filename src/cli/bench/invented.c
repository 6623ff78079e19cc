/* Bench accuracy, invented: persons of invented names that are hard to romanise,
 * each listed in Cyrillic among the UK list (or alone) and asked for in every
 * romanisation, in any order, with and without patronymic, with the date in
 * doubt: all are to be alerted, and none of their look-alikes. */
#include "cli/bench/accuracy.h"

#include "base/buf.h"
#include "match/screen.h"

#include <ctype.h>
#include <stdio.h>

enum part { GIVEN, PATRONYMIC, FAMILY, PARTS };

static const struct invented {
    const char *parts[PARTS];
    struct date date;
    const char *other_given;
    const char *other_family;
} inventions[] = {
#define N(given, patronymic, family, year, month, day, other_given, other_family)                            \
    {{given, patronymic, family}, {year, month, day}, other_given, other_family},
#include "cli/bench/names.def"
#undef N
};
enum { INVENTIONS = sizeof inventions / sizeof *inventions };

enum { SCHEMES = PARTS * ROMAN_FORMS_MAX, FULL_NAME = 256, MISSES = 64 * 1024, MISSES_SHOWN = 12 };

/* The orders of the parts; those of two leave the patronymic out. Look-alikes
 * are asked for only in the orders that papers have. */
static const struct order {
    int n;
    enum part at[PARTS];
    bool usual;
} orders[] = {
    {3, {FAMILY, GIVEN, PATRONYMIC}, true},  {3, {GIVEN, PATRONYMIC, FAMILY}, true},
    {3, {GIVEN, FAMILY, PATRONYMIC}, false}, {3, {FAMILY, PATRONYMIC, GIVEN}, false},
    {3, {PATRONYMIC, GIVEN, FAMILY}, false}, {3, {PATRONYMIC, FAMILY, GIVEN}, false},
    {2, {FAMILY, GIVEN, GIVEN}, true},       {2, {GIVEN, FAMILY, FAMILY}, true},
};
enum { ORDERS = sizeof orders / sizeof *orders };

struct tally {
    size_t asked;
    size_t alerted;
    struct buf text; /* of the misses */
};

struct inventing {
    struct bench *bench;
    double prior;
    struct tally persons[INVENTIONS];
    struct tally look_alikes[INVENTIONS];
};

/* What a job works with. */
struct asking {
    const struct inventing *inventing;
    struct comparer *comparer;
    struct arena *arena;
    const struct person *record;
    struct date listed;
    struct tally *tally;
    bool want_alert;
};

/* A name in one romanisation: its parts. */
struct writing {
    const char *scheme;
    struct str parts[PARTS];
};

/* --- Romanisations --- */

static bool has_scheme(const struct writing *writings, size_t n, const char *scheme)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(writings[i].scheme, scheme) == 0)
            return true;
    return false;
}

/* The form by the scheme; where the scheme's is like another's, which stands in its place, the most usual. */
static struct str form_by(const struct name_token *token, const char *scheme)
{
    for (size_t i = 0; i < token->forms_n; i++)
        if (token->forms[i].scheme && strcmp(token->forms[i].scheme, scheme) == 0)
            return token->forms[i].latin;
    return token->forms_n ? token->forms[0].latin : token->folded;
}

static struct str upper_case(struct arena *arena, struct str s)
{
    char *bytes = arena_copy(arena, s.p, s.n);
    for (size_t i = 0; bytes && i < s.n; i++)
        bytes[i] = (char)((unsigned char)s.p[i] < 0x80 ? toupper((unsigned char)s.p[i]) : s.p[i]);
    return (struct str){bytes ? bytes : "", bytes ? s.n : 0};
}

/* The name as given, then in each scheme that has a form of its own for any part. */
static enum err write_all(struct arena *arena, const char *const parts[PARTS],
                          struct writing writings[SCHEMES + 1], size_t *n, struct fault *fault)
{
    struct name names[PARTS];
    writings[0].scheme = "as listed";
    *n = 1;
    for (size_t p = 0; p < PARTS; p++) {
        enum err err = name_parse(arena, str_of(parts[p]), NAME_WHOLE, &names[p], fault);
        if (err)
            return err;
        if (names[p].tokens_n != 1)
            return fault_set(fault, ERR_BUG, "the invented name %s is not one token", parts[p]);
        writings[0].parts[p] = str_of(parts[p]);
    }
    for (size_t p = 0; p < PARTS; p++)
        for (size_t i = 0; i < names[p].tokens[0].forms_n; i++) {
            const char *scheme = names[p].tokens[0].forms[i].scheme;
            if (!scheme || has_scheme(writings, *n, scheme))
                continue;
            writings[*n].scheme = scheme;
            for (size_t k = 0; k < PARTS; k++)
                writings[*n].parts[k] = upper_case(arena, form_by(&names[k].tokens[0], scheme));
            ++*n;
        }
    return ERR_OK;
}

/* --- Asking --- */

static void tell_miss(struct tally *tally, const char *name, const struct writing *writing, const char *date,
                      double nats)
{
    buf_printf(&tally->text, "    %+8.3f  %s, %s (%s)\n", nats, name, date[0] ? date : "undated",
               writing->scheme);
}

static enum err ask_dated(const struct asking *asking, struct person *query, const struct date *date,
                          const char *name, const struct writing *writing, struct fault *fault)
{
    struct date copy = date ? *date : (struct date){0};
    char text[12] = "";
    double nats;
    query->dates = &copy;
    query->dates_n = date ? 1 : 0;
    enum err err = bench_compare(asking->comparer, query, asking->record, &nats, fault);
    if (err)
        return err;
    bool alerted = score_of(nats, asking->inventing->prior) >= ALERT_THRESHOLD;
    asking->tally->asked++;
    asking->tally->alerted += alerted;
    if (date)
        date_text(*date, text);
    if (alerted != asking->want_alert)
        tell_miss(asking->tally, name, writing, text, nats);
    return ERR_OK;
}

/* Undated, as listed, one year off, day and month swapped where that is another date. */
static enum err ask_name(const struct asking *asking, const struct writing *writing,
                         const struct order *order, struct fault *fault)
{
    char name[FULL_NAME];
    struct person query;
    size_t n = 0;
    for (int i = 0; i < order->n && n < sizeof name; i++)
        n += (size_t)snprintf(name + n, sizeof name - n, "%s%.*s", i ? " " : "",
                              STR_ARG(writing->parts[order->at[i]]));
    if (n >= sizeof name)
        return fault_set(fault, ERR_BUG, "an invented name over %d bytes", FULL_NAME);
    enum err err = bench_named(asking->arena, &asking->inventing->bench->model, str_of(name), &query, fault);
    const struct date listed = asking->listed;
    const struct date year_off = bench_years_on(listed, 1);
    const struct date swapped = {.year = listed.year, .month = listed.day, .day = listed.month};
    const struct date *dates[] = {NULL, &listed, &year_off, &swapped};
    for (size_t i = 0; !err && i < sizeof dates / sizeof *dates; i++)
        if (dates[i] != &swapped || (listed.day <= 12 && listed.day != listed.month))
            err = ask_dated(asking, &query, dates[i], name, writing, fault);
    return err;
}

static enum err ask_all(const struct asking *asking, const char *const parts[PARTS], struct fault *fault)
{
    struct writing *writings = arena_array(asking->arena, SCHEMES + 1, sizeof *writings);
    size_t n = 0;
    if (!writings)
        return fault_set(fault, ERR_NO_MEMORY, "the romanisations");
    enum err err = write_all(asking->arena, parts, writings, &n, fault);
    for (size_t i = 0; !err && i < n; i++)
        for (size_t o = 0; !err && o < ORDERS; o++)
            if (asking->want_alert || orders[o].usual)
                err = ask_name(asking, &writings[i], &orders[o], fault);
    return err;
}

static enum err make_record(struct arena *arena, const struct bench *bench, const struct invented *invented,
                            struct person *record, struct fault *fault)
{
    char *name = arena_alloc(arena, FULL_NAME);
    struct date *date = arena_alloc(arena, sizeof *date);
    if (!name || !date)
        return fault_set(fault, ERR_NO_MEMORY, "an invented person");
    snprintf(name, FULL_NAME, "%s %s %s", invented->parts[FAMILY], invented->parts[GIVEN],
             invented->parts[PATRONYMIC]);
    enum err err = bench_named(arena, &bench->model, str_of(name), record, fault);
    *date = invented->date;
    record->dates = date;
    record->dates_n = 1;
    return err;
}

static enum err ask_invented(void *context, size_t index, struct comparer *comparer, struct arena *arena,
                             struct fault *fault)
{
    struct inventing *inventing = context;
    const struct invented *invented = &inventions[index];
    const char *const sibling[PARTS] = {invented->other_given, invented->parts[PATRONYMIC],
                                        invented->parts[FAMILY]};
    const char *const stranger[PARTS] = {invented->parts[GIVEN], invented->parts[PATRONYMIC],
                                         invented->other_family};
    struct person record;
    struct asking asking = {.inventing = inventing,
                            .comparer = comparer,
                            .arena = arena,
                            .record = &record,
                            .listed = invented->date,
                            .tally = &inventing->persons[index],
                            .want_alert = true};
    enum err err = make_record(arena, inventing->bench, invented, &record, fault);
    if (!err)
        err = ask_all(&asking, invented->parts, fault);
    asking.tally = &inventing->look_alikes[index];
    asking.want_alert = false;
    if (!err)
        err = ask_all(&asking, sibling, fault);
    return err ? err : ask_all(&asking, stranger, fault);
}

/* Misses are shown without being asked for, as there should be none; all of them with --show. */
static void report(struct bench *bench, const char *task, enum bound bound, double target,
                   struct tally *tallies)
{
    size_t asked = 0;
    size_t alerted = 0;
    size_t shown = 0;
    for (size_t i = 0; i < INVENTIONS; i++) {
        asked += tallies[i].asked;
        alerted += tallies[i].alerted;
        for (struct str rest = buf_str(&tallies[i].text); rest.n;) {
            struct str line = str_cut(&rest, '\n');
            if (bench->options.show || shown < MISSES_SHOWN)
                printf("%.*s\n", STR_ARG(line));
            shown++;
        }
    }
    if (!bench->options.show && shown > MISSES_SHOWN)
        printf("    and %zu more\n", shown - MISSES_SHOWN);
    bench_result(bench, task, bound, target, bench_share(alerted, asked), asked);
}

enum err accuracy_invented(struct bench *bench, struct fault *fault)
{
    struct inventing inventing = {.bench = bench};
    enum err err = bench_load_lists(bench, fault);
    if (err)
        return err;
    inventing.prior = screen_prior(bench->uk.n - bench->uk.unreadable + INVENTIONS);
    for (size_t i = 0; i < INVENTIONS; i++) {
        buf_init(&inventing.persons[i].text, MISSES);
        buf_init(&inventing.look_alikes[i].text, MISSES);
    }
    err = bench_run(bench, INVENTIONS, ask_invented, &inventing, fault);
    if (!err) {
        report(bench, "invented names in every romanisation: alerted", AT_LEAST, 1, inventing.persons);
        report(bench, "their look-alikes: alerted", AT_MOST, 0, inventing.look_alikes);
    }
    for (size_t i = 0; i < INVENTIONS; i++) {
        buf_release(&inventing.persons[i].text);
        buf_release(&inventing.look_alikes[i].text);
    }
    return err;
}
