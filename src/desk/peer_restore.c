/* Peer: taking back what a restored desk lost, as peer_back.c of the counterpart gives it. Each leaf is
 * checked by signatures that are this desk's own or the counterpart's and takes the very place it had; at the
 * end the head that was cosigned must hold again. */
#include "desk/peer_intake.h"

#include "base/limits.h"
#include "base/pack.h"
#include "desk/mail.h"

/* Reads a message given back and checks what both directions share: it is of this line and comes next.
 * ERR_BUSY: it is here already, of a body that crossed another. */
static enum err read_back(struct peer_intake *intake, struct str bytes, bool ours, struct arrived *out,
                          struct fault *fault)
{
    const struct track *line = &intake->peer.line;
    const struct track_end *end = ours ? &line->sent : &line->received;
    *out = (struct arrived){0};
    enum err err = message_read(&out->message, bytes, fault);
    if (!err)
        err = header_read(&out->header, out->message.header, fault);
    if (err)
        return err;
    header_digest(out->message.header, &out->digest);
    const struct header *header = &out->header;
    if (header->sequence <= end->sequence)
        return ERR_BUSY;
    bool next = header->sequence == end->sequence + 1 && digest_equal(&header->previous, &end->head) &&
                digest_equal(&header->channel, &line->channel) &&
                digest_equal(&header->sender, ours ? &line->ours : &line->theirs);
    return next ? ERR_OK : fault_set(fault, ERR_FORGED, "it does not come next in this line");
}

/* The message as we wrote it, where the backup does not have it; *event is of its content. */
static enum err write_again(struct peer_intake *intake, const struct arrived *arrived, struct fault *fault)
{
    struct fact fact;
    const struct header *header = &arrived->header;
    struct event *drafted = fact_begin(&fact, EVENT_MESSAGE_DRAFTED);
    for (size_t i = 0; drafted && i < arrived->content.count; i++)
        event_take(drafted, &arrived->content.values[i]);
    if (drafted)
        drafted->salted = true;
    struct event *queued = event_add(&fact.decision, EVENT_MESSAGE_QUEUED);
    event_int(queued, FIELD_channel, intake->peer.channel);
    event_int(queued, FIELD_number, (int64_t)header->message);
    event_int(queued, FIELD_message_kind, header->kind);
    event_int(queued, FIELD_urgent, header->urgent);
    if (header->whose != WHOSE_NONE) {
        event_int(queued, FIELD_whose, header->whose);
        event_int(queued, FIELD_about, (int64_t)header->about);
    }
    if (header->due)
        event_time(queued, FIELD_due, header->due);
    return fact_add(&fact, intake->desk, fault);
}

/* Whether the backup has a message of that number, and with this content. */
static enum err is_written(struct peer_intake *intake, const struct arrived *arrived, bool *there, bool *same,
                           struct fault *fault)
{
    struct event content;
    struct digest root;
    int64_t sequence;
    enum err err = line_content(intake->desk, intake->peer.channel, DIRECTION_SENT, arrived->header.message,
                                &sequence, fault);
    *there = sequence != 0;
    *same = true;
    if (err || !sequence)
        return err;
    err = desk_event(intake->desk, sequence, intake->arena, &content, fault);
    if (!err)
        event_root(&content, &root);
    *same = !err && digest_equal(&root, &arrived->header.root);
    return err;
}

static enum err sent_again(struct peer_intake *intake, const struct arrived *arrived, bool tombstone,
                           struct fault *fault)
{
    struct fact fact;
    line_fact_begin(&fact, intake->peer.channel, DIRECTION_SENT, arrived->message.header,
                    arrived->message.signature);
    if (tombstone) {
        struct event *withdrawn = event_add(&fact.decision, EVENT_MESSAGE_WITHDRAWN);
        event_int(withdrawn, FIELD_channel, intake->peer.channel);
        event_int(withdrawn, FIELD_number, (int64_t)arrived->header.message);
        event_int(withdrawn, FIELD_first, (int64_t)arrived->header.sequence);
    }
    return fact_add(&fact, intake->desk, fault);
}

/* Our card by its number. Cards take turns in their order: what an earlier one signed than that of the
 * message before, who has its key signs now. */
static enum err own_card_next(struct peer_intake *intake, uint32_t number, struct card *out,
                              struct fault *fault)
{
    const struct peer *peer = &intake->peer;
    uint32_t before;
    bool there;
    enum err err = line_card(intake->desk, peer->channel, DIRECTION_SENT, peer->line.sent.sequence, &before,
                             &there, fault);
    if (!err && number < before)
        err = fault_set(fault, ERR_FORGED, "signed under card %u after card %u was in force",
                        (unsigned)number, (unsigned)before);
    return err ? err : peer_card_at(intake->desk, 0, number, intake->arena, out, fault);
}

static enum err open_back(struct peer_intake *intake, struct arrived *arrived, struct fault *fault)
{
    enum verdict verdict = VERDICT_CONTENT;
    enum err err = peer_intake_open(intake, arrived, &verdict, fault);
    return !err && verdict != VERDICT_ACCEPTED
               ? fault_set(fault, ERR_FORGED, "its content is not what was signed")
               : err;
}

/* What we sent: known by our own signature and the place that its header names. */
static enum err take_own(struct peer_intake *intake, struct str bytes, enum verdict verdict,
                         uint64_t position, struct fault *fault)
{
    struct arrived arrived;
    struct card card;
    bool there = false, same = true;
    enum err err = read_back(intake, bytes, true, &arrived, fault);
    if (!err)
        err = own_card_next(intake, arrived.header.sender_card, &card, fault);
    if (!err && (arrived.header.position != position ||
                 !peer_signed(card.messages, STATEMENT_MESSAGE, arrived.message.header,
                              (const unsigned char *)arrived.message.signature.p, SIGNATURE_BYTES)))
        err = fault_set(fault, ERR_FORGED, "we signed no such message for this place");
    if (!err && arrived.message.sealed.n)
        err = open_back(intake, &arrived, fault);
    if (!err)
        err = is_written(intake, &arrived, &there, &same, fault);
    if (!err && !same)
        err = fault_set(fault, ERR_FORGED, "its number was given to another message since");
    if (!err && !there)
        err = write_again(intake, &arrived, fault);
    if (!err)
        err = sent_again(intake, &arrived, verdict == VERDICT_TOMBSTONE, fault);
    if (err)
        return err;
    track_advance(&intake->peer.line.sent, &arrived.digest);
    if (verdict != VERDICT_ACCEPTED)
        return ERR_OK;
    err = peer_sent_before(intake->desk, &intake->peer, arrived.header.kind, &arrived.content, intake->arena,
                           fault);
    return err ? err
               : mail_sent_before(intake->desk, intake->peer.channel, arrived.header.message,
                                  arrived.header.sent, fault);
}

/* Our signed receipt that covers this message at this place. */
static enum err check_own_receipt(struct peer_intake *intake, struct receipt *receipt, struct str bytes,
                                  struct str signature, const struct arrived *arrived, uint64_t position,
                                  struct fault *fault)
{
    struct card card;
    enum err err = receipt_read(receipt, bytes, fault);
    if (!err)
        err = own_card_next(intake, receipt->card, &card, fault);
    if (err)
        return err;
    uint64_t at = arrived->header.sequence - receipt->sequence;
    bool holds = peer_signed(card.messages, STATEMENT_RECEIPT, bytes, (const unsigned char *)signature.p,
                             signature.n) &&
                 digest_equal(&receipt->channel, &intake->peer.line.channel) &&
                 digest_equal(&receipt->signer, &intake->peer.line.ours) &&
                 arrived->header.sequence >= receipt->sequence && at < receipt->count &&
                 digest_equal(&receipt->entries[at].header, &arrived->digest) &&
                 receipt->position + at == position;
    return holds ? ERR_OK : fault_set(fault, ERR_FORGED, "we gave no such receipt for this place");
}

/* What we received: known by the counterpart's signature and by the receipt that we gave. */
static enum err take_received(struct peer_intake *intake, struct unpack *from, uint64_t position,
                              struct fault *fault)
{
    struct arrived arrived;
    struct card card;
    struct receipt *receipt = arena_alloc(intake->arena, sizeof *receipt);
    struct str signature = unpack_bytes(from, SIGNATURE_BYTES);
    struct str bytes = unpack_run(from, (size_t)LIMIT_AGREEMENT_BYTES);
    struct str edge = unpack_run(from, TREE_LEVELS * TREE_HASH_BYTES);
    struct str message = unpack_run(from, (size_t)LIMIT_BODY_BYTES);
    if (!receipt || !unpack_ended(from))
        return fault_set(fault, receipt ? ERR_FORGED : ERR_NO_MEMORY, "a frame of another form");
    enum err err = read_back(intake, message, false, &arrived, fault);
    if (!err)
        err = peer_card_at(intake->desk, intake->peer.channel, arrived.header.sender_card, intake->arena,
                           &card, fault);
    if (!err && !peer_signed(card.messages, STATEMENT_MESSAGE, arrived.message.header,
                             (const unsigned char *)arrived.message.signature.p, SIGNATURE_BYTES))
        err = fault_set(fault, ERR_FORGED, "its signature does not hold");
    if (!err)
        err = check_own_receipt(intake, receipt, bytes, signature, &arrived, position, fault);
    if (err)
        return err;
    uint64_t at = arrived.header.sequence - receipt->sequence;
    enum verdict verdict = receipt->entries[at].verdict;
    if (verdict == VERDICT_ACCEPTED)
        err = open_back(intake, &arrived, fault);
    if (err)
        return err;
    err = peer_intake_add(intake, &arrived, verdict, fault);
    if (!err && verdict != VERDICT_ACCEPTED)
        err = peer_intake_refused(intake, false, arrived.header.sequence, verdict, fault);
    else if (!err)
        err = peer_intake_effects(intake, &arrived, receipt->time, fault);
    if (!err && at + 1 == receipt->count)
        err = peer_receipt_add(intake, &(struct receipt_given){receipt, bytes, signature, edge, 0}, fault);
    track_advance(&intake->peer.line.received, &arrived.digest);
    return err;
}

/* What the counterpart gives back and what does not hold: said, and nothing of the body after it is believed.
 */
static enum err given_wrong(struct peer_intake *intake, enum err err, const struct fault *why,
                            uint64_t position, struct fault *fault)
{
    if (err == ERR_BUSY)
        return ERR_OK;
    if (err != ERR_FORGED && err != ERR_BAD_INPUT && err != ERR_NOT_FOUND && err != ERR_UNSUPPORTED &&
        err != ERR_TOO_LARGE)
        return fault_set(fault, err, "%s", why->detail);
    intake->stopped = true;
    return peer_alarm(intake->desk, intake->peer.channel,
                      err == ERR_NOT_FOUND ? "given back under a card that is not known"
                                           : "given back otherwise than signed",
                      position, fault);
}

/* The first of the texts of cards that stand one after another; what is left after it. */
static struct str next_card(struct str *texts)
{
    static const char last_line[] = "\nsignature ";
    const char *line = memmem(texts->p, texts->n, last_line, sizeof last_line - 1);
    const char *end = line ? memchr(line + 1, '\n', (size_t)(texts->p + texts->n - line - 1)) : NULL;
    struct str text = {texts->p, end ? (size_t)(end + 1 - texts->p) : texts->n};
    *texts = (struct str){texts->p + text.n, texts->n - text.n};
    return text;
}

/* Cards of one desk, one after another; channel 0: our own. */
struct chain {
    int64_t channel;
    size_t count;
    struct card card; /* the last */
    struct str text;
    bool proven;
};

/* The first is the desk's first, whose digest is its id, or follows one that is known; each other follows the
 * one before. */
static enum err chain_add(struct peer_intake *intake, struct chain *chain, struct str text,
                          struct fault *fault)
{
    struct card before = chain->card;
    struct str unsigned_text;
    struct digest id;
    enum err err = card_read(&chain->card, text, &unsigned_text, fault);
    if (err)
        return err;
    card_desk(&chain->card, &id);
    chain->text = text;
    chain->channel = digest_equal(&id, &intake->peer.line.ours) ? 0 : intake->peer.channel;
    if ((chain->channel && !digest_equal(&id, &intake->peer.line.theirs)) ||
        peer_check_card(&chain->card, unsigned_text, chain->card.messages, NULL))
        return fault_set(fault, ERR_FORGED, "a card that is of neither desk, or not signed");
    if (chain->count++)
        chain->proven = chain->proven && !card_follows(&before, &chain->card, NULL);
    else
        chain->proven =
            chain->card.number == 0 ||
            peer_card_follows(intake->desk, chain->channel, &chain->card, unsigned_text, intake->arena);
    return ERR_OK;
}

/* The cards up to the one that the line began with, which no message of it carries. That one is kept, as
 * where the desks paired; those before it only lead to it. None takes the place of the one in force. */
static enum err take_cards(struct peer_intake *intake, struct str texts, struct fault *fault)
{
    struct chain chain = {0};
    struct card known;
    enum err err;
    do
        err = chain_add(intake, &chain, next_card(&texts), fault);
    while (!err && texts.n);
    if (err)
        return err;
    err = peer_card_at(intake->desk, chain.channel, chain.card.number, intake->arena, &known, fault);
    if (!err && memcmp(known.signature, chain.card.signature, SIGNATURE_BYTES) != 0)
        err = fault_set(fault, ERR_FORGED, "another card %u is known", (unsigned)chain.card.number);
    const struct track *line = &intake->peer.line;
    if (err != ERR_NOT_FOUND || !chain.proven ||
        chain.card.number >= (chain.channel ? line->their_card : line->our_card))
        return err;
    return chain.channel
               ? peer_set_card(intake->desk, chain.channel, chain.text, chain.card.number, NULL, fault)
               : peer_own_card_add(intake->desk, &chain.card, fault);
}

enum err back_take(struct peer_intake *intake, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct fault why = {0};
    uint64_t position;
    if (intake->stopped || !(intake->behind || intake->peer.unsettled))
        return ERR_OK;
    enum err err = line_end(intake->desk, intake->peer.channel, &position, fault);
    if (err)
        return err;
    struct str kind = unpack_bytes(&from, 1);
    if (!from.failed && kind.p[0] == 's') {
        enum verdict verdict = (enum verdict)unpack_number(&from, 1);
        struct str message = unpack_run(&from, (size_t)LIMIT_BODY_BYTES);
        err = unpack_ended(&from) ? take_own(intake, message, verdict, position, &why)
                                  : fault_set(&why, ERR_BAD_INPUT, "a frame of another form");
    } else if (!from.failed && kind.p[0] == 'c') {
        err = take_cards(intake, from.rest, &why);
    } else {
        err = take_received(intake, &from, position, &why);
    }
    return err ? given_wrong(intake, err, &why, position, fault) : ERR_OK;
}

/* The head that the counterpart cosigned is that of our ledger as it was given back. */
static enum err check_cosigned(struct peer_intake *intake, struct str text, struct str signature,
                               struct fault *fault)
{
    struct checkpoint checkpoint;
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct tree_hash root;
    if (!text.n)
        return ERR_OK;
    enum err err = checkpoint_parse(&checkpoint, text, fault);
    if (!err)
        err = desk_ledger_find(intake->desk, intake->peer.channel, &ledger, fault);
    if (err)
        return err;
    /* Leaves of this very body are no nodes yet: the next body checks them. */
    if (checkpoint.head.size > ledger->tree.size)
        return ledger->count ? ERR_BUSY : fault_set(fault, ERR_FORGED, "more was cosigned than given back");
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    err = tree_root_at(&nodes, checkpoint.head.size, &root, fault);
    if (!err && !tree_hash_equal(&root, &checkpoint.head.root))
        err = fault_set(fault, ERR_FORGED, "another head was cosigned");
    return err ? err : head_cosigned_text(&intake->peer, text, signature, fault);
}

enum err back_ended(struct peer_intake *intake, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    struct digest nonce, asked;
    struct fault why = {0};
    struct fact fact;
    struct query q;
    int64_t count = 0;
    unpack_copy(&from, nonce.bytes, DIGEST_BYTES);
    uint64_t size = unpack_number(&from, 8), ours = 0;
    struct str text = unpack_run(&from, (size_t)LIMIT_NOTE_BYTES);
    struct str signature = unpack_run(&from, (size_t)LIMIT_NOTE_BYTES);
    enum err err = back_nonce(intake->desk, &intake->peer, &asked, fault);
    if (!err)
        err = line_end(intake->desk, intake->peer.channel, &ours, fault);
    if (err || intake->stopped || !unpack_ended(&from) || !digest_equal(&nonce, &asked) || ours != size ||
        !intake->peer.unsettled)
        return err;
    err = check_cosigned(intake, text, signature, &why);
    if (err)
        return given_wrong(intake, err, &why, size, fault);
    query_open(&q, desk_store(intake->desk), "peer/given_back", fault);
    query_int(&q, "channel", intake->peer.channel);
    err = query_one(&q, 0, &count);
    if (err)
        return err;
    struct event *event = fact_begin(&fact, EVENT_CHANNEL_RESTORED);
    event_int(event, FIELD_channel, intake->peer.channel);
    event_int(event, FIELD_size, (int64_t)size);
    event_int(event, FIELD_count, count);
    err = fact_add(&fact, intake->desk, fault);
    return err ? err
               : peer_alarm_owed(intake->desk, intake->peer.channel,
                                 "restored: leaves given back by the counterpart", fault);
}
