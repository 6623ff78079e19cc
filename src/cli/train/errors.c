/* Train, errors: see errors.h. */
#include "cli/train/errors.h"

#include "base/limits.h"
#include "cli/output.h"
#include "record/reader.h"
#include "synth/rates.h"

#include <string.h>

enum { PATH_BYTES = 4096 };

/* Numbers that are even are kept to measure with. */
static bool is_kept_apart(struct str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] < '0' || id.p[i] > '9')
            return false;
    return id.n && (id.p[id.n - 1] - '0') % 2 == 0;
}

static enum err count_file(const char *path, struct rate_counts *counts, struct buf *out, struct fault *fault)
{
    struct reader_options options = {.warn = command_warn};
    struct reader *reader;
    struct arena arena;
    struct arena scratch;
    struct subject subject;
    size_t used = 0;
    bool end = false;
    enum err err = reader_open(&reader, path, &options, fault);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    arena_init(&scratch, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    while (!err) {
        arena_reset(&arena);
        err = reader_next(reader, &arena, &subject, &end, fault);
        if (err || end)
            break;
        if (is_kept_apart(subject.id))
            continue;
        used++;
        err = rates_count(counts, &subject, &scratch, fault);
    }
    if (!err) {
        const char *name = strrchr(path, '/');
        buf_printf(out, "# %s, %s: %zu persons of %zu\n", record_format_word(reader_format(reader)),
                   name ? name + 1 : path, used, reader_counts(reader).subjects);
    }
    reader_close(reader);
    arena_release(&arena);
    arena_release(&scratch);
    return err;
}

enum err train_errors(const struct texts *lists, const char *folder, struct fault *fault)
{
    char path[PATH_BYTES];
    struct output output;
    struct rate_counts counts = {{0}, {0}};
    if ((size_t)snprintf(path, sizeof path, "%s/errors.tsv", folder) >= sizeof path)
        return fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", folder);
    enum err err = output_open(&output, path, fault);
    buf_add_str(&output.buf,
                STR("# How often two records of one person differ, in 1/10000; see src/synth/rates.def.\n"
                    "# Made by 'liaison train --errors LIST...'. Sources: OFAC SDN list, odd entry\n"
                    "# numbers (US public domain); UK sanctions list (contains public sector\n"
                    "# information licensed under the Open Government Licence v3.0).\n"));
    for (size_t i = 0; i < lists->n && !err; i++)
        err = count_file(lists->at[i], &counts, &output.buf, fault);
    if (!err)
        rates_write(&counts, &output.buf);
    return output_close(&output, err, fault);
}
