/* Arena: memory for one request or job. See arena.h. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_TWIN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_TWIN 1
#endif
#endif
#ifndef ARENA_TWIN
#define ARENA_TWIN 0
#endif

enum { ALIGNMENT = 16, FIRST_BLOCK = 4096, LARGEST_BLOCK = 4 * 1024 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t capacity;
    size_t used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

void arena_init(struct arena *arena, size_t ceiling)
{
    *arena = (struct arena){.ceiling = ceiling};
}

static size_t next_capacity(const struct arena *arena, size_t size)
{
    if (ARENA_TWIN)
        return size;
    size_t capacity = arena->blocks ? arena->blocks->capacity * 2 : FIRST_BLOCK;
    if (capacity > LARGEST_BLOCK)
        capacity = LARGEST_BLOCK;
    return size > capacity ? size : capacity;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t capacity = next_capacity(arena, size);
    struct arena_block *block = malloc(sizeof *block + capacity);
    if (!block)
        return NULL;
    block->next = arena->blocks;
    block->capacity = capacity;
    block->used = 0;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (arena->failed || rounded < size || rounded > arena->ceiling - arena->used) {
        arena->failed = true;
        return NULL;
    }
    struct arena_block *block = arena->blocks;
    if (ARENA_TWIN || !block || block->capacity - block->used < rounded)
        block = add_block(arena, ARENA_TWIN ? size : rounded);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    void *result = block->bytes + block->used;
    block->used += ARENA_TWIN ? size : rounded;
    arena->used += rounded;
    return memset(result, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t n)
{
    if (n == SIZE_MAX) {
        arena->failed = true;
        return NULL;
    }
    char *copy = arena_alloc(arena, n + 1);
    if (copy && n)
        memcpy(copy, bytes, n);
    return copy;
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}

static void free_from(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_reset(struct arena *arena)
{
    if (ARENA_TWIN) {
        arena_release(arena);
        return;
    }
    if (arena->blocks) {
        free_from(arena->blocks->next);
        arena->blocks->next = NULL;
        arena->blocks->used = 0;
    }
    arena->used = 0;
    arena->failed = false;
}

void arena_release(struct arena *arena)
{
    if (!arena)
        return;
    free_from(arena->blocks);
    *arena = (struct arena){.ceiling = arena->ceiling};
}
