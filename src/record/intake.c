/* Intake: warnings and values of all formats. See intake.h. */
#include "record/intake.h"

#include "base/limits.h"
#include "record/fold.h"

#include <stdarg.h>
#include <stdio.h>

/* A field name of the file's own is cut there in messages. */
enum { FIELD_SHOWN = 64 };

void intake_row(struct intake *intake, size_t line)
{
    intake->line = line;
    intake->row_problems = 0;
}

/* Counts and shows, unless enough were shown; fault_set cleans the text for a terminal. */
static void tell(struct intake *intake, const struct fault *text)
{
    if (intake->warnings++ < (size_t)LIMIT_WARNINGS_SHOWN && intake->warn)
        intake->warn(intake->warn_context, text->detail);
}

enum err intake_problem(struct intake *intake, struct fault *fault, const char *format, ...)
{
    char what[FAULT_DETAIL_MAX];
    va_list args;
    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) < 0)
        what[0] = '\0';
    va_end(args);
    intake->row_problems++;
    struct fault told;
    fault_set(&told, ERR_BAD_INPUT, "%s: line %zu: %s", intake->file, intake->line, what);
    if (!intake->strict) {
        tell(intake, &told);
        return ERR_OK;
    }
    if (fault)
        *fault = told;
    return ERR_BAD_INPUT;
}

void intake_remark(struct intake *intake, const char *format, ...)
{
    char what[FAULT_DETAIL_MAX];
    va_list args;
    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) < 0)
        what[0] = '\0';
    va_end(args);
    struct fault told;
    fault_set(&told, ERR_OK, "%s: %s", intake->file, what);
    tell(intake, &told);
}

void intake_left_out(struct intake *intake)
{
    if (intake->left_out_told)
        return;
    intake->left_out_told = true;
    intake_remark(intake, "religion, political opinion and ethnicity are not kept");
}

static bool is_long(struct str value, struct fault *why)
{
    return value.n > (size_t)LIMIT_VALUE_BYTES &&
           fault_set(why, ERR_TOO_LARGE, "%zu bytes, over %lld", value.n, LIMIT_VALUE_BYTES) != ERR_OK;
}

/* Why a value cannot be kept, into why; false where it can. */
static bool is_bad(const struct intake *intake, enum property property, struct str value, struct fault *why)
{
    struct date date;
    if (is_long(value, why))
        return true;
    if (property != PROPERTY_BIRTH_DATE)
        return false;
    return date_parse_birth(value, intake->last_birth, &date, why) != ERR_OK;
}

size_t intake_born(const struct intake *intake, struct date *dates, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!intake->last_birth.year || !date_after(dates[i], intake->last_birth))
            dates[kept++] = dates[i];
    return kept ? kept : n;
}

enum err intake_add(struct intake *intake, struct values *values, enum property property, struct str field,
                    struct str value, bool *full, struct fault *fault)
{
    value = str_trim(value);
    int shown = (int)(field.n < FIELD_SHOWN ? field.n : FIELD_SHOWN);
    struct fault why;
    if (value.n == 0)
        return ERR_OK;
    if (is_bad(intake, property, value, &why))
        return intake_problem(intake, fault, "%.*s: %s: value skipped", shown, field.p, why.detail);
    if (values->n >= (size_t)LIMIT_VALUES_PER_PROPERTY) {
        *full = true;
        return intake_problem(intake, fault, "%.*s: over %lld values: the rest skipped", shown, field.p,
                              LIMIT_VALUES_PER_PROPERTY);
    }
    values->at[values->n++] = value;
    return ERR_OK;
}

enum err intake_keep(struct intake *intake, struct arena *arena, enum property property,
                     struct values *values, struct fault *fault)
{
    bool digits = property == PROPERTY_BIRTH_DATE || property == PROPERTY_PHONE;
    size_t total = 0;
    for (size_t i = 0; i < values->n; i++)
        total += values->at[i].n;
    char *bytes = arena_alloc(arena, total);
    if (!bytes)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    for (size_t i = 0; i < values->n; i++) {
        struct str *value = &values->at[i];
        if (digits)
            value->n = fold_digits(*value, bytes);
        else
            memcpy(bytes, value->p, value->n);
        value->p = bytes;
        bytes += value->n;
    }
    return ERR_OK;
}

bool intake_finds(enum property property)
{
    switch (property) {
    case PROPERTY_NAME:
    case PROPERTY_ALIAS:
    case PROPERTY_WEAK_ALIAS:
    case PROPERTY_FIRST_NAME:
    case PROPERTY_SECOND_NAME:
    case PROPERTY_LAST_NAME:
    case PROPERTY_ID_NUMBER:
    case PROPERTY_PASSPORT_NUMBER:
        return true;
    default:
        return false;
    }
}

bool intake_findable(const struct subject *subject)
{
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        if (subject->values[i].n && intake_finds((enum property)i))
            return true;
    return false;
}

/* An id is a word of lines and columns. */
static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f)
            return true;
    return false;
}

/* Why an id cannot be kept, into why; false where it can. */
static bool is_bad_id(struct str id, struct fault *why)
{
    return is_long(id, why) ||
           (has_control(id) && fault_set(why, ERR_BAD_INPUT, "it holds a control character") != ERR_OK);
}

enum err intake_finish(struct intake *intake, struct arena *arena, struct str id, struct subject *subject,
                       enum row *row, struct fault *fault)
{
    *row = ROW_PERSON;
    if (!intake_findable(subject)) {
        *row = ROW_SKIPPED;
        /* The reason was told where a value was skipped: one line is enough. */
        return intake->row_problems ? ERR_OK
                                    : intake_problem(intake, fault, "no name and no document: row skipped");
    }
    char made[32];
    struct fault why;
    id = str_trim(id);
    if (is_bad_id(id, &why)) {
        enum err err = intake_problem(intake, fault, "id: %s: the line stands for it", why.detail);
        if (err != ERR_OK)
            return err;
        id.n = 0;
    }
    if (id.n == 0) {
        snprintf(made, sizeof made, "line-%zu", intake->line);
        id = str_of(made);
    }
    subject->id = (struct str){arena_copy(arena, id.p, id.n), id.n};
    if (!subject->id.p)
        return fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", intake->file, intake->line);
    return ERR_OK;
}
