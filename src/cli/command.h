/* Command: what a subcommand is. A new one is a line in commands.def, a file
 * in cli/, a man page and a test. */
#ifndef LIAISON_CLI_COMMAND_H
#define LIAISON_CLI_COMMAND_H

#include "base/error.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; returns the exit status */
    const char *summary;
};

#define C(name, function, summary) int function(int argc, char **argv);
#include "cli/commands.def"
#undef C

#endif
