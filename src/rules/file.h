/* Files: cases about subjects. Closing one ends no request and no watch, but
 * that clearing it ends its watches: a cleared file takes none. */
#ifndef LIAISON_RULES_FILE_H
#define LIAISON_RULES_FILE_H

#include "rules/context.h"
#include "rules/flag.h"

/* 28 CFR 23.20: reviewed within five years; the supervisor is asked so long before. */
enum { FILE_REVIEW_DAYS = 5 * 365, FILE_REVIEW_WARNING_DAYS = 90, FILE_PURGE_DAYS = 90 };

struct file_new {
    int64_t subject;
    struct str section;
    int64_t holder; /* a person, or 0 */
    int64_t channel;
    struct str theirs; /* the counterpart's reference */
    int64_t tip;       /* the one that is being taken up */
    bool told_only;    /* the subject is known by tips that nobody has taken up */
    struct str desk;   /* the desk's name, which begins the reference: "A-2011-1" */
};

enum err file_open(struct rule_context *context, const struct file_new *file, int64_t *number,
                   struct decision *decision, struct fault *fault) MUST_USE;

/* outcome: FILE_UNRESOLVED by an officer, FILE_CLEARED by a supervisor; a reason each. */
enum err file_close(struct rule_context *context, const struct file *file, int outcome,
                    const struct watch *watches, size_t n, struct str reason, struct decision *decision,
                    struct fault *fault) MUST_USE;

/* A supervisor reopens without having been asked. */
enum err file_reopen(struct rule_context *context, const struct file *file, const struct proposal *pending,
                     struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

/* Another section, or another person of the same, holds it. */
enum err file_hold(struct rule_context *context, const struct file *file, struct str section, int64_t holder,
                   struct decision *decision, struct fault *fault) MUST_USE;

/* A supervisor names who else reads it by name, where its label is TLP:RED, or takes that back. */
enum err file_name_reader(struct rule_context *context, const struct file *file, int64_t person, bool reads,
                          struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

/* What the counterpart calls it. */
enum err file_refer(struct rule_context *context, const struct file *file, int64_t channel, struct str theirs,
                    struct decision *decision, struct fault *fault) MUST_USE;

/* told_only: he is known by tips that nobody has taken up. */
enum err file_add_subject(struct rule_context *context, const struct file *file, int64_t subject,
                          int subject_role, bool told_only, struct str reason, struct decision *decision,
                          struct fault *fault) MUST_USE;

enum err file_note(struct rule_context *context, const struct file *file, struct str text,
                   struct decision *decision, struct fault *fault) MUST_USE;

struct attachment_new {
    struct str name, media, content;
    unsigned char digest[32]; /* SHA-256 of content */
};
enum err file_attach(struct rule_context *context, const struct file *file,
                     const struct attachment_new *attachment, struct decision *decision,
                     struct fault *fault) MUST_USE;

/* A supervisor keeps it: the next review is five years on. review: what he owed for this one, or NULL. */
enum err file_review(struct rule_context *context, const struct file *file, const struct owed *review,
                     struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

/* What time brings: its review is owed 90 days before, unreviewed means sealed, sealed for 90 days means
 * purged, but for the event that proves it. */
void file_step(struct rule_context *context, const struct file *file, struct decision *decision);

/* True where the file rests on what another desk told, and on nothing of our own. */
bool file_rests_on_foreign_tip(const struct file *file, const struct flag *flags, size_t n);

#endif
