/* Options: the command line of a subcommand, read by a table. */
#ifndef LIAISON_CLI_OPTIONS_H
#define LIAISON_CLI_OPTIONS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,  /* bool * */
    OPTION_TEXT,  /* const char ** */
    OPTION_TEXTS, /* struct texts *: one value or more, up to the next option */
    OPTION_COUNT, /* size_t *, at least 1 */
    OPTION_SHARE  /* double *, 0 to 1 */
};

enum { TEXTS_MAX = 256 };

struct texts {
    const char *at[TEXTS_MAX];
    size_t n;
};

struct option {
    const char *name; /* "--list" */
    enum option_kind kind;
    void *value;
};

/* Reads argv[1..] by the table; what is no option goes to rest (NULL: none is
 * allowed). USAGE names what is wrong. --help is said by this itself, and ends the program. */
enum err options_read(int argc, char **argv, const struct option *options, size_t n, struct texts *rest,
                      struct fault *fault) MUST_USE;

/* What a command takes beside its options, as --help says it; "" where it takes nothing. */
const char *options_words(const char *command);

/* Prints a usage, in lines that fit a terminal. */
void options_print(const char *usage);

/* Prints "liaison: DETAIL" (or the sentence of the code) on standard error and returns the exit status. */
int command_fail(const struct fault *fault);

/* The readers' warning callback: prints on standard error. */
void command_warn(void *context, const char *text);

#endif
