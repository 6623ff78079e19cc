/* liaison: finds the subcommand in the table and runs it. */
#include "cli/command.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct command commands[] = {
#define C(name, function, summary) {name, function, summary},
#include "cli/commands.def"
#undef C
};

static int usage(FILE *out)
{
    fputs("usage: liaison COMMAND [ARGUMENT...]\n\ncommands:\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\n'man liaison-COMMAND' tells more of each.\n", out);
    return out == stdout ? 0 : err_exit_status(ERR_USAGE);
}

static int run(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (strcmp(argv[1], "--version") == 0)
        argv[1] += 2;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "liaison: no command '%s'; 'liaison help' lists them\n", argv[1]);
    return err_exit_status(ERR_USAGE);
}

/* What could not be printed is never taken for nothing to print. */
int main(int argc, char **argv)
{
    int status = run(argc, argv);
    bool printed = fflush(stdout) == 0 && !ferror(stdout);
    if (status || printed)
        return status;
    fputs("liaison: standard output cannot be written\n", stderr);
    return err_exit_status(ERR_IO);
}
