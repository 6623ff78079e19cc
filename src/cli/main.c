/* liaison: finds the subcommand in the table and runs it. */
#include "cli/command.h"
#include "record/json.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/* One of the three that is closed is not to be the next file that is opened, and be printed into. */
static void hold_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* What could not be printed is never taken for nothing to print. */
int main(int argc, char **argv)
{
    hold_standard_files();
    json_watch();
    int status = run(argc, argv);
    bool printed = fflush(stdout) == 0 && !ferror(stdout);
    if (status || (printed && !json_starved()))
        return status;
    fputs(printed ? "liaison: no memory for all that is to be printed\n"
                  : "liaison: standard output cannot be written\n",
          stderr);
    return err_exit_status(printed ? ERR_NO_MEMORY : ERR_IO);
}
