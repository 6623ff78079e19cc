/* Roster: what the commands person and post share. See roster.h. */
#include "cli/roster.h"

#include "base/limits.h"
#include "cli/output.h"
#include "cli/view.h"

#include <stdio.h>
#include <string.h>

struct str roster_given(const char *text)
{
    return text ? str_of(text) : STR("");
}

void roster_print(struct roster *roster, const char *const keys[], const struct str values[], size_t n)
{
    json_t *row = json_object();
    for (size_t i = 0; row && i < n; i++)
        if (values[i].n)
            json_object_set_new(row, keys[i], json_stringn(values[i].p, values[i].n));
    if (roster->session.json) {
        json_dumpf(row, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(row);
        return;
    }
    if (!roster->rows)
        roster->rows = json_array();
    json_array_append_new(roster->rows, row);
}

static enum err print_table(const struct roster *roster, struct fault *fault)
{
    struct buf out;
    if (!roster->rows)
        return ERR_OK;
    buf_init(&out, (size_t)LIMIT_PRINTED_BYTES);
    view_text(&out, roster->rows, view_room());
    enum err err = output_print(&out, fault);
    buf_release(&out);
    return err;
}

struct str roster_time(time_ms time, char text[TIME_TEXT_BYTES])
{
    if (time == 0)
        return STR("");
    time_text(time, text);
    return str_of(text);
}

bool roster_is(const struct roster *roster, const char *word, size_t words)
{
    return roster->words.n == words && strcmp(roster->words.at[0], word) == 0;
}

int roster_run(int argc, char **argv, struct roster *roster, const struct option *options, size_t n,
               enum err (*act)(struct roster *roster, struct fault *fault))
{
    struct fault fault = {0};
    enum err err = options_read(argc, argv, options, n, &roster->words, &fault);
    if (!err && roster->words.n == 0)
        err = fault_set(&fault, ERR_USAGE, "%s wants: %s", argv[0], options_words(argv[0]));
    if (!err)
        err = session_open(&roster->session, SESSION_PERSON, &fault);
    if (!err)
        err = act(roster, &fault);
    if (!err)
        err = print_table(roster, &fault);
    json_decref(roster->rows);
    session_close(&roster->session);
    return err ? command_fail(&fault) : 0;
}
