/* Pager: what calls somebody to the desk. A program of the administrator's is run, without a shell, with four
 * arguments and nothing of what an item says: the post, the number of the item, its kind, and when it is due.
 */
#ifndef LIAISON_CLI_PAGER_H
#define LIAISON_CLI_PAGER_H

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

/* ERR_USAGE for a path that is not absolute, ERR_NOT_FOUND and ERR_REFUSED for what is no program, or one
 * that others than its owner may write. */
enum err pager_check(const char *program, struct fault *fault) MUST_USE;

/* Waits for it, ten seconds at most; ERR_IO where it does not end with status 0. */
enum err pager_call(const char *program, struct str post, int64_t item, struct str kind, time_ms due,
                    struct fault *fault) MUST_USE;

#endif
