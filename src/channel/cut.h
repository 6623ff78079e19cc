/* Cut: the daily exchange: how far both directions have come, both ledgers' heads
 * and the digest of the statistics, proposed and signed by one desk, compared and
 * signed by the other over the same bytes.
 *
 *   magic "LIAISONC" || version (2) || channel (32) || proposer (32) || number (8) || time (8) ||
 *   sent sequence (8) || digest of its header (32) || received sequence (8) || digest (32) ||
 *   size (8) || root (32) of the proposer's ledger || size (8) || root (32) of the other's ||
 *   digest of the statistics (32) */
#ifndef LIAISON_CHANNEL_CUT_H
#define LIAISON_CHANNEL_CUT_H

#include "channel/track.h"

enum { CUT_VERSION = 1, CUT_BYTES = 8 + 2 + 32 + 32 + 8 + 8 + 4 * (8 + 32) + 32 };

/* A ledger's head, of the last checkpoint that was cosigned. */
struct cut_head {
    uint64_t size;
    struct digest root;
};

struct cut {
    struct digest channel, proposer;
    uint64_t number;
    time_ms time;
    struct track_end sent, received; /* as the proposer says */
    struct cut_head ledger, counterpart;
    struct digest statistics;
};

void cut_write(struct buf *out, const struct cut *cut);
MUST_USE enum err cut_read(struct cut *out, struct str bytes, struct fault *fault);

/* What the other desk says to a cut: whether its line has come as far. */
enum cut_verdict {
    CUT_AGREED,  /* both directions are the same; the statistics remain to be compared */
    CUT_LATER,   /* messages are under way: try again at the next contact */
    CUT_FOREIGN, /* of another channel or desk, or from the future */
    CUT_FORKED   /* the same sequences with other headers */
};
enum cut_verdict cut_compare(const struct track *line, const struct cut *cut, time_ms now);

#endif
