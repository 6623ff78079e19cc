/* Verb: the second word of a command ("liaison file open ..."), declared once by
 * the usage that a reader sees, which is also what its arguments are checked by.
 *
 *     {"open", file_open, "--subject N --section ID [--their REF]", "open a file on a subject"}
 *
 * In a usage a word in capitals is a value: N a whole number of at least 1, DATE
 * a time as base/time.h reads it, any other a text; "TEXT..." one or more. After an
 * --option it is that option's value, alone an argument by its place. What stands in
 * [brackets] may be left out. Every verb also takes --desk DIR, --as PERSON,
 * --purpose TEXT and --json. */
#ifndef LIAISON_CLI_VERB_H
#define LIAISON_CLI_VERB_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "cli/options.h"
#include "rules/words.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct call;
struct task;

/* What a verb does: an act or a reading of a person at a desk runs inside a task
 * (desk/task.h) that is committed when it succeeded; *result is then printed, of an
 * act in one line ("file 1  open"), of a reading as a page or table. One that works
 * for long opens its transactions itself: its task has not begun, and has desk, store,
 * actor's number and fault alone. */
struct verb {
    const char *name; /* NULL: the command without a verb */
    enum verb_kind { VERB_ACT, VERB_READ, VERB_LONG } kind;
    enum err (*run)(struct call *call, struct task *task, json_t **result);
    const char *usage;
    const char *summary;
};

/* Reads the arguments by the verbs of a command, runs the one that is named and
 * returns the exit status. */
int verbs_run(int argc, char **argv, const struct verb *verbs, size_t n);

/* What was given. A name is that of the usage: "--reason", or "N" for an argument
 * by its place. Asking for one that the verb has not is ERR_BUG's abort. */
bool call_takes(const struct call *call, const char *name); /* whether the verb has it at all */
bool call_has(const struct call *call, const char *name);
struct str call_text(const struct call *call, const char *name); /* empty where it was not given */
const struct texts *call_texts(const struct call *call, const char *name);
int64_t call_number(const struct call *call, const char *name); /* 0 where it was not given */
time_ms call_time(const struct call *call, const char *name);   /* 0 where it was not given */

/* ERR_USAGE where an option was given without the one that it tells of. */
enum err call_goes_with(const struct call *call, const char *option, const char *other,
                        struct fault *fault) MUST_USE;

/* The text of --text, or what the file of --text-file holds; in the call's arena. */
enum err call_free_text(struct call *call, struct str *text, struct fault *fault) MUST_USE;

/* The bytes of a file of at most limit bytes, in the call's arena. NOT_FOUND, TOO_LARGE, IO. */
enum err call_file(struct call *call, const char *path, long long limit, struct str *bytes,
                   struct fault *fault) MUST_USE;

/* What was typed for a word of a vocabulary (rules/words.h), "silent-notice" as well as
 * "silent notice"; 0 where nothing was. ERR_USAGE names the words there are. */
enum err call_word(struct call *call, const char *name, enum words set, int *value,
                   struct fault *fault) MUST_USE;

/* "B2" as its two halves; empty where nothing was given. ERR_USAGE. */
enum err call_grading(struct call *call, struct str *reliability, struct str *credibility,
                      struct fault *fault) MUST_USE;

/* Whether --json was given. */
bool call_json(const struct call *call);

/* Memory until the command ends. */
struct arena *call_arena(struct call *call);

#endif
