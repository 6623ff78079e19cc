/* Peer, inside: what the sources of a desk's channels share. */
#ifndef LIAISON_DESK_PEER_INTERNAL_H
#define LIAISON_DESK_PEER_INTERNAL_H

#include "channel/body.h"
#include "channel/cut.h"
#include "channel/receipt.h"
#include "channel/statistics.h"
#include "desk/internal.h"
#include "desk/peer.h"
#include "rules/context.h"

enum { PEER_ARENA_BYTES = 64 * 1024 * 1024, PEER_ORIGIN_MAX = CARD_NAME_MAX + 20 };

/* The name of a desk's ledger of a channel, which is the name of its keys there: "R/0123456789abcdef". */
void peer_origin(char out[PEER_ORIGIN_MAX], struct str desk, const struct digest *channel);
/* The keys of the counterpart's ledger and of our cosignature on it; name must hold the origin. */
enum err peer_their_log(const struct peer *peer, char name[PEER_ORIGIN_MAX], struct note_key *out,
                        struct fault *fault);
/* The key under which a desk cosigns: its card's name and cosignature key. */
enum err peer_cosigner(const struct card *card, struct note_key *out, struct fault *fault);

/* The counterpart's card of that number, in force where none newer is; position: of the message in its ledger
 * that brought it, NULL where persons did. */
enum err peer_set_card(struct desk *desk, int64_t channel, struct str text, uint32_t number,
                       const uint64_t *position, struct fault *fault) MUST_USE;

/* A card that was in force once, by its number; of our own on channel 0. ERR_NOT_FOUND. */
enum err peer_card_at(struct desk *desk, int64_t channel, uint32_t number, struct arena *arena,
                      struct card *out, struct fault *fault);

/* Whether the card is signed and follows the one before it, which is known there. */
bool peer_card_follows(struct desk *desk, int64_t channel, const struct card *card, struct str unsigned_text,
                       struct arena *arena);

/* A card of our own is ours from now on, or was. */
enum err peer_own_card_add(struct desk *desk, const struct card *card, struct fault *fault) MUST_USE;

/* The same, where the card was in force at that position of the counterpart's ledger; else ERR_FORGED. */
enum err peer_card_over(struct desk *desk, int64_t channel, uint32_t number, uint64_t position,
                        struct arena *arena, struct card *out, struct fault *fault);

/* Signs what was written whole; else buf_error. */
enum err peer_sign_written(struct desk *desk, enum statement type, const struct buf *payload,
                           unsigned char signature[SIGNATURE_BYTES], struct fault *fault) MUST_USE;

/* peer_sign, or the same with the key before the current one, which signs a rollover. */
enum signing_key { SIGNING_CURRENT, SIGNING_BEFORE };
enum err peer_sign_with(struct desk *desk, enum signing_key which, enum statement type, struct str payload,
                        unsigned char signature[SIGNATURE_BYTES], struct fault *fault);

/* Where the keeper's keys are ahead of our card (a rollover was cut off), completes it. Called before
 * anything is said or taken in. */
enum err peer_keys_ready(struct desk *desk, struct fault *fault);

/* Numbers and signs one released message at once, before all that waits. */
enum err peer_dispatch_now(struct desk *desk, struct peer *peer, uint64_t number, enum signing_key key,
                           struct fault *fault);

/* --- single events, decided and added --- */

/* A decision of one event on the stack: begin, set values, add. */
struct fact {
    struct arena arena;
    struct decision decision;
    struct event *event;
};
struct event *fact_begin(struct fact *fact, enum event_kind kind);
/* Adds it inside the transaction and frees the memory, whatever comes out. */
enum err fact_add(struct fact *fact, struct desk *desk, struct fault *fault);
/* The same for a fact given up. */
void fact_drop(struct fact *fact);

enum err peer_alarm(struct desk *desk, int64_t channel, const char *alarm, uint64_t first,
                    struct fault *fault);

/* Owed a look by supervisor and overseer: of an alarm that another fact projected. */
enum err peer_alarm_owed(struct desk *desk, int64_t channel, const char *alarm, struct fault *fault);

/* The same, where this alarm was not raised within a day. */
enum err peer_alarm_daily(struct desk *desk, int64_t channel, const char *alarm, uint64_t first,
                          struct fault *fault);

/* Messages whose release is older than 72 hours: held again, some at a time. Asked before anything leaves. */
enum err peer_any_stale(struct desk *desk, int64_t channel, bool *any, struct fault *fault);
enum err peer_hold_stale(struct desk *desk, int64_t channel, struct fault *fault);

/* --- the line; peer_line.c --- */

/* One number of it. */
struct line_entry {
    bool there;
    struct digest digest;
    uint64_t message; /* its number as a message */
    enum kind kind;
    int64_t event; /* whose leaf is the header */
};
enum err line_at(struct desk *desk, int64_t channel, enum direction direction, uint64_t sequence,
                 struct line_entry *out, struct fault *fault);
/* Its event, and the header that is its leaf. */
enum err line_event(struct desk *desk, int64_t sequence, struct arena *arena, struct event *out,
                    struct str *header, struct fault *fault);
/* The card of its sender that it names; 0 where it is not there. */
enum err line_card(struct desk *desk, int64_t channel, enum direction direction, uint64_t sequence,
                   uint32_t *number, bool *there, struct fault *fault);
/* The event with the content of a message; 0 where there is no such message. */
enum err line_content(struct desk *desk, int64_t channel, enum direction direction, uint64_t number,
                      int64_t *sequence, struct fault *fault);
/* The leaves that the counterpart's ledger must hold for its receipt: our headers, as received. */
enum err line_leaves(struct desk *desk, int64_t channel, const struct receipt *receipt, struct arena *arena,
                     struct tree_hash *leaves, struct fault *fault);
/* Where the next leaf of our ledger of the channel stands, what is to be committed counted. */
enum err line_end(struct desk *desk, int64_t channel, uint64_t *size, struct fault *fault);
/* A fact of the line: the header is its leaf, its signature stands beside it. Both are borrowed. */
struct event *line_fact_begin(struct fact *fact, int64_t channel, enum direction direction, struct str header,
                              struct str signature);

/* --- effects on obligations --- */

/* A message as its effect needs it: number, kind and reference as its sender wrote them. */
struct effect_of {
    bool sent; /* by us */
    enum kind kind;
    uint64_t number;
    enum whose whose;
    uint64_t about;
    time_ms due, at; /* at: of the receipt */
    struct str ground;
    int useful;
    bool urgent;
    struct digest agreement; /* that its header names */
};
/* The deadlines (PROFILE_...) of an agreement that was in force; none where it names none that is known. */
enum err effect_profile(struct desk *desk, int64_t channel, const struct digest *agreement, int *profile,
                        struct fault *fault);
/* True where it may refer to what it refers to. */
enum err effect_allowed(struct desk *desk, int64_t channel, const struct effect_of *of, bool *allowed,
                        struct fault *fault);
/* True where its content may say this purpose: that of what it answers, else one that the agreement has; none
 * only where the kind need not say one. */
enum err effect_serves(struct desk *desk, const struct peer *peer, const struct effect_of *of,
                       struct str purpose, bool *holds, struct fault *fault);
/* What the message that it answers is for, in the arena; empty where it answers none or that says none. */
enum err effect_purpose(struct desk *desk, int64_t channel, const struct effect_of *of, struct arena *arena,
                        struct str *purpose, struct fault *fault);
enum err effect_apply(struct desk *desk, int64_t channel, const struct effect_of *of, struct fault *fault);

/* What an accepted message brings about besides: agreements, levels, cards, and what the rules make of it. It
 * was taken in at that time, which lies back where it is given back after a restoration. */
enum err peer_took(struct desk *desk, struct peer *peer, const struct header *header, time_ms at,
                   const struct event *content, struct arena *arena, struct fault *fault);

/* Whether a rollover of ours has no receipt there yet. */
enum err peer_handing_over(struct desk *desk, int64_t channel, bool *handing, struct fault *fault);

/* The content of a message for its recipient: sealed to the card in force. */
enum err peer_seal(struct desk *desk, const struct peer *peer, const struct event *content, struct str header,
                   struct buf *out, struct fault *fault);

/* --- heads --- */

/* A cosignature request for our ledger from `old` on, appended; nothing where there is nothing new. */
enum err head_request(struct desk *desk, const struct peer *peer, uint64_t old, struct buf *out,
                      struct fault *fault);
/* The counterpart's request: cosigned where it follows and we could give back every leaf it counts. */
enum err head_cosign(struct desk *desk, struct peer *peer, struct str request, struct fault *fault);
/* Our cosignature line on the counterpart's head as it stands, appended with its size. */
enum err head_signature(struct desk *desk, const struct peer *peer, struct buf *out, struct fault *fault);
/* The counterpart's cosignature on our head. */
enum err head_countersigned(struct desk *desk, struct peer *peer, struct str bytes, struct fault *fault);

/* A head's text and a cosignature (as head_signature wrote it) of the counterpart on it: ERR_FORGED. */
enum err head_cosigned_text(const struct peer *peer, struct str text, struct str sized_line,
                            struct fault *fault);

/* The hashes of the tree's edge at its present size, highest subtree first. */
void head_edge_write(struct buf *out, const struct tree *tree);
bool head_edge_read(struct tree *tree, struct str edge, uint64_t size);
/* Checks that leaves follow an edge at position and make the root of the counterpart's note, of the time of
 * that card. */
enum err head_check_edge(const struct peer *peer, const struct card *card, struct str edge, uint64_t position,
                         const struct tree_hash *leaves, size_t count, struct str note, struct fault *fault);

/* --- after a restoration; peer_back.c --- */

/* Names one asking: a file from before cannot end it. */
enum err back_nonce(struct desk *desk, const struct peer *peer, struct digest *out, struct fault *fault);
/* Whether the counterpart proves more of our ledger than we have. */
enum err peer_is_behind(struct desk *desk, const struct peer *peer, const struct peer_view *view,
                        bool *behind, struct fault *fault);
/* Asks for it. */
enum err back_ask(struct desk *desk, const struct peer *peer, struct buf *body, struct fault *fault);
/* Gives it back, as much as a body holds. */
enum err back_give(struct desk *desk, const struct peer *peer, const struct peer_view *view, struct buf *body,
                   struct fault *fault);
/* A message of ours that was given back: what it says of agreement, level, card and table holds
 * again. */
enum err peer_sent_before(struct desk *desk, struct peer *peer, enum kind kind, const struct event *content,
                          struct arena *arena, struct fault *fault);

/* --- tables of the private question --- */

/* Says from where on we lack the counterpart's tables, and gives the piece of ours that it lacks. */
enum err table_frames(struct desk *desk, const struct peer *peer, const struct peer_view *view,
                      struct buf *body, bool *worth, struct fault *fault);
void table_wanted_take(struct peer_view *view, struct str bytes);
/* A piece of the counterpart's; what is wrong is an alarm of the channel and fails nothing. */
enum err table_piece_take(struct desk *desk, const struct peer *peer, struct str bytes, struct fault *fault);
/* Puts in force what came whole. */
enum err table_settle(struct desk *desk, const struct peer *peer, struct fault *fault);
/* Bytes held of tables that come: whether something moves. */
uint64_t table_held(const struct desk *desk, int64_t channel);

/* --- cuts --- */

enum err cut_frame(struct desk *desk, const struct peer *peer, struct buf *body, bool *worth,
                   struct fault *fault);
enum err cut_take(struct desk *desk, struct peer *peer, struct str bytes, struct fault *fault);

/* Whether it is this desk that failed, and not what came: no reason for an alarm, as it comes again. */
bool peer_failed_here(enum err err);

#endif
