/* liaison backup: a desk's store copied while it works. */
#include "desk/backup.h"

#include "cli/command.h"
#include "cli/session.h"

int command_backup(int argc, char **argv)
{
    struct fault fault = {0};
    struct session session = {0};
    struct texts to = {0};
    const struct option options[] = {SESSION_OPTIONS(&session)};
    enum err err = options_read(argc, argv, options, sizeof options / sizeof *options, &to, &fault);
    if (!err && to.n != 1)
        err = fault_set(&fault, ERR_USAGE, "backup wants one file to write");
    if (!err)
        err = session_open(&session, SESSION_NOBODY, &fault);
    if (!err)
        err = desk_backup(session.desk, to.at[0], &fault);
    session_close(&session);
    return err ? command_fail(&fault) : 0;
}
