/* Process: the keeper as a process of its own, over a socket pair. It reads the
 * key file itself (and asks for the passphrase on the terminal), so that no key
 * but the rest key ever stands in this process; it takes no dump, no new
 * privilege, opens no socket and starts no program, and ends with its parent. */
#ifndef LIAISON_KEEPER_PROCESS_H
#define LIAISON_KEEPER_PROCESS_H

#include "keeper/keeper.h"

struct keeper_process;

struct keeper_process_options {
    const char *keys;   /* the key file */
    const char *unlock; /* the file that unlocks it; NULL: a passphrase, asked for on the terminal */
    bool create;        /* draw new keys; an unlocking file that is not there is made too */
};

/* Starts this program's 'keeper' command and waits until it has its keys; its faults are those of keyfile.h.
 * ERR_IO where it cannot be started. */
MUST_USE enum err keeper_process_start(const struct keeper_process_options *options,
                                       struct keeper_process **out, struct fault *fault);
struct keeper keeper_process_interface(struct keeper_process *process);
void keeper_process_stop(struct keeper_process *process); /* NULL-safe; waits for its end */

/* What the 'keeper' command does, the socket being its standard input. Returns the exit status. */
int keeper_process_main(const struct keeper_process_options *options);

#endif
