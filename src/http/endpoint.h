/* Endpoint: where counterparts post their bodies (HTTPS, TLS 1.3, libmicrohttpd),
 * and, beside it, where the machine's own watchers ask for health and metrics
 * (plain HTTP, for the loopback).
 *
 * Nobody's body is read before his certificate's key is one that `knows` accepts,
 * and nobody takes more of it than his share (guard.h). */
#ifndef LIAISON_HTTP_ENDPOINT_H
#define LIAISON_HTTP_ENDPOINT_H

#include "http/identity.h"

struct endpoint;

struct endpoint_options {
    const char *listen;              /* HOST:PORT, numeric; port 0: any */
    const struct identity *identity; /* NULL: plain HTTP, and get alone */

    /* Whether the key is a counterpart's; its number, or 0. Called by the endpoint's thread. */
    int64_t (*knows)(void *context, const struct digest *pin);
    /* A whole body from that counterpart; the answer is appended, and *vain is how many milliseconds of the
     * desk's time it took where it brought nothing. The HTTP status. */
    unsigned (*post)(void *context, int64_t channel, struct str body, struct buf *answer, int64_t *vain);
    /* "/health" and the like; the status, 404 for another path. */
    unsigned (*get)(void *context, const char *path, struct buf *answer);
    void *context;
};

MUST_USE enum err endpoint_open(struct endpoint **out, const struct endpoint_options *options,
                                struct fault *fault);
/* Answers what is in hand, then ends. NULL-safe. */
void endpoint_close(struct endpoint *endpoint);
unsigned endpoint_port(const struct endpoint *endpoint);

/* Since it was opened: connections cut as overdue; connections and bodies turned away as too many. */
struct endpoint_counts {
    unsigned long cut, refused;
};
struct endpoint_counts endpoint_counts(const struct endpoint *endpoint);

#endif
