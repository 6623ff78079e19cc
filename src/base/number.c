/* Number: logarithms of counts. See number.h. */
#include "base/number.h"

#include <math.h>
#include <pthread.h>

enum { SMALL = 512 };

static double table[SMALL];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(void)
{
    for (size_t i = 1; i < SMALL; i++)
        table[i] = log((double)i);
}

double ln_of(size_t n)
{
    pthread_once(&once, fill);
    return n < SMALL ? table[n] : log((double)n);
}
