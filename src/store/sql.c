/* Store: the statements of sql/, built in. The table is made by tools/embed-sql. */
#include "store/internal.h"

#include <string.h>

/* A file may be longer than what C asks every compiler to take. */
#pragma GCC diagnostic ignored "-Woverlength-strings"

const struct sql store_sql[] = {
#define Q(name, text) {name, text},
#include "store/sql.inc"
#undef Q
};

const size_t store_sql_count = sizeof store_sql / sizeof *store_sql;

size_t store_sql_prefix(const char *prefix)
{
    size_t low = 0, high = store_sql_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(store_sql[middle].name, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t store_sql_find(const char *name)
{
    size_t at = store_sql_prefix(name);
    return at < store_sql_count && strcmp(store_sql[at].name, name) == 0 ? at : store_sql_count;
}
