/* liaison list: converts, compares and fetches lists; finds the action in the table and runs it. */
#include "cli/list/list.h"

#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static const struct action {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} actions[] = {
#define A(name, function, summary) {name, function, summary},
#include "cli/list/list.def"
#undef A
};

static int usage(void)
{
    fputs("usage: liaison list ACTION [ARGUMENT...]\n\nactions:\n", stderr);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        fprintf(stderr, "  %-10s %s\n", actions[i].name, actions[i].summary);
    return err_exit_status(ERR_USAGE);
}

int command_list(int argc, char **argv)
{
    if (argc < 2)
        return usage();
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(argv[1], actions[i].name) == 0)
            return actions[i].run(argc - 1, argv + 1);
    fprintf(stderr, "liaison: list has no action '%s'; 'liaison list' names them\n", argv[1]);
    return err_exit_status(ERR_USAGE);
}
