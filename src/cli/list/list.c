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

static int usage(FILE *out)
{
    fputs("usage: liaison list ACTION [ARGUMENT...]\n\nactions:\n", out);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        fprintf(out, "  %-10s %s\n", actions[i].name, actions[i].summary);
    return out == stdout ? 0 : err_exit_status(ERR_USAGE);
}

int command_list(int argc, char **argv)
{
    static char called[32]; /* as it is typed, for what is said of it */
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(argv[1], actions[i].name) == 0) {
            snprintf(called, sizeof called, "list %s", actions[i].name);
            argv[1] = called;
            return actions[i].run(argc - 1, argv + 1);
        }
    fprintf(stderr, "liaison: list has no action '%s'; 'liaison list' names them\n", argv[1]);
    return err_exit_status(ERR_USAGE);
}
