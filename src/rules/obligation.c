/* Deadlines and the ladder. */
#include "rules/obligation.h"

#include "rules/post.h"

enum held { DIRECTLY, ANYHOW };
enum days { EVERY, WORKED };

static const struct {
    int profile, kind, urgency;
    enum held held;
    int64_t hours;
    enum days days;
} deadlines[] = {
#define D(profile, kind, urgency, held, hours, days)                                                         \
    {PROFILE_##profile, OBLIGATION_##kind, URGENCY_##urgency, held, hours, days},
#include "rules/deadlines.def"
#undef D
};

static const struct {
    int rung;
    int64_t ordinary, urgent;
} ladder[] = {
#define L(rung, ordinary, urgent) {RUNG_##rung, ordinary, urgent},
#include "rules/ladder.def"
#undef L
};

enum { RUNGS = sizeof ladder / sizeof ladder[0], DEADLINES = sizeof deadlines / sizeof deadlines[0] };

static int find_deadline(int profile, int kind, int urgency, bool directly_held)
{
    for (int i = 0; i < DEADLINES; i++)
        if (deadlines[i].profile == profile && deadlines[i].kind == kind && deadlines[i].urgency == urgency &&
            (deadlines[i].held == ANYHOW || directly_held))
            return i;
    return -1;
}

time_ms deadline(const struct calendar *calendar, int profile, int kind, int urgency, bool directly_held,
                 time_ms from)
{
    int asked = urgency ? urgency : URGENCY_NORMAL;
    int found = find_deadline(profile, kind, asked, directly_held);
    if (found < 0)
        found = find_deadline(PROFILE_OWN, kind, asked, directly_held);
    if (found < 0)
        found = find_deadline(PROFILE_OWN, kind, URGENCY_NORMAL, directly_held);
    if (found < 0)
        return from + DAY_MS;
    return calendar_after(calendar, from, deadlines[found].hours, deadlines[found].days == WORKED);
}

/* When the rung after this one is told; 0 above the highest. */
static time_ms climbs_after(int rung, int urgency, time_ms due)
{
    for (int i = 0; i < RUNGS; i++)
        if (ladder[i].rung == rung + 1)
            return due + HOUR_MS * (urgency > URGENCY_NORMAL ? ladder[i].urgent : ladder[i].ordinary);
    return 0;
}

int64_t obligation_create(struct rule_context *context, const struct owing *owing, struct decision *decision)
{
    int64_t number = context_number(context, ENTITY_obligation);
    int urgency = owing->urgency ? owing->urgency : URGENCY_NORMAL;
    time_ms due = owing->due
                      ? owing->due
                      : deadline(context->calendar, PROFILE_OWN, owing->kind, urgency, false, context->now);
    struct str owner = owing->owner.n ? owing->owner : post_duty(decision->arena, owing->section);
    struct str section = owing->section.n ? owing->section : post_section(owner);
    DECIDE(decision, OBLIGATION_CREATED, SAY(obligation, number),
           SAY_WORD(obligation_kind, obligation_kind, owing->kind), SAY(about, owing->about),
           SAY(file, owing->file), SAY_TEXT(section, section), SAY_TEXT(owner, owner),
           SAY(owner_person, owing->person), SAY(channel, owing->channel),
           SAY_WORD(direction, toward, owing->direction ? owing->direction : BOUND_IN), SAY(due, due),
           SAY(climbs, climbs_after(RUNG_OWNER, urgency, due)), SAY_WORD(urgency, urgency, urgency));
    return number;
}

void obligation_alarm(struct rule_context *context, int64_t channel, int64_t about, struct decision *decision)
{
    const struct str posts[] = {STR("desk/supervisor"), POST_OVERSEER};
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        struct owing owing = {.kind = OBLIGATION_ALARM,
                              .about = about,
                              .owner = posts[i],
                              .channel = channel,
                              .urgency = URGENCY_URGENT};
        obligation_create(context, &owing, decision);
    }
}

void obligation_end(struct decision *decision, int64_t obligation, int state)
{
    if (obligation)
        DECIDE(decision, OBLIGATION_ENDED, SAY(obligation, obligation),
               SAY_WORD(obligation_state, obligation_state, state));
}

void obligation_put_off(struct decision *decision, const struct owed *obligation, time_ms due,
                        struct str reason)
{
    DECIDE(decision, OBLIGATION_EXTENDED, SAY(obligation, obligation->obligation), SAY(due, due),
           SAY(climbs, climbs_after(RUNG_OWNER, obligation->urgency, due)), SAY_TEXT(reason, reason));
}

void obligation_step(struct rule_context *context, const struct owed *obligation, struct decision *decision)
{
    int rung = obligation->rung;
    time_ms climbs = obligation->climbs;
    if (obligation->obligation_state != OWED_DUE || obligation->stopped)
        return;
    while (climbs && climbs <= context->now && rung < RUNG_PRINCIPAL) {
        rung++;
        climbs = climbs_after(rung, obligation->urgency, obligation->due);
        DECIDE(decision, OBLIGATION_CLIMBED, SAY(obligation, obligation->obligation),
               SAY_WORD(rung, rung, rung),
               SAY_TEXT(post, post_at_rung(decision->arena, obligation->section, (enum rung)rung)),
               SAY(climbs, climbs));
    }
}

static enum err still_owed(const struct owed *obligation, struct fault *fault)
{
    if (obligation->obligation_state != OWED_DUE)
        return rule_refuse(fault, RULE_STATE, "obligation %lld is %s", (long long)obligation->obligation,
                           word(WORDS_obligation_state, obligation->obligation_state));
    return ERR_OK;
}

/* An obligation opens its file to who owes it, so whose it is gives it away: the section of its post, who
 * holds that post or was named. A post of the desk itself is nobody's section: its holder's, or theirs whose
 * role it names. What the overseer owes nobody in the line takes from him. */
static enum err his(const struct rule_context *context, struct str post, int64_t person, struct fault *fault)
{
    const struct actor *actor = &context->actor;
    struct str name = post, section = str_cut(&name, '/');
    bool desk = str_equal(section, STR("desk"));
    bool owes = person == actor->person || (post.n && str_equal(post, actor->post)) ||
                (desk && str_equal(name, word_str(WORDS_role, actor->role)));
    bool may = owes || actor->role == ROLE_HEAD || (!desk && str_equal(section, actor->section));
    if (may && !str_equal(post, POST_OVERSEER))
        return ERR_OK;
    return rule_refuse(fault, RULE_NEED, "it is %.*s's", STR_ARG(post));
}

static enum err may_act(const struct rule_context *context, const struct owed *obligation,
                        struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    return err ? err : his(context, obligation->owner, obligation->owner_person, fault);
}

enum err obligation_move(struct rule_context *context, const struct owed *obligation, struct str owner,
                         int64_t person, struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = may_act(context, obligation, fault);
    if (!err)
        err = still_owed(obligation, fault);
    if (err)
        return err;
    if (str_trim(owner).n == 0)
        return rule_refuse(fault, RULE_OWNER, "no post is named");
    DECIDE(decision, OBLIGATION_MOVED, SAY(obligation, obligation->obligation), SAY_TEXT(owner, owner),
           SAY(owner_person, person), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err obligation_explain(struct rule_context *context, const struct owed *obligation, int lateness,
                            struct str reason, struct decision *decision, struct fault *fault)
{
    enum err err = may_act(context, obligation, fault);
    if (err)
        return err;
    if (context->now <= obligation->due)
        return rule_refuse(fault, RULE_TIME, "obligation %lld is not overdue",
                           (long long)obligation->obligation);
    if (!lateness)
        return rule_refuse(fault, RULE_REASON, "no reason code");
    DECIDE(decision, OBLIGATION_EXPLAINED, SAY(obligation, obligation->obligation),
           SAY_WORD(lateness, lateness, lateness), SAY_TEXT(reason, reason));
    return ERR_OK;
}

enum err obligation_answer(struct rule_context *context, const struct owed *obligation, struct str reason,
                           struct decision *decision, struct fault *fault)
{
    enum err err = may_act(context, obligation, fault);
    if (!err)
        err = still_owed(obligation, fault);
    if (!err)
        err = reason_needed(context, reason, fault);
    if (err)
        return err;
    if (obligation->obligation_kind != OBLIGATION_QUERY || obligation->channel)
        return rule_refuse(fault, RULE_STATE, "obligation %lld is no question to the holder alone",
                           (long long)obligation->obligation);
    DECIDE(decision, USE_ANSWERED, SAY(query, obligation->about), SAY(file, obligation->file),
           SAY_TEXT(reason, reason));
    obligation_end(decision, obligation->obligation, OWED_DONE);
    return ERR_OK;
}

enum err obligation_read(struct rule_context *context, const struct owed *notice, struct decision *decision,
                         struct fault *fault)
{
    enum err err = actor_touches_content(context, fault);
    if (!err)
        err = still_owed(notice, fault);
    if (!err && notice->owner_person && notice->owner_person != context->actor.person)
        err = rule_refuse(fault, RULE_NEED, "each who is told reads it himself");
    if (!err)
        err = his(context, notice->owner, notice->owner_person, fault);
    if (!err)
        obligation_end(decision, notice->obligation, OWED_DONE);
    return err;
}

enum err shift_hand_over(struct rule_context *context, struct str post, int64_t person, int64_t count,
                         struct str text, struct decision *decision, struct fault *fault)
{
    enum err err = actor_needs(context, ROLE_OFFICER, fault);
    if (err)
        return err;
    if (!person || !post.n)
        return rule_refuse(fault, RULE_OWNER, "a post is handed over to a person");
    err = his(context, post, 0, fault);
    if (err)
        return err;
    DECIDE(decision, SHIFT_HANDED_OVER, SAY_TEXT(post, post), SAY(person, person), SAY(count, count),
           SAY_TEXT(text, text));
    return ERR_OK;
}
