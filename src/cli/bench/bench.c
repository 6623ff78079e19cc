/* liaison bench: finds the kind of measurement in the table and runs it. */
#include "cli/bench/bench.h"

#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static const struct kind {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} kinds[] = {
#define B(name, function, summary) {name, function, summary},
#include "cli/bench/bench.def"
#undef B
};

static int usage(FILE *out)
{
    fputs("usage: liaison bench KIND [ARGUMENT...]\n\nkinds:\n", out);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        fprintf(out, "  %-10s %s\n", kinds[i].name, kinds[i].summary);
    return out == stdout ? 0 : err_exit_status(ERR_USAGE);
}

int command_bench(int argc, char **argv)
{
    static char called[32]; /* as it is typed, for what is said of it */
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(argv[1], kinds[i].name) == 0) {
            snprintf(called, sizeof called, "bench %s", kinds[i].name);
            argv[1] = called;
            return kinds[i].run(argc - 1, argv + 1);
        }
    fprintf(stderr, "liaison: bench has no kind '%s'; 'liaison bench' lists them\n", argv[1]);
    return err_exit_status(ERR_USAGE);
}
