/* Wire: a TCP forwarder on the loopback, that a scenario lays between two desks so that it can cut the line.
 */
#ifndef LIAISON_PLAY_WIRE_H
#define LIAISON_PLAY_WIRE_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/types.h>

struct wire {
    int port;  /* on 127.0.0.1; the wire keeps it also while it is cut */
    int held;  /* a bound socket that does not listen: who connects is refused */
    pid_t pid; /* of the process that forwards; 0: cut, or nobody at the end */
};

/* Takes a free port; nobody is at the end yet. */
enum err wire_open(struct wire *wire, struct fault *fault) MUST_USE;

/* Forwards what connects to the wire's port to the port given, from now on. */
enum err wire_join(struct wire *wire, int to_port, struct fault *fault) MUST_USE;

/* Every connection breaks, and new ones are refused. */
void wire_cut(struct wire *wire);

void wire_close(struct wire *wire);

#endif
