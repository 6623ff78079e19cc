/* Requests and handovers. A request ends in exactly one of six ways; asking for
 * clarification stops its clock, extending it gives a reason, the asker may
 * dispute. A standing request outlives its interim answers. Closing a file ends
 * none. A handover is offered, and accepted or declined, or withdrawn before its receipt. */
#ifndef LIAISON_RULES_REQUEST_H
#define LIAISON_RULES_REQUEST_H

#include "rules/context.h"

struct request_new {
    int direction;             /* BOUND_IN: asked of us; BOUND_OUT: asked by us */
    int64_t channel;           /* 0: another section of this desk */
    struct str section, owner; /* owner: a post; empty: the section's duty post */
    int64_t file, tip;
    int profile, urgency; /* none: own, normal */
    bool directly_held;
    bool standing; /* "tell us if he travels" */
    struct str reference, theirs, text;
    time_ms due; /* 0: by the profile, from now */
};

enum err request_open(struct rule_context *context, const struct request_new *request, int64_t *number,
                      struct decision *decision, struct fault *fault) MUST_USE;

/* The one asked does not understand: the clock stands until request_clarified. */
enum err request_clarify(struct rule_context *context, const struct request *request, struct str text,
                         struct decision *decision, struct fault *fault) MUST_USE;
/* The asker explains: what was left of the time begins to run again. */
enum err request_clarified(struct rule_context *context, const struct request *request, struct str text,
                           struct decision *decision, struct fault *fault) MUST_USE;

/* owed: the request's obligation, or NULL where it has been answered meanwhile. */
enum err request_extend(struct rule_context *context, const struct request *request, const struct owed *owed,
                        time_ms due, struct str reason, struct decision *decision,
                        struct fault *fault) MUST_USE;

enum err request_dispute(struct rule_context *context, const struct request *request, struct str reason,
                         struct decision *decision, struct fault *fault) MUST_USE;

/* An answer that leaves the request open, and owed: it stays on the ladder until it ends. */
enum err request_interim(struct rule_context *context, const struct request *request, struct str text,
                         struct decision *decision, struct fault *fault) MUST_USE;

struct request_end {
    int state;    /* one of the six ends */
    int ground;   /* of a refusal */
    int lateness; /* asked for where the request is overdue and we end it */
    struct str reason;
    bool theirs; /* said by the counterpart: an incoming message */
};
enum err request_end(struct rule_context *context, const struct request *request,
                     const struct request_end *end, struct decision *decision, struct fault *fault) MUST_USE;

struct handover_new {
    int direction; /* BOUND_OUT: offered by us */
    int64_t channel, file;
    struct str section, owner, theirs, text;
};
enum err handover_offer(struct rule_context *context, const struct handover_new *handover, int64_t *number,
                        struct decision *decision, struct fault *fault) MUST_USE;

enum err handover_decide(struct rule_context *context, const struct handover *handover, bool accept,
                         struct str reason, bool theirs, struct decision *decision,
                         struct fault *fault) MUST_USE;
/* Ours, whose message has no receipt. */
enum err handover_withdraw(struct rule_context *context, const struct handover *handover, struct str reason,
                           struct decision *decision, struct fault *fault) MUST_USE;

#endif
