/* Redress and corrections. A person's request is acknowledged within 7 days and
 * answered within 90, and finds every file that holds him; what was wrong is
 * corrected wherever it was told. */
#ifndef LIAISON_RULES_REDRESS_H
#define LIAISON_RULES_REDRESS_H

#include "rules/context.h"

enum { REDRESS_ACKNOWLEDGE_DAYS = 7, REDRESS_ANSWER_DAYS = 90 }; /* after Directive (EU) 2019/1937 */

/* channel: the desk that passed it on, or 0. Owed by the data-protection officer's post. */
enum err redress_receive(struct rule_context *context, int64_t subject, int64_t channel, struct str text,
                         int64_t *number, struct decision *decision, struct fault *fault) MUST_USE;

/* One of the files that hold him. */
void redress_find(struct decision *decision, int64_t redress, int64_t file);

enum err redress_acknowledge(struct rule_context *context, const struct redress *redress,
                             const struct owed *owed, struct decision *decision,
                             struct fault *fault) MUST_USE;

/* By somebody other than who decided the file: a data-protection officer or the overseer. state:
 * REDRESS_UPHELD or REDRESS_REJECTED. */
enum err redress_answer(struct rule_context *context, const struct redress *redress, int state,
                        struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

struct correction_new {
    int64_t file, subject;
    struct str property, value; /* what is right, of what; both may be empty */
    struct str text, reason;
};

/* One correction a channel of `channels` that was told of the file (0 in it: none but this desk), each owed
 * by the file's owner. */
enum err correction_make(struct rule_context *context, const struct file *file,
                         const struct correction_new *correction, const int64_t *channels, size_t n,
                         struct decision *decision, struct fault *fault) MUST_USE;

#endif
