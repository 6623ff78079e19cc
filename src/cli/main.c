/* liaison: finds the subcommand in the table and runs it. */
#include "cli/command.h"
#include "record/json.h"

#include <fcntl.h>
#include <signal.h>
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
    char help[] = "--help", *of[] = {argv[0], argc > 2 ? argv[2] : NULL, help};
    if (argc < 2)
        return usage(stderr);
    if (argc == 3 && strcmp(argv[1], "help") == 0)
        return run(3, of);
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

/* Indexes and tables are mapped: what is not there any more when it is read ends the program, whoever reads.
 * Only what a signal may do; any other reason is none of ours, and comes again by itself. */
static void is_gone(int number, siginfo_t *info, void *context)
{
    static const char said[] = "liaison: a file was cut shorter while it was read, or its disk fails\n";
    (void)number, (void)context;
    if (info->si_code != BUS_ADRERR)
        return;
    (void)!write(STDERR_FILENO, said, sizeof said - 1);
    _exit(err_exit_status(ERR_IO));
}

static void watch_mapped_files(void)
{
    const struct sigaction action = {.sa_sigaction = is_gone, .sa_flags = (int)(SA_SIGINFO | SA_RESETHAND)};
    sigaction(SIGBUS, &action, NULL);
}

/* What could not be printed is never taken for nothing to print. */
int main(int argc, char **argv)
{
    hold_standard_files();
    watch_mapped_files();
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
