/* Requests and handovers as acts on a desk. See rules/request.h. What comes from
 * the counterpart (theirs) is done by the desk itself, as its message arrives. */
#ifndef LIAISON_DESK_REQUEST_H
#define LIAISON_DESK_REQUEST_H

#include "desk/task.h"
#include "rules/request.h"

MUST_USE enum err desk_request_open(struct task *task, const struct request_new *request, int64_t *number);
MUST_USE enum err desk_request_clarify(struct task *task, int64_t request, struct str text);
MUST_USE enum err desk_request_clarified(struct task *task, int64_t request, struct str text);
MUST_USE enum err desk_request_extend(struct task *task, int64_t request, time_ms due, struct str reason);
MUST_USE enum err desk_request_dispute(struct task *task, int64_t request, struct str reason);
MUST_USE enum err desk_request_interim(struct task *task, int64_t request, struct str text);
MUST_USE enum err desk_request_end(struct task *task, int64_t request, const struct request_end *end);

MUST_USE enum err desk_handover_offer(struct task *task, const struct handover_new *handover,
                                      int64_t *number);
MUST_USE enum err desk_handover_decide(struct task *task, int64_t handover, bool accept, struct str reason,
                                       bool theirs);
MUST_USE enum err desk_handover_withdraw(struct task *task, int64_t handover, struct str reason);

#endif
