/* Reader: subjects out of a file of any format. See reader.h. */
#include "record/reader.h"

#include "record/format.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct lines lines;
    struct intake intake;
    struct travel travel;
    enum record_format format;
    struct format_source source;
    void *state; /* of the format */
    struct reader_counts counts;
};

static const struct {
    const char *word;
    const struct format *format;
} formats[FORMAT_COUNT] = {
    {"", NULL},
#define F(name, word, functions, what) {word, &functions},
#include "record/formats.def"
#undef F
};

const char *record_format_word(enum record_format format)
{
    return (unsigned)format < FORMAT_COUNT ? formats[format].word : "";
}

enum record_format record_format_by_word(struct str word)
{
    size_t i = FORMAT_GUESS + 1;
    while (i < FORMAT_COUNT && !str_equal(word, str_of(formats[i].word)))
        i++;
    return (enum record_format)i;
}

/* Where no format claims it, it is said why. */
static enum err guess(struct str start, const char *name, enum record_format *format, struct fault *fault)
{
    struct str text = start;
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
        text = (struct str){text.p + 3, text.n - 3};
    for (size_t i = 1; *format == FORMAT_GUESS && i < FORMAT_COUNT; i++)
        if (formats[i].format->begins(text))
            *format = (enum record_format)i;
    if (*format == FORMAT_UK_ODS) /* the only one that is no text */
        return ERR_OK;
    enum err err = lines_check_text(start, name, fault);
    if (err != ERR_OK || *format != FORMAT_GUESS)
        return err;
    if (str_trim(text).p[0] == '[')
        return fault_set(fault, ERR_UNSUPPORTED, "%s: a JSON array; one entity a line is read", name);
    return fault_set(fault, ERR_UNSUPPORTED, "%s: XML or HTML of no list that is known", name);
}

/* Sets everything up behind opened lines. */
static enum err begin(struct reader *reader, const struct reader_options *options, struct fault *fault)
{
    reader->format = options->format;
    reader->intake =
        (struct intake){.file = reader->lines.name,
                        .strict = options->strict,
                        .last_birth = options->now ? date_last_birth(options->now) : (struct date){0},
                        .warn = options->warn,
                        .warn_context = options->warn_context};
    reader->source.lines = &reader->lines;
    reader->source.options = options;
    reader->source.intake = &reader->intake;
    reader->source.travel = &reader->travel;
    struct str start;
    enum err err = lines_peek(&reader->lines, &start, fault);
    if (err == ERR_OK)
        err = guess(start, reader->lines.name, &reader->format, fault);
    return err ? err : formats[reader->format].format->open(&reader->state, &reader->source, fault);
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
    fresh->source.path = strcmp(path, "-") == 0 ? NULL : path;
    return finish_open(fresh, lines_open(&fresh->lines, path, fault), options, reader, fault);
}

enum err reader_open_bytes(struct reader **reader, const char *name, struct str bytes,
                           const struct reader_options *options, struct fault *fault)
{
    *reader = NULL;
    struct reader *fresh = new_reader(name, fault);
    if (!fresh)
        return ERR_NO_MEMORY;
    fresh->source.bytes = bytes;
    lines_open_bytes(&fresh->lines, name, bytes);
    return finish_open(fresh, ERR_OK, options, reader, fault);
}

enum err reader_next(struct reader *reader, struct arena *arena, struct subject *subject, bool *end,
                     struct fault *fault)
{
    for (;;) {
        enum row row = ROW_SKIPPED;
        struct subject found;
        reader->travel = (struct travel){0};
        enum err err = formats[reader->format].format->next(reader->state, arena, &found, &row, end, fault);
        if (err != ERR_OK)
            return err;
        if (*end) /* what is packed is read past the lines */
            return lines_same(&reader->lines, fault);
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

struct travel reader_travel(const struct reader *reader)
{
    return reader->travel;
}

enum record_format reader_format(const struct reader *reader)
{
    return reader->format;
}

size_t reader_line(const struct reader *reader)
{
    return reader->intake.line;
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    if (reader->state)
        formats[reader->format].format->close(reader->state);
    lines_close(&reader->lines);
    free(reader);
}
