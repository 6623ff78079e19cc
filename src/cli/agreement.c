/* liaison agreement: what a channel may carry. A proposal goes to the counterpart as
 * a message; it is in force when both have signed. Lowering the level takes one. */
#include "rules/agreement.h"
#include "base/limits.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/roster.h"
#include "cli/view.h"
#include "desk/due.h"
#include "desk/peer.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { QUOTA_USUAL = 20000, VOLUME_USUAL = 1024 };

struct agreeing {
    struct roster roster;
    const char *level, *kinds, *purposes, *handling, *profile, *assessed, *principal, *published, *reason;
    size_t questions, retention, quota, volume;
};

static enum err load(struct agreeing *agreeing, struct peer *peer, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    int64_t channel = 0;
    enum err err = peer_find(s->desk, str_of(agreeing->roster.words.at[1]), &channel, fault);
    return err ? err : peer_load(s->desk, channel, &s->arena, peer, fault);
}

/* The newest proposal, that came or of ours. */
static enum err proposal(struct session *s, const struct peer *peer, int direction, struct event *out,
                         struct fault *fault)
{
    struct query q;
    int64_t content = 0;
    query_open(&q, desk_store(s->desk), "peer/proposal", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "direction", direction);
    query_int(&q, "kind", KIND_AGREEMENT);
    enum err err = query_one(&q, 0, &content);
    if (!err && content == 0)
        err = fault_set(fault, ERR_NOT_FOUND, "%.*s has proposed nothing", STR_ARG(peer->counterpart));
    return err ? err : desk_event(s->desk, content, &s->arena, out, fault);
}

/* The text of a proposal that is not in force yet; empty where there is none. */
static enum err pending(struct session *s, const struct peer *peer, int direction, struct str *text,
                        struct fault *fault)
{
    struct event event;
    struct agreement agreement = {0};
    *text = STR("");
    enum err err = proposal(s, peer, direction, &event, fault);
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    if (!err && agreement_read(&agreement, event_get_text(&event, FIELD_agreement), fault) == ERR_OK &&
        agreement.number > peer->agreement.number)
        *text = event_get_text(&event, FIELD_agreement);
    return err;
}

/* The lines of an agreement as an object; NULL of none. */
static json_t *terms_json(struct str text)
{
    json_t *terms = text.n ? json_object() : NULL;
    (void)str_cut(&text, '\n'); /* its title */
    while (text.n) {
        struct str value = str_cut(&text, '\n'), key = str_cut(&value, ' ');
        if (key.n)
            json_object_setn_new(terms, key.p, key.n, view_value(value));
    }
    return terms;
}

static void show_json(const struct peer *peer, struct str came, struct str ours)
{
    json_t *shown = json_pack("{s:s, s:o*, s:o*, s:o*}", "level", level_word(peer->line.level), "agreement",
                              terms_json(peer->agreement_text), "proposed_to_us", terms_json(came),
                              "proposed_by_us", terms_json(ours));
    if (shown && peer->level_ours)
        json_object_set_new(shown, "lowered_by_us", json_string(level_word(peer->level_ours)));
    if (shown && peer->level_theirs)
        json_object_set_new(shown, "lowered_by_them", json_string(level_word(peer->level_theirs)));
    json_dumpf(shown, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(shown);
}

static enum err show(struct agreeing *agreeing, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    struct peer peer;
    struct str came, ours;
    enum err err = load(agreeing, &peer, fault);
    if (!err)
        err = pending(s, &peer, DIRECTION_RECEIVED, &came, fault);
    if (!err)
        err = pending(s, &peer, DIRECTION_SENT, &ours, fault);
    if (err)
        return err;
    if (s->json) {
        show_json(&peer, came, ours);
        return ERR_OK;
    }
    printf("level in force: %s\n", level_word(peer.line.level));
    if (peer.level_ours)
        printf("lowered by us to %s\n", level_word(peer.level_ours));
    if (peer.level_theirs)
        printf("lowered by %.*s to %s\n", STR_ARG(peer.counterpart), level_word(peer.level_theirs));
    if (peer.agreement_text.n)
        printf("%.*s", STR_ARG(peer.agreement_text));
    else
        printf("no agreement yet\n");
    if (came.n)
        printf("\nproposed by %.*s, for 'liaison agreement accept %.*s':\n%.*s", STR_ARG(peer.counterpart),
               STR_ARG(peer.counterpart), STR_ARG(came));
    if (ours.n)
        printf("\nproposed by us, and not accepted yet:\n%.*s", STR_ARG(ours));
    return ERR_OK;
}

/* What is named replaces what is in force; what never was has a cautious value. */
static struct str pick(const char *given, struct str now, const char *otherwise)
{
    return given ? str_of(given) : now.n ? now : str_of(otherwise);
}

/* An agreement may be in force that names one which nobody knows: there the desk's own hold. */
static struct str known_profile(const struct agreement *now)
{
    return word_value(WORDS_profile, now->profile) ? now->profile : STR("");
}

static enum err fill(const struct agreeing *a, const struct peer *peer, char today[TIME_TEXT_BYTES],
                     struct agreement *out, struct fault *fault)
{
    const struct agreement *now = &peer->agreement;
    bool first = peer->agreement_text.n == 0;
    *out = (struct agreement){
        .channel = peer->line.channel,
        .number = now->number + 1,
        .level = first ? LEVEL_OPEN : now->level,
        .kinds = pick(a->kinds, now->kinds, "all"),
        .purposes = pick(a->purposes, now->purposes, "terrorism"),
        .handling = pick(a->handling, now->handling, "amber"),
        .profile = pick(a->profile, known_profile(now), "own"),
        .questions = a->questions ? (uint32_t)a->questions
                     : first      ? 20
                                  : now->questions,
        .quota = a->quota ? (uint32_t)a->quota
                 : first  ? QUOTA_USUAL
                          : now->quota,
        .volume = a->volume ? (uint32_t)a->volume
                  : first   ? VOLUME_USUAL
                            : now->volume,
        .retention = a->retention ? (uint32_t)a->retention
                     : first      ? 1825
                                  : now->retention,
        .assessed = pick(a->assessed, now->assessed, today),
        .principal = pick(a->principal, now->principal, "principal"),
        .published = pick(a->published, now->published, "nothing"),
    };
    if (a->level && !level_of(str_of(a->level), &out->level))
        return fault_set(fault, ERR_USAGE, "a level is open, restricted or suspended, not '%s'", a->level);
    return ERR_OK;
}

static enum err send(struct session *s, const struct peer *peer, struct str text, const unsigned char *ours,
                     const unsigned char *theirs, struct fault *fault)
{
    struct decision decision;
    uint64_t number = 0;
    struct draft draft = {.channel = peer->channel, .kind = KIND_AGREEMENT, .person = s->person.person};
    decision_init(&decision, &s->arena);
    struct event *event = event_add(&decision, EVENT_MESSAGE_DRAFTED);
    event_text(event, FIELD_agreement, text);
    event_bytes(event, FIELD_signature, ours, SIGNATURE_BYTES);
    if (theirs)
        event_bytes(event, FIELD_counter_signature, theirs, SIGNATURE_BYTES);
    enum err err = peer_draft(s->desk, &draft, &decision, &number, fault);
    return err ? err : peer_release(s->desk, peer->channel, number, fault);
}

static enum err propose(struct agreeing *agreeing, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    struct peer peer;
    struct agreement agreement;
    char today[TIME_TEXT_BYTES];
    unsigned char signature[SIGNATURE_BYTES];
    struct buf text;
    enum err err = load(agreeing, &peer, fault);
    time_day_text(desk_now(s->desk), today);
    if (!err && agreeing->assessed)
        err = agreement_assessed(str_of(agreeing->assessed), true, desk_now(s->desk), fault);
    if (!err)
        err = fill(agreeing, &peer, today, &agreement, fault);
    if (!err)
        err = peer_terms(&agreement, fault);
    if (err)
        return err;
    buf_init(&text, (size_t)LIMIT_AGREEMENT_BYTES);
    agreement_write(&text, &agreement);
    err = agreement_read(&agreement, buf_str(&text), fault);
    if (!err)
        err = desk_begin(s->desk, s->person.person, fault);
    if (!err)
        err = peer_sign(s->desk, STATEMENT_AGREEMENT, buf_str(&text), signature, fault);
    if (!err)
        err = send(s, &peer, buf_str(&text), signature, NULL, fault);
    if (!err)
        err = desk_commit(s->desk, fault);
    desk_rollback(s->desk);
    if (!err)
        printf("agreement %u proposed to %.*s\n", (unsigned)agreement.number, STR_ARG(peer.counterpart));
    buf_release(&text);
    return err;
}

static enum err accept(struct agreeing *agreeing, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    struct peer peer;
    struct event event;
    struct agreement agreement;
    unsigned char ours[SIGNATURE_BYTES];
    enum err err = load(agreeing, &peer, fault);
    if (!err)
        err = proposal(s, &peer, DIRECTION_RECEIVED, &event, fault);
    if (err)
        return err;
    struct str text = event_get_text(&event, FIELD_agreement),
               theirs = event_get_text(&event, FIELD_signature);
    if (theirs.n != SIGNATURE_BYTES)
        return fault_set(fault, ERR_FORGED, "the proposal is not signed");
    err = agreement_read(&agreement, text, fault);
    if (!err && agreement.number <= peer.agreement.number)
        err = fault_set(fault, ERR_NOT_FOUND, "%.*s has proposed nothing since agreement %u",
                        STR_ARG(peer.counterpart), (unsigned)peer.agreement.number);
    if (!err)
        err = peer_terms(&agreement, fault);
    if (!err)
        err = agreement_assessed(agreement.assessed, false, desk_now(s->desk), fault);
    if (!err)
        err = desk_begin(s->desk, s->person.person, fault);
    if (!err)
        err = peer_sign(s->desk, STATEMENT_AGREEMENT, text, ours, fault);
    if (!err)
        err = peer_agree(s->desk, &peer, text, ours, (const unsigned char *)theirs.p, fault);
    if (!err)
        err = send(s, &peer, text, ours, (const unsigned char *)theirs.p, fault);
    if (!err)
        err = desk_commit(s->desk, fault);
    desk_rollback(s->desk);
    if (!err)
        printf("agreed with %.*s\n%.*s", STR_ARG(peer.counterpart), STR_ARG(text));
    return err;
}

static enum err lower(struct agreeing *agreeing, enum level level, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    struct peer peer;
    enum err err = load(agreeing, &peer, fault);
    if (!err && !agreeing->reason)
        err = fault_set(fault, ERR_USAGE, "why? --reason");
    if (!err)
        err = desk_begin(s->desk, s->person.person, fault);
    if (!err)
        err = peer_lower(s->desk, &peer, level, fault);
    if (!err)
        err = desk_commit(s->desk, fault);
    desk_rollback(s->desk);
    if (!err)
        printf("the channel with %.*s is %s from now on\n", STR_ARG(peer.counterpart), level_word(level));
    return err;
}

/* The head of desk's yearly human-rights assessment, kept here; renew tells its date to the counterpart. */
static enum err assess(struct agreeing *agreeing, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    struct task task;
    struct peer peer;
    enum err err = load(agreeing, &peer, fault);
    if (!err && !agreeing->reason)
        err = fault_set(fault, ERR_USAGE, "what was found? --reason");
    if (err)
        return err;
    err = task_begin(&task, s->desk, s->person.person, fault);
    if (!err)
        err = desk_agreement_assess(&task, peer.channel, str_of(agreeing->reason));
    err = task_end(&task, err);
    if (!err)
        printf("the agreement with %.*s is assessed\n", STR_ARG(peer.counterpart));
    return err;
}

/* Of which state the counterpart is. */
static enum err place(struct agreeing *agreeing, struct fault *fault)
{
    struct session *s = &agreeing->roster.session;
    struct task task;
    struct peer peer;
    enum err err = load(agreeing, &peer, fault);
    if (!err && !agreeing->reason)
        err = fault_set(fault, ERR_USAGE, "how is that known? --reason");
    if (!err)
        err = task_begin(&task, s->desk, s->person.person, fault);
    if (err)
        return err;
    err = desk_agreement_place(&task, peer.channel, str_of(agreeing->roster.words.at[2]),
                               str_of(agreeing->reason));
    err = task_end(&task, err);
    if (!err)
        printf("%.*s is of %s\n", STR_ARG(peer.counterpart), agreeing->roster.words.at[2]);
    return err;
}

static enum err do_agreement(struct roster *roster, struct fault *fault)
{
    struct agreeing *agreeing = (struct agreeing *)roster;
    bool head = str_equal(roster->session.person.role, STR("head")) ||
                str_equal(roster->session.person.role, STR("administrator"));
    if (roster_is(roster, "show", 2))
        return show(agreeing, fault);
    if (roster->words.n == 2 && !head)
        return fault_set(fault, ERR_REFUSED, "an agreement is the head of desk's");
    if (roster_is(roster, "propose", 2) || roster_is(roster, "renew", 2))
        return propose(agreeing, fault);
    if (roster_is(roster, "accept", 2))
        return accept(agreeing, fault);
    if (roster_is(roster, "suspend", 2))
        return lower(agreeing, LEVEL_SUSPENDED, fault);
    if (roster_is(roster, "restrict", 2))
        return lower(agreeing, LEVEL_RESTRICTED, fault);
    if (roster_is(roster, "assess", 2))
        return assess(agreeing, fault);
    if (roster_is(roster, "country", 3))
        return place(agreeing, fault);
    return fault_set(fault, ERR_USAGE, "agreement wants: %s", options_words("agreement"));
}

int command_agreement(int argc, char **argv)
{
    struct agreeing a = {0};
    const struct option options[] = {
        SESSION_OPTIONS(&a.roster.session),          {"--level", OPTION_TEXT, &a.level},
        {"--kinds", OPTION_TEXT, &a.kinds},          {"--purposes", OPTION_TEXT, &a.purposes},
        {"--handling", OPTION_TEXT, &a.handling},    {"--profile", OPTION_TEXT, &a.profile},
        {"--assessed", OPTION_TEXT, &a.assessed},    {"--principal", OPTION_TEXT, &a.principal},
        {"--published", OPTION_TEXT, &a.published},  {"--reason", OPTION_TEXT, &a.reason},
        {"--questions", OPTION_COUNT, &a.questions}, {"--retention", OPTION_COUNT, &a.retention},
        {"--quota", OPTION_COUNT, &a.quota},         {"--volume", OPTION_COUNT, &a.volume},
    };
    return roster_run(argc, argv, &a.roster, options, sizeof options / sizeof *options, do_agreement);
}
