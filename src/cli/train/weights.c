/* Train, weights: examples of one person and of two, made of the persons of a
 * list. See weights.h.
 *
 * One person: each of his further names, asked alone, against the record without
 * it; his date as listed, missing, or wrong as often as lists err, one way or
 * another (data/learned/errors.tsv). Two persons: the records that come nearest
 * to the same question; the same name with a date far off; a sibling, even twin,
 * who has another given name, a stranger who has another family name; a child or
 * father, who lacks the first. All at the odds of screening the list, and those
 * of one question at even odds too. */
#include "cli/train/weights.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "base/random.h"
#include "cli/options.h"
#include "match/learn_weights.h"
#include "match/screen.h"
#include "record/reader.h"
#include "synth/rates.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    NEAREST = 4,    /* false examples a question */
    ROUNDS = 3,     /* of learning */
    NAMES = 2,      /* of a person that are asked */
    YEARS_FAR = 10, /* off, at least, for another person of one name */
    OFTEN = 3,      /* seen: a pair of tokens that is likely no mistake of its file */
    TRIES = 100000,
    ORIGINALS = 150, /* questions in another script, of each file */
    SEED = 61
};

/* How often a date that is asked is missing or wrong: more often than in lists, as papers and tongues err
 * more. */
static const double MISSING = 0.15;
static const double WRONG = 0.40;

/* How often examples count: those at even odds, and twins. */
static const double EVEN = 3;
static const double TWIN = 4;

struct examples {
    struct arena arena;
    const struct model *model;
    struct rates rates;
    struct seeded seeded;
    struct subject *subjects; /* the persons of the list, room for all */
    struct person *persons;
    size_t persons_n;
    struct example *at;
    size_t n;
    size_t room;
    size_t questions;
};

/* A copy of *object in the arena. */
#define COPY(examples, object)                                                                               \
    ((void *)arena_copy(&(examples)->arena, (const char *)(object), sizeof *(object)))

/* --- The persons --- */

static bool is_even(struct str id)
{
    return id.n == 0 || (id.p[id.n - 1] - '0') % 2 == 0;
}

static enum err read_persons(struct examples *examples, const char *path, struct fault *fault)
{
    struct reader_options options = {.format = FORMAT_OFAC_CSV, .warn = command_warn};
    struct reader *reader;
    bool end = false;
    enum { ROOM = 16384 };
    enum err err = reader_open(&reader, path, &options, fault);
    examples->subjects = arena_array(&examples->arena, ROOM, sizeof *examples->subjects);
    examples->persons = arena_array(&examples->arena, ROOM, sizeof *examples->persons);
    if (!err && (!examples->subjects || !examples->persons))
        err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    while (!err && examples->persons_n < ROOM) {
        struct subject *subject = &examples->subjects[examples->persons_n];
        err = reader_next(reader, &examples->arena, subject, &end, fault);
        if (err || end)
            break;
        if (is_even(subject->id))
            continue;
        err = person_init(&examples->arena, examples->model, subject, &examples->persons[examples->persons_n],
                          fault);
        examples->persons_n += !err;
        err = err == ERR_NO_USE ? ERR_OK : err;
    }
    reader_close(reader);
    return err;
}

/* --- Making examples --- */

static enum err add_at(struct examples *examples, const struct person *a, const struct person *b, bool same,
                       double prior, double importance, struct fault *fault)
{
    if (examples->n == examples->room) {
        size_t room = examples->room ? examples->room * 2 : 8192;
        struct example *at = realloc(examples->at, room * sizeof *at);
        if (!at)
            return fault_set(fault, ERR_NO_MEMORY, "the examples");
        examples->at = at;
        examples->room = room;
    }
    examples->at[examples->n++] = (struct example){a, b, same, prior, importance};
    return ERR_OK;
}

/* As screening the list would meet them. */
static enum err add(struct examples *examples, const struct person *a, const struct person *b, bool same,
                    struct fault *fault)
{
    return add_at(examples, a, b, same, screen_prior(examples->persons_n), 1, fault);
}

/* The same, and as a pair at even odds. */
static enum err add_both(struct examples *examples, const struct person *a, const struct person *b, bool same,
                         struct fault *fault)
{
    enum err err = add(examples, a, b, same, fault);
    return err ? err : add_at(examples, a, b, same, 0, EVEN, fault);
}

/* A person of this name, all else as the subject's but its other names and documents. */
static enum err named(struct examples *examples, const struct subject *subject, struct str name,
                      struct person **out, struct fault *fault)
{
    static const enum property dropped[] = {
        PROPERTY_ALIAS,       PROPERTY_WEAK_ALIAS,  PROPERTY_FIRST_NAME,
        PROPERTY_SECOND_NAME, PROPERTY_MIDDLE_NAME, PROPERTY_FATHER_NAME,
        PROPERTY_LAST_NAME,   PROPERTY_ID_NUMBER,   PROPERTY_PASSPORT_NUMBER};
    struct subject *copy = COPY(examples, subject);
    struct str *at = COPY(examples, &name);
    struct person *person = arena_alloc(&examples->arena, sizeof *person);
    if (!copy || !at || !person)
        return fault_set(fault, ERR_NO_MEMORY, "the examples");
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        copy->values[dropped[i]] = (struct values){0};
    copy->values[PROPERTY_NAME] = (struct values){at, 1};
    /* What a question tells beside name and date comes and goes. */
    if (seeded_below(&examples->seeded, 2))
        copy->values[PROPERTY_BIRTH_PLACE] = copy->values[PROPERTY_BIRTH_COUNTRY] = (struct values){0};
    if (seeded_below(&examples->seeded, 2))
        copy->values[PROPERTY_NATIONALITY] = (struct values){0};
    *out = person;
    return person_init(&examples->arena, examples->model, copy, person, fault);
}

static enum err set_date(struct examples *examples, struct person *person, struct date date,
                         struct fault *fault)
{
    person->dates = COPY(examples, &date);
    person->dates_n = 1;
    return person->dates ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "the examples");
}

static int either(struct seeded *seeded, int n)
{
    return seeded_below(seeded, 2) ? n : -n;
}

/* One of the ways in which lists err, as often as they do. */
static struct date wrong_date(struct examples *examples, struct date date)
{
    static const enum rate ways[] = {RATE_DATE_YEAR,  RATE_DATE_SWAPPED,   RATE_DATE_DAY,
                                     RATE_DATE_MONTH, RATE_DATE_YEAR_NEAR, RATE_DATE_DIGIT};
    struct seeded *seeded = &examples->seeded;
    uint64_t sum = 0;
    size_t way = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        sum += examples->rates.at[ways[i]];
    for (uint64_t at = seeded_below(seeded, sum); at >= examples->rates.at[ways[way]]; way++)
        at -= examples->rates.at[ways[way]];
    switch (ways[way]) {
    case RATE_DATE_YEAR: /* the year alone is often written as 1 January */
        date.month = date.day = (uint8_t)seeded_below(seeded, 2);
        break;
    case RATE_DATE_SWAPPED:
        if (date.day <= 12)
            date = (struct date){.year = date.year, .month = date.day, .day = date.month};
        break;
    case RATE_DATE_DAY:
        date.day = (uint8_t)(1 + seeded_below(seeded, 28));
        break;
    case RATE_DATE_MONTH:
        date.month = (uint8_t)(1 + seeded_below(seeded, 12));
        date.day = date.day > 28 ? 28 : date.day;
        break;
    case RATE_DATE_YEAR_NEAR:
        date.year = (int16_t)(date.year + either(seeded, seeded_below(seeded, 3) ? 1 : 2));
        break;
    default:
        date.year = (int16_t)(date.year + either(seeded, 10));
        break;
    }
    return date;
}

static enum err doubt_date(struct examples *examples, struct person *question, struct fault *fault)
{
    double chance = seeded_unit(&examples->seeded);
    if (chance < MISSING)
        question->dates_n = 0;
    else if (chance < MISSING + WRONG && question->dates_n && question->dates[0].day)
        return set_date(examples, question, wrong_date(examples, question->dates[0]), fault);
    return ERR_OK;
}

/* A date of somebody else, with another day and month, far from all of the person's; false where none was
 * met. */
static bool far_date(struct examples *examples, const struct person *person, struct date *date)
{
    for (size_t tries = 0; tries < 50; tries++) {
        const struct person *other = &examples->persons[seeded_below(&examples->seeded, examples->persons_n)];
        bool clear = person->dates_n && other->dates_n && other->dates[0].day;
        for (size_t i = 0; clear && i < person->dates_n; i++)
            clear = abs(other->dates[0].year - person->dates[i].year) >= YEARS_FAR &&
                    other->dates[0].month != person->dates[i].month &&
                    other->dates[0].day != person->dates[i].day;
        if (clear) {
            *date = other->dates[0];
            return true;
        }
    }
    return false;
}

/* The record without the name that is asked. */
static enum err without_name(struct examples *examples, const struct subject *subject, size_t alias,
                             struct person **out, struct fault *fault)
{
    const struct values *aliases = &subject->values[PROPERTY_ALIAS];
    struct subject *copy = COPY(examples, subject);
    struct str *at = arena_array(&examples->arena, aliases->n, sizeof *at);
    struct person *person = arena_alloc(&examples->arena, sizeof *person);
    if (!copy || !at || !person)
        return fault_set(fault, ERR_NO_MEMORY, "the examples");
    size_t n = 0;
    for (size_t i = 0; i < aliases->n; i++)
        if (i != alias)
            at[n++] = aliases->at[i];
    copy->values[PROPERTY_ALIAS] = (struct values){at, n};
    *out = person;
    return person_init(&examples->arena, examples->model, copy, person, fault);
}

/* "FAMILY, Given Father": where the given name ends, or 0 where it cannot be told. */
static size_t given_ends(struct str name, size_t *begins)
{
    const char *comma = memchr(name.p, ',', name.n);
    if (!comma)
        return 0;
    size_t at = (size_t)(comma - name.p) + 1;
    while (at < name.n && name.p[at] == ' ')
        at++;
    *begins = at;
    while (at < name.n && name.p[at] != ' ')
        at++;
    return at > *begins ? at : 0;
}

/* The name with the given name of another person, or, where other is empty, without its own. */
static struct str regiven(struct examples *examples, struct str name, struct str other)
{
    size_t begins = 0;
    size_t from = 0;
    size_t ends = given_ends(name, &begins);
    size_t other_ends = given_ends(other, &from);
    struct str given = other_ends ? (struct str){other.p + from, other_ends - from} : (struct str){0};
    char *bytes = ends ? arena_alloc(&examples->arena, name.n + given.n) : NULL;
    if (!bytes)
        return (struct str){0};
    memcpy(bytes, name.p, begins);
    if (given.n)
        memcpy(bytes + begins, given.p, given.n);
    memcpy(bytes + begins + given.n, name.p + ends, name.n - ends);
    return (struct str){bytes, name.n - (ends - begins) + given.n};
}

enum dated { UNDATED, AS_LISTED, FAR_OFF, DATED_COUNT };

static enum err add_named(struct examples *examples, size_t person, struct str name, enum dated dated,
                          struct fault *fault)
{
    struct person *other;
    struct date date;
    enum err err = named(examples, &examples->subjects[person], name, &other, fault);
    if (err)
        return err == ERR_NO_USE ? ERR_OK : err;
    if (dated != AS_LISTED)
        other->dates_n = 0;
    if (dated == FAR_OFF && far_date(examples, &examples->persons[person], &date))
        err = set_date(examples, other, date, fault);
    if (!err && dated == AS_LISTED)
        return add_at(examples, other, &examples->persons[person], false, screen_prior(examples->persons_n),
                      TWIN, fault);
    return err ? err : add_both(examples, other, &examples->persons[person], false, fault);
}

/* "FAMILY, Given Father" with the family name of another. */
static struct str refamily(struct examples *examples, struct str name, struct str other)
{
    const char *comma = memchr(name.p, ',', name.n);
    const char *other_comma = memchr(other.p, ',', other.n);
    if (!comma || !other_comma)
        return (struct str){0};
    size_t family = (size_t)(other_comma - other.p);
    size_t rest = name.n - (size_t)(comma - name.p);
    char *bytes = arena_alloc(&examples->arena, family + rest);
    if (!bytes)
        return (struct str){0};
    memcpy(bytes, other.p, family);
    memcpy(bytes + family, comma, rest);
    return (struct str){bytes, family + rest};
}

/* A sibling, twin even; a stranger who shares the given name; and, of a name of
 * three parts or more after the family name, a father. */
static enum err add_relatives(struct examples *examples, size_t person, struct str name, struct fault *fault)
{
    struct seeded *seeded = &examples->seeded;
    const struct subject *other = &examples->subjects[seeded_below(seeded, examples->persons_n)];
    struct str others = other->values[PROPERTY_NAME].n ? other->values[PROPERTY_NAME].at[0] : (struct str){0};
    struct str sibling = others.n ? regiven(examples, name, others) : (struct str){0};
    struct str stranger = others.n ? refamily(examples, name, others) : (struct str){0};
    size_t spaces = 0;
    for (size_t i = 0; i < name.n; i++)
        spaces += name.p[i] == ' ';
    struct str father = spaces >= 3 ? regiven(examples, name, (struct str){0}) : (struct str){0};
    enum err err = ERR_OK;
    if (sibling.n)
        err = add_named(examples, person, sibling, (enum dated)seeded_below(seeded, DATED_COUNT), fault);
    if (!err && stranger.n)
        err = add_named(examples, person, stranger, (enum dated)seeded_below(seeded, DATED_COUNT), fault);
    return err || !father.n ? err : add_named(examples, person, father, FAR_OFF, fault);
}

/* The records that come nearest to a question whose answer is person. */
static enum err add_nearest(struct examples *examples, struct comparer *comparer,
                            const struct person *question, const struct person *persons, size_t n,
                            size_t person, struct fault *fault)
{
    struct candidate nearest[NEAREST] = {{0}};
    size_t found = 0;
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < n; i++) {
        struct candidate candidate = {.index = i};
        if (i == person)
            continue;
        err = compare_persons(comparer, question, &persons[i], &candidate.evidence, NULL, fault);
        size_t at = found < NEAREST ? found++ : NEAREST;
        for (; at > 0 && nearest[at - 1].evidence < candidate.evidence; at--)
            if (at < NEAREST)
                nearest[at] = nearest[at - 1];
        if (at < NEAREST)
            nearest[at] = candidate;
    }
    for (size_t i = 0; !err && i < found; i++)
        err = (i ? add : add_both)(examples, question, &persons[nearest[i].index], false, fault);
    return err;
}

static enum err add_question(struct examples *examples, struct comparer *comparer, size_t person,
                             size_t alias, struct fault *fault)
{
    const struct subject *subject = &examples->subjects[person];
    struct str name = subject->values[PROPERTY_ALIAS].at[alias];
    struct person *question;
    struct person *record = NULL;
    struct date date;
    enum err err = named(examples, subject, name, &question, fault);
    if (err)
        return err == ERR_NO_USE ? ERR_OK : err;
    if (question->names[0].tokens_n < 2)
        return ERR_OK;
    examples->questions++;
    err = without_name(examples, subject, alias, &record, fault);
    struct person *stranger = COPY(examples, question);
    if (!err && stranger && far_date(examples, &examples->persons[person], &date)) {
        err = set_date(examples, stranger, date, fault);
        if (!err)
            err = add_both(examples, stranger, &examples->persons[person], false, fault);
    }
    if (!err)
        err = doubt_date(examples, question, fault);
    if (!err)
        err = add_both(examples, question, record, true, fault);
    if (!err)
        err =
            add_nearest(examples, comparer, question, examples->persons, examples->persons_n, person, fault);
    return err ? err : add_relatives(examples, person, name, fault);
}

/* --- Other scripts --- */

static struct str two_tokens(struct arena *arena, struct str a, struct str b)
{
    char *bytes = arena_alloc(arena, a.n + b.n + 1);
    if (!bytes)
        return (struct str){"", 0};
    memcpy(bytes, a.p, a.n);
    bytes[a.n] = ' ';
    memcpy(bytes + a.n + 1, b.p, b.n);
    return (struct str){bytes, a.n + b.n + 1};
}

/* Names of two tokens in another script, each asked of all of them in Latin letters. */
static enum err add_originals(struct examples *examples, struct comparer *comparer,
                              const struct token_file *file, struct fault *fault)
{
    static const struct subject nobody = {.id = {"-", 1}};
    struct person *latin = arena_array(&examples->arena, ORIGINALS, sizeof *latin);
    struct person *original = arena_array(&examples->arena, ORIGINALS, sizeof *original);
    size_t n = 0;
    enum err err = latin && original ? ERR_OK : ERR_NO_MEMORY;
    for (size_t tries = 0; !err && file->n && n < ORIGINALS && tries < TRIES; tries++) {
        const struct token_pair *a = &file->pairs[seeded_below(&examples->seeded, file->n)];
        const struct token_pair *b = &file->pairs[seeded_below(&examples->seeded, file->n)];
        if (a->count < OFTEN || b->count < OFTEN)
            continue;
        struct person *made[2] = {NULL, NULL};
        err = named(examples, &nobody, two_tokens(&examples->arena, a->latin, b->latin), &made[0], fault);
        if (!err)
            err = named(examples, &nobody, two_tokens(&examples->arena, a->original, b->original), &made[1],
                        fault);
        if (!err) {
            latin[n] = *made[0];
            original[n++] = *made[1];
        }
        err = err == ERR_NO_USE ? ERR_OK : err;
    }
    for (size_t i = 0; !err && i < n; i++) {
        err = add_both(examples, &original[i], &latin[i], true, fault);
        if (!err)
            err = add_nearest(examples, comparer, &original[i], latin, n, i, fault);
    }
    examples->questions += n;
    return err;
}

/* --- All together --- */

static enum err make_examples(struct examples *examples, const struct token_file *files, size_t files_n,
                              struct fault *fault)
{
    struct comparer *comparer = comparer_new(examples->model);
    enum err err = comparer ? ERR_OK : fault_set(fault, ERR_NO_MEMORY, "the examples");
    for (size_t i = 0; !err && i < examples->persons_n; i++)
        for (size_t k = 0; !err && k < NAMES && k < examples->subjects[i].values[PROPERTY_ALIAS].n; k++)
            err = add_question(examples, comparer, i, k, fault);
    for (size_t i = 0; !err && i < files_n; i++)
        err = add_originals(examples, comparer, &files[i], fault);
    comparer_free(comparer);
    return err;
}

static void tell(struct buf *record, const struct examples *examples, const struct weights_learning *learning)
{
    buf_printf(
        record,
        "\n## Weights\n\nLogistic regression, each weight held near its value of src/match/weights.def; "
        "dates err as in "
        "errors.tsv.\n%zu persons, %zu questions, %zu examples; mean cost of an example %.4f nats before, "
        "%.4f after.\nFound: %zu of %zu of one person, %zu of %zu of two.\n",
        examples->persons_n, examples->questions, examples->n, learning->before, learning->after,
        learning->true_found, learning->true_n, learning->false_found, learning->false_n);
    printf("weights: %zu examples, mean cost %.4f to %.4f; found %zu of %zu, and %zu of %zu false\n",
           examples->n, learning->before, learning->after, learning->true_found, learning->true_n,
           learning->false_found, learning->false_n);
}

enum err train_weights(struct model *model, const char *path, const struct token_file *files, size_t files_n,
                       struct buf *record, struct fault *fault)
{
    struct examples examples = {.model = model, .seeded = {SEED}};
    struct weights_learning learning = {.rounds = ROUNDS};
    arena_init(&examples.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    enum err err = rates_learned(&examples.rates, fault);
    if (!err)
        err = read_persons(&examples, path, fault);
    if (!err)
        err = make_examples(&examples, files, files_n, fault);
    if (!err)
        err = learn_weights(model, examples.at, examples.n, &learning, fault);
    if (!err)
        tell(record, &examples, &learning);
    free(examples.at);
    arena_release(&examples.arena);
    return err;
}
