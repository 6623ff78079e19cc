/* liaison synth: writes invented persons, and noisy copies of them with the truth. */
#include "synth/synth.h"

#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "record/csv_write.h"
#include "record/ftm_write.h"

#include <math.h>
#include <string.h>

struct synth_options {
    size_t n;
    size_t seed;
    const char *out;
    const char *copies;
    const char *truth;
    const char *format;
    double overlap;
    double errors;
};

struct making {
    const struct synth_options *options;
    struct synth *synth;
    struct arena arena;
    bool csv;
};

static enum err write_subject(const struct making *making, struct output *output,
                              const struct subject *subject, struct fault *fault)
{
    if (making->csv)
        (void)csv_write(&output->buf, subject);
    else
        ftm_write(&output->buf, subject);
    return output_step(output, fault);
}

static enum err write_persons(struct making *making, struct fault *fault)
{
    struct output output;
    struct subject subject;
    enum err err = output_open(&output, making->options->out, fault);
    if (!err && making->csv)
        csv_write_headings(&output.buf);
    for (size_t i = 0; !err && i < making->options->n; i++) {
        arena_reset(&making->arena);
        err = synth_person(making->synth, i, &making->arena, &subject, fault);
        if (!err)
            err = write_subject(making, &output, &subject, fault);
    }
    return output_close(&output, err, fault);
}

/* Record j of the copies is a copy of one of the persons, or a person who is not among them. */
static enum err make_copy(struct making *making, size_t j, struct output *truth, struct subject *subject,
                          struct fault *fault)
{
    const struct synth_options *options = making->options;
    uint64_t place = synth_shuffled(options->seed, j, options->n);
    uint64_t copied = (uint64_t)llround(options->overlap * (double)options->n);
    if (place >= copied)
        return synth_person(making->synth, options->n + place, &making->arena, subject, fault);
    uint64_t person = synth_shuffled(options->seed + options->n, place, options->n);
    uint32_t errors = (uint32_t)lround(options->errors * 1000);
    enum err err = synth_copy(making->synth, person, 1, errors, &making->arena, subject, fault);
    if (!err && options->truth) {
        buf_printf(&truth->buf, "s%llu\t%.*s\n", (unsigned long long)person, STR_ARG(subject->id));
        err = output_step(truth, fault);
    }
    return err;
}

static enum err write_copies(struct making *making, struct fault *fault)
{
    struct output output;
    struct output truth = {0};
    struct subject subject;
    enum err err = output_open(&output, making->options->copies, fault);
    if (!err && making->options->truth)
        err = output_open(&truth, making->options->truth, fault);
    if (!err && making->csv)
        csv_write_headings(&output.buf);
    for (size_t j = 0; !err && j < making->options->n; j++) {
        arena_reset(&making->arena);
        err = make_copy(making, j, &truth, &subject, fault);
        if (!err)
            err = write_subject(making, &output, &subject, fault);
    }
    if (truth.path)
        err = output_close(&truth, err, fault);
    return output_close(&output, err, fault);
}

static enum err check(const struct synth_options *options, struct fault *fault)
{
    if (strcmp(options->format, "ftm") != 0 && strcmp(options->format, "csv") != 0)
        return fault_set(fault, ERR_USAGE, "--format: '%s' is none of ftm, csv", options->format);
    if (options->truth && !options->copies)
        return fault_set(fault, ERR_USAGE, "--truth tells of --copies, which is missing");
    return ERR_OK;
}

int command_synth(int argc, char **argv)
{
    struct synth_options options = {
        .n = 1000, .seed = 1, .out = "-", .format = "ftm", .overlap = 0.5, .errors = 1};
    struct fault fault;
    struct making making = {.options = &options};
    const struct option table[] = {{"--n", OPTION_COUNT, &options.n},
                                   {"--seed", OPTION_COUNT, &options.seed},
                                   {"--out", OPTION_TEXT, &options.out},
                                   {"--format", OPTION_TEXT, &options.format},
                                   {"--copies", OPTION_TEXT, &options.copies},
                                   {"--truth", OPTION_TEXT, &options.truth},
                                   {"--overlap", OPTION_SHARE, &options.overlap},
                                   {"--errors", OPTION_SHARE, &options.errors}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err)
        err = check(&options, &fault);
    if (!err)
        err = synth_open(&making.synth, options.seed, &fault);
    making.csv = strcmp(options.format, "csv") == 0;
    arena_init(&making.arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    if (!err)
        err = write_persons(&making, &fault);
    if (!err && options.copies)
        err = write_copies(&making, &fault);
    arena_release(&making.arena);
    synth_close(making.synth);
    return err ? command_fail(&fault) : 0;
}
