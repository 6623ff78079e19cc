/* Starve: allocations that fail when a test wants them to. Include it in one source of a test, behind the
 * standard headers. */
#ifndef LIAISON_TESTS_STARVE_H
#define LIAISON_TESTS_STARVE_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>

/* ThreadSanitizer asks for memory before it can watch who gives it. */
#define UNWATCHED __attribute__((no_sanitize("thread")))

/* So many allocations succeed before one fails; -1: all do, also after that one. */
static long until_failure = -1;
/* Whether all after it fail too. */
static bool fails_for_good;

UNWATCHED static bool fails_now(void)
{
    bool fails = until_failure == 0;
    if (until_failure > 0 || (fails && !fails_for_good))
        until_failure--;
    return fails;
}

UNWATCHED void *malloc(size_t n)
{
    static void *(*real)(size_t);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "malloc");
    return fails_now() ? NULL : real(n);
}

UNWATCHED void *calloc(size_t count, size_t n)
{
    static void *(*real)(size_t, size_t);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "calloc");
    return fails_now() ? NULL : real(count, n);
}

UNWATCHED void *realloc(void *at, size_t n)
{
    static void *(*real)(void *, size_t);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "realloc");
    return fails_now() ? NULL : real(at, n);
}

#endif
