/* Values: what a command line says of a person. */
#ifndef LIAISON_CLI_VALUES_H
#define LIAISON_CLI_VALUES_H

#include "cli/verb.h"
#include "record/subject.h"
#include "rules/subject.h"

/* The values of --name, --alias, --born and so on, with --translation beside the
 * names in their order, and --source and --grading of all of them; in the call's arena.
 * A verb need not have all of these. BAD_INPUT for a birth date that is none,
 * or lies after now. */
enum err values_given(struct call *call, time_ms now, struct value_new **values, size_t *n,
                      struct fault *fault) MUST_USE;

/* BAD_INPUT where --born is no date or lies after now; its digits become those of ASCII, in the call's arena.
 */
enum err values_born(struct call *call, struct str *text, time_ms now, struct fault *fault) MUST_USE;

/* The same as a subject to be compared. */
enum err values_subject(struct call *call, time_ms now, struct subject *subject,
                        struct fault *fault) MUST_USE;

#endif
