/* liaison version: what this program is made of. */
#include "cli/command.h"
#include "cli/options.h"

#include <stdio.h>

int command_version(int argc, char **argv)
{
    struct fault fault;
    if (options_read(argc, argv, NULL, 0, NULL, &fault) != ERR_OK)
        return command_fail(&fault);
    puts("liaison " LIAISON_VERSION);
    return 0;
}
