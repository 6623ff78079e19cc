/* Roster: what the commands person and post share. */
#ifndef LIAISON_CLI_ROSTER_H
#define LIAISON_CLI_ROSTER_H

#include "base/time.h"
#include "cli/session.h"

#include <jansson.h>

/* One call of such a command: its options and words. */
struct roster {
    struct session session;
    const char *role, *section, *name, *until, *to;
    bool vacant;
    struct texts words;
    json_t *rows; /* of the table that it prints at its end */
};

/* Reads the options, opens the desk for the person named, acts, closes. Returns the exit status. */
int roster_run(int argc, char **argv, struct roster *roster, const struct option *options, size_t n,
               enum err (*act)(struct roster *roster, struct fault *fault));

/* Whether the words are so many and begin with this one. */
bool roster_is(const struct roster *roster, const char *word, size_t words);

/* An option's text, empty where it was not given. */
struct str roster_given(const char *text);

/* One row: as JSON at once, or of a table. */
void roster_print(struct roster *roster, const char *const keys[], const struct str values[], size_t n);

/* Written into text; empty for 0. */
struct str roster_time(time_ms time, char text[TIME_TEXT_BYTES]);

#endif
