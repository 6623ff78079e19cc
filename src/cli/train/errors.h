/* Train, errors: how often two records of one person differ. Internal to cli/. */
#ifndef LIAISON_CLI_TRAIN_ERRORS_H
#define LIAISON_CLI_TRAIN_ERRORS_H

#include "cli/options.h"

/* Writes errors.tsv into the folder, learned from the lists. Of a list whose ids
 * are numbers (OFAC) the odd ones alone are used; the even ones are to measure with. */
enum err train_errors(const struct texts *lists, const char *folder, struct fault *fault) MUST_USE;

#endif
