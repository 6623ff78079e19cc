/* Learning from the OFAC list. See learn_lists.h. */
#include "match/learn_lists.h"

#include "record/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 1024 };

static bool push(struct listed_names *names, long entry, struct str name)
{
    if (names->n == names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 1024;
        struct listed_name *at = realloc(names->at, capacity * sizeof *at);
        if (!at)
            return false;
        names->at = at;
        names->capacity = capacity;
    }
    names->at[names->n++] = (struct listed_name){entry, name};
    return true;
}

static long entry_of(struct str cell)
{
    char text[16] = {0};
    cell = str_trim(cell);
    if (cell.n == 0 || cell.n >= sizeof text)
        return 0;
    memcpy(text, cell.p, cell.n);
    return strtol(text, NULL, 10);
}

static bool is_listed(const struct listed_names *names, size_t n, long entry)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (names->at[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && names->at[low].entry == entry;
}

static int by_entry(const void *a, const void *b)
{
    long x = ((const struct listed_name *)a)->entry;
    long y = ((const struct listed_name *)b)->entry;
    return (x > y) - (x < y);
}

/* primaries: rows of "entry, name, type"; else "entry, number, kind, name" of persons among the first known.
 */
static enum err read_file(struct arena *arena, const char *path, bool primaries, struct listed_names *names,
                          struct fault *fault)
{
    struct lines lines;
    struct csv csv = {0};
    struct csv_row row;
    bool end = false;
    size_t known = names->n;
    enum err err = lines_open(&lines, path, fault);
    if (!err)
        err = csv_open(&csv, &lines, fault);
    while (!err && !end) {
        err = csv_next(&csv, &row, &end, fault);
        if (err || end || row.n < 4)
            continue;
        long entry = entry_of(row.cells[0]);
        bool person = primaries ? str_equal_nocase(str_trim(row.cells[2]), STR("individual"))
                                : is_listed(names, known, entry);
        struct str name = row.cells[primaries ? 1 : 3];
        if (!person || entry % 2 == 0)
            continue;
        char *copy = arena_copy(arena, name.p, name.n);
        if (!copy || !push(names, entry, (struct str){copy, name.n}))
            err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    }
    csv_close(&csv);
    lines_close(&lines);
    return err;
}

enum err ofac_names(struct arena *arena, const char *folder, struct listed_names *names, struct fault *fault)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/sdn.csv", folder);
    enum err err = read_file(arena, path, true, names, fault);
    if (err)
        return err;
    qsort(names->at, names->n, sizeof *names->at, by_entry);
    snprintf(path, sizeof path, "%s/alt.csv", folder);
    err = read_file(arena, path, false, names, fault);
    if (!err)
        qsort(names->at, names->n, sizeof *names->at, by_entry);
    return err;
}
