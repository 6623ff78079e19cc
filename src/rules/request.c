/* The states of requests and handovers. */
#include "rules/request.h"

#include "rules/obligation.h"
#include "rules/post.h"

static bool has_ended(const struct request *request)
{
    return request->request_state >= REQUEST_ANSWERED;
}

static enum err running(const struct rule_context *context, const struct request *request,
                        struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (err)
        return err;
    if (has_ended(request))
        return rule_refuse(fault, RULE_STATE, "request %lld is %s", (long long)request->request,
                           word(WORDS_request_state, request->request_state));
    return ERR_OK;
}

enum err request_open(struct rule_context *context, const struct request_new *request, int64_t *number,
                      struct decision *decision, struct fault *fault)
{
    int profile = request->profile ? request->profile : PROFILE_OWN;
    int urgency = request->urgency ? request->urgency : URGENCY_NORMAL;
    enum err err = actor_touches_content(context, fault);
    if (err)
        return err;
    if (str_trim(request->text).n == 0)
        return fault_set(fault, ERR_USAGE, "a request without words");
    if (!request->direction)
        return fault_set(fault, ERR_USAGE, "a request comes in or goes out");
    *number = context_number(context, ENTITY_request);
    struct owing owing = {.kind = request->direction == BOUND_IN ? OBLIGATION_REQUEST : OBLIGATION_REPLY,
                          .about = *number,
                          .file = request->file,
                          .section = request->section,
                          .owner = request->owner.n ? request->owner
                                                    : post_duty(decision->arena, request->section),
                          .channel = request->channel,
                          .direction = request->direction,
                          .urgency = urgency,
                          .due = request->due ? request->due
                                              : deadline(context->calendar, profile, OBLIGATION_REQUEST,
                                                         urgency, request->directly_held, context->now)};
    int64_t obligation = obligation_create(context, &owing, decision);
    DECIDE(decision, REQUEST_OPENED, SAY(request, *number), SAY_WORD(direction, toward, request->direction),
           SAY(channel, request->channel),
           SAY_TEXT(section, request->section.n ? request->section : post_section(owing.owner)),
           SAY_TEXT(owner, owing.owner), SAY(file, request->file), SAY(tip, request->tip),
           SAY_WORD(profile, profile, profile), SAY_WORD(urgency, urgency, urgency), SAY(due, owing.due),
           SAY(obligation, obligation), SAY(standing, request->standing),
           SAY_TEXT(reference, request->reference), SAY_TEXT(theirs, request->theirs),
           SAY_TEXT(text, request->text));
    return ERR_OK;
}

/* While their clock stands ours runs: what they ask back is owed here. */
static void owe_clarification(struct rule_context *context, const struct request *request,
                              struct decision *decision)
{
    struct owing owing = {.kind = OBLIGATION_CLARIFICATION,
                          .about = request->request,
                          .file = request->file,
                          .section = request->section,
                          .owner = request->owner,
                          .channel = request->channel,
                          .urgency = request->urgency};
    obligation_create(context, &owing, decision);
}

enum err request_clarify(struct rule_context *context, const struct request *request, struct str text,
                         struct decision *decision, struct fault *fault)
{
    enum err err = running(context, request, fault);
    if (err)
        return err;
    if (request->request_state != REQUEST_OPEN)
        return rule_refuse(fault, RULE_STATE, "clarification of request %lld is asked already",
                           (long long)request->request);
    if (str_trim(text).n == 0)
        return fault_set(fault, ERR_USAGE, "what is to be clarified?");
    DECIDE(decision, REQUEST_CLARIFYING, SAY(request, request->request), SAY_TEXT(text, text));
    if (request->obligation)
        DECIDE(decision, OBLIGATION_STOPPED, SAY(obligation, request->obligation));
    if (request->direction == BOUND_OUT)
        owe_clarification(context, request, decision);
    return ERR_OK;
}

enum err request_clarified(struct rule_context *context, const struct request *request, struct str text,
                           struct decision *decision, struct fault *fault)
{
    if (request->request_state != REQUEST_CLARIFYING)
        return rule_refuse(fault, RULE_STATE, "request %lld waits for no clarification",
                           (long long)request->request);
    time_ms due = request->due + (context->now - request->stopped);
    DECIDE(decision, REQUEST_CLARIFIED, SAY(request, request->request), SAY(due, due), SAY_TEXT(text, text));
    if (request->obligation)
        DECIDE(decision, OBLIGATION_RESUMED, SAY(obligation, request->obligation), SAY(due, due),
               SAY(climbs, due));
    return ERR_OK;
}

enum err request_extend(struct rule_context *context, const struct request *request, const struct owed *owed,
                        time_ms due, struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = running(context, request, fault);
    if (!err && str_trim(reason).n == 0)
        return rule_refuse(fault, RULE_REASON, "an extension gives a reason");
    if (err)
        return err;
    if (due <= request->due || due <= context->now)
        return rule_refuse(fault, RULE_TIME, "the new due time is no later");
    DECIDE(decision, REQUEST_EXTENDED, SAY(request, request->request), SAY(due, due),
           SAY_TEXT(reason, reason));
    if (owed)
        obligation_put_off(decision, owed, due, reason);
    return ERR_OK;
}

enum err request_dispute(struct rule_context *context, const struct request *request, struct str reason,
                         struct decision *decision, struct fault *fault)
{
    (void)context;
    if (str_trim(reason).n == 0)
        return rule_refuse(fault, RULE_REASON, "a dispute gives a reason");
    DECIDE(decision, REQUEST_DISPUTED, SAY(request, request->request), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err request_interim(struct rule_context *context, const struct request *request, struct str text,
                         struct decision *decision, struct fault *fault)
{
    enum err err = running(context, request, fault);
    if (err)
        return err;
    DECIDE(decision, REQUEST_INTERIM, SAY(request, request->request), SAY_TEXT(text, text));
    return ERR_OK;
}

static enum err end_fits(const struct rule_context *context, const struct request *request,
                         const struct request_end *end, struct fault *fault)
{
    bool asker = (request->direction == BOUND_OUT) != end->theirs;
    if (end->state < REQUEST_ANSWERED || end->state >= REQUEST_WORDS)
        return fault_set(fault, ERR_USAGE,
                         "a request ends answered, nothing held, neither confirmed nor "
                         "denied, refused, withdrawn or handed over");
    if ((end->state == REQUEST_WITHDRAWN) != asker)
        return rule_refuse(fault, RULE_STATE, "the asker withdraws, the one asked does all else");
    if (end->state == REQUEST_REFUSED && !end->ground)
        return rule_refuse(fault, RULE_GROUND, "a refusal names its ground");
    if (!end->theirs && !asker && request->due && context->now > request->due && !request->stopped &&
        !end->lateness && !context->again)
        return rule_refuse(fault, RULE_REASON, "request %lld is overdue: a reason code says why",
                           (long long)request->request);
    return ERR_OK;
}

enum err request_end(struct rule_context *context, const struct request *request,
                     const struct request_end *end, struct decision *decision, struct fault *fault)
{
    enum err err = end->theirs ? ERR_OK : actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = running(context, request, fault);
    if (!err)
        err = end_fits(context, request, end, fault);
    if (err)
        return err;
    /* Neither confirmed nor denied is said alike whether something is held or not. */
    struct str reason = end->state == REQUEST_NEITHER ? STR("") : end->reason;
    DECIDE(decision, REQUEST_ENDED, SAY(request, request->request),
           SAY_WORD(request_state, request_state, end->state), SAY_WORD(ground, ground, end->ground),
           SAY_TEXT(reason, reason), SAY_WORD(lateness, lateness, end->lateness));
    obligation_end(decision, request->obligation,
                   end->state == REQUEST_WITHDRAWN ? OWED_WITHDRAWN : OWED_DONE);
    return ERR_OK;
}

enum err handover_offer(struct rule_context *context, const struct handover_new *handover, int64_t *number,
                        struct decision *decision, struct fault *fault)
{
    if (!handover->channel || !handover->direction)
        return fault_set(fault, ERR_USAGE, "a handover is offered on a channel");
    if (handover->direction == BOUND_OUT) {
        enum err err = actor_needs(context, ROLE_OFFICER, fault);
        if (err)
            return err;
    }
    *number = context_number(context, ENTITY_handover);
    struct owing owing = {.kind = OBLIGATION_HANDOVER,
                          .about = *number,
                          .file = handover->file,
                          .section = handover->section,
                          .owner = handover->owner.n ? handover->owner
                                                     : post_duty(decision->arena, handover->section),
                          .channel = handover->channel,
                          .direction = handover->direction,
                          .due = deadline(context->calendar, PROFILE_OWN, OBLIGATION_HANDOVER, URGENCY_NORMAL,
                                          false, context->now)};
    int64_t obligation = obligation_create(context, &owing, decision);
    DECIDE(decision, HANDOVER_OFFERED, SAY(handover, *number),
           SAY_WORD(direction, toward, handover->direction), SAY(channel, handover->channel),
           SAY(file, handover->file), SAY_TEXT(owner, owing.owner), SAY(due, owing.due),
           SAY(obligation, obligation), SAY_TEXT(text, handover->text), SAY_TEXT(theirs, handover->theirs));
    return ERR_OK;
}

enum err handover_decide(struct rule_context *context, const struct handover *handover, bool accept,
                         struct str reason, bool theirs, struct decision *decision, struct fault *fault)
{
    enum err err = theirs ? ERR_OK : actor_needs(context, ROLE_OFFICER, fault);
    if (!err && !theirs)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (handover->handover_state != HANDOVER_OFFERED)
        return rule_refuse(fault, RULE_STATE, "handover %lld is %s", (long long)handover->handover,
                           word(WORDS_handover_state, handover->handover_state));
    if (theirs != (handover->direction == BOUND_OUT))
        return rule_refuse(fault, RULE_STATE, "who offered a handover does not decide it");
    DECIDE(decision, HANDOVER_DECIDED, SAY(handover, handover->handover),
           SAY_WORD(handover_state, handover_state, accept ? HANDOVER_ACCEPTED : HANDOVER_DECLINED),
           SAY_TEXT(reason, reason));
    obligation_end(decision, handover->obligation, OWED_DONE);
    return ERR_OK;
}

enum err handover_withdraw(struct rule_context *context, const struct handover *handover, struct str reason,
                           struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (err)
        return err;
    if (handover->direction != BOUND_OUT || handover->handover_state != HANDOVER_OFFERED)
        return rule_refuse(fault, RULE_STATE,
                           "only who offered a handover withdraws it, until it is decided");
    DECIDE(decision, HANDOVER_DECIDED, SAY(handover, handover->handover),
           SAY_WORD(handover_state, handover_state, HANDOVER_WITHDRAWN), SAY_TEXT(reason, reason));
    obligation_end(decision, handover->obligation, OWED_WITHDRAWN);
    return ERR_OK;
}
