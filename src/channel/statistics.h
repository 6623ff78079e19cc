/* Statistics: what each side of a channel asked, answered and owes, counted from
 * the obligations that messages made, as of a cut. Both sides count the same
 * messages by the same rule, so their texts are the same bytes, and their digest
 * stands in the cut.
 *
 * An obligation begins at the time of the receipt of the message that opens it,
 * by the receiver's clock; what changes it counts from the time of its own receipt. */
#ifndef LIAISON_CHANNEL_STATISTICS_H
#define LIAISON_CHANNEL_STATISTICS_H

#include "base/buf.h"
#include "base/clock.h"
#include "channel/kind.h"

/* Which side asked: by desk id, so that both name it alike. */
enum side { SIDE_LOWER, SIDE_HIGHER, SIDE_COUNT };

struct obligation {
    enum side asker;
    enum kind kind;           /* one that OPENS */
    time_ms since;            /* of the receipt */
    time_ms due;              /* the latest of what was set and extended, without pauses */
    uint64_t pauses, resumes; /* clarifications asked and given: its clock stands while more are asked */
    time_ms shift;            /* sum of the times of resumes less those of pauses */
    enum kind end;            /* KIND_NONE: open */
    time_ms ended;
    struct str ground; /* of a refusal, a word of the rules' table */
    bool disputed;
    int useful; /* feedback: 1, -1, or 0 for none */
};

enum { STATISTICS_GROUNDS = 64, STATISTICS_GROUND_MAX = 31 };

struct statistics {
    struct tally {
        uint64_t asked, open, overdue, paused, disputed, useful, useless, answered_ms;
        uint64_t ends[KIND_END];
    } tally[SIDE_COUNT][KIND_END];
    struct ground_tally {
        enum side asker;
        char word[STATISTICS_GROUND_MAX + 1];
        uint64_t count;
    } grounds[STATISTICS_GROUNDS]; /* sorted by asker, then word */
    size_t grounds_n;
    uint64_t refused[SIDE_COUNT];   /* messages sent by that side and refused in their receipts */
    uint64_t questions[SIDE_COUNT]; /* private questions put by that side and receipted */
};

void statistics_add(struct statistics *statistics, const struct obligation *obligation, time_ms now);
void statistics_add_refused(struct statistics *statistics, enum side sender, uint64_t count);
void statistics_add_questions(struct statistics *statistics, enum side asker, uint64_t count);

/* Lines of text, only of what is not zero; the same for the same counts. */
void statistics_write(struct buf *out, const struct statistics *statistics);

/* How far beyond its receipt one extension reaches: who needs longer says so again, and is seen to. */
#define EXTENSION_MOST ((time_ms)90 * 24 * 3600 * 1000)

/* How a message of this kind that refers to the obligation changes it; at: the time of its receipt, due: of
 * its header. False where it may not: of the wrong side, not
 * referring to such a kind, a second end by the same side, or an extension beyond EXTENSION_MOST. The order
 * in which changes of the two sides are applied does not matter, as messages cross: of two ends that with the
 * earlier receipt counts, pauses and extensions are sums and maxima. */
struct change {
    enum kind kind;
    bool by_asker;
    time_ms at, due;
    struct str ground;
    int useful;
};
bool obligation_change(struct obligation *obligation, const struct change *change);

/* The due time with what its clock stood still; and whether it stands now. */
time_ms obligation_due(const struct obligation *obligation);
bool obligation_is_paused(const struct obligation *obligation);

#endif
