/* Weigh: flags as they weigh now. See weigh.h. */
#include "cli/weigh.h"

#include "desk/file.h"

static json_t *hundredths(int64_t weight)
{
    return json_real((double)weight / 100);
}

static void add_now(const struct flag *flags, size_t n, time_ms now, json_t *row)
{
    json_int_t number = json_integer_value(json_object_get(row, "flag"));
    for (size_t i = 0; i < n; i++) {
        int64_t adds = flags[i].flag == number ? flag_adds(flags, n, i, now) : 0;
        if (adds)
            json_object_set_new(row, "now", hundredths(adds));
    }
}

enum err weigh_flags(struct task *task, int64_t file, json_t *rows, json_t **sum)
{
    struct flag *flags;
    size_t n, at;
    json_t *row;
    time_ms now = task->context.now;
    enum err err = desk_flags(task, file, &flags, &n);
    if (err)
        return err;
    json_array_foreach(rows, at, row) add_now(flags, n, now, row);
    if (sum)
        *sum = hundredths(flag_sum(flags, n, now));
    return ERR_OK;
}
