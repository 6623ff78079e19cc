/* Context: what every rule is handed beside the state: the time, who acts, the
 * next free ids; and how a rule says what it decided. Rules read no clock, no
 * table of the store and no randomness. */
#ifndef LIAISON_RULES_CONTEXT_H
#define LIAISON_RULES_CONTEXT_H

#include "base/clock.h"
#include "record/event.h"
#include "rules/rule.h"
#include "rules/state.h"

#define HOUR_MS ((time_ms)3600 * 1000)
#define DAY_MS (24 * HOUR_MS)

/* The kinds of things that get numbers of their own. */
enum entity {
#define N(name) ENTITY_##name,
#include "rules/entities.def"
#undef N
    ENTITY_COUNT
};

/* Who acts: a person, with the role in which he does. */
struct actor {
    int64_t person;  /* 0: the desk itself, as time passes */
    int role;        /* ROLE_... */
    struct str post; /* that owes what he is at, where he holds it now; else empty */
    struct str section;
};

struct calendar;

struct rule_context {
    time_ms now;
    struct actor actor;
    const struct calendar *calendar; /* NULL: every hour of every day counts */
    int64_t next[ENTITY_COUNT];
    bool again; /* what persons did and gave reasons for comes back after a restoration: neither is asked for
                 */
};

/* The next number of a kind; two calls give two numbers. */
int64_t context_number(struct rule_context *context, enum entity entity);

/* One field of an event as a rule says it. */
struct said {
    enum field field;
    bool is_text;
    int64_t number;
    struct str text;
};

#define SAY(field, value)                                                                                    \
    (struct said)                                                                                            \
    {                                                                                                        \
        FIELD_##field, false, (value),                                                                       \
        {                                                                                                    \
            NULL, 0                                                                                          \
        }                                                                                                    \
    }
#define SAY_TEXT(field, value)                                                                               \
    (struct said)                                                                                            \
    {                                                                                                        \
        FIELD_##field, true, 0, (value)                                                                      \
    }
#define SAY_WORD(field, set, value) SAY_TEXT(field, word_str(WORDS_##set, (value)))

/* Adds an event to the decision. A number 0 and an empty text are left out:
 * that is how an event says "none". */
void decide(struct decision *decision, enum event_kind kind, const struct said *said, size_t n);
#define DECIDE(decision, kind, ...)                                                                          \
    decide(decision, EVENT_##kind, (const struct said[]){__VA_ARGS__},                                       \
           sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))

/* RULE_ROLE unless the actor's role is at least officer (or higher in the line
 * officer, supervisor, head), which `least` names. */
enum err actor_needs(const struct rule_context *context, int least, struct fault *fault) MUST_USE;

/* RULE_ADMINISTRATOR for him: he runs the machine and touches no content. The desk itself and everybody else
 * may. */
enum err actor_touches_content(const struct rule_context *context, struct fault *fault) MUST_USE;

/* RULE_NEED unless the actor may change what a section holds: its own people, the head of the desk, who owes
 * something about it, and the desk itself. what and number name it: "file", 3. */
enum err actor_holds(const struct rule_context *context, struct str section, bool owed, const char *what,
                     int64_t number, struct fault *fault) MUST_USE;

/* RULE_REASON unless a person acts and the reason has a letter in it. */
enum err reason_needed(const struct rule_context *context, struct str reason, struct fault *fault) MUST_USE;

/* What a decision takes: the role as actor_needs has it, and a reason. */
enum err actor_decides(const struct rule_context *context, int least, struct str reason,
                       struct fault *fault) MUST_USE;

#endif
