/* The life of a watch. */
#include "rules/watch.h"

#include "rules/obligation.h"
#include "rules/post.h"

static const int64_t announcements[] = {60, 30, 7}; /* days before the end */

enum { ANNOUNCEMENTS = sizeof announcements / sizeof announcements[0] };

/* The last announcement that a watch so short leaves out, so that it is not made at birth; 0: none. */
static int64_t passed_over(time_ms now, time_ms ends)
{
    int64_t passed = 0;
    for (int i = 0; i < ANNOUNCEMENTS; i++)
        if (ends - announcements[i] * DAY_MS <= now)
            passed = announcements[i];
    return passed;
}

static enum err end_possible(const struct rule_context *context, time_ms ends, struct fault *fault)
{
    if (!ends)
        return rule_refuse(fault, RULE_NO_END, "no end is given");
    if (ends <= context->now)
        return rule_refuse(fault, RULE_TIME, "its end is past");
    if (ends > context->now + WATCH_LONGEST_DAYS * DAY_MS)
        return rule_refuse(fault, RULE_TIME, "an end more than %d days away is not visible",
                           WATCH_LONGEST_DAYS);
    return ERR_OK;
}

static enum err file_takes_watch(const struct file *file, const struct watch_new *watch, bool foreign,
                                 bool protected_origin, struct fault *fault)
{
    if (file->file_state == FILE_CLEARED)
        return rule_refuse(fault, RULE_CLEARED_FILE, "file %lld", (long long)file->file);
    if (file->file_state == FILE_SEALED || file->file_state == FILE_PURGED)
        return rule_refuse(fault, RULE_RETENTION, "file %lld is %s", (long long)file->file,
                           word(WORDS_file_state, file->file_state));
    if (protected_origin)
        return rule_refuse(fault, RULE_PROTECTED, "no watch for the state of origin");
    if (foreign && watch->action != WATCH_SILENT)
        return rule_refuse(fault, RULE_FOREIGN_TIP, "not %s", word(WORDS_watch_action, watch->action));
    return ERR_OK;
}

enum err watch_set(struct rule_context *context, const struct file *file, const struct watch_new *watch,
                   bool foreign, bool protected_origin, int64_t *number, struct decision *decision,
                   struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, watch->reason, fault);
    if (!err)
        err = file_takes_watch(file, watch, foreign, protected_origin, fault);
    if (!err)
        err = end_possible(context, watch->ends, fault);
    if (err)
        return err;
    if (!watch->action)
        return fault_set(fault, ERR_USAGE, "a watch has an action");
    *number = context_number(context, ENTITY_watch);
    struct owing owing = {.kind = OBLIGATION_WATCH,
                          .about = *number,
                          .file = file->file,
                          .section = file->section,
                          .owner = file->owner,
                          .due = watch->ends};
    int64_t obligation = obligation_create(context, &owing, decision);
    DECIDE(decision, WATCH_SET, SAY(watch, *number), SAY(file, file->file), SAY(subject, file->subject),
           SAY_WORD(watch_action, watch_action, watch->action),
           SAY_TEXT(section, watch->section.n ? watch->section : file->section), SAY_TEXT(owner, file->owner),
           SAY(starts, context->now), SAY(ends, watch->ends),
           SAY(days, passed_over(context->now, watch->ends)), SAY(obligation, obligation),
           SAY(channel, watch->channel), SAY_WORD(told, yes_no, watch->told),
           SAY_TEXT(reason, watch->reason));
    return ERR_OK;
}

static enum err undecided(const struct watch *watch, struct fault *fault)
{
    if (watch->watch_state != WATCHING_ACTIVE && watch->watch_state != WATCHING_GRACE)
        return rule_refuse(fault, RULE_STATE, "watch %lld is %s", (long long)watch->watch,
                           word(WORDS_watch_state, watch->watch_state));
    return ERR_OK;
}

enum err watch_extend(struct rule_context *context, const struct watch *watch, const struct owed *owed,
                      bool protected_origin, time_ms ends, struct str reason, struct decision *decision,
                      struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (!err)
        err = undecided(watch, fault);
    if (!err && protected_origin)
        err = rule_refuse(fault, RULE_PROTECTED, "watch %lld was asked for by the state of origin",
                          (long long)watch->watch);
    if (!err)
        err = end_possible(context, ends, fault);
    if (err)
        return err;
    if (ends <= watch->ends)
        return rule_refuse(fault, RULE_TIME, "it ends later already");
    DECIDE(decision, WATCH_EXTENDED, SAY(watch, watch->watch), SAY(ends, ends),
           SAY(days, passed_over(context->now, ends)), SAY_TEXT(reason, reason));
    obligation_put_off(decision, owed, ends, reason);
    return ERR_OK;
}

/* The counterpart that asked for the watch and was told yes is owed word of its end. */
static int64_t told_of(const struct watch *watch)
{
    return watch->told == ANSWER_YES ? watch->channel : 0;
}

static void owe_word(struct rule_context *context, const struct watch *watch, struct decision *decision)
{
    struct owing owing = {.kind = OBLIGATION_ANNOUNCEMENT,
                          .about = watch->watch,
                          .file = watch->file,
                          .owner = watch->owner,
                          .channel = told_of(watch)};
    if (owing.channel)
        obligation_create(context, &owing, decision);
}

enum err watch_end(struct rule_context *context, const struct watch *watch, struct str reason,
                   struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_OFFICER, reason, fault);
    if (!err)
        err = undecided(watch, fault);
    if (err)
        return err;
    DECIDE(decision, WATCH_ENDED, SAY(watch, watch->watch), SAY_TEXT(reason, reason));
    obligation_end(decision, watch->obligation, OWED_DONE);
    owe_word(context, watch, decision);
    return ERR_OK;
}

void watch_protect(struct rule_context *context, const struct watch *watch, const struct owed *owed,
                   const struct owed *word, struct decision *decision)
{
    static const struct str why = {"its person is protected from who asked for it", 45};
    struct str post = post_at_rung(decision->arena, post_section(watch->owner), RUNG_SUPERVISOR);
    if (!watch->channel || (watch->told != ANSWER_YES && str_equal(watch->owner, post)) ||
        (watch->watch_state != WATCHING_ACTIVE && watch->watch_state != WATCHING_GRACE))
        return;
    DECIDE(decision, WATCH_PROTECTED, SAY(watch, watch->watch), SAY_TEXT(owner, post));
    if (owed->obligation_state == OWED_DUE) {
        DECIDE(decision, OBLIGATION_MOVED, SAY(obligation, owed->obligation), SAY_TEXT(owner, post),
               SAY_TEXT(reason, why));
        obligation_put_off(decision, owed, context->now + WATCH_PROTECTED_DAYS * DAY_MS, why);
    }
    obligation_end(decision, word->obligation, OWED_WITHDRAWN);
}

/* To its owner; where the counterpart asked for the watch and was told yes, the owner owes it word too. */
static void announce(struct rule_context *context, const struct watch *watch, int64_t days,
                     struct decision *decision)
{
    DECIDE(decision, WATCH_ANNOUNCED, SAY(watch, watch->watch), SAY(days, days), SAY_TEXT(post, watch->owner),
           SAY(channel, told_of(watch)));
    owe_word(context, watch, decision);
}

void watch_step(struct rule_context *context, const struct watch *watch, struct decision *decision)
{
    if (watch->watch_state == WATCHING_GRACE && context->now >= watch->until) {
        DECIDE(decision, WATCH_LAPSED, SAY(watch, watch->watch),
               SAY_TEXT(against, post_at_rung(decision->arena, watch->section, RUNG_HEAD)));
        obligation_end(decision, watch->obligation, OWED_WITHDRAWN);
    }
    if (watch->watch_state != WATCHING_ACTIVE)
        return;
    int64_t said = watch->announced;
    for (int i = 0; i < ANNOUNCEMENTS; i++) {
        bool time_has_come = context->now >= watch->ends - announcements[i] * DAY_MS;
        if (!time_has_come || (said && said <= announcements[i]))
            continue;
        said = announcements[i];
        announce(context, watch, said, decision);
    }
    if (context->now >= watch->ends)
        DECIDE(decision, WATCH_UNDECIDED, SAY(watch, watch->watch),
               SAY(until, context->now + WATCH_GRACE_DAYS * DAY_MS));
}
