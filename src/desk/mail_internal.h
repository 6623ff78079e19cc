/* Mail, inside: what its sources share. */
#ifndef LIAISON_DESK_MAIL_INTERNAL_H
#define LIAISON_DESK_MAIL_INTERNAL_H

#include "desk/mail.h"
#include "rules/obligation.h"

/* "R-3", in the task's arena. */
struct str mail_reference(struct task *task, struct str desk, uint64_t number);

/* TLP_... of a label; TLP_NONE, which counts as red, of none or one that is not known. */
int mail_tlp(struct str label);

/* What a message of ours does here when it is released; nothing when that was done already. */
enum err mail_effect_sent(struct task *task, const struct mail *mail);
/* What is owed to us for a message of ours is owed by nobody when it was taken back; what an answer of ours
 * had ended is owed again. Of one that was never released nothing had begun. */
enum err mail_effect_withdrawn(struct task *task, const struct mail *mail);

#endif
