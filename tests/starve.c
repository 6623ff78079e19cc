/* Loaded before a program by LD_PRELOAD: its allocation with the number STARVE_AT fails, and how many there
 * were is written to the file STARVE_COUNT. */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What glibc has below the names that are taken here. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *at, size_t n);
void *malloc(size_t n);
void *calloc(size_t count, size_t n);
void *realloc(void *at, size_t n);

static atomic_long asked;
static long fails_at;

static bool fails_now(void)
{
    bool fails = atomic_fetch_add(&asked, 1) + 1 == fails_at;
    if (fails)
        errno = ENOMEM;
    return fails;
}

void *malloc(size_t n)
{
    return fails_now() ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
    return fails_now() ? NULL : __libc_calloc(count, n);
}

void *realloc(void *at, size_t n)
{
    return fails_now() ? NULL : __libc_realloc(at, n);
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("STARVE_AT");
    atomic_store(&asked, 0);
    fails_at = at ? strtol(at, NULL, 10) : 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("STARVE_COUNT");
    long n = atomic_load(&asked);
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld\n", n);
    fclose(file);
}
