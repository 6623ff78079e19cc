/* Parallel: numbered jobs over all cores. */
#ifndef LIAISON_BASE_PARALLEL_H
#define LIAISON_BASE_PARALLEL_H

#include <stddef.h>

/* Cores this process may use, at least 1. */
size_t parallel_cores(void);

/* How many threads are worth preparing for where so many were asked for (0: all cores): no more than work. */
size_t parallel_workers(size_t asked);

/* Calls job(context, index, worker) once for every index in [0, count), over
 * at most workers threads (0: all cores), and returns when all are done. worker
 * is the number of the calling thread, below the workers asked for. Indices are
 * handed out in order; where no thread can be started, the caller's does all. */
void parallel_for(size_t count, size_t workers, void (*job)(void *context, size_t index, size_t worker),
                  void *context);

#endif
