/* Held: whether the actor may change something: what another section holds is changed by its own people, by
 * who owes something about it (a notice to be read is nothing to act on), by the head of the desk and by the
 * desk itself. All acts of a person ask here; rules/context.h has the rule. And whether he reads by name what
 * no section reads as one; desk/release.h asks. */
#ifndef LIAISON_DESK_HELD_H
#define LIAISON_DESK_HELD_H

#include "desk/task.h"

/* The state of a file, in the task's arena. NOT_FOUND; RULE_NEED. */
MUST_USE enum err held_file(struct task *task, int64_t file, struct file *out);

/* What naming readers makes of the actor and a file. */
struct held_reader {
    bool kept;    /* the file is TLP:RED, and he is none of its readers by name, nor their senior */
    bool decided; /* he was named by a decision, whatever his section */
};
MUST_USE enum err held_reader(struct task *task, int64_t file, struct held_reader *out);

/* A subject's files say whose he is, else the tips about him; who stands on neither is everybody's. */
MUST_USE enum err held_subject(struct task *task, int64_t subject);

/* The section that received a tip, and who holds the file that it was taken up on. */
MUST_USE enum err held_tip(struct task *task, int64_t tip, struct tip *out);

/* A message by the event of its content: of the file or tip that it is about, of the section that wrote it or
 * that it was addressed to; addressed to the whole desk it is everybody's. */
MUST_USE enum err held_message(struct task *task, int64_t content);

/* That section; empty: the whole desk's. */
MUST_USE enum err held_section_of(struct task *task, int64_t content, struct str *section);

/* Says for the rules whether the actor holds a post now: context.actor.post is it, or empty. */
MUST_USE enum err held_post(struct task *task, struct str post);

/* A request for redress: who answers for persons' rights, or owes it. */
MUST_USE enum err held_redress(struct task *task, int64_t redress);

#endif
