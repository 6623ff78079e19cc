/* Track: the steps of a channel. See track.h. */
#include "channel/track.h"

#include "base/limits.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static const time_ms RETRY_FIRST = 5 * SECOND, RETRY_MOST = 15 * MINUTE;
static const time_ms DAY = (time_ms)24 * HOUR;

bool track_next(const struct track *line, struct header *header)
{
    /* A rollover waits for no window: it is the last that the key before signs. */
    if (line->sent.sequence - line->receipted >= (uint64_t)LIMIT_WINDOW_MESSAGES &&
        header->kind != KIND_ROLLOVER)
        return false;
    header->sender = line->ours;
    header->recipient = line->theirs;
    header->channel = line->channel;
    header->agreement = line->agreement;
    header->sender_card = line->our_card;
    header->recipient_card = line->their_card;
    header->sequence = line->sent.sequence + 1;
    header->previous = line->sent.head;
    return true;
}

void track_advance(struct track_end *end, const struct digest *header)
{
    end->sequence++;
    end->head = *header;
}

static bool agreement_in_force(const struct track *line, const struct header *header)
{
    return digest_equal(&header->agreement, &line->agreement) ||
           digest_equal(&header->agreement, &line->agreement_before);
}

/* The sequence: in its place, before it, beyond it. */
static enum verdict place(const struct track *line, const struct track_arrival *arrival)
{
    const struct header *header = arrival->header;
    if (header->sequence <= line->received.sequence)
        return arrival->known && digest_equal(arrival->known, arrival->digest) ? VERDICT_REPLAY
                                                                               : VERDICT_FORK;
    if (header->sequence > line->received.sequence + 1)
        return VERDICT_GAP;
    /* Up to its rollover a key signs the line, and nothing after it. */
    if (header->sender_card != line->their_card &&
        !(arrival->vouched && header->sender_card < line->their_card))
        return VERDICT_CARD;
    return digest_equal(&header->previous, &line->received.head) ? VERDICT_ACCEPTED : VERDICT_FORK;
}

enum verdict track_receive(const struct track *line, const struct track_arrival *arrival)
{
    const struct header *header = arrival->header;
    if (!digest_equal(&header->recipient, &line->ours) || !digest_equal(&header->sender, &line->theirs))
        return VERDICT_OTHER_DESK;
    if (!digest_equal(&header->channel, &line->channel))
        return VERDICT_OTHER_CHANNEL;
    if (!arrival->card_known)
        return VERDICT_CARD;
    if (!arrival->signature_holds)
        return VERDICT_FORGED;
    enum verdict verdict = place(line, arrival);
    if (verdict != VERDICT_ACCEPTED)
        return verdict;
    if (header->sent > arrival->now + LIMIT_CLOCK_SKEW_MS || header->written > header->sent)
        return VERDICT_FUTURE;
    if (!kind_word(header->kind))
        return VERDICT_KIND;
    if (arrival->tombstone)
        return VERDICT_TOMBSTONE;
    if (kind_passes(header->kind, LEVEL_SUSPENDED))
        return VERDICT_ACCEPTED;
    if (!agreement_in_force(line, header))
        return VERDICT_AGREEMENT;
    return kind_passes(header->kind, line->level) ? VERDICT_ACCEPTED : VERDICT_LEVEL;
}

enum receipt_worth track_acknowledge(const struct track *line, const struct receipt *receipt,
                                     bool (*digest_at)(void *context, uint64_t sequence, struct digest *out),
                                     void *context)
{
    if (!digest_equal(&receipt->channel, &line->channel) || !digest_equal(&receipt->signer, &line->theirs))
        return RECEIPT_FOREIGN;
    uint64_t last = receipt->sequence + receipt->count - 1;
    if (last > line->sent.sequence)
        return RECEIPT_UNSENT;
    for (size_t i = 0; i < receipt->count; i++) {
        struct digest ours;
        if (!digest_at(context, receipt->sequence + i, &ours))
            return RECEIPT_UNSENT;
        if (!digest_equal(&ours, &receipt->entries[i].header))
            return RECEIPT_ANOTHER;
    }
    if (last <= line->receipted)
        return RECEIPT_KNOWN;
    return receipt->sequence > line->receipted + 1 ? RECEIPT_BEYOND : RECEIPT_NEW;
}

time_ms retry_after(unsigned failures, uint32_t jitter)
{
    time_ms wait = RETRY_FIRST;
    for (unsigned i = 1; i < failures && wait < RETRY_MOST; i++)
        wait *= 2;
    if (wait > RETRY_MOST)
        wait = RETRY_MOST;
    time_ms fifth = wait / 5;
    time_ms shifted = wait - fifth + (time_ms)(jitter % (uint32_t)(2 * fifth + 1));
    return shifted > RETRY_MOST ? RETRY_MOST : shifted;
}

enum told told_by(time_ms since, bool urgent, time_ms now)
{
    time_ms waited = now - since;
    if (waited >= (time_ms)12 * HOUR)
        return TOLD_SUPERVISOR;
    return waited >= (urgent ? (time_ms)10 * MINUTE : (time_ms)HOUR) ? TOLD_OWNER : TOLD_NOBODY;
}

bool is_stale(time_ms released, time_ms now)
{
    return now - released > STALE_AFTER;
}

bool cut_is_due(time_ms last, time_ms now)
{
    return now - last >= DAY;
}
