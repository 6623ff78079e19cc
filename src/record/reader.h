/* Reader: subjects out of a file, one after another, whatever its format.
 *
 * A row that cannot be used is skipped with a warning that names file, line and
 * field; in strict mode it ends the reading with that as the error. The first
 * LIMIT_WARNINGS_SHOWN warnings of a file reach the callback, the rest are counted. */
#ifndef LIAISON_RECORD_READER_H
#define LIAISON_RECORD_READER_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "record/subject.h"
#include "record/travel.h"

#include <stdbool.h>
#include <stddef.h>

struct reader;

enum record_format {
    FORMAT_GUESS, /* told by the content */
#define F(name, word, functions, what) FORMAT_##name,
#include "record/formats.def"
#undef F
    FORMAT_COUNT
};

/* "ofac-csv"; and back: FORMAT_COUNT where there is no such format. */
const char *record_format_word(enum record_format format);
enum record_format record_format_by_word(struct str word);

struct reader_options {
    enum record_format format;
    const char
        *header_map; /* CSV: "Passenger=name,Born=birthDate,Note=": before the usual headings; or NULL */
    bool strict;
    time_ms now; /* no birth date lies after it; 0: any may */
    void (*warn)(void *context, const char *text);
    void *warn_context;
};

struct reader_counts {
    size_t subjects; /* given out */
    size_t skipped;  /* rows that could not be used */
    size_t others;   /* entities that are no persons */
    size_t warnings;
};

/* Opens path ("-" is standard input), which must outlive the reader, and tells
 * its format by its content where FORMAT_GUESS (see formats.def; all text of no
 * other format is CSV). UNSUPPORTED where it is UTF-16 or packed. A CSV's headings
 * are read here (csv_person.h). The reader is freed by reader_close. */
enum err reader_open(struct reader **reader, const char *path, const struct reader_options *options,
                     struct fault *fault) MUST_USE;

/* The same over bytes in memory, which must outlive the reader; name is for messages. */
enum err reader_open_bytes(struct reader **reader, const char *name, struct str bytes,
                           const struct reader_options *options, struct fault *fault) MUST_USE;

/* The next person into *subject, all strings in the arena. *end is true, and
 * the subject untouched, after the last one. STALE where the file changed while it was read. */
enum err reader_next(struct reader *reader, struct arena *arena, struct subject *subject, bool *end,
                     struct fault *fault) MUST_USE;

/* What was read so far. A file of no use (no persons at all) is for the caller to judge. */
struct reader_counts reader_counts(const struct reader *reader);

/* What the last subject's row told of a journey; strings as long as the subject's arena. */
struct travel reader_travel(const struct reader *reader);

/* The format that was told or found. */
enum record_format reader_format(const struct reader *reader);

/* The 1-based line on which the last subject began. */
size_t reader_line(const struct reader *reader);

void reader_close(struct reader *reader);

#endif
