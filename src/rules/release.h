/* Release: the one check at every way out of a desk: message, API, export,
 * court, print, screen, forward. A refusal names its rule. Pure: what it needs to
 * know is in struct release_case, all of it. */
#ifndef LIAISON_RULES_RELEASE_H
#define LIAISON_RULES_RELEASE_H

#include "rules/context.h"
#include "rules/handling.h"

/* What a channel's agreement and level say, for ways that lead to a counterpart. */
struct release_line {
    int64_t channel;   /* 0: nobody outside the desk */
    struct str origin; /* country code of the counterpart's state */
    int level;         /* CHANNEL_... */
    int ceiling;       /* TLP_...: the strictest the agreement carries; none: no ceiling */
    bool kind_agreed, purpose_agreed;
};

struct release_case {
    int way;            /* WAY_... */
    struct str message; /* the kind's word (record/kinds.def), where way is message or forward */
    struct release_line line;
    struct handling handling;
    int64_t permission; /* that the originator gave for this use; 0: none */
    bool terms_shown;   /* Europol H3: the reader saw its words */
    int file_state;
    struct str file_section; /* empty: the item belongs to no file */
    int protection;          /* of the subject */
    struct str protected_from;
    bool known;     /* the counterpart told of him, or was told, by this file */
    int ground;     /* that it names: GROUND_... */
    int64_t author; /* who wrote it */
    bool words;     /* his own stand in it, or a grading */
    bool sighting_unconfirmed;
    const struct risk_decision *risk; /* newest on him whom it tells of, for the channel, or NULL */
    int purpose;                      /* of a reader: PURPOSE_..., inherited from his task */
    bool named;   /* a reader by name of what is TLP:RED: its holder or owner, their senior, or named */
    bool decided; /* named by a decision: he need not be of the section */
    int64_t task; /* the obligation he reads it for, owed by his section; 0: none */
};

enum { RISK_DECISION_DAYS = 30 };

/* ERR_REFUSED names the rule, and *rule is it. */
enum err release_check(const struct rule_context *context, const struct release_case *release,
                       enum rule *rule, struct fault *fault) MUST_USE;

/* Whether one whom a file tells of may be in a holding for a channel: a private match passes on what the file
 * rests on. Only what it originates in is checked; the permission is to forward. As release_check. */
enum err release_holding(const struct rule_context *context, const struct handling *handling, int64_t channel,
                         int64_t permission, enum rule *rule, struct fault *fault) MUST_USE;

/* True for the kinds that leave without a person's release. They have no words of record/kinds.def: receipt,
 * refusal of form, clock notice, cosignature, cut, key rollover, table of an approved holding, blinded
 * answer, budget refusal. */
bool release_is_machine(struct str message);

/* True where the kind tells who or where a person is, or that he travels: it takes a risk decision. */
bool release_tells_person(struct str message);

/* True where the kind names a person or tells of one: release.def lists it. */
bool release_names_person(struct str message);

struct risk_new {
    int64_t file, subject, question; /* whose it is: the subject or, where there is none, whoever the question
                                      * was about */
    int64_t channel, author;
    int risk; /* RISK_... */
    struct str assurances, reason;
};

/* The risk decision: by a supervisor or head other than the author, with a reason; "mitigated" names the
 * assurances. */
enum err risk_decide(struct rule_context *context, const struct risk_new *risk, int64_t *number,
                     struct decision *decision, struct fault *fault) MUST_USE;

#endif
