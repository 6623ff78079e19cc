/* Promises: what must hold of a desk's projections at any time, each as a query
 * that counts what breaks it (promises.def). */
#ifndef LIAISON_DESK_PROMISES_H
#define LIAISON_DESK_PROMISES_H

#include "desk/desk.h"

/* Tells each promise that is broken, and how often; *broken counts them. */
MUST_USE enum err desk_promises_check(struct desk *desk,
                                      void (*found)(void *context, const char *sentence, int64_t times),
                                      void *context, size_t *broken, struct fault *fault);

#endif
