/* liaison pair: pairing two desks. The first side commits before it has seen
 * anything, so that nobody between can choose a card to fit; two persons then read
 * the same phrase to each other, and confirm it:
 *
 *     first      liaison pair begin                  a commitment, to be handed over
 *     second     liaison pair answer COMMITMENT      its card and nonce
 *     first      liaison pair reveal ANSWER          its card and nonce; shows the phrase
 *     second     liaison pair check REVEAL           checks the commitment; shows the phrase
 *     both       liaison pair confirm "PHRASE"
 *
 * What comes after, with keys, is card.c's. */
#include "base/limits.h"
#include "channel/sheet.h"
#include "cli/card.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/roster.h"
#include "desk/peer.h"
#include "http/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PAPER_MAX = 8192 };

/* What passes between the two, and what each keeps in its directory meanwhile. */
struct paper {
    struct digest commitment;
    bool has_card;
    unsigned char nonce[PAIRING_NONCE_BYTES];
    struct card card;
};

struct pairing {
    struct roster roster;
    const char *address, *since, *reason;
    bool anew;
};

static enum err pending_path(struct pairing *pairing, const char *name, char out[SESSION_PATH_MAX],
                             struct fault *fault)
{
    int n = snprintf(out, SESSION_PATH_MAX, "%s/pairing.%s", pairing->roster.session.directory, name);
    return n < 0 || n >= SESSION_PATH_MAX ? fault_set(fault, ERR_TOO_LARGE, "the desk's directory") : ERR_OK;
}

static enum err write_private(const char *path, struct str bytes, struct fault *fault)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n;
    if (fd >= 0)
        written = close(fd) == 0 && written;
    return written ? ERR_OK : fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
}

static void paper_write(struct buf *out, const struct paper *paper)
{
    buf_add_str(out, STR("liaison pairing 1\n"));
    sheet_add_hex(out, "commitment", paper->commitment.bytes, DIGEST_BYTES);
    if (!paper->has_card)
        return;
    sheet_add_hex(out, "nonce", paper->nonce, sizeof paper->nonce);
    card_write(out, &paper->card);
}

/* strs of the card borrow from text. */
static enum err paper_read(struct paper *out, struct str text, struct fault *fault)
{
    struct sheet sheet = sheet_of(text, "pairing");
    struct str unsigned_text;
    *out = (struct paper){0};
    sheet_expect(&sheet, STR("liaison pairing 1"));
    sheet_hex(&sheet, "commitment", out->commitment.bytes, DIGEST_BYTES);
    if (!sheet_comes(&sheet, "nonce"))
        return sheet_end(&sheet, fault);
    sheet_hex(&sheet, "nonce", out->nonce, sizeof out->nonce);
    struct str card = sheet.rest;
    sheet.rest = (struct str){0};
    enum err err = sheet_end(&sheet, fault);
    if (!err)
        err = card_read(&out->card, card, &unsigned_text, fault);
    if (!err)
        err = peer_check_card(&out->card, unsigned_text, out->card.messages, fault);
    out->has_card = true;
    return err;
}

/* --- our card --- */

/* Makes a card where there is none yet, or where address or TLS key changed. */
static enum err own_card(struct pairing *pairing, struct card *card, struct fault *fault)
{
    struct session *s = &pairing->roster.session;
    struct identity identity;
    struct digest id;
    enum err err = identity_open(&identity, s->directory, fault);
    if (err) {
        identity_close(&identity);
        return err;
    }
    err = peer_own_card(s->desk, &s->arena, card, &id, fault);
    struct str address = str_of(pairing->address ? pairing->address : "");
    bool stale = !err && (!digest_equal(&card->tls, &identity.pin) ||
                          (address.n && !str_equal(card->address, address)));
    if (err == ERR_NOT_FOUND || stale) {
        err = desk_begin(s->desk, s->person.person, fault);
        if (!err)
            err = peer_make_card(s->desk, address, &identity.pin, fault);
        if (!err)
            err = desk_commit(s->desk, fault);
        desk_rollback(s->desk);
        if (!err)
            err = peer_own_card(s->desk, &s->arena, card, &id, fault);
        if (!err && stale)
            fprintf(stderr, "card %u takes the place of the one before: print it too, 'liaison pair card'\n",
                    (unsigned)card->number);
    }
    identity_close(&identity);
    return err;
}

static enum err show(const struct paper *paper, struct fault *fault)
{
    struct buf out;
    buf_init(&out, PAPER_MAX);
    paper_write(&out, paper);
    enum err err = output_print(&out, fault);
    buf_release(&out);
    return err;
}

static enum err keep(struct pairing *pairing, const char *name, const struct paper *paper,
                     struct fault *fault)
{
    char path[SESSION_PATH_MAX];
    struct buf out;
    buf_init(&out, PAPER_MAX);
    paper_write(&out, paper);
    enum err err = pending_path(pairing, name, path, fault);
    if (!err)
        err = write_private(path, buf_str(&out), fault);
    buf_release(&out);
    return err;
}

/* Kept papers and what came; text lies in the arena. */
static enum err fetch(struct pairing *pairing, const char *path, struct paper *out, struct fault *fault)
{
    struct buf bytes;
    struct fault why = {0};
    buf_init(&bytes, PAPER_MAX);
    enum err err = session_read_file(path, &bytes, fault);
    char *text = err ? NULL : arena_copy(&pairing->roster.session.arena, bytes.n ? bytes.bytes : "", bytes.n);
    if (!err && !text)
        err = fault_set(fault, ERR_NO_MEMORY, "pairing");
    if (!err)
        err = paper_read(out, (struct str){text, bytes.n}, &why);
    buf_release(&bytes);
    return why.code ? fault_set(fault, err, "%s: %s", path, why.detail) : err;
}

static enum err kept(struct pairing *pairing, const char *name, struct paper *out, struct fault *fault)
{
    char path[SESSION_PATH_MAX];
    enum err err = pending_path(pairing, name, path, fault);
    if (!err)
        err = fetch(pairing, path, out, fault);
    if (err == ERR_NOT_FOUND)
        return fault_set(fault, ERR_NOT_FOUND, "no pairing has been begun here, or that step comes later");
    return err;
}

static void draw(unsigned char nonce[PAIRING_NONCE_BYTES])
{
    struct random random = random_system();
    random.fill(random.context, nonce, PAIRING_NONCE_BYTES);
}

/* --- the steps --- */

static enum err begin(struct pairing *pairing, struct fault *fault)
{
    struct paper own = {.has_card = true}, shown = {0};
    enum err err = own_card(pairing, &own.card, fault);
    if (err)
        return err;
    draw(own.nonce);
    pairing_commit(&own.card, own.nonce, &own.commitment);
    shown.commitment = own.commitment;
    err = keep(pairing, "own", &own, fault);
    return err ? err : show(&shown, fault);
}

static enum err answer(struct pairing *pairing, struct fault *fault)
{
    struct paper came, own = {.has_card = true};
    enum err err = fetch(pairing, pairing->roster.words.at[1], &came, fault);
    if (!err)
        err = own_card(pairing, &own.card, fault);
    if (err)
        return err;
    draw(own.nonce);
    own.commitment = came.commitment;
    err = keep(pairing, "own", &own, fault);
    return err ? err : show(&own, fault);
}

static enum err reveal(struct pairing *pairing, struct fault *fault)
{
    struct paper came, own;
    char phrase[PAIRING_PHRASE_MAX];
    enum err err = fetch(pairing, pairing->roster.words.at[1], &came, fault);
    if (!err)
        err = kept(pairing, "own", &own, fault);
    if (!err && (!came.has_card || !digest_equal(&came.commitment, &own.commitment)))
        err = fault_set(fault, ERR_REFUSED, "that is no answer to the commitment made here");
    if (!err)
        err = keep(pairing, "theirs", &came, fault);
    if (!err)
        err = show(&own, fault);
    if (err)
        return err;
    pairing_phrase(&own.card, own.nonce, &came.card, came.nonce, phrase);
    fprintf(stderr, "phrase: %s\n", phrase);
    return ERR_OK;
}

static enum err check(struct pairing *pairing, struct fault *fault)
{
    struct paper came, own;
    struct digest commitment;
    char phrase[PAIRING_PHRASE_MAX];
    enum err err = fetch(pairing, pairing->roster.words.at[1], &came, fault);
    if (!err)
        err = kept(pairing, "own", &own, fault);
    if (err)
        return err;
    pairing_commit(&came.card, came.nonce, &commitment);
    if (!came.has_card || !digest_equal(&commitment, &own.commitment))
        return fault_set(fault, ERR_FORGED, "the card is not the one that was committed to");
    err = keep(pairing, "theirs", &came, fault);
    if (err)
        return err;
    pairing_phrase(&came.card, came.nonce, &own.card, own.nonce, phrase);
    printf("phrase: %s\n", phrase);
    return ERR_OK;
}

/* The blanks are for the eye. */
static bool same_digits(const char *phrase, struct str typed)
{
    for (;; phrase++, typed = (struct str){typed.p + 1, typed.n - 1}) {
        while (*phrase == ' ')
            phrase++;
        while (typed.n && typed.p[0] == ' ')
            typed = (struct str){typed.p + 1, typed.n - 1};
        if (!*phrase || !typed.n)
            return !*phrase && !typed.n;
        if (*phrase != typed.p[0])
            return false;
    }
}

/* The phrase as typed, once with each side as the first: which one committed is known from the commitment. */
static bool phrase_fits(const struct paper *own, const struct paper *theirs, struct str typed)
{
    struct digest ours;
    char phrase[PAIRING_PHRASE_MAX];
    pairing_commit(&own->card, own->nonce, &ours);
    bool first = digest_equal(&ours, &own->commitment);
    const struct paper *a = first ? own : theirs, *b = first ? theirs : own;
    pairing_phrase(&a->card, a->nonce, &b->card, b->nonce, phrase);
    return same_digits(phrase, typed);
}

static enum err confirm(struct pairing *pairing, struct fault *fault)
{
    struct session *s = &pairing->roster.session;
    struct paper own, theirs;
    char path[SESSION_PATH_MAX];
    int64_t channel = 0;
    enum err err = kept(pairing, "own", &own, fault);
    if (!err)
        err = kept(pairing, "theirs", &theirs, fault);
    if (!err && !phrase_fits(&own, &theirs, str_of(pairing->roster.words.at[1])))
        err =
            fault_set(fault, ERR_REFUSED, "the phrase differs: somebody stands between, or it was misheard");
    if (!err)
        err = desk_begin(s->desk, s->person.person, fault);
    if (!err)
        err = peer_of(s->desk, &theirs.card, &channel, fault);
    bool anew = pairing->anew && channel;
    if (!err)
        err = anew ? peer_pair_anew(s->desk, &theirs.card, &channel, fault)
                   : peer_pair(s->desk, &theirs.card, &channel, fault);
    if (!err)
        err = desk_commit(s->desk, fault);
    desk_rollback(s->desk);
    if (err)
        return err;
    if (!pending_path(pairing, "own", path, fault))
        unlink(path);
    if (!pending_path(pairing, "theirs", path, fault))
        unlink(path);
    printf("paired with %.*s%s, channel %lld; %s\n", STR_ARG(theirs.card.name), anew ? " anew" : "",
           (long long)channel, anew ? "the line goes on" : "an agreement comes next");
    return ERR_OK;
}

static enum err show_card(struct pairing *pairing, struct fault *fault)
{
    struct card card;
    struct buf out;
    enum err err = own_card(pairing, &card, fault);
    if (err)
        return err;
    buf_init(&out, PAPER_MAX);
    card_write(&out, &card);
    err = output_print(&out, fault);
    buf_release(&out);
    return err;
}

static enum err rollover(struct pairing *pairing, struct fault *fault)
{
    return card_rollover(&pairing->roster.session, pairing->address, fault);
}

static enum err renew(struct pairing *pairing, struct fault *fault)
{
    return card_renew(&pairing->roster.session, pairing->address, pairing->since, pairing->reason, fault);
}

static enum err revoke_card(struct pairing *pairing, struct fault *fault)
{
    return card_revoke(&pairing->roster.session, pairing->roster.words.at[1], pairing->since, pairing->reason,
                       fault);
}

static enum err take_up(struct pairing *pairing, struct fault *fault)
{
    const struct texts *words = &pairing->roster.words;
    return card_take_up(&pairing->roster.session, pairing->address, words->at + 1, words->n - 1, fault);
}

static enum err cards(struct pairing *pairing, struct fault *fault)
{
    return card_list(&pairing->roster.session, fault);
}

static enum err do_pair(struct roster *roster, struct fault *fault)
{
    struct pairing *pairing = (struct pairing *)roster;
    static const struct {
        const char *word;
        size_t words;
        enum err (*run)(struct pairing *pairing, struct fault *fault);
    } steps[] = {{"card", 1, show_card},    {"begin", 1, begin}, {"answer", 2, answer},
                 {"reveal", 2, reveal},     {"check", 2, check}, {"confirm", 2, confirm},
                 {"rollover", 1, rollover}, {"cards", 1, cards}, {"renew", 1, renew},
                 {"revoke", 2, revoke_card}};
    if (!str_equal(roster->session.person.role, STR("administrator")) &&
        !str_equal(roster->session.person.role, STR("head")))
        return fault_set(fault, ERR_REFUSED, "pairing is for the head of desk or the administrator");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (roster_is(roster, steps[i].word, steps[i].words))
            return steps[i].run(pairing, fault);
    if (roster->words.n > 1 && roster_is(roster, "take-up", roster->words.n))
        return take_up(pairing, fault);
    return fault_set(fault, ERR_USAGE, "pair wants: %s", options_words("pair"));
}

int command_pair(int argc, char **argv)
{
    struct pairing pairing = {0};
    const struct option options[] = {
        SESSION_OPTIONS(&pairing.roster.session), {"--address", OPTION_TEXT, &pairing.address},
        {"--since", OPTION_TEXT, &pairing.since}, {"--reason", OPTION_TEXT, &pairing.reason},
        {"--anew", OPTION_FLAG, &pairing.anew},
    };
    return roster_run(argc, argv, &pairing.roster, options, sizeof options / sizeof *options, do_pair);
}
