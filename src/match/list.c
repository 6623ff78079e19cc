/* List: persons held in memory. See list.h. */
#include "match/list.h"

#include "base/limits.h"

#include <stdlib.h>

void list_init(struct list *list)
{
    *list = (struct list){0};
    arena_init(&list->arena, (size_t)LIMIT_LIST_ARENA_BYTES);
}

void list_release(struct list *list)
{
    free(list->at);
    arena_release(&list->arena);
    *list = (struct list){0};
}

static bool list_push(struct list *list, struct list_person *person)
{
    if (list->n == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 256;
        struct list_person **at = realloc(list->at, capacity * sizeof *at);
        if (!at)
            return false;
        list->at = at;
        list->capacity = capacity;
    }
    list->at[list->n++] = person;
    return true;
}

enum err list_add_from(struct list *list, const struct model *model, struct reader *reader, const char *name,
                       size_t most, bool *end, struct fault *fault)
{
    *end = false;
    for (size_t i = 0; i < most; i++) {
        struct list_person *entry = arena_alloc(&list->arena, sizeof *entry);
        if (!entry)
            return fault_set(fault, ERR_NO_MEMORY, "%s", name);
        enum err err = reader_next(reader, &list->arena, &entry->subject, end, fault);
        if (err || *end)
            return err;
        entry->list = name;
        entry->line = reader_line(reader);
        err = person_init(&list->arena, model, &entry->subject, &entry->person, fault);
        if (err && err != ERR_NO_USE)
            return err;
        if (!list_push(list, entry))
            return fault_set(fault, ERR_NO_MEMORY, "%s", name);
        list->unreadable += err == ERR_NO_USE;
    }
    return ERR_OK;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum err list_add_file(struct list *list, const struct model *model, const char *path,
                       const struct reader_options *options, struct fault *fault)
{
    struct reader *reader;
    enum err err = reader_open(&reader, path, options, fault);
    if (err)
        return err;
    size_t before = list->n - list->unreadable;
    bool end = false;
    while (!err && !end)
        err = list_add_from(list, model, reader, base_name(path), 4096, &end, fault);
    reader_close(reader);
    if (!err && list->n - list->unreadable == before)
        return fault_set(fault, ERR_NO_USE, "%s: no person that can be compared", path);
    return err;
}
