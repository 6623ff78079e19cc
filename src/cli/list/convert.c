/* liaison list convert: the persons of a file in another format. */
#include "base/clock.h"
#include "base/limits.h"
#include "cli/list/list.h"
#include "cli/options.h"
#include "cli/output.h"
#include "record/csv_write.h"
#include "record/ftm_write.h"
#include "record/reader.h"

#include <string.h>

struct converting {
    struct reader *reader;
    struct output output;
    bool csv;
    size_t left_out;
};

static enum err write_all(struct converting *converting, struct fault *fault)
{
    struct arena arena;
    struct subject subject;
    bool end = false;
    enum err err = ERR_OK;
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    if (converting->csv)
        csv_write_headings(&converting->output.buf);
    while (!err) {
        arena_reset(&arena);
        err = reader_next(converting->reader, &arena, &subject, &end, fault);
        if (err || end)
            break;
        if (converting->csv)
            converting->left_out += csv_write(&converting->output.buf, &subject);
        else
            ftm_write(&converting->output.buf, &subject);
        err = output_step(&converting->output, fault);
    }
    arena_release(&arena);
    return err;
}

static void report(const struct converting *converting)
{
    struct reader_counts counts = reader_counts(converting->reader);
    fprintf(stderr, "%zu persons out of %s, %zu others, %zu skipped, %zu warnings\n", counts.subjects,
            record_format_word(reader_format(converting->reader)), counts.others, counts.skipped,
            counts.warnings);
    if (converting->left_out)
        fprintf(stderr, "%zu values left out: CSV holds one of their kind a person\n", converting->left_out);
}

static enum err convert(struct converting *converting, const char *in, const char *out,
                        const struct reader_options *options, struct fault *fault)
{
    enum err err = reader_open(&converting->reader, in, options, fault);
    if (err)
        return err;
    err = output_open(&converting->output, out, fault);
    if (!err)
        err = write_all(converting, fault);
    if (!err && reader_counts(converting->reader).subjects == 0)
        err = fault_set(fault, ERR_NO_USE, "%s: no persons in it", in);
    err = output_close(&converting->output, err, fault);
    if (!err)
        report(converting);
    return err;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text);
    size_t m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* "csv" or "ftm", else what the name of the file says. */
static enum err choose(struct converting *converting, const char *to, const char *out, struct fault *fault)
{
    if (to && strcmp(to, "csv") != 0 && strcmp(to, "ftm") != 0)
        return fault_set(fault, ERR_USAGE, "--to: '%s' is none of ftm, csv", to);
    converting->csv = to ? strcmp(to, "csv") == 0 : ends_with(out, ".csv");
    return ERR_OK;
}

static enum err read_format(const char *from, struct reader_options *options, struct fault *fault)
{
    options->format = from ? record_format_by_word(str_of(from)) : FORMAT_GUESS;
    if (!from || options->format != FORMAT_COUNT)
        return ERR_OK;
    char known[256] = "";
    for (size_t i = FORMAT_GUESS + 1, n = 0; i < FORMAT_COUNT && n < sizeof known; i++)
        n += (size_t)snprintf(known + n, sizeof known - n, "%s%s", n ? ", " : "",
                              record_format_word((enum record_format)i));
    return fault_set(fault, ERR_USAGE, "--from: '%s' is none of %s", from, known);
}

int list_convert(int argc, char **argv)
{
    const char *from = NULL;
    const char *to = NULL;
    struct texts files = {0};
    struct fault fault;
    struct reader_options options = {.format = FORMAT_GUESS, .now = clock_system_now(), .warn = command_warn};
    struct converting converting = {0};
    const struct option table[] = {{"--from", OPTION_TEXT, &from},
                                   {"--to", OPTION_TEXT, &to},
                                   {"--map", OPTION_TEXT, &options.header_map},
                                   {"--strict", OPTION_FLAG, &options.strict}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &files, &fault);
    if (!err && files.n != 2)
        err = fault_set(&fault, ERR_USAGE, "list convert wants IN and OUT");
    if (!err)
        err = read_format(from, &options, &fault);
    if (!err)
        err = choose(&converting, to, files.at[1], &fault);
    if (!err)
        err = convert(&converting, files.at[0], files.at[1], &options, &fault);
    reader_close(converting.reader);
    return err ? command_fail(&fault) : 0;
}
