/* State: what the rules decide on, one struct a kind of thing. Each is listed
 * once, as columns: I a number, id or time, W a word of a set of words.def, T
 * open text; so the loader in desk/ and the projections can be checked against
 * it. Content (names, reasons, notes) is in none of them. An id 0 is "none". */
#ifndef LIAISON_RULES_STATE_H
#define LIAISON_RULES_STATE_H

#include "rules/words.h"

#include <stdint.h>

/* clang-format off */
/* `into_subject` is the one he was merged into; `origin` the state his protection is from. */
#define SUBJECT_COLUMNS(I, W, T) \
    I(subject) W(subject_role, subject_role) W(protection, protection) I(into_subject) I(channel) \
    T(origin)

/* `root` is the person that `subject` is one with, here and below. `decided` is the time of the last
 * decision to open, close or reopen; `review_owed` the obligation to review. */
#define FILE_COLUMNS(I, W, T) \
    I(file) W(file_state, file_state) I(subject) I(root) W(subject_role, subject_role) \
    W(protection, protection) T(section) T(owner) I(channel) I(opened) I(decided) I(review) \
    I(review_owed) I(proposal) I(sequence) I(holder) T(reference) T(theirs)

/* `origin` is the sender's state, `protected_origin` that which the subject's
 * protection is from; empty where it is not known. `obligation` is the one to assess it. */
#define TIP_COLUMNS(I, W, T) \
    I(tip) W(tip_state, tip_state) I(subject) I(root) I(file) T(section) T(owner) I(channel) I(due) \
    T(report) T(theirs) W(protection, protection) T(origin) I(overseer_agreed) I(standing) \
    I(sequence) I(time) T(reliability) T(credibility) W(offence, yes_no) W(political, yes_no) \
    W(mistreatment, yes_no) W(ground, ground) T(protected_origin) I(obligation) W(tlp, tlp) W(pap, pap) W(europol, europol)

#define DUPLICATE_COLUMNS(I, W, T) \
    I(duplicate) W(duplicate_state, duplicate_state) I(tip) I(file) I(subject) I(other_subject) \
    I(obligation) I(evidence)

#define FLAG_COLUMNS(I, W, T) \
    I(flag) I(file) T(flag_kind) I(weight) I(half_life) I(date) T(report) I(channel) T(reliability) \
    T(credibility) I(doors) I(time) I(sequence)

#define WATCH_COLUMNS(I, W, T) \
    I(watch) I(file) I(subject) W(watch_action, watch_action) W(watch_state, watch_state) T(owner) \
    T(section) I(starts) I(ends) I(until) I(announced) I(channel) W(told, yes_no) I(obligation)

#define SIGHTING_COLUMNS(I, W, T) \
    I(sighting) I(file) I(watch) I(subject) W(sighting_state, sighting_state) T(section) T(owner) \
    I(seen) W(sighting_kind, sighting_kind) W(direction, toward) T(country) I(evidence) I(time) \
    I(sequence) I(person)

#define OBLIGATION_COLUMNS(I, W, T) \
    I(obligation) W(obligation_kind, obligation_kind) I(about) I(file) T(section) T(owner) \
    I(owner_person) I(channel) W(direction, toward) I(created) I(due) I(climbs) W(rung, rung) \
    W(urgency, urgency) I(stopped) W(obligation_state, obligation_state)

#define PROPOSAL_COLUMNS(I, W, T) \
    I(proposal) I(file) W(proposal_state, proposal_state) I(sum) I(threshold) I(due) I(obligation) \
    I(time)

#define REQUEST_COLUMNS(I, W, T) \
    I(request) W(direction, toward) I(channel) I(file) W(request_state, request_state) \
    I(standing) W(profile, profile) W(urgency, urgency) I(due) I(stopped) T(owner) T(section) \
    I(obligation) T(reference) T(theirs) I(time) I(answers) I(disputed) I(sequence) I(tip)

#define HANDOVER_COLUMNS(I, W, T) \
    I(handover) W(direction, toward) I(channel) I(file) W(handover_state, handover_state) \
    I(obligation) I(time)

#define RISK_COLUMNS(I, W, T) \
    I(risk_decision) I(file) I(subject) I(channel) W(risk, risk) I(author) I(actor) I(time)

#define ASSESSMENT_COLUMNS(I, W, T) I(channel) W(level, channel_level) I(assessed) I(warned) I(obligation)

#define REDRESS_COLUMNS(I, W, T) \
    I(redress) I(subject) W(redress_state, redress_state) I(due) I(obligation) I(time) I(channel)
/* clang-format on */

#define STATE_I(name) int64_t name;
#define STATE_W(name, set) int name;
#define STATE_T(name) struct str name;
#define STATE(name, COLUMNS)                                                                                 \
    struct name {                                                                                            \
        COLUMNS(STATE_I, STATE_W, STATE_T)                                                                   \
    };
STATE(subject_state, SUBJECT_COLUMNS)
STATE(file, FILE_COLUMNS)
STATE(tip, TIP_COLUMNS)
STATE(duplicate, DUPLICATE_COLUMNS)
STATE(flag, FLAG_COLUMNS)
STATE(watch, WATCH_COLUMNS)
STATE(sighting, SIGHTING_COLUMNS)
STATE(owed, OBLIGATION_COLUMNS)
STATE(proposal, PROPOSAL_COLUMNS)
STATE(request, REQUEST_COLUMNS)
STATE(handover, HANDOVER_COLUMNS)
STATE(risk_decision, RISK_COLUMNS)
STATE(assessment, ASSESSMENT_COLUMNS)
STATE(redress, REDRESS_COLUMNS)
#undef STATE

#endif
