/* Errors: what failed, how a program and a peer are told, and where.
 *
 * A function that can fail returns an enum err and takes a struct fault, into
 * which the detail ("line 4: birthDate: 31 February") is written once, by the
 * function that found it. Callers pass it on unchanged; only the outermost
 * layer prints it. A fault may be NULL where the caller needs the code alone. */
#ifndef LIAISON_BASE_ERROR_H
#define LIAISON_BASE_ERROR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

enum err {
#define E(name, exit_status, http_status, sentence) ERR_##name,
#include "base/errors.def"
#undef E
    ERR_COUNT
};

enum { FAULT_DETAIL_MAX = 512 };

struct fault {
    enum err code;
    char detail[FAULT_DETAIL_MAX];
};

/* Writes code and the formatted detail into fault (which may be NULL) and
 * returns code, so that "return fault_set(...)" is one line. Control characters
 * in the detail become '?': a hostile file never writes to a terminal. */
enum err fault_set(struct fault *fault, enum err code, const char *format, ...) PRINTF_LIKE(3, 4);

/* The name ("BAD_INPUT"), the exit status, the HTTP status and the sentence of a code. */
const char *err_name(enum err code);
int err_exit_status(enum err code);
int err_http_status(enum err code);
const char *err_sentence(enum err code);

#endif
