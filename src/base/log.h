/* Log: one line an event on standard error, as key=value pairs. Values are
 * codes, counts, ids and file places, never names or other personal data: a
 * caller passes no property of a subject here. */
#ifndef LIAISON_BASE_LOG_H
#define LIAISON_BASE_LOG_H

#include "base/error.h"

enum log_level { LOG_ERROR, LOG_WARNING };

/* "liaison: warning: " and the formatted text with control characters replaced. Thread-safe: one write a
 * line. */
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
