/* Kept: values by kind and key, of a section of a file that later ones refer to. */
#ifndef LIAISON_RECORD_KEPT_H
#define LIAISON_RECORD_KEPT_H

#include "base/arena.h"
#include "base/str.h"

struct kept_value;

/* First everything is kept, then it is sought. */
struct kept {
    struct arena arena;        /* whether it failed is for the caller to see */
    struct kept_value *last;   /* the newest */
    struct kept_value **found; /* by kind and key, once something was sought */
    size_t n;
};

/* An empty table of LIMIT_KEPT_ARENA_BYTES at most. */
void kept_init(struct kept *kept);

/* Keeps a copy; a key may have several values. False, and nothing kept, once something was sought. */
bool kept_add(struct kept *kept, unsigned kind, struct str key, struct str value);

/* The i-th value of a key, as they were added; false where there is none. It lives as long as the table. */
bool kept_find(struct kept *kept, unsigned kind, struct str key, size_t i, struct str *value);

/* Empties it; it may be added to again. */
void kept_clear(struct kept *kept);

/* The table may be initialised again. */
void kept_release(struct kept *kept);

#endif
