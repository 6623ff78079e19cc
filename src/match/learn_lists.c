/* Learning from the OFAC list. See learn_lists.h. */
#include "match/learn_lists.h"

#include "base/limits.h"
#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>

enum { PATH_BYTES = 1024 };

static bool push(struct arena *arena, struct listed_names *names, long entry, struct str name)
{
    if (names->n == names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 1024;
        struct listed_name *at = realloc(names->at, capacity * sizeof *at);
        if (!at)
            return false;
        names->at = at;
        names->capacity = capacity;
    }
    char *copy = arena_copy(arena, name.p, name.n);
    if (copy)
        names->at[names->n++] = (struct listed_name){entry, {copy, name.n}};
    return copy;
}

static long entry_of(struct str id)
{
    char text[16] = {0};
    if (id.n == 0 || id.n >= sizeof text)
        return 0;
    memcpy(text, id.p, id.n);
    return strtol(text, NULL, 10);
}

static int by_entry(const void *a, const void *b)
{
    long x = ((const struct listed_name *)a)->entry;
    long y = ((const struct listed_name *)b)->entry;
    return (x > y) - (x < y);
}

static bool add_names(struct arena *arena, const struct subject *subject, long entry,
                      struct listed_names *names)
{
    static const enum property kept[] = {PROPERTY_NAME, PROPERTY_ALIAS};
    bool good = true;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        for (size_t k = 0; good && k < subject->values[kept[i]].n; k++)
            good = push(arena, names, entry, subject->values[kept[i]].at[k]);
    return good;
}

enum err ofac_names(struct arena *arena, const char *folder, struct listed_names *names, struct fault *fault)
{
    char path[PATH_BYTES];
    struct reader_options options = {.format = FORMAT_OFAC_CSV};
    struct reader *reader;
    struct arena scratch;
    bool end = false;
    snprintf(path, sizeof path, "%s/sdn.csv", folder);
    enum err err = reader_open(&reader, path, &options, fault);
    if (err)
        return err;
    arena_init(&scratch, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    while (!err && !end) {
        struct subject subject;
        arena_reset(&scratch);
        err = reader_next(reader, &scratch, &subject, &end, fault);
        if (err || end)
            break;
        long entry = entry_of(subject.id);
        if (entry % 2 != 0 && !add_names(arena, &subject, entry, names))
            err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    }
    reader_close(reader);
    arena_release(&scratch);
    if (!err && names->n)
        qsort(names->at, names->n, sizeof *names->at, by_entry);
    return err;
}
