/* File: small files that are written whole or not at all, and durable on return. */
#ifndef LIAISON_BASE_FILE_H
#define LIAISON_BASE_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The fault of errno: ERR_NOT_FOUND, ERR_BUSY where it is there, ERR_IO. Returns its code. */
enum err file_failed(const char *what, const char *path, struct fault *fault);

/* All n bytes, however often the system must be asked; false with errno where it takes no more. */
MUST_USE bool file_write_all(int file, const void *bytes, size_t n);

/* Writes beside it (path.new), syncs, renames over, for the owner's eyes only. One at a time for a path. With
 * fresh, ERR_BUSY where it is there. */
MUST_USE enum err file_replace(const char *path, const void *bytes, size_t n, bool fresh,
                               struct fault *fault);

/* Makes what was renamed or removed in the directory of path durable. */
MUST_USE enum err file_sync_directory(const char *path, struct fault *fault);

#endif
