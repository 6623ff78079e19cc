/* Play: a scenario's acts done with real desks: each a store in a directory of
 * its own and a 'liaison serve' process, wires between them, one clock file for all.
 *
 * The clock moves only when the scenario says so, in strides of at most the
 * walk; after each stride and each command every desk is told to step until
 * all of them are at rest. */
#ifndef LIAISON_PLAY_PLAY_H
#define LIAISON_PLAY_PLAY_H

#include "play/process.h"
#include "play/scenario.h"
#include "play/wire.h"

#include <stdbool.h>

enum { PLAY_DESKS = 8 };

struct play_desk {
    const char *id;
    const char *directory;
    struct served served;
    bool lost;        /* its directory is gone */
    int port;         /* that its process listens on */
    struct wire wire; /* by which its counterparts reach it; its card says so */
};

struct play {
    const struct scenario *scenario;
    const char *directory;
    bool kept;    /* the directory stays */
    bool show;    /* print every command and what it said */
    bool begun;   /* the clock has a time */
    bool started; /* the desks have got their processes */
    struct arena *arena;
    struct play_desk desks[PLAY_DESKS];
    size_t n;
    time_ms now, walk;
    int status; /* of the last command, and what it printed */
    struct buf output, errors;
    struct buf answer; /* of a desk that steps */
};

/* Makes the directory: keep, which must not exist yet, or with NULL one that
 * play_close removes. All strings must outlive the play. */
enum err play_open(struct play *play, const struct scenario *scenario, struct arena *arena, const char *keep,
                   bool show, struct fault *fault) MUST_USE;

/* Does the act of that index. REFUSED: what it expects does not hold, and the
 * fault says what came instead; any other error: it could not be done. */
enum err play_act(struct play *play, size_t index, struct fault *fault) MUST_USE;

/* Ends the processes, cuts the wires, removes the directory. */
void play_close(struct play *play);

#endif
