/* Flags: indicators on a file. They outlive its closing and add up; tellings of
 * one report count once, through however many doors; a cleared file takes none.
 * The sum decides nothing: past the reopening threshold a supervisor is asked. */
#ifndef LIAISON_RULES_FLAG_H
#define LIAISON_RULES_FLAG_H

#include "rules/context.h"

enum flag_class { FLAG_STRONG, FLAG_WEAK };

struct flag_kind {
    const char *name;
    int64_t weight;    /* hundredths */
    int64_t half_life; /* days */
    enum flag_class class;
};

/* In hundredths: at it and above, a supervisor is asked. */
enum { FLAG_THRESHOLD = 80, FLAG_WEAK_CEILING = 60 };

/* The kind of the catalogue, or NULL. */
const struct flag_kind *flag_kind(struct str name);
size_t flag_kinds(const struct flag_kind **all);

/* The weight that is left at a time, in hundredths: halved every half-life. */
int64_t flag_weight_at(const struct flag *flag, time_ms now);

/* What flags[i] adds to the sum at a time; 0 where a heavier one from the same report counts for both. */
int64_t flag_adds(const struct flag *flags, size_t n, size_t i, time_ms now);

/* The sum over a file's flags at a time. Of several flags from one report the
 * heaviest counts; weak kinds together give at most FLAG_WEAK_CEILING. */
int64_t flag_sum(const struct flag *flags, size_t n, time_ms now);

/* True where a flag is newer than the file's last decision and the sum is past
 * the threshold. */
bool flag_past_threshold(const struct file *file, const struct flag *flags, size_t n, time_ms now);

struct flag_new {
    struct str kind; /* of the catalogue */
    time_ms date;
    struct str report; /* identity of the telling; "" for an observation of our own */
    int64_t channel;   /* originator; 0 is this desk */
    struct str reliability, credibility, source, basis;
    struct str section; /* it was told to: with the originator, the door it came through */
};

/* Raises a flag, or counts one more door where the file has this report and
 * kind already; then, where the sum asks for it and nothing is pending, makes
 * a proposal owed by the supervisor of the file's section. Events: flag.raised
 * or flag.repeated, obligation.created, proposal.made. */
enum err flag_raise(struct rule_context *context, const struct file *file, const struct flag *flags, size_t n,
                    const struct flag_new *flag, struct decision *decision, struct fault *fault) MUST_USE;

/* Decides a proposal: a supervisor, with a reason. Reopening opens the file;
 * not reopening is recorded as a decision and counts newer flags from now on. */
enum err proposal_decide(struct rule_context *context, const struct proposal *proposal,
                         const struct file *file, bool reopen, struct str reason, struct decision *decision,
                         struct fault *fault) MUST_USE;

#endif
