/* Ask: the asker's side of the private question, steps Ask, Learn and Prove of
 * doc/private-question.md. The question leaves by the officer's own act, within his
 * budget; what he asked, for what and about whom rests sealed at this desk. The
 * answer is read when it comes, by the desk itself; a match makes a draft request
 * that another person releases. */
#ifndef LIAISON_DESK_ASK_H
#define LIAISON_DESK_ASK_H

#include "desk/peer.h"
#include "desk/task.h"
#include "private/contact.h"
#include "record/subject.h"

struct ask_new {
    int64_t channel, file;        /* whom, and on account of which file */
    const struct subject *person; /* who is asked about, as he was typed in */
    enum contact_kind contact;    /* 0: about the person; else about this identifier alone */
    struct str identifier;
    int purpose;       /* PURPOSE_... */
    struct str text;   /* of the request that a match drafts; empty: the desk's own words */
    struct str serves; /* its purpose, of the agreement's; empty where that has one only */
};

struct ask_put {
    int64_t question;
    uint64_t epoch;
    size_t keys;          /* formed of the person; the question has QUESTION_KEYS whatever these are */
    uint64_t left;        /* questions that the officer has left today */
    struct str reference; /* the message, "A-5" */
};

/* RULE_BUDGET, which is recorded; RULE_LEVEL, RULE_PAP, RULE_NEED; ERR_NOT_FOUND: no table of this
 * counterpart is in force here; ERR_NO_USE: the person has no key rare enough. A refused question charges
 * nothing. */
MUST_USE enum err desk_ask(struct task *task, const struct ask_new *new, struct ask_put *out);

/* Whom a message of ours that a match drafted is about: the question, and who this desk keeps that may be
 * whoever it was about: subjects, in the task's arena; of a contact, those under protection who have it. 0
 * and none of any other message. */
MUST_USE enum err ask_known(struct task *task, int64_t channel, uint64_t number, int64_t *question,
                            int64_t **subjects, size_t *n);

/* A blinded answer came; inside the transaction that takes it in. What is wrong with it is said in the
 * question's state and an alarm of the channel, and does not fail it. */
MUST_USE enum err ask_answered(struct desk *desk, const struct peer *peer, const struct header *header,
                               const struct event *content, struct fault *fault);

#endif
