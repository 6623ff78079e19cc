/* Reading: reads a whole text with a reader and keeps what came of it, for the
 * tests of the formats. Brings cmocka in. */
#ifndef LIAISON_TESTS_READING_H
#define LIAISON_TESTS_READING_H

#include "base/limits.h"
#include "record/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { READING_ROOM = 8192 };

struct reading {
    struct arena arena;
    struct subject subject; /* the last one */
    struct reader_counts counts;
    char warnings[READING_ROOM]; /* one a line */
    enum err err;
    struct fault fault;
};

static inline void reading_warn(void *context, const char *text)
{
    struct reading *reading = context;
    size_t n = strlen(reading->warnings);
    snprintf(reading->warnings + n, READING_ROOM - n, "%s\n", text);
}

static inline void read_with(struct reading *reading, struct str text, struct reader_options options)
{
    *reading = (struct reading){0};
    arena_init(&reading->arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    options.warn = reading_warn;
    options.warn_context = reading;
    struct reader *reader;
    reading->err = reader_open_bytes(&reader, "f", text, &options, &reading->fault);
    bool end = false;
    while (reading->err == ERR_OK && !end)
        reading->err = reader_next(reader, &reading->arena, &reading->subject, &end, &reading->fault);
    if (reader)
        reading->counts = reader_counts(reader);
    reader_close(reader);
}

static inline void read_all(struct reading *reading, struct str text, bool strict)
{
    read_with(reading, text, (struct reader_options){.strict = strict});
}

static inline void assert_value(const struct reading *reading, enum property property, size_t i,
                                const char *text)
{
    assert_true(i < reading->subject.values[property].n);
    assert_true(str_equal(reading->subject.values[property].at[i], str_of(text)));
}

/* A text of one row, from which one warning and nothing else must come. */
static inline void expect_skipped(struct str text, const char *warning)
{
    struct reading reading;
    read_all(&reading, text, false);
    assert_int_equal(reading.err, ERR_OK);
    assert_string_equal(reading.warnings, warning);
    assert_int_equal(reading.counts.subjects, 0);
    assert_int_equal(reading.counts.skipped, 1);
    assert_int_equal(reading.counts.warnings, 1);
    arena_release(&reading.arena);
}

/* A text whose reading must end in this error. */
static inline void expect_error(struct str text, enum err err, const char *detail)
{
    struct reading reading;
    read_all(&reading, text, false);
    assert_int_equal(reading.err, err);
    assert_int_equal(reading.fault.code, err);
    assert_string_equal(reading.fault.detail, detail);
    arena_release(&reading.arena);
}

#endif
