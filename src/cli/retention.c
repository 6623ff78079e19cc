/* liaison retention: when each file is reviewed, sealed and purged. */
#include "cli/command.h"
#include "cli/page.h"
#include "desk/file.h"

static enum err list(struct call *call, struct task *task, json_t **result)
{
    (void)call;
    return page_rows(task, "page/retention", 0, result);
}

int command_retention(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_READ, list, "",
         "the files by the day of their review; unreviewed they are sealed, and purged 90 days later"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
