/* Learning from the OFAC list: the names of its persons, of odd entry numbers
 * only, so that even ones remain to measure on. */
#ifndef LIAISON_MATCH_LEARN_LISTS_H
#define LIAISON_MATCH_LEARN_LISTS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>

struct listed_name {
    long entry; /* the person's number */
    struct str name;
};

struct listed_names {
    struct listed_name *at; /* sorted by entry */
    size_t n;
    size_t capacity;
};

/* Reads the list in folder; the names of individuals with odd numbers but for
 * weak ones (nicknames), strings in the arena. Free at with free(). */
enum err ofac_names(struct arena *arena, const char *folder, struct listed_names *names,
                    struct fault *fault) MUST_USE;

#endif
