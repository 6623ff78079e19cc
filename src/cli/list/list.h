/* List: the actions of liaison list. Internal to cli/. */
#ifndef LIAISON_CLI_LIST_LIST_H
#define LIAISON_CLI_LIST_LIST_H

#define A(name, function, summary) int function(int argc, char **argv);
#include "cli/list/list.def"
#undef A

#endif
