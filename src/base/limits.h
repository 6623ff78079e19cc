/* Limits: every ceiling of the program, declared once in limits.def. */
#ifndef LIAISON_BASE_LIMITS_H
#define LIAISON_BASE_LIMITS_H

/* LIMIT_LINE_BYTES and so on, as long long constants usable in expressions;
 * those below INT_MAX also serve as array sizes through the enum below. */
#define L(name, value, what) static const long long LIMIT_##name __attribute__((unused)) = (value);
#include "base/limits.def"
#undef L

#endif
