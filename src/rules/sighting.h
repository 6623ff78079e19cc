/* Sightings: the subject, or someone like him, was seen. A candidate becomes a
 * work item at the file's owner, and at the section that asked to be told, on a
 * closed file too. A person confirms or dismisses it; who is told acknowledges
 * the reading. */
#ifndef LIAISON_RULES_SIGHTING_H
#define LIAISON_RULES_SIGHTING_H

#include "rules/context.h"

struct sighting_new {
    int64_t subject;    /* who of the file it may be; 0: whom the file is about */
    int kind;           /* SEEN_... */
    struct str section; /* who reports it */
    time_ms seen;
    int direction;      /* BOUND_OUT: leaving; none where it has none */
    struct str country; /* the other country, a code */
    int64_t evidence;   /* of the comparison, thousandths of a nat; 0: typed in */
    struct str text;
    const void *original; /* the row as it came, sealed */
    size_t original_n;
    int urgency;
};

/* watch may be NULL. In a watch's last 14 undecided days it reaches the supervisor only. */
enum err sighting_report(struct rule_context *context, const struct file *file, const struct watch *watch,
                         const struct sighting_new *sighting, int64_t *number, struct decision *decision,
                         struct fault *fault) MUST_USE;

/* The section that was told has read it. notice: its obligation. */
enum err sighting_read(struct rule_context *context, const struct sighting *sighting,
                       const struct owed *notice, struct decision *decision, struct fault *fault) MUST_USE;

/* "It is he": travel and applications become flags of the file, which may ask for reopening. */
enum err sighting_confirm(struct rule_context *context, const struct sighting *sighting, int64_t obligation,
                          const struct file *file, const struct flag *flags, size_t n, struct str reason,
                          struct decision *decision, struct fault *fault) MUST_USE;

/* "It is not he", or "no action": with a name and a reason. */
enum err sighting_dismiss(struct rule_context *context, const struct sighting *sighting, int64_t obligation,
                          struct str reason, struct decision *decision, struct fault *fault) MUST_USE;

#endif
