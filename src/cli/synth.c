/* liaison synth: writes invented persons, and noisy copies of them with the truth. */
#include "synth/synth.h"

#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "synth/publish.h"

#include <math.h>
#include <string.h>

struct synth_options {
    size_t n;
    size_t seed;
    const char *out;
    const char *copies;
    const char *truth;
    const char *format;
    double overlap; /* below 0 until it is said */
    double errors;
};

struct making {
    const struct synth_options *options;
    struct synth *synth;
    struct arena arena; /* of one person */
    struct arena names; /* of files */
    const struct published *published;
};

/* A file being made: the format may want others beside it. */
struct making_file {
    struct output output;
    struct output asides[PUBLISH_ASIDES];
    struct publishing publishing;
};

/* "folder/alt.csv" beside "folder/sdn.csv". */
static enum err open_aside(struct making_file *file, size_t i, const char *path, struct arena *arena,
                           struct fault *fault)
{
    static const char *const names[PUBLISH_ASIDES] = {"alt.csv", "add.csv"};
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash + 1 - path) : 0;
    char *name = arena_alloc(arena, folder + strlen(names[i]) + 1);
    if (!name)
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    memcpy(name, path, folder);
    memcpy(name + folder, names[i], strlen(names[i]));
    return output_open(&file->asides[i], name, fault);
}

static enum err open_file(struct making *making, const char *path, struct making_file *file,
                          struct fault *fault)
{
    bool asides = making->published == &publish_ofac_csv;
    *file = (struct making_file){.publishing = {.arena = &making->arena}};
    if (asides && strcmp(path, "-") == 0)
        return fault_set(fault, ERR_USAGE, "--format ofac-csv makes three files: --out must name the first");
    enum err err = output_open(&file->output, path, fault);
    file->publishing.out = &file->output.buf;
    for (size_t i = 0; asides && !err && i < PUBLISH_ASIDES; i++) {
        err = open_aside(file, i, path, &making->names, fault);
        file->publishing.asides[i] = &file->asides[i].buf;
    }
    if (!err)
        making->published->begin(&file->publishing);
    return err;
}

static enum err write_subject(const struct making *making, struct making_file *file,
                              const struct subject *subject, struct fault *fault)
{
    file->publishing.number++;
    making->published->person(&file->publishing, subject);
    bool waits = making->published->whole && !buf_failed(&file->output.buf);
    enum err err = waits ? ERR_OK : output_step(&file->output, fault);
    for (size_t i = 0; i < PUBLISH_ASIDES && !err; i++)
        if (file->asides[i].path)
            err = output_step(&file->asides[i], fault);
    return err;
}

static enum err close_file(const struct making *making, struct making_file *file, enum err err,
                           struct fault *fault)
{
    if (!err)
        making->published->end(&file->publishing, file->publishing.number);
    for (size_t i = 0; i < PUBLISH_ASIDES; i++)
        if (file->asides[i].path)
            err = output_close(&file->asides[i], err, fault);
    return file->output.path ? output_close(&file->output, err, fault) : err;
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
    struct making_file file;
    struct output truth = {0};
    struct subject subject;
    enum err err = open_file(making, making->options->copies, &file, fault);
    if (!err && making->options->truth)
        err = output_open(&truth, making->options->truth, fault);
    for (size_t j = 0; !err && j < making->options->n; j++) {
        arena_reset(&making->arena);
        err = make_copy(making, j, &truth, &subject, fault);
        if (!err)
            err = write_subject(making, &file, &subject, fault);
    }
    if (truth.path)
        err = output_close(&truth, err, fault);
    return close_file(making, &file, err, fault);
}

/* The persons take their name last: what cannot be written beside them leaves none of the files. */
static enum err write_persons(struct making *making, struct fault *fault)
{
    struct making_file file;
    struct subject subject;
    enum err err = open_file(making, making->options->out, &file, fault);
    for (size_t i = 0; !err && i < making->options->n; i++) {
        arena_reset(&making->arena);
        err = synth_person(making->synth, i, &making->arena, &subject, fault);
        if (!err)
            err = write_subject(making, &file, &subject, fault);
    }
    if (!err && making->options->copies)
        err = write_copies(making, fault);
    return close_file(making, &file, err, fault);
}

static enum err check(struct making *making, struct fault *fault)
{
    const struct synth_options *options = making->options;
    making->published = published_by_word(str_of(options->format));
    if (!making->published)
        return fault_set(fault, ERR_USAGE, "--format: there is no format '%s'", options->format);
    const char *lone = options->truth          ? "--truth"
                       : options->overlap >= 0 ? "--overlap"
                       : options->errors >= 0  ? "--errors"
                                               : NULL;
    if (lone && !options->copies)
        return fault_set(fault, ERR_USAGE, "%s tells of --copies, which is missing", lone);
    const char *paths[] = {options->out, options->copies, options->truth};
    for (size_t i = 1; i < sizeof paths / sizeof *paths; i++)
        for (size_t k = 0; k < i; k++)
            if (paths[i] && paths[k] && strcmp(paths[i], paths[k]) == 0)
                return fault_set(fault, ERR_USAGE, "two of --out, --copies and --truth are '%s'", paths[i]);
    return ERR_OK;
}

int command_synth(int argc, char **argv)
{
    struct synth_options options = {
        .n = 1000, .seed = 1, .out = "-", .format = "ftm", .overlap = -1, .errors = -1};
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
        err = check(&making, &fault);
    options.overlap = options.overlap < 0 ? 0.5 : options.overlap;
    options.errors = options.errors < 0 ? 1 : options.errors;
    if (!err)
        err = synth_open(&making.synth, options.seed, &fault);
    arena_init(&making.arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    arena_init(&making.names, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    if (!err)
        err = write_persons(&making, &fault);
    arena_release(&making.arena);
    arena_release(&making.names);
    synth_close(making.synth);
    return err ? command_fail(&fault) : 0;
}
