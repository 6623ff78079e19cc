/* Weigh: what the flags of a file add up to now, beside what they weighed when they were raised. */
#ifndef LIAISON_CLI_WEIGH_H
#define LIAISON_CLI_WEIGH_H

#include "desk/task.h"

#include <jansson.h>

/* Adds to each row that has a "flag" of the file what it adds to the sum now, as "now"; left out where it
 * adds nothing: it cannot be judged, or another flag of the same report counts. *sum, unless NULL, is all of
 * them. */
enum err weigh_flags(struct task *task, int64_t file, json_t *rows, json_t **sum) MUST_USE;

#endif
