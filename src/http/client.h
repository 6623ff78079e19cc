/* Client: one body to a counterpart and its answer, over HTTPS (libcurl): TLS 1.3
 * only, our certificate shown, the counterpart's public key pinned, no redirect,
 * no proxy, no other protocol. One client serves one counterpart and keeps its
 * connection. Not thread-safe. */
#ifndef LIAISON_HTTP_CLIENT_H
#define LIAISON_HTTP_CLIENT_H

#include "http/identity.h"

struct client;

/* Once a process, before any thread. */
MUST_USE enum err client_start(struct fault *fault);

/* To be closed also after a failure. NO_MEMORY. */
MUST_USE enum err client_open(struct client **out, const struct identity *identity, struct fault *fault);
void client_close(struct client *client); /* NULL-safe */

/* What is done once, when the body has gone out and its answer has not come yet. */
struct client_meanwhile {
    void (*run)(void *context);
    void *context;
};

/* POSTs body to https://ADDRESS/peer and appends the answer; meanwhile may be NULL. ERR_BUSY: nobody there,
 * or not now; ERR_FORGED: another key than pin; ERR_REFUSED: it does not take it; ERR_TOO_LARGE: the answer.
 */
MUST_USE enum err client_post(struct client *client, struct str address, const struct digest *pin,
                              struct str body, const struct client_meanwhile *meanwhile, struct buf *answer,
                              struct fault *fault);

#endif
