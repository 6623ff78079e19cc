/* Tips: what another desk, or one's own section, tells about a person. A tip
 * stands as "received, not acted on", owned by a duty post with a due time,
 * until an officer has recorded: an offence here? a protected person? a
 * political ground? could it come from mistreatment? Then it is taken up or
 * refused. It owes its sender an outcome. */
#ifndef LIAISON_RULES_TIP_H
#define LIAISON_RULES_TIP_H

#include "rules/context.h"
#include "rules/flag.h"

struct tip_new {
    int64_t subject;
    struct str section; /* the door it came through */
    int64_t channel;    /* 0: from inside */
    struct str theirs;  /* the sender's reference */
    struct str report;  /* identity of what is told; empty: the sender's reference, or the tip's number */
    struct str origin;  /* country code of the sender's state */
    struct str reliability, credibility;
    struct str obtained; /* how it was obtained, in words without the source */
    struct str text, source, terms;
    int tlp, pap, europol; /* none: TLP:RED */
    bool standing;         /* asks to be told of sightings; the request itself is one of its own */
    int urgency;
};

/* RULE_GRADING without both grades. Events: tip.received, obligation.created. */
enum err tip_receive(struct rule_context *context, const struct tip_new *tip, int64_t *number,
                     struct decision *decision, struct fault *fault) MUST_USE;

struct tip_answers {
    int offence;                 /* ANSWER_YES: an offence here? */
    int protection;              /* PROTECTED_..., or none */
    struct str protected_origin; /* the state it is from; empty: the sender's, to be careful */
    int political;               /* ANSWER_YES: opinion, religion, race or membership as such */
    int mistreatment;            /* ANSWER_YES: could this come from mistreatment? */
    int ground; /* GROUND_OFFENCE_HERE or GROUND_LISTED_ORGANISATION to go on; else why not */
    struct str reason;
};

/* Records the answers; nothing else may happen to a tip before. */
enum err tip_assess(struct rule_context *context, const struct tip *tip, const struct tip_answers *answers,
                    struct decision *decision, struct fault *fault) MUST_USE;

/* The overseer agrees that a tip from the state of origin about a protected person may be acted on. */
enum err tip_agree(struct rule_context *context, const struct tip *tip, struct str reason,
                   struct decision *decision, struct fault *fault) MUST_USE;

/* Taken up onto a file: raises "new report" there and owes the sender an outcome. RULE_GROUND before it
 * is assessed; RULE_POLITICAL, RULE_UNLAWFUL, RULE_OVERSEER by the answers; RULE_ANOTHER where the file is
 * about somebody that nobody has decided to be the same person. */
enum err tip_take_up(struct rule_context *context, const struct tip *tip, const struct file *file,
                     const struct flag *flags, size_t n, int64_t obligation, struct decision *decision,
                     struct fault *fault) MUST_USE;

/* Refused with its ground; no file, watch or flag comes of it. The sender is owed the outcome. */
enum err tip_refuse(struct rule_context *context, const struct tip *tip, int ground, struct str reason,
                    int64_t obligation, struct decision *decision, struct fault *fault) MUST_USE;

/* "Same person as file N, which X holds": proposed by the matcher; a person
 * decides. evidence in thousandths of nats. Events: duplicate.proposed, obligation.created. */
void duplicate_propose(struct rule_context *context, const struct tip *tip, const struct file *file,
                       int64_t evidence, struct decision *decision);

/* same: the two subjects become one, the tip goes to the file and, where
 * same_report, carries the report it repeats (`report`): a door more, no weight.
 * Otherwise the two are remembered as different persons. */
enum err duplicate_decide(struct rule_context *context, const struct duplicate *duplicate, bool same,
                          struct str report, struct str reason, struct decision *decision,
                          struct fault *fault) MUST_USE;

#endif
