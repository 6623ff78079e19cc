/* File: see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum err file_failed(const char *what, const char *path, struct fault *fault)
{
    enum err err = errno == ENOENT ? ERR_NOT_FOUND : errno == EEXIST ? ERR_BUSY : ERR_IO;
    return fault_set(fault, err, "%s: %s: %s", path, what, strerror(errno));
}

bool file_write_all(int file, const void *bytes, size_t n)
{
    const char *at = bytes;
    while (n) {
        ssize_t wrote = write(file, at, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        at += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

enum err file_sync_directory(const char *path, struct fault *fault)
{
    char directory[4096];
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 1;
    if (n >= sizeof directory)
        return fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", path);
    memcpy(directory, slash ? path : ".", n);
    directory[n] = '\0';
    int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int synced = file < 0 ? -1 : fsync(file);
    enum err err = synced ? file_failed("cannot be made durable", directory, fault) : ERR_OK;
    if (file >= 0)
        close(file);
    return err;
}

enum err file_replace(const char *path, const void *bytes, size_t n, bool fresh, struct fault *fault)
{
    char beside[4096];
    if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside)
        return fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", path);
    if (fresh && access(path, F_OK) == 0)
        return fault_set(fault, ERR_BUSY, "%s: there is one already", path);
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return file_failed("cannot be written", beside, fault);
    bool written = file_write_all(file, bytes, n) && fsync(file) == 0;
    enum err err = written ? ERR_OK : file_failed("cannot be written", beside, fault);
    close(file);
    if (!err && rename(beside, path))
        err = file_failed("cannot be renamed", beside, fault);
    if (err)
        unlink(beside);
    return err ? err : file_sync_directory(path, fault);
}
