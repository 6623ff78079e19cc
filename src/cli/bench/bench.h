/* Bench: the kinds of 'liaison bench'. Each reads its own command line, argv[0]
 * being its name, and returns the exit status: 0 also where a target is missed. */
#ifndef LIAISON_CLI_BENCH_BENCH_H
#define LIAISON_CLI_BENCH_BENCH_H

#define B(name, function, summary) int function(int argc, char **argv);
#include "cli/bench/bench.def"
#undef B

#endif
