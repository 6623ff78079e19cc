/* Kept: see kept.h. */
#include "record/kept.h"

#include "base/limits.h"

#include <stdlib.h>

struct kept_value {
    struct kept_value *before;
    struct str key;
    struct str value;
    size_t number; /* in which order they were added */
    unsigned kind;
};

void kept_init(struct kept *kept)
{
    *kept = (struct kept){.n = 0};
    arena_init(&kept->arena, (size_t)LIMIT_KEPT_ARENA_BYTES);
}

static struct str copied(struct arena *arena, struct str s)
{
    char *copy = arena_copy(arena, s.p, s.n);
    return copy ? (struct str){copy, s.n} : STR("");
}

bool kept_add(struct kept *kept, unsigned kind, struct str key, struct str value)
{
    if (kept->found)
        return false;
    struct kept_value *fresh = arena_alloc(&kept->arena, sizeof *fresh);
    if (!fresh)
        return true;
    *fresh = (struct kept_value){kept->last, copied(&kept->arena, key), copied(&kept->arena, value), kept->n,
                                 kind};
    kept->last = fresh;
    kept->n++;
    return true;
}

static int compare(unsigned kind, struct str key, const struct kept_value *value)
{
    return kind == value->kind ? str_compare(key, value->key) : kind < value->kind ? -1 : 1;
}

static int in_order(const void *a, const void *b)
{
    const struct kept_value *x = *(const struct kept_value *const *)a;
    const struct kept_value *y = *(const struct kept_value *const *)b;
    int order = compare(x->kind, x->key, y);
    return order ? order : x->number < y->number ? -1 : 1;
}

static bool sort(struct kept *kept)
{
    kept->found = arena_array(&kept->arena, kept->n, sizeof(struct kept_value *));
    if (!kept->found)
        return false;
    size_t i = 0;
    for (struct kept_value *at = kept->last; at; at = at->before)
        kept->found[i++] = at;
    qsort(kept->found, kept->n, sizeof *kept->found, in_order);
    return true;
}

bool kept_find(struct kept *kept, unsigned kind, struct str key, size_t i, struct str *value)
{
    if (!kept->found && !sort(kept))
        return false;
    size_t low = 0;
    size_t high = kept->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(kind, key, kept->found[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (i >= kept->n - low || compare(kind, key, kept->found[low + i]) != 0)
        return false;
    *value = kept->found[low + i]->value;
    return true;
}

void kept_clear(struct kept *kept)
{
    arena_reset(&kept->arena);
    kept->last = NULL;
    kept->found = NULL;
    kept->n = 0;
}

void kept_release(struct kept *kept)
{
    arena_release(&kept->arena);
}
