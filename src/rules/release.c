/* One check after another; the first that refuses is named. */
#include "rules/release.h"

#include "rules/subject.h"

enum tells { NOTHING, UNDOES, NAMES, WARNS, PERSON, ASKS };

static const struct {
    const char *word;
    int lowest_level;
} kinds[] = {
#define OPEN CHANNEL_OPEN
#define RESTRICTED CHANNEL_RESTRICTED
#define SUSPENDED CHANNEL_SUSPENDED
#define M(name, word, code, level, answers, effect, hours, purpose) {word, level},
#include "record/kinds.def"
#undef M
#undef OPEN
#undef RESTRICTED
#undef SUSPENDED
};

enum kind_index {
#define M(name, word, code, level, answers, effect, hours, purpose) INDEX_##name,
#include "record/kinds.def"
#undef M
    KINDS
};

static const enum tells telling[KINDS] = {
#define T(kind, tells) [INDEX_##kind] = tells,
#include "rules/release.def"
#undef T
};

static const char *const machine[] = {
#define K(word) word,
#include "rules/machine.def"
#undef K
};

static int kind_index(struct str message)
{
    for (int i = 0; i < KINDS; i++)
        if (str_equal(message, str_of(kinds[i].word)))
            return i;
    return -1;
}

static enum tells tells_of(struct str message)
{
    int at = kind_index(message);
    return at < 0 ? NOTHING : telling[at];
}

bool release_tells_person(struct str message)
{
    return tells_of(message) >= PERSON;
}

bool release_names_person(struct str message)
{
    return tells_of(message) != NOTHING;
}

bool release_is_machine(struct str message)
{
    for (size_t i = 0; i < sizeof machine / sizeof machine[0]; i++)
        if (str_equal(message, str_of(machine[i])))
            return true;
    return false;
}

/* Each check: RULE_COUNT lets it pass. */
typedef enum rule (*check)(const struct rule_context *, const struct release_case *);

static bool leaves_desk(const struct release_case *release)
{
    return release->way == WAY_MESSAGE || release->way == WAY_FORWARD || release->line.channel;
}

static enum rule check_reader(const struct rule_context *context, const struct release_case *release)
{
    if (context->actor.role == ROLE_ADMINISTRATOR)
        return RULE_ADMINISTRATOR;
    if (release->file_state == FILE_SEALED || release->file_state == FILE_PURGED)
        return RULE_RETENTION;
    return RULE_COUNT;
}

/* The overseer inspects without anybody's leave; a data-protection officer for oversight and redress; all
 * others what their section holds, or owes something for. */
static enum rule check_need(const struct rule_context *context, const struct release_case *release)
{
    int role = context->actor.role;
    if (leaves_desk(release))
        return RULE_COUNT;
    if (!release->purpose && !release->task)
        return RULE_PURPOSE;
    if (role == ROLE_OVERSEER || role == ROLE_HEAD)
        return RULE_COUNT;
    if (role == ROLE_PROTECTION)
        return release->purpose == PURPOSE_OVERSIGHT || release->purpose == PURPOSE_REDRESS ? RULE_COUNT
                                                                                            : RULE_PURPOSE;
    if (!release->task && !release->decided && release->file_section.n &&
        !str_equal(release->file_section, context->actor.section))
        return RULE_NEED;
    return handling_tlp(&release->handling) == TLP_RED && !release->named ? RULE_TLP : RULE_COUNT;
}

static enum rule check_level(const struct rule_context *context, const struct release_case *release)
{
    (void)context;
    int at = kind_index(release->message);
    if (!leaves_desk(release))
        return RULE_COUNT;
    int level = release->line.level ? release->line.level : CHANNEL_SUSPENDED; /* not said */
    if (at >= 0 && level > kinds[at].lowest_level)
        return RULE_LEVEL;
    if (!release->line.kind_agreed && (at < 0 || kinds[at].lowest_level != CHANNEL_SUSPENDED))
        return RULE_AGREED_KIND;
    if (!release->line.purpose_agreed && (at < 0 || kinds[at].lowest_level != CHANNEL_SUSPENDED))
        return RULE_AGREED_PURPOSE;
    if (release->line.ceiling && handling_tlp(&release->handling) > release->line.ceiling &&
        (at < 0 || kinds[at].lowest_level != CHANNEL_SUSPENDED))
        return RULE_CEILING;
    return RULE_COUNT;
}

static bool back_to_originator(const struct release_case *release)
{
    return release->line.channel && release->line.channel == release->handling.originator;
}

/* What another desk gave us goes on only as it allowed. */
static enum rule check_originator(const struct rule_context *context, const struct release_case *release)
{
    (void)context;
    const struct handling *handling = &release->handling;
    bool outside = leaves_desk(release) || release->way == WAY_EXPORT || release->way == WAY_API ||
                   release->way == WAY_COURT;
    if (release->way == WAY_COURT && handling->europol >= EUROPOL_H1 && !release->permission)
        return RULE_EUROPOL_COURT;
    if (!handling->originator || back_to_originator(release) || release->permission)
        return RULE_COUNT;
    if (outside && handling->europol >= EUROPOL_H2)
        return RULE_EUROPOL_ONWARD;
    if (outside && handling_tlp(handling) >= TLP_AMBER)
        return RULE_TLP;
    return outside ? RULE_ORIGINATOR : RULE_COUNT;
}

static enum rule check_terms(const struct rule_context *context, const struct release_case *release)
{
    (void)context;
    if (release->handling.europol == EUROPOL_H3 && !release->terms_shown)
        return RULE_EUROPOL_TERMS;
    if (release->handling.pap == PAP_RED && leaves_desk(release) && tells_of(release->message) == ASKS)
        return RULE_PAP;
    return RULE_COUNT;
}

/* Whether something is held does not show. */
static enum rule check_alike(const struct rule_context *context, const struct release_case *release)
{
    (void)context;
    bool neither = str_equal(release->message, str_of(kinds[INDEX_NEITHER].word));
    return neither && release->words ? RULE_ALIKE : RULE_COUNT;
}

static enum rule check_protection(const struct rule_context *context, const struct release_case *release)
{
    enum tells tells = tells_of(release->message);
    bool tells_of_him = release->protection && tells != NOTHING && !(tells == UNDOES && release->known);
    (void)context;
    if (leaves_desk(release) && (tells_of_him || release->ground == GROUND_PROTECTED) &&
        protected_towards(release->protected_from, release->line.origin))
        return RULE_PROTECTED;
    return RULE_COUNT;
}

static enum rule check_risk(const struct rule_context *context, const struct release_case *release)
{
    const struct risk_decision *risk = release->risk;
    if (!leaves_desk(release) || !release_tells_person(release->message))
        return RULE_COUNT;
    if (release->sighting_unconfirmed)
        return RULE_NOT_CONFIRMED;
    if (!risk || risk->channel != release->line.channel ||
        context->now > risk->time + RISK_DECISION_DAYS * DAY_MS)
        return RULE_RISK;
    if (risk->risk != RISK_NONE_REAL && risk->risk != RISK_MITIGATED)
        return RULE_RISK_REFUSED;
    if (risk->actor == release->author)
        return RULE_FOUR_EYES;
    return RULE_COUNT;
}

/* A person releases what is not of the machine's table; what tells of somebody, or has words, another than
 * who wrote it. */
static enum rule check_releaser(const struct rule_context *context, const struct release_case *release)
{
    int role = context->actor.role;
    enum tells tells = tells_of(release->message);
    int least = tells >= WARNS ? ROLE_SUPERVISOR : ROLE_OFFICER;
    if (!leaves_desk(release) || release_is_machine(release->message))
        return RULE_COUNT;
    if (!context->actor.person)
        return RULE_RELEASE;
    if (role < least || role > ROLE_HEAD)
        return RULE_ROLE;
    bool own = context->actor.person == release->author && (tells != NOTHING || release->words);
    return own ? RULE_FOUR_EYES : RULE_COUNT;
}

enum err release_check(const struct rule_context *context, const struct release_case *release,
                       enum rule *rule, struct fault *fault)
{
    static const check checks[] = {check_reader, check_need,       check_level, check_originator, check_terms,
                                   check_alike,  check_protection, check_risk,  check_releaser};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        *rule = checks[i](context, release);
        if (*rule != RULE_COUNT)
            return rule_refuse(fault, *rule, "%s%s%.*s", word(WORDS_way, release->way),
                               release->message.n ? ", " : "", STR_ARG(release->message));
    }
    return ERR_OK;
}

enum err release_holding(const struct rule_context *context, const struct handling *handling, int64_t channel,
                         int64_t permission, enum rule *rule, struct fault *fault)
{
    struct release_case onward = {
        .way = WAY_FORWARD, .line = {.channel = channel}, .handling = *handling, .permission = permission};
    *rule = check_originator(context, &onward);
    return *rule == RULE_COUNT ? ERR_OK
                               : rule_refuse(fault, *rule, "%s, holding", word(WORDS_way, onward.way));
}

enum err risk_decide(struct rule_context *context, const struct risk_new *risk, int64_t *number,
                     struct decision *decision, struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_SUPERVISOR, risk->reason, fault);
    if (err)
        return err;
    if (!risk->author || risk->author == context->actor.person)
        return rule_refuse(fault, RULE_FOUR_EYES, "the author is %s",
                           risk->author ? "the one who decides" : "not named");
    if (!risk->channel || !risk->risk || (!risk->subject && !risk->question))
        return fault_set(fault, ERR_USAGE,
                         "a risk decision is about one person, for one channel, and says which");
    if (risk->risk == RISK_MITIGATED && str_trim(risk->assurances).n == 0)
        return rule_refuse(fault, RULE_REASON, "the assurances are named");
    *number = context_number(context, ENTITY_risk_decision);
    DECIDE(decision, RISK_DECIDED, SAY(risk_decision, *number), SAY(file, risk->file),
           SAY(subject, risk->subject), SAY(question, risk->question), SAY(channel, risk->channel),
           SAY(author, risk->author), SAY_WORD(risk, risk, risk->risk),
           SAY_TEXT(assurances, risk->assurances), SAY_TEXT(reason, risk->reason));
    return ERR_OK;
}
