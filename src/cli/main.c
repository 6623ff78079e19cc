/* liaison: finds the subcommand in the table and runs it. */
#include "cli/command.h"

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

int main(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "liaison: no command '%s'; 'liaison help' lists them\n", argv[1]);
    return err_exit_status(ERR_USAGE);
}
