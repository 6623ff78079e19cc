/* Call: one command being carried out, as the sources of the command line share it. */
#ifndef LIAISON_CLI_CALL_H
#define LIAISON_CLI_CALL_H

#include "cli/session.h"
#include "cli/verb.h"

enum slot_kind { SLOT_FLAG, SLOT_TEXT, SLOT_TEXTS, SLOT_NUMBER, SLOT_TIME };

enum { SLOT_NAME = 32, SLOTS_MAX = 48 };

/* One word of the usage, and what was given for it. */
struct slot {
    char name[SLOT_NAME]; /* "--reason", or "N" by its place */
    enum slot_kind kind;
    unsigned group; /* 0: may be left out; else exactly one slot of the group is given */
    bool given;
    const char *text;
    int64_t number;
    struct texts texts;
};

struct call {
    const struct verb *verb;
    char command[64]; /* "file open" */
    struct slot slots[SLOTS_MAX];
    size_t n;
    unsigned groups;
    struct arena arena;
    struct session session;
};

/* Opens the desk for the person who acts, carries the verb out in a task, prints what came of it. */
enum err call_run(struct call *call, struct fault *fault) MUST_USE;

#endif
