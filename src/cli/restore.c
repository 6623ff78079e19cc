/* liaison restore: a desk's store put back from a copy. */
#include "desk/backup.h"

#include "base/limits.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/session.h"
#include "desk/peer.h"

#include <stdio.h>
#include <unistd.h>

/* Counterparts know a desk on the line by the key that stands on its card. */
static void look_for_line_key(struct session *session, struct desk *desk)
{
    struct arena arena;
    struct card card;
    struct digest id;
    struct fault fault = {0};
    char path[SESSION_PATH_MAX];
    arena_init(&arena, (size_t)LIMIT_COMMAND_ARENA_BYTES);
    bool on_card = peer_own_card(desk, &arena, &card, &id, NULL) == ERR_OK;
    arena_release(&arena);
    snprintf(path, sizeof path, "%s/tls.key", session->directory);
    if (!on_card || access(path, R_OK) == 0)
        return;
    (void)fault_set(&fault, ERR_NOT_FOUND,
                    "%s: not there: counterparts refuse the line until it and tls.crt are put back", path);
    command_warn(NULL, fault.detail);
}

static void opened(void *context, struct desk *desk)
{
    struct fault fault = {0};
    if (session_set_clock(context, desk, &fault))
        command_warn(NULL, fault.detail);
    look_for_line_key(context, desk);
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
