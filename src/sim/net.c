/* Net: bodies on their way, and what befalls them. See sim.h. */
#include "base/limits.h"
#include "channel/body.h"
#include "desk/internal.h"
#include "ledger/proof.h"
#include "sim/world.h"

enum { ANSWER_WITHIN = 60 * 1000 };

void net_release(struct world *world)
{
    for (size_t i = 0; i < world->packets_n; i++)
        buf_release(&world->packets[i].body);
    world->packets_n = 0;
}

/* Puts a body under way; where too many are, it is lost. */
static void put(struct world *world, const struct packet *like, struct str body, time_ms at)
{
    if (world->packets_n == PACKETS_MAX) {
        world->result->lost++;
        return;
    }
    struct packet *packet = &world->packets[world->packets_n++];
    *packet = *like;
    packet->at = at;
    buf_init(&packet->body, (size_t)LIMIT_BODY_BYTES);
    buf_add_str(&packet->body, body);
    if (has_fault(world, SIM_CORRUPT) && one_in(world, 30) && body.n) {
        size_t at_byte = (size_t)seeded_below(&world->seeded, body.n);
        packet->body.bytes[at_byte] ^= (char)(1 + seeded_below(&world->seeded, 255));
        if (one_in(world, 3))
            packet->body.n = (size_t)seeded_below(&world->seeded, body.n);
    }
}

static void on_its_way(struct world *world, struct end *end, const struct packet *like, struct str body)
{
    time_ms delay = between(world, 20, 400);
    world->result->bodies++;
    if (world->now < end->cut_until || (has_fault(world, SIM_LOSS) && one_in(world, 12))) {
        world->result->lost++;
        return;
    }
    if (has_fault(world, SIM_DELAY) && one_in(world, 15))
        delay = between(world, TIME_MINUTE, 2 * TIME_HOUR);
    put(world, like, body, world->now + delay);
    if (has_fault(world, SIM_DUPLICATE) && one_in(world, 15))
        put(world, like, body,
            world->now + between(world, 100, one_in(world, 4) ? 3 * TIME_DAY : TIME_MINUTE));
}

/* What a body tells the counterpart that this desk has: the position at its front. */
static void keep_promise(struct end *end, struct str bytes)
{
    struct body body;
    enum frame kind;
    struct str frame;
    if (body_read(&body, bytes, NULL) || !body_next(&body, &kind, &frame) || kind != FRAME_POSITION)
        return;
    struct unpack from = unpack_of(frame);
    uint64_t received = unpack_number(&from, 8);
    if (received >= end->promised) {
        end->promised = received;
        unpack_copy(&from, end->promised_head.bytes, DIGEST_BYTES);
    }
}

static enum err sign_forged(void *context, const struct note_key *key, struct str message,
                            unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault)
{
    const struct keeper *keeper = context;
    (void)key;
    return keeper->sign(keeper->context, KEEPER_CHECKPOINTS, message, signature, fault);
}

/* The same body with another request for a cosignature in the place of its own. */
static void replace_request(struct buf *body, struct str request)
{
    struct body read;
    enum frame kind;
    struct str frame;
    struct buf other;
    if (body_read(&read, buf_str(body), NULL))
        return;
    buf_init(&other, (size_t)LIMIT_BODY_BYTES);
    body_begin(&other, &read.sender, &read.recipient);
    while (body_next(&read, &kind, &frame))
        body_add(&other, kind, kind == FRAME_COSIGN ? request : frame);
    buf_release(body);
    *body = other;
}

/* A desk that lies: the head of another history, of a size that could be true, truly signed. Never its first:
 * what a desk shows first is its history, and the lie would be what it shows next. */
static enum err forge_head(struct world *world, struct actor *actor, const struct end *end, struct buf *body)
{
    const struct peer_view *view = &end->contact.view;
    struct desk_ledger *ledger;
    struct note_key key;
    struct buf text, note;
    struct random random = random_seeded(&world->seeded);
    struct proof_request request = {.old_size = view->cosigned, .path.count = 1};
    enum err err = desk_ledger_find(actor->desk, end->channel, &ledger, world->fault);
    if (err || !view->known || view->cosigned == 0 || ledger->tree.size <= view->cosigned)
        return err;
    struct checkpoint head = {.origin = str_of(ledger->origin), .head.size = ledger->tree.size};
    random.fill(random.context, &head.head.root, sizeof head.head.root);
    random.fill(random.context, &request.path.hashes[0], TREE_HASH_BYTES);
    buf_init(&text, 4096);
    buf_init(&note, 4096);
    err = checkpoint_write(&text, &head, world->fault);
    if (!err)
        err = note_key_init(&key, head.origin, NOTE_ED25519,
                            desk_keys(actor->desk)->current[KEEPER_CHECKPOINTS], world->fault);
    struct note_signer signer = {&key, sign_forged, &actor->env.keeper};
    if (!err)
        err = note_write(&note, buf_str(&text), &signer, world->fault);
    request.note = buf_str(&note);
    buf_clear(&text);
    if (!err)
        err = proof_request_write(&text, &request, world->fault);
    if (!err)
        replace_request(body, buf_str(&text));
    buf_release(&text);
    buf_release(&note);
    return err;
}

/* A body goes out, and an answer is waited for. */
static enum err say(struct world *world, struct actor *actor, struct end *end, struct buf *body)
{
    enum err err = check_fresh(world, actor, end, buf_str(body));
    if (!err && has_fault(world, SIM_FORK) && one_in(world, 25))
        err = forge_head(world, actor, end, body);
    if (err)
        return err;
    struct packet packet = {.to = end->other, .to_end = end->other_end, .exchange = ++world->exchanges};
    end->waiting = true;
    end->until = world->now + ANSWER_WITHIN;
    end->exchange = packet.exchange;
    contact_out(&end->contact, buf_str(body), clock_now(&actor->env.clock));
    keep_promise(end, buf_str(body));
    on_its_way(world, end, &packet, buf_str(body));
    return ERR_OK;
}

/* While an answer is waited for: the body after the one that is out. */
static enum err make_ahead(struct world *world, struct actor *actor, struct end *end)
{
    struct fault fault = {0};
    bool made = false;
    buf_clear(&end->ahead);
    enum err err = contact_ahead(actor->desk, end->channel, &end->contact, clock_now(&actor->env.clock),
                                 &end->ahead, &made, &fault);
    if (err || !made)
        buf_clear(&end->ahead);
    return after(world, actor, err, &fault);
}

enum err net_contact(struct world *world, size_t desk, size_t at)
{
    struct actor *actor = &world->desks[desk];
    struct end *end = &actor->ends[at];
    struct fault fault = {0};
    struct buf body;
    bool due = false;
    buf_init(&body, (size_t)LIMIT_BODY_BYTES);
    end->wake = false;
    risk(world, actor);
    enum err err = contact_begin(actor->desk, end->channel, &end->contact, clock_now(&actor->env.clock),
                                 &body, &due, &fault);
    bool said = !err && due;
    err = after(world, actor, err, &fault);
    if (!err && said && actor->desk)
        err = say(world, actor, end, &body);
    if (!err && said && actor->desk)
        err = make_ahead(world, actor, end);
    buf_release(&body);
    return err;
}

/* A body came to a desk: taken in, and answered. */
static enum err come(struct world *world, struct actor *actor, struct end *end, const struct packet *packet)
{
    struct fault fault = {0};
    struct buf answer;
    bool worth;
    int64_t channel = 0;
    buf_init(&answer, (size_t)LIMIT_BODY_BYTES);
    enum err err = peer_incoming(actor->desk, buf_str(&packet->body), &channel, &end->contact.view, &fault);
    if (!err)
        err = peer_outgoing(actor->desk, end->channel, &end->contact.view, &answer, &worth, &fault);
    bool answered = !err && channel == end->channel;
    if (answered)
        contact_heard(&end->contact, clock_now(&actor->env.clock));
    err = after(world, actor, err, &fault);
    if (!err && answered && actor->desk)
        err = check_fresh(world, actor, end, buf_str(&answer));
    if (!err && answered && actor->desk) {
        struct packet back = {
            .to = end->other, .to_end = end->other_end, .answer = true, .exchange = packet->exchange};
        keep_promise(end, buf_str(&answer));
        end->wake = true;
        on_its_way(world, end, &back, buf_str(&answer));
    }
    buf_release(&answer);
    return err;
}

/* An answer came: where nobody waits for it any more, it is taken in all the same. */
static enum err answered(struct world *world, struct actor *actor, struct end *end,
                         const struct packet *packet)
{
    struct fault fault = {0};
    bool follows = false, awaited = end->waiting && end->exchange == packet->exchange;
    enum err err = ERR_OK;
    if (awaited && end->ahead.n)
        err = contact_follows(actor->desk, end->channel, &end->contact, buf_str(&packet->body),
                              clock_now(&actor->env.clock), &follows, &fault);
    if (awaited && !follows) {
        end->waiting = false;
        contact_in(&end->contact);
    }
    if (!err && follows)
        err = say(world, actor, end, &end->ahead);
    if (!err)
        err = contact_answered(actor->desk, end->channel, &end->contact, buf_str(&packet->body),
                               clock_now(&actor->env.clock), (uint32_t)seeded_next(&world->seeded), &fault);
    if (err && awaited) {
        end->waiting = false;
        contact_failed(&end->contact, clock_now(&actor->env.clock), (uint32_t)seeded_next(&world->seeded));
    }
    end->wake = true;
    err = after(world, actor, err, &fault);
    return !err && follows && end->waiting && actor->desk ? make_ahead(world, actor, end) : err;
}

enum err net_deliver(struct world *world, size_t at)
{
    struct packet packet = world->packets[at];
    struct actor *actor = &world->desks[packet.to];
    struct end *end = &actor->ends[packet.to_end];
    enum err err = ERR_OK;
    world->packets[at] = world->packets[--world->packets_n];
    if (actor->desk && world->now >= end->cut_until) {
        risk(world, actor);
        err = packet.answer ? answered(world, actor, end, &packet) : come(world, actor, end, &packet);
        if (!err && actor->desk)
            err = check_cosigned(world, actor, end);
    } else {
        world->result->lost++;
    }
    buf_release(&packet.body);
    return err;
}
