/* Asked: the holder's side of the private question, steps Decode, Check, Charge,
 * Answer and Verify of doc/private-question.md. A question is charged and committed
 * with its leaf when it comes; the keeper evaluates it afterwards, outside any
 * transaction, before the desk speaks next. So an evaluation that fails, or a
 * process that dies, gives nothing back. */
#ifndef LIAISON_DESK_ASKED_H
#define LIAISON_DESK_ASKED_H

#include "channel/verdict.h"
#include "desk/peer.h"
#include "private/question.h"

/* The match proof as a request carries it: its bytes and the asker's signature. */
enum { ASKED_PROOF_BYTES = MATCH_PROOF_BYTES + SIGNATURE_BYTES };

/* What stands against a question, an answer or a request with a match proof: VERDICT_QUESTION or
 * VERDICT_MATCH, with an alarm that names it; before any budget is touched. Other messages keep their
 * verdict. */
MUST_USE enum err asked_judge(struct desk *desk, const struct peer *peer, const struct header *header,
                              const struct event *content, struct arena *arena, enum verdict *verdict,
                              struct fault *fault);

/* Inside the transaction that takes it in: a question is charged to the day on which it came, or refused and
 * counted; a match proof is used up, and whom it names is kept. */
MUST_USE enum err asked_take(struct desk *desk, const struct peer *peer, const struct header *header,
                             time_ms at, const struct event *content, struct fault *fault);
MUST_USE enum err asked_prove(struct desk *desk, const struct peer *peer, const struct header *header,
                              const struct event *content, struct arena *arena, struct fault *fault);

/* Evaluates what was charged and is not yet answered, and writes the answers; outside a transaction. A desk
 * that was restored waits until the counterpart gave back what it lost, its own answers among it. */
MUST_USE enum err asked_answer(struct desk *desk, int64_t channel, const struct peer_view *view,
                               struct fault *fault);

/* "persons" or "contacts", as holdings and tables are named by. */
struct str asked_kind_word(enum epoch_kind kind);

/* What the agreement allows its other side to ask, of one kind. */
struct budget_terms asked_terms(const struct agreement *agreement, enum epoch_kind kind);

#endif
