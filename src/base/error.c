/* Errors: the table of codes and the writing of a fault. See error.h. */
#include "base/error.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    int exit_status;
    int http_status;
    const char *sentence;
} table[ERR_COUNT] = {
#define E(name, exit_status, http_status, sentence) {#name, exit_status, http_status, sentence},
#include "base/errors.def"
#undef E
};

enum err fault_set(struct fault *fault, enum err code, const char *format, ...)
{
    if (!fault)
        return code;
    fault->code = code;
    va_list args;
    va_start(args, format);
    if (vsnprintf(fault->detail, sizeof fault->detail, format, args) < 0)
        fault->detail[0] = '\0';
    va_end(args);
    str_clean(fault->detail);
    return code;
}

const char *err_name(enum err code)
{
    return (unsigned)code < ERR_COUNT ? table[code].name : "BUG";
}

int err_exit_status(enum err code)
{
    return table[(unsigned)code < ERR_COUNT ? code : ERR_BUG].exit_status;
}

int err_http_status(enum err code)
{
    return table[(unsigned)code < ERR_COUNT ? code : ERR_BUG].http_status;
}

const char *err_sentence(enum err code)
{
    return table[(unsigned)code < ERR_COUNT ? code : ERR_BUG].sentence;
}
