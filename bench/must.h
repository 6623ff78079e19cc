/* Must: ends a bench that fails. */
#ifndef LIAISON_BENCH_MUST_H
#define LIAISON_BENCH_MUST_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program with a message where something does not hold; fault may be NULL. */
static inline void must(bool holds, const char *what, const struct fault *fault)
{
    if (holds)
        return;
    fprintf(stderr, "bench: %s%s%s\n", what, fault && fault->detail[0] ? ": " : "",
            fault ? fault->detail : "");
    exit(70);
}

#endif
