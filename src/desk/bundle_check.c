/* Bundle: read and checked, without any desk. See bundle.h. */
#include "desk/bundle.h"

#include "base/limits.h"
#include "base/pack.h"
#include "base/time.h"
#include "channel/receipt.h"
#include "channel/sheet.h"
#include "desk/peer_internal.h"
#include "ledger/proof.h"
#include "ledger/text_line.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUNDLE_ITEM_MAX = 1024 * 1024, BUNDLE_CARDS_MAX = 64 };

/* One of the two desks: its cards, oldest first. */
struct bundle_side {
    struct card cards[BUNDLE_CARDS_MAX];
    size_t count;
    struct digest id;
};

/* What is read so far: both desks' cards, and one message's lines. */
struct reading {
    struct str rest;
    size_t line;
    struct arena arena;
    struct bundle_side sides[2];
    struct digest channel;
    bool begun;
    struct str message, receipt, received, sent, content;
    void (*tell)(void *context, const char *sentence);
    void *context;
    size_t count;
    struct fault *fault;
};

static enum err wrong(struct reading *r, const char *what)
{
    return fault_set(r->fault, ERR_BAD_INPUT, "bundle: line %zu: %s", r->line, what);
}

/* The bytes of "word BASE64", in the arena. */
static enum err take_bytes(struct reading *r, struct str base64, struct str *out)
{
    size_t room = base64.n / 4 * 3 + 3;
    char *bytes = room > BUNDLE_ITEM_MAX ? NULL : arena_alloc(&r->arena, room);
    if (!bytes)
        return fault_set(r->fault, ERR_TOO_LARGE, "bundle: line %zu", r->line);
    out->p = bytes;
    return text_line_base64(base64, bytes, room, &out->n) ? ERR_OK : wrong(r, "not base64");
}

/* Which of the sides is the desk with this id; 2: neither. */
static size_t side_of(const struct reading *r, const struct digest *id)
{
    for (size_t i = 0; i < 2; i++)
        if (r->sides[i].count && digest_equal(id, &r->sides[i].id))
            return i;
    return 2;
}

/* The card of that number, or NULL. */
static const struct card *card_of(const struct bundle_side *side, uint32_t number)
{
    for (size_t i = 0; i < side->count; i++)
        if (side->cards[i].number == number)
            return &side->cards[i];
    return NULL;
}

/* A card beside those of its desk: it follows the one before, or its reader is told that the desks paired
 * anew over it. */
static enum err add_card(struct reading *r, const struct card *card)
{
    struct digest id;
    char text[128];
    card_desk(card, &id);
    size_t i = side_of(r, &id);
    if (i == 2)
        i = r->sides[0].count ? 1 : 0;
    struct bundle_side *side = &r->sides[i];
    if (side->count && !digest_equal(&side->id, &id))
        return wrong(r, "a card of a third desk");
    if (side->count == BUNDLE_CARDS_MAX || card_of(side, card->number))
        return wrong(r, "too many cards, or one twice");
    if (side->count && card_follows(&side->cards[side->count - 1], card, NULL)) {
        snprintf(text, sizeof text, "card %u of %.*s was not promised by the one before: paired anew",
                 (unsigned)card->number, STR_ARG(card->name));
        r->tell(r->context, text);
    }
    side->id = id;
    side->cards[side->count++] = *card;
    return ERR_OK;
}

static enum err take_card(struct reading *r, struct str line)
{
    struct str text, unsigned_text;
    struct card card;
    enum err err = take_bytes(r, line, &text);
    if (!err)
        err = card_read(&card, text, &unsigned_text, r->fault);
    if (!err)
        err = peer_check_card(&card, unsigned_text, card.messages, r->fault);
    return err ? err : add_card(r, &card);
}

/* --- one message --- */

/* Under the heads of one card of the ledger's keeper, cosigned under one of the other desk's. */
static enum err check_path_under(struct reading *r, const struct card *keeper, const struct card *other,
                                 const struct tree_hash *leaf, struct str text, bool cosigned,
                                 uint64_t *index, struct fault *fault)
{
    char name[PEER_ORIGIN_MAX];
    struct note_key log, cosigner;
    struct checkpoint checkpoint;
    peer_origin(name, keeper->name, &r->channel);
    enum err err = note_key_init(&log, str_of(name), NOTE_ED25519, keeper->checkpoints, fault);
    if (!err)
        err = peer_cosigner(other, &cosigner, fault);
    struct proof_policy policy = {.log = &log, .cosigners = &cosigner, .count = cosigned};
    return err ? err : proof_check(&policy, text, leaf, &checkpoint, index, fault);
}

static enum err check_path(struct reading *r, size_t keeper, enum direction direction, struct str header,
                           struct str text, bool cosigned, uint64_t *index)
{
    const struct bundle_side *side = &r->sides[keeper], *other = &r->sides[1 - keeper];
    struct tree_hash hash;
    struct buf leaf;
    enum err err = ERR_FORGED;
    buf_init(&leaf, LEAF_BYTES);
    leaf_write(&leaf, direction, header);
    tree_hash_leaf(buf_str(&leaf), &hash);
    buf_release(&leaf);
    for (size_t i = side->count; i-- > 0 && err;)
        for (size_t j = cosigned ? other->count : 1; j-- > 0 && err;)
            err = check_path_under(r, &side->cards[i], &other->cards[j], &hash, text, cosigned, index,
                                   r->fault);
    return err;
}

static enum err check_receipt(struct reading *r, size_t receiver, const struct header *header,
                              const struct digest *digest, struct receipt *receipt, enum verdict *verdict)
{
    struct unpack from = unpack_of(r->receipt);
    struct str signature = unpack_bytes(&from, SIGNATURE_BYTES);
    enum err err = from.failed ? wrong(r, "a receipt cut off") : receipt_read(receipt, from.rest, r->fault);
    if (err)
        return err;
    uint64_t at = header->sequence - receipt->sequence;
    const struct card *card = card_of(&r->sides[receiver], receipt->card);
    if (!card ||
        !peer_signed(card->messages, STATEMENT_RECEIPT, from.rest, (const unsigned char *)signature.p,
                     signature.n) ||
        !digest_equal(&receipt->signer, &r->sides[receiver].id) ||
        !digest_equal(&receipt->channel, &r->channel))
        return fault_set(r->fault, ERR_FORGED, "bundle: a receipt's signature does not hold");
    if (header->sequence < receipt->sequence || at >= receipt->count ||
        !digest_equal(&receipt->entries[at].header, digest))
        return fault_set(r->fault, ERR_FORGED, "bundle: the receipt is not of this message");
    *verdict = receipt->entries[at].verdict;
    return ERR_OK;
}

static enum err check_content(struct reading *r, const struct header *header)
{
    struct event event = {.kind = EVENT_MESSAGE_RECEIVED};
    struct digest root;
    if (r->content.n == 0)
        return ERR_OK;
    enum err err = event_unpack(&event, &r->arena, r->content, r->fault);
    if (err)
        return err;
    event_root(&event, &root);
    return digest_equal(&root, &header->root)
               ? ERR_OK
               : fault_set(r->fault, ERR_FORGED, "bundle: the content is not what was signed");
}

static void tell(struct reading *r, const struct header *header, size_t sender, const struct receipt *receipt,
                 enum verdict verdict, uint64_t received, uint64_t sent)
{
    char text[512], when[TIME_TEXT_BYTES], then[TIME_TEXT_BYTES];
    const struct card *from = &r->sides[sender].cards[0], *to = &r->sides[1 - sender].cards[0];
    time_text(header->sent, when);
    time_text(receipt->time, then);
    int n =
        snprintf(text, sizeof text, "%.*s-%llu: %s, sent %s, receipt of %.*s %s: %s", STR_ARG(from->name),
                 (unsigned long long)header->message, kind_word(header->kind) ? kind_word(header->kind) : "?",
                 when, STR_ARG(to->name), then, verdict_word(verdict));
    if (r->received.n)
        n += snprintf(text + n, sizeof text - (size_t)n, "; leaf %llu of its ledger",
                      (unsigned long long)received);
    if (r->sent.n)
        n += snprintf(text + n, sizeof text - (size_t)n, "; leaf %llu of the sender's, cosigned",
                      (unsigned long long)sent);
    if (r->content.n)
        snprintf(text + n, sizeof text - (size_t)n, "; with its content");
    r->tell(r->context, text);
}

/* Everything that was read of one message. */
static enum err check_message(struct reading *r)
{
    struct unpack from = unpack_of(r->message);
    struct str bytes = unpack_bytes(&from, HEADER_BYTES), signature = unpack_bytes(&from, SIGNATURE_BYTES);
    struct header header;
    struct digest digest;
    struct receipt *receipt = arena_alloc(&r->arena, sizeof *receipt);
    enum verdict verdict = VERDICT_ACCEPTED;
    uint64_t received = 0, sent = 0;
    if (!receipt || !unpack_ended(&from))
        return wrong(r, "a message of another length");
    enum err err = header_read(&header, bytes, r->fault);
    if (err)
        return err;
    size_t sender = side_of(r, &header.sender), receiver = side_of(r, &header.recipient);
    if (sender > 1 || receiver != 1 - sender || !digest_equal(&header.channel, &r->channel))
        return fault_set(r->fault, ERR_FORGED, "bundle: a message of other desks");
    const struct card *card = card_of(&r->sides[sender], header.sender_card);
    if (!card || !peer_signed(card->messages, STATEMENT_MESSAGE, bytes, (const unsigned char *)signature.p,
                              signature.n))
        return fault_set(r->fault, ERR_FORGED, "bundle: a message's signature does not hold");
    header_digest(bytes, &digest);
    err = check_receipt(r, receiver, &header, &digest, receipt, &verdict);
    if (!err && r->received.n)
        err = check_path(r, receiver, DIRECTION_RECEIVED, bytes, r->received, false, &received);
    if (!err && r->sent.n)
        err = check_path(r, sender, DIRECTION_SENT, bytes, r->sent, true, &sent);
    if (!err && r->received.n && received != receipt->position + header.sequence - receipt->sequence)
        err = fault_set(r->fault, ERR_FORGED, "bundle: the leaf is not where the receipt says");
    if (!err)
        err = check_content(r, &header);
    if (!err)
        tell(r, &header, sender, receipt, verdict, received, sent);
    r->count++;
    return err;
}

/* --- lines --- */

static struct str *slot_of(struct reading *r, struct str word)
{
    return str_equal(word, STR("receipt"))    ? &r->receipt
           : str_equal(word, STR("received")) ? &r->received
           : str_equal(word, STR("sent"))     ? &r->sent
           : str_equal(word, STR("content"))  ? &r->content
                                              : NULL;
}

static enum err take_line(struct reading *r, struct str line)
{
    struct str word = str_cut(&line, ' ');
    if (str_equal(word, STR("card")) && !r->begun)
        return take_card(r, line);
    if (!r->sides[1].count)
        return wrong(r, "a card is missing");
    channel_id(&r->sides[0].id, &r->sides[1].id, &r->channel);
    if (str_equal(word, STR("message"))) {
        enum err err = r->begun ? check_message(r) : ERR_OK;
        r->begun = true;
        r->receipt = r->received = r->sent = r->content = (struct str){0};
        return err ? err : take_bytes(r, line, &r->message);
    }
    struct str *slot = slot_of(r, word);
    if (!slot || !r->begun || slot->n)
        return wrong(r, "a line that has no place there");
    return take_bytes(r, line, slot);
}

static bool next_line(struct reading *r, struct str *line)
{
    r->line++;
    return text_line_next(&r->rest, line);
}

static enum err check(struct reading *r)
{
    struct str line;
    enum err err = ERR_OK;
    if (!next_line(r, &line) || !str_equal(line, STR("liaison bundle 1")))
        return wrong(r, "not a bundle of version 1");
    while (!err && next_line(r, &line))
        err = take_line(r, line);
    if (!err && r->rest.n)
        return wrong(r, "cut off");
    if (!err && !r->begun)
        return wrong(r, "no message");
    return err ? err : check_message(r);
}

enum err bundle_check(struct str text, void (*told)(void *context, const char *sentence), void *context,
                      struct fault *fault)
{
    struct reading *r = calloc(1, sizeof *r);
    if (!r)
        return fault_set(fault, ERR_NO_MEMORY, "bundle");
    r->rest = text;
    r->tell = told;
    r->context = context;
    r->fault = fault;
    arena_init(&r->arena, 4 * PEER_ARENA_BYTES);
    enum err err = check(r);
    arena_release(&r->arena);
    free(r);
    return err;
}
