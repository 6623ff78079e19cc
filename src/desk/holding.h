/* Holdings as acts on a desk. See rules/holding.h. A person who was merged into
 * another is in a holding as the other. */
#ifndef LIAISON_DESK_HOLDING_H
#define LIAISON_DESK_HOLDING_H

#include "desk/task.h"
#include "rules/holding.h"

/* Also refused as desk_release_holding: what another desk gave is not passed on by a match. */
MUST_USE enum err desk_holding_add(struct task *task, int64_t subject, int64_t channel, enum holding kind,
                                   struct str reason);
MUST_USE enum err desk_holding_remove(struct task *task, int64_t subject, int64_t channel, enum holding kind,
                                      struct str reason);

/* After a change of his role, protection or identity: who may no longer be held leaves every holding. */
MUST_USE enum err desk_holding_settle(struct task *task, int64_t subject);

#endif
