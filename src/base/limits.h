/* Limits: every ceiling of the program, declared once in limits.def. */
#ifndef LIAISON_BASE_LIMITS_H
#define LIAISON_BASE_LIMITS_H

#include <limits.h>

/* LIMIT_LINE_BYTES and so on, as long long constants usable in expressions. */
#define L(name, value, what) static const long long LIMIT_##name __attribute__((unused)) = (value);
#include "base/limits.def"
#undef L

/* SIZE_LINE_BYTES and so on: the same as the size of an array; 0 for what is no int. */
enum {
#define L(name, value, what) SIZE_##name = (long long)(value) > INT_MAX ? 0 : (int)(value),
#include "base/limits.def"
#undef L
};

#endif
