/* Obligations: what is owed by a post or a named person by a due time, and the
 * ladder it climbs when it is not done. Owed by us (direction in) or to us
 * (direction out): the second is owned here by the post that waits. */
#ifndef LIAISON_RULES_OBLIGATION_H
#define LIAISON_RULES_OBLIGATION_H

#include "rules/calendar.h"
#include "rules/context.h"

/* The due time of a kind of obligation whose clock starts at from. */
time_ms deadline(const struct calendar *calendar, int profile, int obligation_kind, int urgency,
                 bool directly_held, time_ms from);

struct owing {
    int kind;      /* OBLIGATION_... */
    int64_t about; /* the tip, watch, sighting ... of that kind */
    int64_t file;
    struct str section;
    struct str owner; /* a post; empty: the section's duty post */
    int64_t person;   /* where it is owed by one person in that post */
    int64_t channel;
    int direction; /* BOUND_...; none: in */
    int urgency;   /* none: normal */
    time_ms due;   /* 0: the desk's own deadline for the kind */
};

/* Creates it and returns its number. It has an owner and a due time whatever is left out. */
int64_t obligation_create(struct rule_context *context, const struct owing *owing, struct decision *decision);

/* What went wrong with a channel, or with the desk where channel is 0, is owed a look by the desk's
 * supervisor and by the overseer; about: the event that tells of it. */
void obligation_alarm(struct rule_context *context, int64_t channel, int64_t about,
                      struct decision *decision);

/* Ends it by its number; 0 is none and does nothing. */
void obligation_end(struct decision *decision, int64_t obligation, int state);

/* A new due time, with its way up the ladder begun anew. */
void obligation_put_off(struct decision *decision, const struct owed *obligation, time_ms due,
                        struct str reason);

/* What time brings: one event for each rung whose time has come. Nothing while the clock is stopped. */
void obligation_step(struct rule_context *context, const struct owed *obligation, struct decision *decision);

/* Moves it to another post or person. RULE_OWNER for an empty post; RULE_STATE when it is ended. */
enum err obligation_move(struct rule_context *context, const struct owed *obligation, struct str owner,
                         int64_t person, struct str reason, struct decision *decision,
                         struct fault *fault) MUST_USE;

/* Why it was late: the owner's word and reason. RULE_TIME when it is not overdue. */
enum err obligation_explain(struct rule_context *context, const struct owed *obligation, int lateness,
                            struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

/* What the holder says to a use of his file in another purpose (rules/query.h), which is owed no longer then.
 * RULE_STATE for what is not such a question, and where a counterpart's leave is asked: its grant ends it. */
enum err obligation_answer(struct rule_context *context, const struct owed *obligation, struct str reason,
                           struct decision *decision, struct fault *fault) MUST_USE;

/* A message was read by whom it was told to: by his section, or by himself where he is named. */
enum err obligation_read(struct rule_context *context, const struct owed *notice, struct decision *decision,
                         struct fault *fault) MUST_USE;

/* The post's holder hands over to the next: `count` is what is owed by the post, and he is told it. */
enum err shift_hand_over(struct rule_context *context, struct str post, int64_t person, int64_t count,
                         struct str text, struct decision *decision, struct fault *fault) MUST_USE;

#endif
