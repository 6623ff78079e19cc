/* Letter: what the commands that write messages share. */
#ifndef LIAISON_CLI_LETTER_H
#define LIAISON_CLI_LETTER_H

#include "cli/verb.h"
#include "desk/mail.h"

/* The message that a reference (the argument REF) names; --line says at which counterpart where it is needed.
 */
enum err letter_find(struct call *call, struct task *task, struct mail *mail) MUST_USE;

/* Drafts an answer of that kind to the message REF, with the text of --text, and says so. */
enum err letter_answer(struct call *call, struct task *task, enum kind kind, struct mail_new *new,
                       json_t **result) MUST_USE;

/* Drafts a message that begins something, to the counterpart --to, and says so; what the
 * kind needs besides is in new. --text, --section, --handling and --serves are read where the verb has them.
 */
enum err letter_begin(struct call *call, struct task *task, enum kind kind, struct mail_new *new,
                      json_t **result) MUST_USE;

/* A message as a page: what it says, how far it came, and what answered it. */
enum err letter_show(struct call *call, struct task *task, const struct mail *mail, json_t **result) MUST_USE;

/* "R-3  held for release". */
json_t *letter_said(const struct mail *mail);

#endif
