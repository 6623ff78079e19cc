/* Csv person: persons out of CSV rows. See csv_person.h. */
#include "record/csv_person.h"

#include "base/limits.h"
#include "record/date_text.h"
#include "record/fold.h"
#include "record/format.h"

#include <stdio.h>
#include <stdlib.h>

enum { FOLDED_MAX = 64 };

static const struct {
    const char *heading;
    unsigned char holds;
} usual[] = {
#define H(heading, holds) {heading, holds},
#include "record/csv_headings.def"
#undef H
};

static bool fold_alike(struct str a, struct str b)
{
    char one[FOLDED_MAX];
    char other[FOLDED_MAX];
    size_t n = fold(a, one, sizeof one);
    return n && fold(b, other, sizeof other) == n && memcmp(one, other, n) == 0;
}

static unsigned char usual_column(struct str heading)
{
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        if (fold_alike(heading, str_of(property_ftm((enum property)i))))
            return (unsigned char)i;
    for (size_t i = 0; i < TRAVEL_COUNT; i++)
        if (fold_alike(heading, str_of(travel_heading((enum travel_field)i))))
            return (unsigned char)(COLUMN_TRAVEL + i);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (fold_alike(heading, str_of(usual[i].heading)))
            return usual[i].holds;
    return heading.n ? COLUMN_UNKNOWN : COLUMN_NOTHING;
}

/* What the right side of a map's pair asks for; false where there is no such property. */
static bool wanted_column(struct str name, unsigned char *holds)
{
    enum property property = property_by_ftm(name);
    if (property != PROPERTY_COUNT)
        *holds = (unsigned char)property;
    else if (travel_by_heading(name) != TRAVEL_COUNT)
        *holds = (unsigned char)(COLUMN_TRAVEL + travel_by_heading(name));
    else if (str_equal(name, STR("id")))
        *holds = COLUMN_ID;
    else if (name.n == 0)
        *holds = COLUMN_NOTHING;
    else
        return false;
    return true;
}

/* "Heading=property" onto the columns under that heading. */
static enum err apply_pair(struct csv_person *person, struct str pair, const struct csv_row *headings,
                           struct fault *fault)
{
    struct str name = pair;
    struct str heading = str_trim(str_cut(&name, '='));
    unsigned char holds = COLUMN_NOTHING;
    if (!name.p)
        return fault_set(fault, ERR_USAGE, "header map: %.*s: no '='", STR_ARG(heading));
    name = str_trim(name);
    if (str_equal(name, STR("birthDate:mdy"))) {
        name = STR("birthDate");
        person->month_first = true;
    }
    if (!wanted_column(name, &holds))
        return fault_set(fault, ERR_USAGE, "header map: no property %.*s", STR_ARG(name));
    bool found = false;
    for (size_t i = 0; i < headings->n; i++) {
        struct str cell = str_trim(headings->cells[i]);
        if (!str_equal(cell, heading) && !fold_alike(cell, heading))
            continue;
        person->holds[i] = holds;
        person->name_said |= holds == PROPERTY_NAME;
        found = true;
    }
    if (!found)
        return fault_set(fault, ERR_USAGE, "header map: %s has no column %.*s", person->csv.lines->name,
                         STR_ARG(heading));
    return ERR_OK;
}

static enum err apply_map(struct csv_person *person, const char *map, const struct csv_row *headings,
                          struct fault *fault)
{
    enum err err = ERR_OK;
    for (struct str rest = str_of(map); rest.p && err == ERR_OK;) {
        struct str pair = str_cut(&rest, ',');
        if (str_trim(pair).n)
            err = apply_pair(person, pair, headings, fault);
    }
    return err;
}

static size_t columns_of(const struct csv_person *person, enum property property)
{
    size_t n = 0;
    for (size_t i = 0; i < person->columns; i++)
        n += person->holds[i] == (unsigned char)property;
    return n;
}

/* True for one column "Name" beside a given name or a family name, and not both. */
static bool has_bare_name(const struct csv_person *person)
{
    static const char *const bare[] = {"name", "nom", "nombre", "nome"};
    bool given = columns_of(person, PROPERTY_FIRST_NAME), family = columns_of(person, PROPERTY_LAST_NAME);
    if (person->name_said || given == family || columns_of(person, PROPERTY_NAME) != 1)
        return false;
    for (size_t i = 0; i < person->columns; i++)
        for (size_t k = 0; k < sizeof bare / sizeof *bare; k++)
            if (person->holds[i] == PROPERTY_NAME && fold_alike(str_of(person->headings[i]), str_of(bare[k])))
                return true;
    return false;
}

static bool has_word(struct str text, struct str word)
{
    while (text.p)
        if (fold_alike(str_cut(&text, ' '), word))
            return true;
    return false;
}

/* A bare name is the part that the other column lacks, unless it holds that one's too and is whole. */
static void settle_bare_name(struct subject *subject)
{
    struct values *name = &subject->values[PROPERTY_NAME];
    struct values *given = &subject->values[PROPERTY_FIRST_NAME];
    struct values *family = &subject->values[PROPERTY_LAST_NAME];
    struct values *lacking = given->n ? family : given, *other = given->n ? given : family;
    if (name->n != 1 || other->n == 0)
        return;
    struct str first = other->at[0];
    if (has_word(name->at[0], str_cut(&first, ' ')))
        return;
    *lacking = *name;
    *name = (struct values){0};
}

/* The properties of which one must have a column. */
static bool is_enough(const struct csv_person *person)
{
    for (size_t i = 0; i < person->columns; i++)
        if (person->holds[i] < PROPERTY_COUNT && intake_finds((enum property)person->holds[i]))
            return true;
    return false;
}

static enum err take_headings(struct csv_person *person, const struct csv_row *row, struct intake *intake,
                              struct fault *fault)
{
    person->columns = row->n;
    person->holds = calloc(row->n, sizeof *person->holds);
    person->headings = calloc(row->n, sizeof *person->headings);
    if (!person->holds || !person->headings)
        return fault_set(fault, ERR_NO_MEMORY, "%s", intake->file);
    for (size_t i = 0; i < row->n; i++) {
        struct str heading = str_trim(row->cells[i]);
        person->holds[i] = usual_column(heading);
        snprintf(person->headings[i], sizeof *person->headings, "%.*s", STR_ARG(heading));
        if (person->holds[i] == COLUMN_LEFT_OUT)
            intake_left_out(intake);
    }
    return ERR_OK;
}

/* Names the columns of which nothing is known, the first few of many, in one line. */
static void remark_unknown(const struct csv_person *person, struct intake *intake)
{
    enum { NAMED = 6 };
    char names[NAMED * (sizeof *person->headings + 4)];
    size_t n = 0, length = 0;
    for (size_t i = 0; i < person->columns; i++)
        if (person->holds[i] == COLUMN_UNKNOWN && n++ < NAMED)
            length += (size_t)snprintf(names + length, sizeof names - length, "%s'%s'", n > 1 ? ", " : "",
                                       person->headings[i]);
    if (n > NAMED)
        intake_remark(intake, "columns %s and %zu more are not read", names, n - NAMED);
    else if (n)
        intake_remark(intake, "column%s %s %s not read", n > 1 ? "s" : "", names, n > 1 ? "are" : "is");
}

enum err csv_person_open(struct csv_person *person, struct lines *lines, const char *map,
                         struct intake *intake, struct fault *fault)
{
    struct csv_row row;
    bool end;
    *person = (struct csv_person){0};
    enum err err = csv_open(&person->csv, lines, fault);
    if (err == ERR_OK)
        err = csv_next(&person->csv, &row, &end, fault);
    if (err != ERR_OK || end)
        return err;
    if (row.wrong)
        return fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: headings: %s", intake->file, row.line,
                         row.wrong);
    err = take_headings(person, &row, intake, fault);
    if (err == ERR_OK && map)
        err = apply_map(person, map, &row, fault);
    if (err == ERR_OK && !is_enough(person))
        return fault_set(fault, ERR_NO_USE,
                         "%s: line %zu: no heading of a name or document; give a header map", intake->file,
                         row.line);
    if (err == ERR_OK)
        remark_unknown(person, intake);
    person->bare_name = !err && has_bare_name(person);
    return err;
}

bool csv_is_list(enum property property)
{
    switch (property) {
    case PROPERTY_ALIAS:
    case PROPERTY_WEAK_ALIAS:
    case PROPERTY_BIRTH_DATE:
    case PROPERTY_BIRTH_COUNTRY:
    case PROPERTY_NATIONALITY:
    case PROPERTY_COUNTRY:
    case PROPERTY_ID_NUMBER:
    case PROPERTY_PASSPORT_NUMBER:
    case PROPERTY_PHONE:
    case PROPERTY_EMAIL:
    case PROPERTY_ADDRESS:
        return true;
    default:
        return false;
    }
}

/* How many values of the property a row has at most, and no more than the limit. */
static size_t count_values(const struct csv_person *person, const struct csv_row *row, enum property property)
{
    size_t count = 0;
    for (size_t i = 0; i < row->n; i++) {
        if (person->holds[i] != (unsigned char)property || row->cells[i].n == 0)
            continue;
        count++;
        for (size_t j = 0; csv_is_list(property) && j < row->cells[i].n; j++)
            count += row->cells[i].p[j] == ';';
    }
    /* One cell may word several. */
    if (property == PROPERTY_BIRTH_DATE)
        count *= DATES_IN_TEXT_MAX;
    return count < (size_t)LIMIT_VALUES_PER_PROPERTY ? count : (size_t)LIMIT_VALUES_PER_PROPERTY;
}

/* A date that is worded otherwise than date_parse knows goes in as it means; one that words none as it
 * stands, which is then told. */
static enum err add_date(const struct csv_person *person, struct intake *intake, struct arena *arena,
                         struct values *values, const char *heading, struct str cell, bool *full,
                         struct fault *fault)
{
    struct date dates[DATES_IN_TEXT_MAX];
    bool plain =
        date_parse(cell, &dates[0], NULL) == ERR_OK && !(person->month_first && memchr(cell.p, '/', cell.n));
    size_t n = plain ? 0 : intake_born(intake, dates, dates_in_cell(cell, person->month_first, dates));
    enum err err = ERR_OK;
    for (size_t i = 0; i < n && !*full && !err; i++) {
        char *text = arena_alloc(arena, 12);
        if (!text)
            return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
        date_text(dates[i], text);
        err = intake_add(intake, values, PROPERTY_BIRTH_DATE, str_of(heading), str_of(text), full, fault);
    }
    return n ? err : intake_add(intake, values, PROPERTY_BIRTH_DATE, str_of(heading), cell, full, fault);
}

static enum err add_cell(const struct csv_person *person, struct intake *intake, struct arena *arena,
                         struct values *values, enum property property, const char *heading, struct str cell,
                         bool *full, struct fault *fault)
{
    enum err err = ERR_OK;
    for (struct str rest = cell; rest.p && !*full && err == ERR_OK;) {
        struct str value = rest;
        if (csv_is_list(property))
            value = str_cut(&rest, ';');
        else
            rest.p = NULL;
        err = property == PROPERTY_BIRTH_DATE
                  ? add_date(person, intake, arena, values, heading, value, full, fault)
                  : intake_add(intake, values, property, str_of(heading), value, full, fault);
    }
    return err;
}

/* All values of one property, from every column that holds it. */
static enum err read_property(const struct csv_person *person, const struct csv_row *row,
                              enum property property, struct intake *intake, struct arena *arena,
                              struct values *values, struct fault *fault)
{
    size_t room = count_values(person, row, property);
    if (room == 0)
        return ERR_OK;
    values->at = arena_array(arena, room, sizeof *values->at);
    if (!values->at)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    bool full = false;
    enum err err = ERR_OK;
    for (size_t i = 0; i < row->n && !full && err == ERR_OK; i++)
        if (person->holds[i] == (unsigned char)property)
            err = add_cell(person, intake, arena, values, property, person->headings[i], row->cells[i], &full,
                           fault);
    return err == ERR_OK ? intake_keep(intake, arena, property, values, fault) : err;
}

/* The first cell that is not empty under a heading of the kind. */
static struct str first_cell(const struct csv_person *person, const struct csv_row *row, unsigned char holds)
{
    for (size_t i = 0; i < row->n; i++)
        if (person->holds[i] == holds && str_trim(row->cells[i]).n)
            return str_trim(row->cells[i]);
    return STR("");
}

/* Copies a cell of each travel field. */
static enum err read_travel(const struct csv_person *person, const struct csv_row *cells,
                            struct intake *intake, struct arena *arena, struct travel *travel,
                            struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < TRAVEL_COUNT && !err; i++) {
        struct str cell = first_cell(person, cells, (unsigned char)(COLUMN_TRAVEL + i));
        if (cell.n > (size_t)LIMIT_VALUE_BYTES)
            err = intake_problem(intake, fault, "%s: %zu bytes, over %lld: value skipped",
                                 travel_heading((enum travel_field)i), cell.n, LIMIT_VALUE_BYTES);
        else if (cell.n)
            travel->at[i] = (struct str){arena_copy(arena, cell.p, cell.n), cell.n};
    }
    if (!err && arena_failed(arena))
        err = fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    return err;
}

static enum err read_row(const struct csv_person *person, const struct csv_row *cells, struct intake *intake,
                         struct arena *arena, struct subject *subject, struct travel *travel, enum row *row,
                         struct fault *fault)
{
    *row = ROW_SKIPPED;
    if (cells->wrong)
        return intake_problem(intake, fault, "%s: row skipped", cells->wrong);
    if (cells->n != person->columns)
        return intake_problem(intake, fault, "%zu columns under %zu headings: row skipped", cells->n,
                              person->columns);
    struct str schema = first_cell(person, cells, COLUMN_SCHEMA);
    if (schema.n && !str_equal(schema, STR("Person"))) {
        *row = ROW_OTHER;
        return ERR_OK;
    }
    *subject = (struct subject){0};
    enum err err = ERR_OK;
    for (size_t i = 0; i < PROPERTY_COUNT && err == ERR_OK; i++)
        err = read_property(person, cells, (enum property)i, intake, arena, &subject->values[i], fault);
    if (person->bare_name)
        settle_bare_name(subject);
    if (err == ERR_OK)
        err = read_travel(person, cells, intake, arena, travel, fault);
    if (err != ERR_OK)
        return err;
    return intake_finish(intake, arena, first_cell(person, cells, COLUMN_ID), subject, row, fault);
}

enum err csv_person_next(struct csv_person *person, struct intake *intake, struct arena *arena,
                         struct subject *subject, struct travel *travel, enum row *row, bool *end,
                         struct fault *fault)
{
    struct csv_row cells;
    enum err err = csv_next(&person->csv, &cells, end, fault);
    if (err != ERR_OK || *end)
        return err;
    intake_row(intake, cells.line);
    return read_row(person, &cells, intake, arena, subject, travel, row, fault);
}

void csv_person_close(struct csv_person *person)
{
    if (!person)
        return;
    csv_close(&person->csv);
    free(person->holds);
    free(person->headings);
    *person = (struct csv_person){0};
}

/* --- Files of it --- */

/* All text that begins like no other format. */
static bool begins(struct str start)
{
    start = str_trim(start);
    return start.n && start.p[0] != '{' && start.p[0] != '[' && start.p[0] != '<';
}

struct csv_file {
    struct csv_person person;
    struct format_source *source;
};

static void close_file(void *state)
{
    struct csv_file *file = state;
    if (file)
        csv_person_close(&file->person);
    free(file);
}

static enum err open_file(void **state, struct format_source *source, struct fault *fault)
{
    struct csv_file *file = calloc(1, sizeof *file);
    if (!file)
        return fault_set(fault, ERR_NO_MEMORY, "%s", source->intake->file);
    file->source = source;
    *state = file;
    return csv_person_open(&file->person, source->lines, source->options->header_map, source->intake, fault);
}

static enum err next_row(void *state, struct arena *arena, struct subject *subject, enum row *row, bool *end,
                         struct fault *fault)
{
    struct csv_file *file = state;
    return csv_person_next(&file->person, file->source->intake, arena, subject, file->source->travel, row,
                           end, fault);
}

const struct format format_csv = {begins, open_file, next_row, close_file};
