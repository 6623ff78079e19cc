/* liaison reply: a request ends in exactly one way, or is answered in part. */
#include "cli/command.h"
#include "cli/letter.h"

static enum err reply(struct call *call, struct task *task, json_t **result)
{
    static const struct {
        const char *option;
        enum kind kind;
    } ends[] = {{"--answered", KIND_ANSWERED},         {"--part", KIND_PART},
                {"--nothing-held", KIND_NOTHING_HELD}, {"--neither", KIND_NEITHER},
                {"--refused", KIND_REFUSED},           {"--handed-over", KIND_HANDED_OVER}};
    struct mail_new new = {.file = call_number(call, "--file"), .sighting = call_number(call, "--sighting")};
    enum kind kind = KIND_NONE;
    int ground = 0;
    enum err err = call_word(call, "--ground", WORDS_ground, &ground, task->fault);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (call_has(call, ends[i].option))
            kind = ends[i].kind;
    if (!err && (kind == KIND_REFUSED) != (ground != 0))
        err = fault_set(task->fault, ERR_USAGE, "--refused, and it alone, names its --ground");
    new.ground = word_str(WORDS_ground, ground);
    return err ? err : letter_answer(call, task, kind, &new, result);
}

int command_reply(int argc, char **argv)
{
    static const struct verb verbs[] = {
        {NULL, VERB_ACT, reply,
         "REF --answered|--part|--nothing-held|--neither|--refused|--handed-over [--ground WORD] [--grading "
         "GRADE] "
         "[--file N] [--sighting N] [--text TEXT] [--text-file PATH] [--line DESK]",
         "answer a request, held for release"},
    };
    return verbs_run(argc, argv, verbs, sizeof verbs / sizeof *verbs);
}
