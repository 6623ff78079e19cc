/* From receipt to outcome. */
#include "rules/tip.h"

#include "rules/grading.h"
#include "rules/obligation.h"
#include "rules/post.h"
#include "rules/subject.h"

#include <stdio.h>

/* One telling of one report: what the sender calls it, within his channel. */
static struct str report_of(struct decision *decision, const struct tip_new *tip, int64_t number)
{
    char text[200];
    int n;
    if (tip->report.n)
        n = snprintf(text, sizeof text, "%.*s", (int)(tip->report.n > 150 ? 150 : tip->report.n),
                     tip->report.p);
    else if (tip->theirs.n)
        n = snprintf(text, sizeof text, "%lld/%.*s", (long long)tip->channel,
                     (int)(tip->theirs.n > 150 ? 150 : tip->theirs.n), tip->theirs.p);
    else
        n = snprintf(text, sizeof text, "tip %lld", (long long)number);
    char *copy = arena_copy(decision->arena, text, (size_t)n);
    return copy ? (struct str){copy, (size_t)n} : (struct str){"", 0};
}

enum err tip_receive(struct rule_context *context, const struct tip_new *tip, int64_t *number,
                     struct decision *decision, struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (err)
        return err;
    if (!grading_is_reliability(tip->reliability) || !grading_is_credibility(tip->credibility))
        return rule_refuse(fault, RULE_GRADING, "'%.*s' and '%.*s'", STR_ARG(tip->reliability),
                           STR_ARG(tip->credibility));
    if (str_trim(tip->text).n == 0)
        return fault_set(fault, ERR_USAGE, "a tip without words");
    *number = context_number(context, ENTITY_tip);
    int urgency = tip->urgency ? tip->urgency : URGENCY_NORMAL;
    struct owing owing = {
        .kind = OBLIGATION_TIP,
        .about = *number,
        .section = tip->section,
        .owner = post_duty(decision->arena, tip->section),
        .channel = tip->channel,
        .urgency = urgency,
        .due = deadline(context->calendar, PROFILE_OWN, OBLIGATION_TIP, urgency, false, context->now)};
    DECIDE(decision, TIP_RECEIVED, SAY(tip, *number), SAY(subject, tip->subject),
           SAY_TEXT(section, tip->section.n ? tip->section : STR("desk")), SAY_TEXT(owner, owing.owner),
           SAY(due, owing.due), SAY(channel, tip->channel), SAY_TEXT(theirs, tip->theirs),
           SAY_TEXT(report, report_of(decision, tip, *number)), SAY_TEXT(reliability, tip->reliability),
           SAY_TEXT(credibility, tip->credibility), SAY_TEXT(origin, tip->origin),
           SAY_TEXT(obtained, tip->obtained), SAY_TEXT(text, tip->text), SAY_TEXT(source, tip->source),
           SAY(standing, tip->standing), SAY_WORD(tlp, tlp, tip->tlp ? tip->tlp : TLP_RED),
           SAY_WORD(pap, pap, tip->pap), SAY_WORD(europol, europol, tip->europol),
           SAY_TEXT(terms, tip->terms));
    obligation_create(context, &owing, decision);
    return ERR_OK;
}

static enum err still_open(const struct tip *tip, struct fault *fault)
{
    if (tip->tip_state != TIP_RECEIVED)
        return rule_refuse(fault, RULE_STATE, "tip %lld is %s", (long long)tip->tip,
                           word(WORDS_tip_state, tip->tip_state));
    return ERR_OK;
}

enum err tip_assess(struct rule_context *context, const struct tip *tip, const struct tip_answers *answers,
                    struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = still_open(tip, fault);
    if (!err)
        err = reason_needed(context, answers->reason, fault);
    if (err)
        return err;
    if (!answers->offence || !answers->political || !answers->mistreatment || !answers->ground)
        return rule_refuse(fault, RULE_GROUND,
                           "offence, political ground, mistreatment and ground are answered");
    struct str origin = answers->protected_origin.n ? answers->protected_origin : tip->origin;
    bool narrows = answers->protection &&
                   protection_narrows(tip->protection, tip->protected_origin, answers->protection, origin);
    if (narrows)
        err = actor_needs(context, ROLE_SUPERVISOR, fault);
    if (err)
        return err;
    DECIDE(decision, TIP_ASSESSED, SAY(tip, tip->tip), SAY_WORD(offence, yes_no, answers->offence),
           SAY_WORD(protection, protection, answers->protection),
           SAY_WORD(political, yes_no, answers->political),
           SAY_WORD(mistreatment, yes_no, answers->mistreatment), SAY_WORD(ground, ground, answers->ground),
           SAY_TEXT(reason, answers->reason));
    if (!answers->protection || answers->protection == tip->protection)
        return ERR_OK;
    DECIDE(decision, SUBJECT_PROTECTED, SAY(subject, tip->subject),
           SAY_WORD(protection, protection, answers->protection), SAY_TEXT(origin, origin),
           SAY_TEXT(reason, answers->reason));
    if (narrows)
        protection_owe_look(context, tip->subject, decision);
    return ERR_OK;
}

enum err tip_agree(struct rule_context *context, const struct tip *tip, struct str reason,
                   struct decision *decision, struct fault *fault)
{
    enum err err = still_open(tip, fault);
    if (!err)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (context->actor.role != ROLE_OVERSEER)
        return rule_refuse(fault, RULE_OVERSEER, "it is not for %s %s",
                           word_article(word(WORDS_role, context->actor.role)),
                           word(WORDS_role, context->actor.role));
    DECIDE(decision, TIP_AGREED, SAY(tip, tip->tip), SAY_TEXT(reason, reason));
    return ERR_OK;
}

/* What the recorded answers allow. */
static enum err may_be_acted_on(const struct tip *tip, struct fault *fault)
{
    if (!tip->ground)
        return rule_refuse(fault, RULE_GROUND, "tip %lld is not assessed", (long long)tip->tip);
    if (tip->political == ANSWER_YES)
        return rule_refuse(fault, RULE_POLITICAL, "tip %lld", (long long)tip->tip);
    if (tip->ground == GROUND_UNLAWFUL || tip->mistreatment == ANSWER_YES)
        return rule_refuse(fault, RULE_UNLAWFUL, "tip %lld could come from mistreatment",
                           (long long)tip->tip);
    if (tip->offence != ANSWER_YES ||
        (tip->ground != GROUND_OFFENCE_HERE && tip->ground != GROUND_LISTED_ORGANISATION))
        return rule_refuse(fault, RULE_GROUND, "tip %lld: %s", (long long)tip->tip,
                           word(WORDS_ground, tip->ground));
    bool from_origin = tip->channel && protected_towards(tip->protected_origin, tip->origin);
    if (tip->protection && from_origin && !tip->overseer_agreed)
        return rule_refuse(fault, RULE_OVERSEER, "tip %lld: %s", (long long)tip->tip,
                           word(WORDS_protection, tip->protection));
    return ERR_OK;
}

/* The sender of a tip is owed an outcome. */
static void owe_outcome(struct rule_context *context, const struct tip *tip, const struct file *file,
                        struct decision *decision)
{
    struct owing owing = {.kind = OBLIGATION_OUTCOME,
                          .about = tip->tip,
                          .file = file ? file->file : 0,
                          .section = file ? file->section : tip->section,
                          .owner = file ? file->owner : tip->owner,
                          .channel = tip->channel};
    if (tip->channel)
        obligation_create(context, &owing, decision);
}

enum err tip_take_up(struct rule_context *context, const struct tip *tip, const struct file *file,
                     const struct flag *flags, size_t n, int64_t obligation, struct decision *decision,
                     struct fault *fault)
{
    struct flag_new flag = {.kind = STR("new report"),
                            .report = tip->report,
                            .channel = tip->channel,
                            .reliability = tip->reliability,
                            .credibility = tip->credibility,
                            .basis = STR("tip taken up"),
                            .section = tip->section};
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = still_open(tip, fault);
    if (!err)
        err = may_be_acted_on(tip, fault);
    if (!err && tip->root != file->root)
        err = rule_refuse(fault, RULE_ANOTHER, "file %lld is about subject %lld", (long long)file->file,
                          (long long)file->root);
    if (!err)
        err = flag_raise(context, file, flags, n, &flag, decision, fault);
    if (err)
        return err;
    DECIDE(decision, TIP_TAKEN_UP, SAY(tip, tip->tip), SAY(file, file->file));
    obligation_end(decision, obligation, OWED_DONE);
    owe_outcome(context, tip, file, decision);
    return ERR_OK;
}

enum err tip_refuse(struct rule_context *context, const struct tip *tip, int ground, struct str reason,
                    int64_t obligation, struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (!err)
        err = still_open(tip, fault);
    if (!err)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (!tip->ground)
        return rule_refuse(fault, RULE_GROUND, "tip %lld is not assessed", (long long)tip->tip);
    if (!ground || ground == GROUND_OFFENCE_HERE || ground == GROUND_LISTED_ORGANISATION)
        return rule_refuse(fault, RULE_GROUND, "a refusal names its ground");
    DECIDE(decision, TIP_REFUSED, SAY(tip, tip->tip), SAY_WORD(ground, ground, ground),
           SAY_TEXT(reason, reason));
    obligation_end(decision, obligation, OWED_DONE);
    owe_outcome(context, tip, NULL, decision);
    return ERR_OK;
}

void duplicate_propose(struct rule_context *context, const struct tip *tip, const struct file *file,
                       int64_t evidence, struct decision *decision)
{
    int64_t number = context_number(context, ENTITY_duplicate);
    struct owing owing = {.kind = OBLIGATION_DUPLICATE,
                          .about = number,
                          .file = file->file,
                          .section = tip->section,
                          .owner = tip->owner};
    int64_t obligation = obligation_create(context, &owing, decision);
    DECIDE(decision, DUPLICATE_PROPOSED, SAY(duplicate, number), SAY(tip, tip->tip), SAY(file, file->file),
           SAY(subject, tip->subject), SAY(other_subject, file->subject), SAY(evidence, evidence),
           SAY(obligation, obligation));
}

enum err duplicate_decide(struct rule_context *context, const struct duplicate *duplicate, bool same,
                          struct str report, struct str reason, struct decision *decision,
                          struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (err)
        return err;
    if (duplicate->duplicate_state != DUPLICATE_PROPOSED)
        return rule_refuse(fault, RULE_STATE, "duplicate %lld is decided", (long long)duplicate->duplicate);
    DECIDE(decision, DUPLICATE_DECIDED, SAY(duplicate, duplicate->duplicate), SAY(tip, duplicate->tip),
           SAY(file, same ? duplicate->file : 0),
           SAY_WORD(duplicate_state, duplicate_state, same ? DUPLICATE_SAME : DUPLICATE_DIFFERENT),
           SAY_TEXT(report, same ? report : STR("")), SAY_TEXT(reason, reason));
    if (same && duplicate->subject != duplicate->other_subject)
        DECIDE(decision, SUBJECT_MERGED, SAY(subject, duplicate->subject),
               SAY(into_subject, duplicate->other_subject), SAY_TEXT(reason, reason));
    else if (!same)
        DECIDE(decision, SUBJECT_DISTINGUISHED, SAY(subject, duplicate->subject),
               SAY(other_subject, duplicate->other_subject), SAY_TEXT(reason, reason));
    obligation_end(decision, duplicate->obligation, OWED_DONE);
    return ERR_OK;
}
