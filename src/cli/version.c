/* liaison version: what this program is made of. */
#include "cli/command.h"

#include <stdio.h>

int command_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("liaison " LIAISON_VERSION);
    return 0;
}
