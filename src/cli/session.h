/* Session: a command at a desk: its options, its keeper process, the open desk,
 * and who acts. What a command of the desk begins and ends with:
 *
 *     struct session s = {0};
 *     struct option options[] = {SESSION_OPTIONS(&s), ...};
 *     err = options_read(argc, argv, options, n, NULL, &fault);
 *     if (!err)
 *         err = session_open(&s, SESSION_PERSON, &fault);
 *     ...
 *     session_close(&s);
 *
 * The desk's directory (--desk, else $LIAISON_DESK) holds desk.db (the store),
 * keys (the key file) and tables (those of the private question). The keys are unlocked by a file (--unlock,
 * else $LIAISON_UNLOCK, else systemd's credential "liaison-unlock", else the file "unlock" in the directory),
 * or by a passphrase asked for on the terminal. */
#ifndef LIAISON_CLI_SESSION_H
#define LIAISON_CLI_SESSION_H

#include "cli/options.h"
#include "desk/desk.h"
#include "desk/people.h"
#include "keeper/process.h"

enum { SESSION_PATH_MAX = 4096, SESSION_FILE_MAX = 64 << 20 };

struct session {
    const char *directory;
    const char *unlock;
    const char *as;
    const char *purpose; /* NULL: none given */
    bool json;
    struct desk *desk;
    struct keeper_process *keeper;
    struct desk_person person; /* who acts; person 0 with SESSION_NOBODY */
    struct arena arena;
    char store[SESSION_PATH_MAX], keys[SESSION_PATH_MAX], tables[SESSION_PATH_MAX];
    char unlock_path[SESSION_PATH_MAX];
    char clock[SESSION_PATH_MAX]; /* of a scenario desk */
};

#define SESSION_OPTIONS(s)                                                                                   \
    {"--desk", OPTION_TEXT, &(s)->directory}, {"--unlock", OPTION_TEXT, &(s)->unlock},                       \
        {"--as", OPTION_TEXT, &(s)->as}, {"--purpose", OPTION_TEXT, &(s)->purpose},                          \
    {                                                                                                        \
        "--json", OPTION_FLAG, &(s)->json                                                                    \
    }

enum session_who {
    SESSION_NOBODY, /* the machine's own work: verify, backup, serve */
    SESSION_PERSON  /* --as, else $LIAISON_PERSON: a login; ERR_USAGE without, ERR_REFUSED of who has left */
};

/* Fills in paths from directory and environment; opens nothing. What the process writes from here on is for
 * its owner alone. ERR_USAGE without a directory. */
MUST_USE enum err session_paths(struct session *session, struct fault *fault);

/* Starts the keeper, opens the desk, finds the person. On error session_close is due all the same. */
MUST_USE enum err session_open(struct session *session, enum session_who who, struct fault *fault);
void session_close(struct session *session);

/* The time a scenario desk's clock file says. */
struct clock session_file_clock(struct session *session);

/* Starts the keeper and fills env, for a desk that is not there yet. */
MUST_USE enum err session_start_keeper(struct session *session, struct desk_env *env, struct fault *fault);

/* A whole file, "-" for standard input, appended. ERR_NOT_FOUND, ERR_TOO_LARGE over the buffer's maximum,
 * ERR_IO. */
MUST_USE enum err session_read_file(const char *path, struct buf *out, struct fault *fault);

/* Gives a scenario desk the clock that its founding names. */
MUST_USE enum err session_set_clock(struct session *session, struct desk *desk, struct fault *fault);

#endif
