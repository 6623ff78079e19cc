/* Log: see log.h. */
#include "base/log.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

void log_line(enum log_level level, const char *format, ...)
{
    static const char *const words[] = {"error", "warning"};
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0)
        return;
    str_clean(text);
    fprintf(stderr, "liaison: %s: %s\n", words[level], text);
}
