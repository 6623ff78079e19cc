/* Parallel: numbered jobs over all cores. See parallel.h. */
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { WORKERS_MAX = 64 };

struct pool {
    atomic_size_t next;
    size_t count;
    void (*job)(void *context, size_t index, size_t worker);
    void *context;
};

struct worker {
    struct pool *pool;
    size_t number;
    pthread_t thread;
};

size_t parallel_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int cores = CPU_COUNT(&set);
    return cores > 0 ? (size_t)cores : 1;
}

size_t parallel_workers(size_t asked)
{
    size_t workers = asked ? asked : parallel_cores();
    return workers > WORKERS_MAX ? WORKERS_MAX : workers;
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct pool *pool = worker->pool;
    size_t index;
    while ((index = atomic_fetch_add(&pool->next, 1)) < pool->count)
        pool->job(pool->context, index, worker->number);
    return NULL;
}

void parallel_for(size_t count, size_t workers, void (*job)(void *context, size_t index, size_t worker),
                  void *context)
{
    struct pool pool = {.count = count, .job = job, .context = context};
    struct worker team[WORKERS_MAX];
    workers = parallel_workers(workers);
    size_t started = 1;
    for (; started < workers; started++) {
        team[started] = (struct worker){.pool = &pool, .number = started};
        if (pthread_create(&team[started].thread, NULL, work, &team[started]) != 0)
            break;
    }
    team[0] = (struct worker){.pool = &pool, .number = 0};
    work(&team[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(team[i].thread, NULL);
}
