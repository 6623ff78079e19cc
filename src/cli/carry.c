/* liaison carry: the same bytes as over the line, in a file: for a stick, or a line
 * that goes one way. "out" writes what there is to say, "in" takes in what was
 * brought and, with --answer, writes what the line would answer; all may be repeated,
 * in any order. */
#include "base/limits.h"
#include "cli/command.h"
#include "cli/roster.h"
#include "desk/peer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct carrying {
    struct roster roster;
    const char *answer; /* where the answer goes, or NULL */
};

static enum err write_body(struct session *s, int64_t channel, const struct peer_view *view,
                           struct str counterpart, const char *path, struct fault *fault)
{
    struct buf body;
    bool worth;
    buf_init(&body, (size_t)LIMIT_BODY_BYTES);
    enum err err = peer_outgoing(s->desk, channel, view, &body, &worth, fault);
    FILE *out = err ? NULL : fopen(path, "we");
    if (!err && (!out || fwrite(body.bytes, 1, body.n, out) != body.n))
        err = fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    if (out && fclose(out) != 0 && !err)
        err = fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    if (!err)
        printf("%zu bytes for %.*s; a receipt comes back only by its own way\n", body.n,
               STR_ARG(counterpart));
    buf_release(&body);
    return err;
}

/* Everything that the counterpart may lack is written: of what it has, nobody here knows for sure. */
static enum err carry_out(struct session *s, const char *counterpart, const char *path, struct fault *fault)
{
    struct peer peer;
    int64_t channel = 0;
    enum err err = peer_find(s->desk, str_of(counterpart), &channel, fault);
    if (!err)
        err = peer_load(s->desk, channel, &s->arena, &peer, fault);
    if (err)
        return err;
    struct peer_view view = {.known = true,
                             .received = peer.line.receipted,
                             .receipted =
                                 peer.line.received.sequence > 512 ? peer.line.received.sequence - 512 : 0,
                             .cosigned = peer.countersigned};
    return write_body(s, channel, &view, peer.counterpart, path, fault);
}

/* How it stands with what a desk that was restored lost. */
static void say_restoration(const struct peer *before, const struct peer *after, const struct peer_view *view,
                            bool answered)
{
    if (view->asks.asks && !answered)
        printf("%.*s was set back and asks for what it lost: --answer FILE gives it back\n",
               STR_ARG(after->counterpart));
    if (after->unsettled)
        printf("not all that was lost is here yet: carry out again, and bring the answer\n");
    else if (before->unsettled)
        printf("what was lost is here again, as %.*s proves it\n", STR_ARG(after->counterpart));
}

static enum err carry_in(struct session *s, const char *path, const char *answer, struct fault *fault)
{
    struct buf body;
    struct peer_view view = {0};
    struct peer before, after;
    int64_t channel = 0;
    buf_init(&body, (size_t)LIMIT_BODY_BYTES);
    enum err err = session_read_file(path, &body, fault);
    if (!err)
        err = peer_sender(s->desk, buf_str(&body), &channel, fault);
    if (!err)
        err = peer_load(s->desk, channel, &s->arena, &before, fault);
    if (!err)
        err = peer_incoming(s->desk, buf_str(&body), &channel, &view, fault);
    if (!err)
        err = peer_load(s->desk, channel, &s->arena, &after, fault);
    /* What ends the giving back is checked against leaves that are on the disk: those of this very body are
     * now. */
    if (!err && before.unsettled && after.unsettled)
        err = peer_incoming(s->desk, buf_str(&body), &channel, &view, fault);
    if (!err && before.unsettled && after.unsettled)
        err = peer_load(s->desk, channel, &s->arena, &after, fault);
    if (!err)
        printf("from %.*s: %llu messages, %llu receipts\n", STR_ARG(after.counterpart),
               (unsigned long long)(after.line.received.sequence - before.line.received.sequence),
               (unsigned long long)(after.line.receipted - before.line.receipted));
    if (!err)
        say_restoration(&before, &after, &view, answer != NULL);
    if (!err && answer)
        err = write_body(s, channel, &view, after.counterpart, answer, fault);
    buf_release(&body);
    return err;
}

static enum err do_carry(struct roster *roster, struct fault *fault)
{
    const struct carrying *carrying = (const struct carrying *)roster;
    if (roster_is(roster, "out", 3) && !carrying->answer)
        return carry_out(&roster->session, roster->words.at[1], roster->words.at[2], fault);
    if (roster_is(roster, "in", 2))
        return carry_in(&roster->session, roster->words.at[1], carrying->answer, fault);
    return fault_set(fault, ERR_USAGE, "carry wants: %s", options_words("carry"));
}

int command_carry(int argc, char **argv)
{
    struct carrying carrying = {0};
    const struct option options[] = {SESSION_OPTIONS(&carrying.roster.session),
                                     {"--answer", OPTION_TEXT, &carrying.answer}};
    return roster_run(argc, argv, &carrying.roster, options, sizeof options / sizeof *options, do_carry);
}
