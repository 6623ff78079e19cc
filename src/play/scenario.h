/* Scenario: the text of a play, read into acts. The grammar is man/liaison-case.1's;
 * the statements stand in scenario.def.
 *
 * A line is a statement or a command ("A weber: file show 1"). Words are separated by
 * blanks; "double quotes" hold blanks together, \" and \\ stand for themselves inside.
 * A line that begins with "--" continues the one above. Lines indented below "desk" are
 * commands of its administrator, below "write" the lines of a file. # begins a comment
 * line. "include" reads the lines of another file in its place, which includes none. */
#ifndef LIAISON_PLAY_SCENARIO_H
#define LIAISON_PLAY_SCENARIO_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>

enum act_kind {
    ACT_COMMAND,
#define S(word, name, least, most, usage) ACT_##name,
#include "play/scenario.def"
#undef S
};

struct act {
    enum act_kind kind;
    const char *path;   /* of the file that it stands in */
    size_t line;        /* in that file, from 1 */
    const char *desk;   /* a command's desk */
    const char *person; /* who gives the command; NULL: the desk's administrator */
    const char **words; /* the command's, or those after the statement's first; NULL at the end */
    size_t n;
    struct str block; /* WRITE: the lines below, without their indentation */
    time_ms time;     /* CLOCK: where to; WALK: how far at once */
};

struct scenario {
    const char *path;
    struct act *acts;
    size_t n;
};

/* Reads the file at path, which must outlive the scenario. All memory is the
 * arena's. BAD_INPUT names file and line; an expectation must follow a command,
 * a step must be numbered higher than the one before. */
enum err scenario_read(struct arena *arena, const char *path, struct scenario *scenario,
                       struct fault *fault) MUST_USE;

#endif
