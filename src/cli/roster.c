/* Roster: what the commands person and post share. See roster.h. */
#include "cli/roster.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct str roster_given(const char *text)
{
    return text ? str_of(text) : STR("");
}

void roster_print(const struct roster *roster, const char *const keys[], const struct str values[], size_t n)
{
    bool json = roster->session.json;
    json_t *object = json ? json_object() : NULL;
    for (size_t i = 0; i < n; i++) {
        if (object && values[i].n)
            json_object_set_new(object, keys[i], json_stringn(values[i].p, values[i].n));
        if (!json)
            printf("%-*.*s%s", i + 1 < n ? 24 : 0, STR_ARG(values[i].n ? values[i] : STR("-")),
                   i + 1 < n ? " " : "\n");
    }
    if (object) {
        json_dumpf(object, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(object);
    }
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
    session_close(&roster->session);
    return err ? command_fail(&fault) : 0;
}
