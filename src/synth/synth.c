/* Synth: records of invented persons. See synth.h. */
#include "synth/synth.h"

#include "synth/record.h"

#include <stdio.h>
#include <stdlib.h>

enum { SYNTH_ARENA_BYTES = 512 * 1024 * 1024, SCRATCH_BYTES = 4 * 1024 * 1024 };

enum err synth_open(struct synth **out, uint64_t seed, struct fault *fault)
{
    *out = NULL;
    struct synth *synth = calloc(1, sizeof *synth);
    if (!synth)
        return fault_set(fault, ERR_NO_MEMORY, "the names to draw from");
    synth->seed = seed;
    arena_init(&synth->arena, SYNTH_ARENA_BYTES);
    arena_init(&synth->scratch, SCRATCH_BYTES);
    enum err err = cultures_init(&synth->arena, &synth->cultures, fault);
    if (!err)
        err = rates_learned(&synth->rates, fault);
    if (err)
        synth_close(synth);
    else
        *out = synth;
    return err;
}

void synth_close(struct synth *synth)
{
    if (!synth)
        return;
    arena_release(&synth->arena);
    arena_release(&synth->scratch);
    free(synth);
}
