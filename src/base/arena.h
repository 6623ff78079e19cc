/* Arena: memory for one request or job, freed at once, with a ceiling.
 *
 * Invariants: what arena_alloc returns is zeroed, aligned to 16 bytes and valid
 * until arena_reset or arena_release. Once an allocation fails, because the
 * ceiling or the machine's memory is reached, the arena stays failed: every
 * later allocation returns NULL and arena_failed is true, so that a reader may
 * check once at its end. Not thread-safe.
 *
 * Under AddressSanitizer every allocation is a malloc of its own (the malloc
 * twin), so that an overrun of one object is seen. */
#ifndef LIAISON_BASE_ARENA_H
#define LIAISON_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes handed out, all blocks */
    size_t ceiling;
    bool failed;
};

/* An empty arena that will never hand out more than ceiling bytes. Allocates nothing. */
void arena_init(struct arena *arena, size_t ceiling);

/* size zeroed bytes, or NULL (and the arena has failed). A size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* An array of count elements of size bytes each; overflow of the product fails the arena. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of n bytes followed by a NUL, or NULL. */
char *arena_copy(struct arena *arena, const char *bytes, size_t n);

bool arena_failed(const struct arena *arena);

/* Frees everything but keeps the newest block for reuse; clears failure. */
void arena_reset(struct arena *arena);

/* Frees everything. The arena may be initialised again. NULL-safe. */
void arena_release(struct arena *arena);

#endif
