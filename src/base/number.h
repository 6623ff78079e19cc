/* Number: what mathematics of floating point costs a call for, without one. */
#ifndef LIAISON_BASE_NUMBER_H
#define LIAISON_BASE_NUMBER_H

#include <stddef.h>

/* The greater and the lesser of two, neither of which is NAN: fmax and fmin, which must heed NAN, are calls.
 */
static inline double greater(double a, double b)
{
    return a > b ? a : b;
}

static inline double lesser(double a, double b)
{
    return a < b ? a : b;
}

/* ln n of a count from 1 on; of a small one from a table. */
double ln_of(size_t n);

#endif
