/* liaison keeper: the process that holds a desk's keys; other commands start it. */
#include "cli/command.h"
#include "cli/options.h"
#include "keeper/process.h"

#include <sys/socket.h>
#include <unistd.h>

int command_keeper(int argc, char **argv)
{
    struct fault fault = {0};
    struct keeper_process_options options = {0};
    const struct option table[] = {
        {"--keys", OPTION_TEXT, &options.keys},
        {"--unlock", OPTION_TEXT, &options.unlock},
        {"--create", OPTION_FLAG, &options.create},
    };
    int type;
    socklen_t n = sizeof type;
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err && (!options.keys || getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &n)))
        err = fault_set(&fault, ERR_USAGE, "'keeper' is started by the other commands, not by hand");
    return err ? command_fail(&fault) : keeper_process_main(&options);
}
