/* Guard: how much of an endpoint one address, one connection and one counterpart
 * may take, so that a flood, a slow reader or a desk that keeps others busy takes
 * from its own share alone. Times are handed in, in milliseconds of a clock that
 * only goes forward. Every limit stands in base/limits.def.
 *
 *   an address      opens so many connections a second and no more
 *   a connection    has so long to bring a request that names who asks, and then its
 *                   body at no less than so many bytes a second; however many bytes
 *                   dribble in, it is overdue at the end of that
 *   a counterpart   has so many bodies read at once, and so much of the desk's time for
 *                   bodies that bring nothing */
#ifndef LIAISON_HTTP_GUARD_H
#define LIAISON_HTTP_GUARD_H

#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GUARD_CONNECTIONS = 256, GUARD_ADDRESSES = 1024, GUARD_CHANNELS = 256 };

/* One connection. */
struct guarded {
    int fd;
    bool used, known;
    int64_t due; /* when it is overdue; INT64_MAX: while its request is worked on */
};

struct guard {
    struct guarded connections[GUARD_CONNECTIONS];
    size_t open;
    struct {
        uint32_t address;
        int64_t at, tokens; /* thousandths of a connection */
    } addresses[GUARD_ADDRESSES];
    struct {
        int64_t channel;
        unsigned reading;
        int64_t at, debt; /* milliseconds of the desk's time */
    } channels[GUARD_CHANNELS];
};

/* Whether an address (IPv4, as in sin_addr) may open one more connection now. */
bool guard_admits(struct guard *guard, uint32_t address, int64_t now);

/* The connection's place, NULL where there is none. */
struct guarded *guard_opened(struct guard *guard, int fd, int64_t now);
/* It has named a counterpart: its body may come. */
void guard_known(struct guarded *connection, int64_t now);
/* n more bytes of the body are here. */
void guard_brought(struct guarded *connection, size_t n);
/* The body is whole and being worked on; then an answer of n bytes goes out. */
void guard_working(struct guarded *connection);
void guard_answers(struct guarded *connection, size_t n, int64_t now);
/* Answered: the next request may come. */
void guard_idle(struct guarded *connection, int64_t now);
void guard_closed(struct guard *guard, struct guarded *connection);

/* Writes the descriptors of what is overdue, each once, and counts them. When half of all places are taken,
 * who has not named himself has less time. */
size_t guard_overdue(struct guard *guard, int64_t now, int fds[GUARD_CONNECTIONS]);

/* Whether the counterpart may have one more body read now; then guard_read when that is over. */
bool guard_reads(struct guard *guard, int64_t channel, int64_t now);
void guard_read(struct guard *guard, int64_t channel);
/* A body of the counterpart took so long and brought nothing. */
void guard_charge(struct guard *guard, int64_t channel, int64_t ms, int64_t now);

#endif
