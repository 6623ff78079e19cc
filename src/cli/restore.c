/* liaison restore: a desk's store put back from a copy. */
#include "desk/backup.h"

#include "base/time.h"
#include "cli/command.h"
#include "cli/session.h"

#include <stdio.h>

static void opened(void *context, struct desk *desk)
{
    struct fault fault = {0};
    if (session_set_clock(context, desk, &fault))
        command_warn(NULL, fault.detail);
}

static enum err restore(struct session *session, const char *backup, struct fault *fault)
{
    struct desk_env env;
    char text[TIME_TEXT_BYTES];
    time_ms until = 0;
    enum err err = session_paths(session, fault);
    if (!err)
        err = session_start_keeper(session, &env, fault);
    if (!err) {
        struct desk_restoring restoring = {
            .backup = backup, .path = session->store, .env = &env, .opened = opened, .context = session};
        err = desk_restore(&restoring, &until, fault);
    }
    if (err)
        return err;
    time_text(until, text);
    printf("restored as it was at %s; what happened since is asked of the counterparts\n", text);
    return ERR_OK;
}

int command_restore(int argc, char **argv)
{
    struct fault fault = {0};
    struct session session = {0};
    struct texts from = {0};
    const struct option options[] = {SESSION_OPTIONS(&session)};
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, &from, &fault);
    if (!err && from.n != 1)
        err = fault_set(&fault, ERR_USAGE, "restore wants one backup to read");
    if (!err)
        err = restore(&session, from.at[0], &fault);
    session_close(&session);
    return err ? command_fail(&fault) : 0;
}
