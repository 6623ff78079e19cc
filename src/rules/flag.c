/* The catalogue and the sum. */
#include "rules/flag.h"

#include "rules/grading.h"
#include "rules/obligation.h"
#include "rules/post.h"

enum { STRONG = FLAG_STRONG, WEAK = FLAG_WEAK };

static const struct flag_kind kinds[] = {
#define F(name, weight, half_life, class) {name, weight, half_life, (enum flag_class) class},
#include "rules/flags.def"
#undef F
};

const struct flag_kind *flag_kind(struct str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_equal(name, str_of(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

size_t flag_kinds(const struct flag_kind **all)
{
    *all = kinds;
    return sizeof kinds / sizeof kinds[0];
}

/* Halved each half-life, a straight line between: integers only, so that every
 * machine comes to the same sum. */
int64_t flag_weight_at(const struct flag *flag, time_ms now)
{
    int64_t weight = flag->weight * grading_percent(flag->reliability, flag->credibility) / 100;
    time_ms half_life = flag->half_life * DAY_MS, age = now > flag->date ? now - flag->date : 0;
    if (half_life <= 0)
        return weight;
    for (; age >= half_life && weight; age -= half_life)
        weight /= 2;
    return weight - weight * age / (2 * half_life);
}

/* A flag from a report whose heaviest flag is another one adds nothing. */
static bool outweighed(const struct flag *flags, size_t n, size_t i, time_ms now)
{
    int64_t mine = flag_weight_at(&flags[i], now);
    if (flags[i].report.n == 0)
        return false;
    for (size_t j = 0; j < n; j++) {
        if (j == i || !str_equal(flags[i].report, flags[j].report))
            continue;
        int64_t other = flag_weight_at(&flags[j], now);
        if (other > mine || (other == mine && j < i))
            return true;
    }
    return false;
}

int64_t flag_adds(const struct flag *flags, size_t n, size_t i, time_ms now)
{
    return outweighed(flags, n, i, now) ? 0 : flag_weight_at(&flags[i], now);
}

int64_t flag_sum(const struct flag *flags, size_t n, time_ms now)
{
    int64_t strong = 0, weak = 0;
    for (size_t i = 0; i < n; i++) {
        const struct flag_kind *kind = flag_kind(flags[i].flag_kind);
        if (kind && kind->class == FLAG_WEAK)
            weak += flag_adds(flags, n, i, now);
        else
            strong += flag_adds(flags, n, i, now);
    }
    return strong + (weak < FLAG_WEAK_CEILING ? weak : FLAG_WEAK_CEILING);
}

bool flag_past_threshold(const struct file *file, const struct flag *flags, size_t n, time_ms now)
{
    bool newer = false;
    for (size_t i = 0; i < n; i++)
        newer = newer || flags[i].time > file->decided;
    return newer && flag_sum(flags, n, now) >= FLAG_THRESHOLD;
}

static enum err flag_allowed(const struct file *file, const struct flag_new *flag, struct fault *fault)
{
    if (file->file_state == FILE_CLEARED)
        return rule_refuse(fault, RULE_CLEARED_FILE, "file %lld", (long long)file->file);
    if (file->file_state == FILE_SEALED || file->file_state == FILE_PURGED)
        return rule_refuse(fault, RULE_RETENTION, "file %lld is %s", (long long)file->file,
                           word(WORDS_file_state, file->file_state));
    if (!flag_kind(flag->kind))
        return fault_set(fault, ERR_USAGE, "flag kind '%.*s' is not in the catalogue", STR_ARG(flag->kind));
    if (str_trim(flag->basis).n == 0)
        return rule_refuse(fault, RULE_REASON, "a flag has a basis");
    if (flag->channel &&
        (!grading_is_reliability(flag->reliability) || !grading_is_credibility(flag->credibility)))
        return rule_refuse(fault, RULE_GRADING, "what another desk told is graded A-F and 1-6");
    return ERR_OK;
}

/* Asks the supervisor, where nobody has been asked yet. */
static void propose(struct rule_context *context, const struct file *file, const struct flag *flags, size_t n,
                    struct decision *decision)
{
    if (file->proposal || file->file_state == FILE_OPEN || !flag_past_threshold(file, flags, n, context->now))
        return;
    int64_t proposal = context_number(context, ENTITY_proposal);
    time_ms due =
        deadline(context->calendar, PROFILE_OWN, OBLIGATION_PROPOSAL, URGENCY_NORMAL, false, context->now);
    struct str owner = post_at_rung(decision->arena, file->section, RUNG_SUPERVISOR);
    struct owing owing = {.kind = OBLIGATION_PROPOSAL,
                          .about = proposal,
                          .file = file->file,
                          .section = file->section,
                          .owner = owner,
                          .due = due};
    int64_t obligation = obligation_create(context, &owing, decision);
    DECIDE(decision, PROPOSAL_MADE, SAY(proposal, proposal), SAY(file, file->file),
           SAY(sum, flag_sum(flags, n, context->now)), SAY(threshold, FLAG_THRESHOLD), SAY(due, due),
           SAY(obligation, obligation), SAY_TEXT(owner, owner));
}

enum err flag_raise(struct rule_context *context, const struct file *file, const struct flag *flags, size_t n,
                    const struct flag_new *new, struct decision *decision, struct fault *fault)
{
    enum err err = flag_allowed(file, new, fault);
    if (!err && new->date > context->now + DAY_MS)
        err = rule_refuse(fault, RULE_TIME, "the flag's date is still to come");
    struct flag *all = err ? NULL : arena_array(decision->arena, n + 1, sizeof *all);
    if (err)
        return err;
    if (!all)
        return fault_set(fault, ERR_NO_MEMORY, "flags of file %lld", (long long)file->file);
    for (size_t i = 0; i < n; i++) {
        all[i] = flags[i];
        if (new->report.n && str_equal(flags[i].report, new->report) &&
            str_equal(flags[i].flag_kind, new->kind)) {
            DECIDE(decision, FLAG_REPEATED, SAY(flag, flags[i].flag), SAY(channel, new->channel),
                   SAY_TEXT(section, new->section), SAY_TEXT(basis, new->basis));
            return ERR_OK;
        }
    }
    const struct flag_kind *kind = flag_kind(new->kind);
    struct flag *flag = &all[n];
    *flag = (struct flag){.flag = context_number(context, ENTITY_flag),
                          .file = file->file,
                          .flag_kind = new->kind,
                          .weight = kind->weight,
                          .half_life = kind->half_life,
                          .date = new->date ? new->date : context->now,
                          .report = new->report,
                          .reliability = new->reliability,
                          .credibility = new->credibility,
                          .time = context->now};
    DECIDE(decision, FLAG_RAISED, SAY(flag, flag->flag), SAY(file, file->file),
           SAY_TEXT(flag_kind, new->kind), SAY(weight, flag->weight), SAY(half_life, flag->half_life),
           SAY(date, flag->date), SAY_TEXT(report, new->report), SAY(channel, new->channel),
           SAY_TEXT(reliability, new->reliability), SAY_TEXT(credibility, new->credibility),
           SAY_TEXT(source, new->source), SAY_TEXT(basis, new->basis), SAY_TEXT(section, new->section));
    propose(context, file, all, n + 1, decision);
    return ERR_OK;
}

enum err proposal_decide(struct rule_context *context, const struct proposal *proposal,
                         const struct file *file, bool reopen, struct str reason, struct decision *decision,
                         struct fault *fault)
{
    enum err err = actor_decides(context, ROLE_SUPERVISOR, reason, fault);
    if (err)
        return err;
    if (proposal->proposal_state != PROPOSAL_PENDING)
        return rule_refuse(fault, RULE_STATE, "proposal %lld is %s", (long long)proposal->proposal,
                           word(WORDS_proposal_state, proposal->proposal_state));
    DECIDE(decision, PROPOSAL_DECIDED, SAY(proposal, proposal->proposal), SAY(file, file->file),
           SAY_WORD(proposal_state, proposal_state, reopen ? PROPOSAL_REOPENED : PROPOSAL_REFUSED),
           SAY_TEXT(reason, reason));
    if (reopen)
        DECIDE(decision, FILE_REOPENED, SAY(file, file->file), SAY(proposal, proposal->proposal),
               SAY_TEXT(reason, reason));
    obligation_end(decision, proposal->obligation, OWED_DONE);
    return ERR_OK;
}
