/* Intake: what the readers of all formats share: what is said about a file, and
 * which values of a row are let in. */
#ifndef LIAISON_RECORD_INTAKE_H
#define LIAISON_RECORD_INTAKE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "record/date.h"
#include "record/subject.h"

#include <stdbool.h>
#include <stddef.h>

/* What a row turned out to be. */
enum row {
    ROW_PERSON,
    ROW_OTHER,   /* no person */
    ROW_SKIPPED, /* of no use; a problem was told */
    ROW_NOTHING  /* not counted: what other rows refer to */
};

struct intake {
    const char *file; /* for messages; borrowed */
    size_t line;      /* 1-based; where the row being read begins */
    bool strict;
    struct date last_birth; /* who was born later is not born; year 0: anybody may be */
    void (*warn)(void *context, const char *text); /* may be NULL */
    void *warn_context;
    size_t warnings;     /* told, whether shown or not */
    size_t row_problems; /* of them, problems of the row being read */
    bool left_out_told;
};

/* The row on this line is read next. */
void intake_row(struct intake *intake, size_t line);

/* Tells a problem of the row, as "FILE: line N: text": to the callback, or in
 * strict mode as fault and BAD_INPUT, which the caller returns. */
enum err intake_problem(struct intake *intake, struct fault *fault, const char *format, ...)
    PRINTF_LIKE(3, 4) MUST_USE;

/* Tells something that is no problem, also in strict mode. */
void intake_remark(struct intake *intake, const char *format, ...) PRINTF_LIKE(2, 3);

/* Remarks, once a file, that its religion, politics or ethnicity are not kept. */
void intake_left_out(struct intake *intake);

/* Adds value, without white space at its ends, to values, whose array has room
 * for as many as are added, LIMIT_VALUES_PER_PROPERTY at most. The bytes stay
 * borrowed. An empty value is passed over; one over LIMIT_VALUE_BYTES, a
 * birth date that is none (date_parse_birth) are problems and passed over; so is the first value over
 * the limit, for which *full becomes true: the caller adds no more. */
enum err intake_add(struct intake *intake, struct values *values, enum property property, struct str field,
                    struct str value, bool *full, struct fault *fault) MUST_USE;

/* Of the dates that a doubtful wording allows, as of a year in two digits, those on which somebody can have
 * been born stay; how many. Where there is none, all do: adding them tells why. */
size_t intake_born(const struct intake *intake, struct date *dates, size_t n);

/* Copies the bytes of all values of a property into the arena, in one piece; a birth date and a telephone in
 * the digits of ASCII. */
enum err intake_keep(struct intake *intake, struct arena *arena, enum property property,
                     struct values *values, struct fault *fault) MUST_USE;

/* True where somebody can be found by this property alone: a name, a document's number. */
bool intake_finds(enum property property);

/* Whether a subject has one. */
bool intake_findable(const struct subject *subject);

/* Ends a person's row: gives it the id, or "line-N" where that is empty, and
 * skips it where it has neither a name nor the number of a document. */
enum err intake_finish(struct intake *intake, struct arena *arena, struct str id, struct subject *subject,
                       enum row *row, struct fault *fault) MUST_USE;

#endif
