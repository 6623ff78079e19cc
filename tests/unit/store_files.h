/* Store files: a store of a test and what SQLite keeps beside it, removed. */
#ifndef LIAISON_TESTS_STORE_FILES_H
#define LIAISON_TESTS_STORE_FILES_H

#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

static inline void store_files_remove(const char *path)
{
    static const char *const files[] = {"", "-wal", "-shm"};
    char name[256];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(name, sizeof name, "%.240s%s", path, files[i]);
        unlink(name);
    }
}

#endif
