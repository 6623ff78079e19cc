/* liaison outbox: each message written here and how far it has come, never only a
 * count; and a cover letter that can be printed. */
#include "channel/verdict.h"
#include "cli/command.h"
#include "cli/cover.h"
#include "cli/output.h"
#include "cli/roster.h"
#include "desk/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct boxing {
    struct roster roster;
    const char *language;
    size_t last;        /* so many alone; 0: all */
    const char *before; /* a message: older ones alone */
};

enum { STATE_MAX = 96 };

/* What a reader is told: the state, and why it waits. */
static void state_text(struct query *q, const struct peer *peer, time_ms now, char out[STATE_MAX])
{
    enum kind kind = (enum kind)query_get_int(q, 1);
    struct str state = query_get_text(q, 3);
    bool overdue = query_get_int(q, 9) && query_get_int(q, 9) < now;
    snprintf(out, STATE_MAX, "%.*s", STR_ARG(state));
    if (str_equal(state, STR("held")))
        snprintf(out, STATE_MAX, "held for release");
    else if (str_equal(state, STR("queued")) && !kind_passes(kind, peer->line.level))
        snprintf(out, STATE_MAX, "waits for the level");
    else if (str_equal(state, STR("refused")) && verdict_word((unsigned)query_get_int(q, 7)))
        snprintf(out, STATE_MAX, "refused (%s)", verdict_word((unsigned)query_get_int(q, 7)));
    else if (str_equal(state, STR("receipted")))
        snprintf(out, STATE_MAX, "%s%s", query_get_int(q, 8) ? "taken up" : "receipted",
                 overdue ? ", overdue" : "");
}

/* "R-3": the number of a message of ours; 0 where none is named. */
static enum err number_of(const char *reference, uint64_t *number, struct fault *fault)
{
    const char *dash = reference ? strrchr(reference, '-') : NULL;
    *number = reference ? strtoull(dash ? dash + 1 : reference, NULL, 10) : 0;
    return !reference || *number
               ? ERR_OK
               : fault_set(fault, ERR_USAGE, "'%s' is no reference of a message", reference);
}

static enum err list_channel(void *context, int64_t channel, struct fault *fault)
{
    struct boxing *boxing = context;
    struct session *s = &boxing->roster.session;
    struct peer peer;
    struct query q;
    time_ms now = desk_now(s->desk);
    static const char *const keys[] = {"message", "to", "kind", "state", "written", "receipt"};
    uint64_t before;
    enum err err = number_of(boxing->before, &before, fault);
    if (!err)
        err = peer_load(s->desk, channel, &s->arena, &peer, fault);
    if (err)
        return err;
    query_open(&q, desk_store(s->desk), "peer/outbox", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "last", boxing->last ? (int64_t)boxing->last : -1);
    query_int(&q, "before", (int64_t)before);
    while (query_next(&q)) {
        char reference[64], state[STATE_MAX], written[TIME_TEXT_BYTES], receipt[TIME_TEXT_BYTES];
        snprintf(reference, sizeof reference, "%.*s-%lld", STR_ARG(desk_id(s->desk)),
                 (long long)query_get_int(&q, 0));
        state_text(&q, &peer, now, state);
        struct str values[] = {str_of(reference),
                               peer.counterpart,
                               str_of(kind_word((unsigned)query_get_int(&q, 1))),
                               str_of(state),
                               roster_time(query_get_int(&q, 5), written),
                               roster_time(query_get_int(&q, 6), receipt)};
        roster_print(&boxing->roster, keys, values, sizeof values / sizeof *values);
    }
    return query_close(&q);
}

static enum err list(struct boxing *boxing, struct fault *fault)
{
    const struct texts *words = &boxing->roster.words;
    int64_t channel = 0;
    if (words->n == 1 && !boxing->before)
        return peer_each(boxing->roster.session.desk, list_channel, boxing, fault);
    if (words->n == 1)
        return fault_set(fault, ERR_USAGE,
                         "--before names a message to one counterpart: outbox list COUNTERPART");
    enum err err = peer_find(boxing->roster.session.desk, str_of(words->at[1]), &channel, fault);
    return err ? err : list_channel(boxing, channel, fault);
}

static enum err letter(struct boxing *boxing, struct fault *fault)
{
    struct session *s = &boxing->roster.session;
    int64_t channel = 0;
    uint64_t number = 0;
    struct buf out;
    enum err err = number_of(boxing->roster.words.at[2], &number, fault);
    if (!err)
        err = peer_find(s->desk, str_of(boxing->roster.words.at[1]), &channel, fault);
    if (err)
        return err;
    buf_init(&out, 1 << 20);
    err = cover_write(s->desk, channel, number, boxing->language ? boxing->language : "en", &s->arena, &out,
                      fault);
    if (!err)
        err = output_print(&out, fault);
    buf_release(&out);
    return err;
}

static enum err do_outbox(struct roster *roster, struct fault *fault)
{
    struct boxing *boxing = (struct boxing *)roster;
    if (roster_is(roster, "list", 1) || roster_is(roster, "list", 2))
        return list(boxing, fault);
    if (roster_is(roster, "letter", 3))
        return letter(boxing, fault);
    return fault_set(fault, ERR_USAGE, "outbox wants: %s", options_words("outbox"));
}

int command_outbox(int argc, char **argv)
{
    struct boxing boxing = {0};
    const struct option options[] = {SESSION_OPTIONS(&boxing.roster.session),
                                     {"--last", OPTION_COUNT, &boxing.last},
                                     {"--before", OPTION_TEXT, &boxing.before},
                                     {"--language", OPTION_TEXT, &boxing.language}};
    return roster_run(argc, argv, &boxing.roster, options, sizeof options / sizeof *options, do_outbox);
}
