/* Pager: a program run with a bare environment. See pager.h. */
#include "cli/pager.h"

#include "base/time.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAIT_MS = 10000, LOOK_MS = 20, WORD_MAX = 200 };

enum err pager_check(const char *program, struct fault *fault)
{
    struct stat info;
    if (program[0] != '/')
        return fault_set(fault, ERR_USAGE, "--page wants the whole path of a program, not '%s'", program);
    if (stat(program, &info) != 0)
        return fault_set(fault, ERR_NOT_FOUND, "--page: %s: %s", program, strerror(errno));
    if (!S_ISREG(info.st_mode) || access(program, X_OK) != 0)
        return fault_set(fault, ERR_REFUSED, "--page: %s is no program that may be run", program);
    if (info.st_mode & (S_IWGRP | S_IWOTH))
        return fault_set(fault, ERR_REFUSED, "%s may be written by others than its owner", program);
    return ERR_OK;
}

/* Its exit status, -1 where it was still running after the wait and was ended. */
static int wait_for(pid_t pid)
{
    int status = 0;
    for (int waited = 0; waitpid(pid, &status, WNOHANG) == 0; waited += LOOK_MS) {
        if (waited >= WAIT_MS) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return -1;
        }
        poll(NULL, 0, LOOK_MS);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum err pager_call(const char *program, struct str post, int64_t item, struct str kind, time_ms due,
                    struct fault *fault)
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    char words[4][WORD_MAX], when[TIME_TEXT_BYTES], *const environment[] = {path, NULL};
    posix_spawn_file_actions_t files;
    pid_t pid;
    time_text(due, when);
    snprintf(words[0], WORD_MAX, "%.*s", STR_ARG(post));
    snprintf(words[1], WORD_MAX, "%" PRId64, item);
    snprintf(words[2], WORD_MAX, "%.*s", STR_ARG(kind));
    snprintf(words[3], WORD_MAX, "%s", when);
    char *const arguments[] = {(char *)(uintptr_t)program, words[0], words[1], words[2], words[3], NULL};
    if (posix_spawn_file_actions_init(&files) != 0)
        return fault_set(fault, ERR_NO_MEMORY, "%s", program);
    int failed = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", 0, 0);
    failed |= posix_spawn_file_actions_adddup2(&files, 0, 1);
    failed |= posix_spawn_file_actions_addclosefrom_np(&files, 3);
    failed = failed ? failed : posix_spawn(&pid, program, &files, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&files);
    int status = failed ? -1 : wait_for(pid);
    if (status != 0)
        return fault_set(fault, ERR_IO, "%s ended with status %d for item %" PRId64, program, status, item);
    return ERR_OK;
}
