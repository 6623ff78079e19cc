/* liaison synth: writes invented persons. */
#include "synth/synth.h"

#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "record/ftm_write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { BATCH_BYTES = 1024 * 1024 };

static enum err flush(struct buf *buf, FILE *out, struct fault *fault)
{
    if (buf_failed(buf))
        return fault_set(fault, ERR_NO_MEMORY, "writing");
    if (fwrite(buf->bytes, 1, buf->n, out) != buf->n)
        return fault_set(fault, ERR_IO, "writing: %s", strerror(errno));
    buf_clear(buf);
    return ERR_OK;
}

static enum err write_persons(struct synth *synth, size_t n, FILE *out, struct fault *fault)
{
    struct buf buf;
    struct arena arena;
    struct subject subject;
    enum err err = ERR_OK;
    buf_init(&buf, BATCH_BYTES * 2);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    for (size_t i = 0; !err && i < n; i++) {
        arena_reset(&arena);
        err = synth_person(synth, i, &arena, &subject, fault);
        if (!err)
            ftm_write(&buf, &subject);
        if (!err && (buf.n > BATCH_BYTES || i + 1 == n))
            err = flush(&buf, out, fault);
    }
    arena_release(&arena);
    buf_release(&buf);
    return err;
}

int command_synth(int argc, char **argv)
{
    size_t n = 1000;
    size_t seed = 1;
    struct fault fault;
    struct synth *synth = NULL;
    const struct option options[] = {{"--n", OPTION_COUNT, &n}, {"--seed", OPTION_COUNT, &seed}};
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, NULL, &fault);
    if (!err)
        err = synth_open(&synth, seed, &fault);
    if (!err)
        err = write_persons(synth, n, stdout, &fault);
    synth_close(synth);
    if (!err && fflush(stdout) != 0)
        err = fault_set(&fault, ERR_IO, "writing: %s", strerror(errno));
    return err ? command_fail(&fault) : 0;
}
