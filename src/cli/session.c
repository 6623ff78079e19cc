/* Session: from options to an open desk. See session.h. */
#include "cli/session.h"

#include "base/log.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARENA = 256 << 20 };

/* --- paths --- */

static enum err join(char out[SESSION_PATH_MAX], const char *directory, const char *name, struct fault *fault)
{
    int n = snprintf(out, SESSION_PATH_MAX, "%s/%s", directory, name);
    return n < 0 || n >= SESSION_PATH_MAX ? fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", directory)
                                          : ERR_OK;
}

/* The file that unlocks the keys where none was named; NULL leaves a passphrase. */
static enum err find_unlock(struct session *session, struct fault *fault)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (!session->unlock)
        session->unlock = getenv("LIAISON_UNLOCK");
    if (session->unlock)
        return ERR_OK;
    enum err err = ERR_OK;
    if (credentials)
        err = join(session->unlock_path, credentials, "liaison-unlock", fault);
    if (!err && credentials && access(session->unlock_path, F_OK) == 0) {
        session->unlock = session->unlock_path;
        return ERR_OK;
    }
    if (!err)
        err = join(session->unlock_path, session->directory, "unlock", fault);
    if (!err && access(session->unlock_path, F_OK) == 0)
        session->unlock = session->unlock_path;
    return err;
}

enum err session_paths(struct session *session, struct fault *fault)
{
    umask(077);
    if (!session->directory)
        session->directory = getenv("LIAISON_DESK");
    if (!session->directory)
        return fault_set(fault, ERR_USAGE, "which desk? name its directory with --desk or in LIAISON_DESK");
    enum err err = join(session->store, session->directory, "desk.db", fault);
    if (!err)
        err = join(session->keys, session->directory, "keys", fault);
    if (!err)
        err = join(session->tables, session->directory, "tables", fault);
    return err ? err : find_unlock(session, fault);
}

/* --- the clock of a scenario desk --- */

static time_ms file_now(void *context)
{
    const struct session *session = context;
    char text[TIME_TEXT_BYTES + 1];
    struct fault fault = {0};
    time_ms now = 0;
    int file = open(session->clock, O_RDONLY | O_CLOEXEC);
    ssize_t n = file < 0 ? -1 : read(file, text, sizeof text);
    if (file >= 0)
        close(file);
    struct str line = str_trim((struct str){text, n > 0 ? (size_t)n : 0});
    enum err err = n <= 0 ? fault_set(&fault, ERR_IO, "cannot be read: %s", strerror(errno))
                          : time_parse(line, &now, &fault);
    if (err) {
        /* Without a time nothing can go on; nothing was begun yet that a crash would not undo. */
        log_line(LOG_ERROR, "clock %s: %s", session->clock, fault.detail);
        _exit(err_exit_status(err));
    }
    return now;
}

struct clock session_file_clock(struct session *session)
{
    return (struct clock){file_now, session};
}

enum err session_set_clock(struct session *session, struct desk *desk, struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "people/desk", fault);
    if (query_next(&q))
        snprintf(session->clock, sizeof session->clock, "%.*s", STR_ARG(query_get_text(&q, 2)));
    enum err err = query_close(&q);
    if (!err && session->clock[0])
        desk_set_clock(desk, session_file_clock(session));
    return err;
}

/* --- opening --- */

enum err session_start_keeper(struct session *session, struct desk_env *env, struct fault *fault)
{
    struct keeper_process_options options = {.keys = session->keys, .unlock = session->unlock};
    enum err err = keeper_process_start(&options, &session->keeper, fault);
    if (!err)
        *env = (struct desk_env){.clock = clock_system(),
                                 .random = random_system(),
                                 .keeper = keeper_process_interface(session->keeper),
                                 .tables = session->tables};
    return err;
}

static enum err open_desk(struct session *session, struct fault *fault)
{
    struct desk_env env;
    if (access(session->store, F_OK) != 0)
        return fault_set(fault, ERR_NOT_FOUND, "%s: no desk there: %s", session->directory, strerror(errno));
    enum err err = session_start_keeper(session, &env, fault);
    if (!err)
        err = desk_open(session->store, &env, &session->desk, fault);
    return err ? err : session_set_clock(session, session->desk, fault);
}

static enum err find_person(struct session *session, struct fault *fault)
{
    if (!session->as)
        session->as = getenv("LIAISON_PERSON");
    if (!session->as)
        return fault_set(fault, ERR_USAGE, "who are you? name yourself with --as or in LIAISON_PERSON");
    enum err err =
        person_by_login(session->desk, str_of(session->as), &session->arena, &session->person, fault);
    if (!err && session->person.left_at)
        err = fault_set(fault, ERR_REFUSED, "'%s' has left", session->as);
    return err;
}

enum err session_open(struct session *session, enum session_who who, struct fault *fault)
{
    arena_init(&session->arena, ARENA);
    enum err err = session_paths(session, fault);
    if (!err)
        err = open_desk(session, fault);
    return err || who == SESSION_NOBODY ? err : find_person(session, fault);
}

void session_close(struct session *session)
{
    desk_close(session->desk);
    session->desk = NULL;
    keeper_process_stop(session->keeper);
    session->keeper = NULL;
    arena_release(&session->arena);
}

enum err session_read_file(const char *path, struct buf *out, struct fault *fault)
{
    char piece[65536];
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fault_set(fault, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: cannot be read: %s", path,
                         strerror(errno));
    ssize_t n;
    while ((n = read(file, piece, sizeof piece)) > 0 && !buf_failed(out))
        buf_add(out, piece, (size_t)n);
    int failed = n < 0 ? errno : 0;
    if (!standard)
        close(file);
    if (failed)
        return fault_set(fault, ERR_IO, "%s: cannot be read: %s", path, strerror(failed));
    if (buf_error(out) == ERR_NO_MEMORY)
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    return buf_failed(out) ? fault_set(fault, ERR_TOO_LARGE, "%s: over %zu bytes", path, out->maximum)
                           : ERR_OK;
}
