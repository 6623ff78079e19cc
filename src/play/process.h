/* Process: this program run again, for a scenario: a command to its end, or a desk that serves.
 * Every process started is gone after its _stop or when this process ends. */
#ifndef LIAISON_PLAY_PROCESS_H
#define LIAISON_PLAY_PROCESS_H

#include "base/buf.h"
#include "base/error.h"

#include <sys/types.h>

/* Where a process runs and as whom: NULL leaves what the environment has. */
struct place {
    const char *directory;
    const char *desk;   /* LIAISON_DESK */
    const char *person; /* LIAISON_PERSON */
};

/* Runs this program with the words given, argv[0] excluded and NULL at the end,
 * its standard input empty, to its end. *status is its exit status, 128 and the
 * number where a signal ended it. What it prints goes into the two buffers,
 * which hold at most their maximum. IO where it cannot be started or says
 * nothing for PROCESS_SECONDS; ERR_BUSY where this process is asked to end. */
enum err process_run(const struct place *place, const char *const *words, int *status, struct buf *output,
                     struct buf *errors, struct fault *fault) MUST_USE;

/* A process that is spoken to by lines. */
struct served {
    pid_t pid; /* 0: not running */
    int to, from;
    struct buf heard; /* read, but not yet taken as a line */
};

/* What it says on standard error is put at the end of the file log. */
enum err served_start(struct served *served, const struct place *place, const char *const *words,
                      const char *log, struct fault *fault) MUST_USE;

/* Sends the line where it is not NULL and waits for one in answer, which is put
 * into answer without its end. IO where the process ended or says nothing. */
enum err served_ask(struct served *served, const char *line, struct buf *answer,
                    struct fault *fault) MUST_USE;

/* Ends it by the signal and waits for it; by SIGKILL where it does not go. Does
 * nothing where it does not run. Returns its exit status as process_run does. */
int served_stop(struct served *served, int signal);

/* From now on SIGINT, SIGTERM and SIGHUP make the functions above give BUSY, so that the caller cleans up. */
void process_catch_signals(void);

enum { PROCESS_SECONDS = 120 };

#endif
