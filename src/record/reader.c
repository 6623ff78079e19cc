/* Reader: subjects out of a file of any format. See reader.h. */
#include "record/reader.h"

#include "record/csv_person.h"
#include "record/ftm.h"
#include "record/intake.h"
#include "record/lines.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct lines lines;
    struct intake intake;
    enum record_format format;
    struct csv_person csv; /* where the format is CSV */
    struct reader_counts counts;
};

/* The first byte of the text tells JSON from the rest. */
static enum err guess(struct str start, const char *name, enum record_format *format, struct fault *fault)
{
    enum err err = lines_check_text(start, name, fault);
    if (err != ERR_OK || *format != FORMAT_GUESS)
        return err;
    if (start.n >= 3 && memcmp(start.p, "\xef\xbb\xbf", 3) == 0)
        start = (struct str){start.p + 3, start.n - 3};
    start = str_trim(start);
    char first = start.n ? start.p[0] : '{';
    if (first == '[')
        return fault_set(fault, ERR_UNSUPPORTED, "%s: a JSON array; one entity a line is read", name);
    if (first == '<')
        return fault_set(fault, ERR_UNSUPPORTED, "%s: XML or HTML", name);
    *format = first == '{' ? FORMAT_FTM : FORMAT_CSV;
    return ERR_OK;
}

/* Sets everything up behind opened lines. */
static enum err begin(struct reader *reader, const struct reader_options *options, struct fault *fault)
{
    reader->format = options->format;
    reader->intake = (struct intake){.file = reader->lines.name,
                                     .strict = options->strict,
                                     .warn = options->warn,
                                     .warn_context = options->warn_context};
    struct str start;
    enum err err = lines_peek(&reader->lines, &start, fault);
    if (err == ERR_OK)
        err = guess(start, reader->lines.name, &reader->format, fault);
    if (err == ERR_OK && reader->format == FORMAT_CSV)
        err = csv_person_open(&reader->csv, &reader->lines, options->header_map, &reader->intake, fault);
    return err;
}

static struct reader *new_reader(const char *name, struct fault *fault)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        fault_set(fault, ERR_NO_MEMORY, "%s", name);
    return reader;
}

static enum err finish_open(struct reader *fresh, enum err err, const struct reader_options *options,
                            struct reader **reader, struct fault *fault)
{
    if (err == ERR_OK)
        err = begin(fresh, options, fault);
    if (err != ERR_OK) {
        reader_close(fresh);
        fresh = NULL;
    }
    *reader = fresh;
    return err;
}

enum err reader_open(struct reader **reader, const char *path, const struct reader_options *options,
                     struct fault *fault)
{
    *reader = NULL;
    struct reader *fresh = new_reader(path, fault);
    if (!fresh)
        return ERR_NO_MEMORY;
    return finish_open(fresh, lines_open(&fresh->lines, path, fault), options, reader, fault);
}

enum err reader_open_bytes(struct reader **reader, const char *name, struct str bytes,
                           const struct reader_options *options, struct fault *fault)
{
    *reader = NULL;
    struct reader *fresh = new_reader(name, fault);
    if (!fresh)
        return ERR_NO_MEMORY;
    lines_open_bytes(&fresh->lines, name, bytes);
    return finish_open(fresh, ERR_OK, options, reader, fault);
}

static enum err next_ftm(struct reader *reader, struct arena *arena, struct subject *subject, enum row *row,
                         bool *end, struct fault *fault)
{
    struct str line;
    enum err err = lines_next(&reader->lines, &line, end, fault);
    while (err == ERR_OK && !*end && str_trim(line).n == 0)
        err = lines_next(&reader->lines, &line, end, fault);
    if (err != ERR_OK || *end)
        return err;
    intake_row(&reader->intake, reader->lines.line);
    return ftm_row(line, &reader->intake, arena, subject, row, fault);
}

enum err reader_next(struct reader *reader, struct arena *arena, struct subject *subject, bool *end,
                     struct fault *fault)
{
    for (;;) {
        enum row row = ROW_SKIPPED;
        struct subject found;
        enum err err = reader->format == FORMAT_CSV
                           ? csv_person_next(&reader->csv, &reader->intake, arena, &found, &row, end, fault)
                           : next_ftm(reader, arena, &found, &row, end, fault);
        if (err != ERR_OK || *end)
            return err;
        reader->counts.subjects += row == ROW_PERSON;
        reader->counts.others += row == ROW_OTHER;
        reader->counts.skipped += row == ROW_SKIPPED;
        if (row != ROW_PERSON)
            continue;
        *subject = found;
        return ERR_OK;
    }
}

struct reader_counts reader_counts(const struct reader *reader)
{
    struct reader_counts counts = reader->counts;
    counts.warnings = reader->intake.warnings;
    return counts;
}

size_t reader_line(const struct reader *reader)
{
    return reader->intake.line;
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    csv_person_close(&reader->csv);
    lines_close(&reader->lines);
    free(reader);
}
