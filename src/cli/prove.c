/* liaison prove: a bundle that proves messages and receipts to somebody who has
 * neither desk. Headers alone, unless --open. */
#include "base/limits.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/roster.h"
#include "desk/bundle.h"
#include "desk/release.h"
#include "rules/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct proving {
    struct roster roster;
    const char *file;
    bool open, court;
    int64_t channel;
};

enum { BUNDLE_MAX = 64 * 1024 * 1024, NUMBERS_MAX = 4096 };

struct wanted {
    bool sent;
    uint64_t sequence;
};

/* "R-3" or "R-2011-3": the desk, and the number at the end. */
static bool reference_read(const char *text, struct str *desk, int64_t *number)
{
    const char *dash = strrchr(text, '-');
    char *end;
    if (!dash || dash == text)
        return false;
    *number = strtoll(dash + 1, &end, 10);
    const char *first = strchr(text, '-');
    *desk = (struct str){text, (size_t)(first - text)};
    return *number > 0 && *end == '\0';
}

static enum err sequence_of(struct proving *proving, const struct peer *peer, const char *reference,
                            struct wanted *out, struct fault *fault)
{
    struct session *s = &proving->roster.session;
    struct str desk;
    int64_t number, sequence = 0;
    struct query q;
    if (!reference_read(reference, &desk, &number))
        return fault_set(fault, ERR_USAGE, "'%s' is no reference of a message", reference);
    out->sent = str_equal(desk, desk_id(s->desk));
    if (!out->sent && !str_equal(desk, peer->counterpart))
        return fault_set(fault, ERR_NOT_FOUND, "%s is no message between %.*s and %.*s", reference,
                         STR_ARG(desk_id(s->desk)), STR_ARG(peer->counterpart));
    query_open(&q, desk_store(s->desk), "peer/message", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "direction", out->sent ? DIRECTION_SENT : DIRECTION_RECEIVED);
    query_int(&q, "number", number);
    if (query_next(&q))
        sequence = query_get_int(&q, 11);
    enum err err = query_close(&q);
    if (!err && sequence == 0)
        err = fault_set(fault, ERR_NOT_FOUND, "%s has not been sent", reference);
    out->sequence = (uint64_t)sequence;
    return err;
}

/* All messages with a receipt, or those about a file. */
static enum err all_of(struct proving *proving, const struct peer *peer, struct wanted *out, size_t *n,
                       struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(proving->roster.session.desk), "peer/provable", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "file", proving->file ? strtoll(proving->file, NULL, 10) : 0);
    while (query_next(&q) && *n < NUMBERS_MAX)
        out[(*n)++] = (struct wanted){query_get_int(&q, 0) == DIRECTION_SENT, (uint64_t)query_get_int(&q, 1)};
    return query_close(&q);
}

static enum err write_bundle(struct proving *proving, const struct peer *peer, struct buf *out,
                             struct fault *fault)
{
    struct session *s = &proving->roster.session;
    struct wanted *wanted = arena_array(&s->arena, NUMBERS_MAX, sizeof *wanted);
    const struct texts *words = &proving->roster.words;
    size_t n = 0;
    enum err err =
        wanted ? bundle_begin(s->desk, peer, out, fault) : fault_set(fault, ERR_NO_MEMORY, "a bundle");
    for (size_t i = 1; i < words->n && !err; i++)
        err = sequence_of(proving, peer, words->at[i], &wanted[n++], fault);
    if (!err && n == 0)
        err = all_of(proving, peer, wanted, &n, fault);
    if (!err && n == 0)
        err = fault_set(fault, ERR_NOT_FOUND, "nothing there has a receipt");
    for (size_t i = 0; i < n && !err; i++)
        err = bundle_add(s->desk, peer, wanted[i].sent, wanted[i].sequence, proving->open, out, fault);
    return err;
}

/* Content is opened by the overseer, who needs nobody's leave, and that is recorded. */
static enum err disclose(struct desk *desk, void *context, struct decision *decision, struct fault *fault)
{
    const struct proving *proving = context;
    struct str role = proving->roster.session.person.role;
    (void)desk;
    if (str_equal(role, word_str(WORDS_role, ROLE_ADMINISTRATOR)))
        return rule_refuse(fault, RULE_ADMINISTRATOR, "--open");
    if (!str_equal(role, word_str(WORDS_role, ROLE_OVERSEER)))
        return rule_refuse(fault, RULE_ROLE, "--open is for the overseer and the head of desk");
    DECIDE(decision, CONTENT_DISCLOSED, SAY_TEXT(entity, proving->file ? STR("file") : STR("channel")),
           SAY(about, proving->file ? strtoll(proving->file, NULL, 10) : proving->channel),
           SAY_WORD(way, way, WAY_EXPORT), SAY_WORD(purpose, purpose, PURPOSE_OVERSIGHT));
    return ERR_OK;
}

/* For a court, or by the head of desk, the content of a file leaves by the release check, and its
 * originator's leave. */
static enum err disclose_file(struct proving *proving, struct fault *fault)
{
    struct session *s = &proving->roster.session;
    struct task task;
    if (!proving->file || proving->roster.words.n > 1)
        return fault_set(fault, ERR_USAGE, "%s takes the --file, and no messages",
                         proving->court ? "--court" : "but for the overseer --open");
    struct access access = {.file = strtoll(proving->file, NULL, 10),
                            .way = proving->court ? WAY_COURT : WAY_EXPORT,
                            .purpose = PURPOSE_INVESTIGATION};
    enum err err = task_begin(&task, s->desk, s->person.person, fault);
    if (!err)
        err = actor_needs(&task.context, ROLE_SUPERVISOR, fault);
    if (!err)
        err = desk_access(&task, &access);
    proving->open = true;
    return task_end(&task, err);
}

static enum err prove(struct roster *roster, struct fault *fault)
{
    struct proving *proving = (struct proving *)roster;
    struct session *s = &roster->session;
    struct peer peer;
    struct buf out;
    enum err err = peer_find(s->desk, str_of(roster->words.at[0]), &proving->channel, fault);
    if (!err)
        err = peer_load(s->desk, proving->channel, &s->arena, &peer, fault);
    bool head = str_equal(s->person.role, word_str(WORDS_role, ROLE_HEAD));
    if (!err && (proving->court || (proving->open && head)))
        err = disclose_file(proving, fault);
    else if (!err && proving->open)
        err = desk_transact(s->desk, s->person.person, disclose, proving, fault);
    if (err)
        return err;
    buf_init(&out, BUNDLE_MAX);
    err = write_bundle(proving, &peer, &out, fault);
    if (!err)
        err = output_print(&out, fault);
    buf_release(&out);
    return err;
}

int command_prove(int argc, char **argv)
{
    struct proving proving = {0};
    const struct option options[] = {
        SESSION_OPTIONS(&proving.roster.session),
        {"--file", OPTION_TEXT, &proving.file},
        {"--open", OPTION_FLAG, &proving.open},
        {"--court", OPTION_FLAG, &proving.court},
    };
    return roster_run(argc, argv, &proving.roster, options, sizeof options / sizeof *options, prove);
}
