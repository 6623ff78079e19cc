/* Peer: tables of the private question on the line. Who lacks one says so in every
 * body, with the place from where on; who published it puts the next piece into
 * its own. The file that grows is the only state that outlives the process. */
#include "desk/peer_internal.h"

#include "base/limits.h"
#include "base/log.h"
#include "desk/tables.h"
#include "private/fetch.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

/* A counterpart's table that comes. */
struct fetching {
    struct fetching *next;
    int64_t channel;
    struct notice notice;
    struct table_fetch *fetch;
    unsigned refused; /* pieces in a row that were wrong */
    time_ms pause;    /* until when it is not asked for again */
};

/* --- what is under way --- */

static struct fetching *fetching_of(const struct desk *desk, int64_t channel, enum epoch_kind kind)
{
    struct fetching *at = desk->fetching;
    while (at && (at->channel != channel || at->notice.table.epoch.kind != kind))
        at = at->next;
    return at;
}

static void forget(struct desk *desk, struct fetching *fetching)
{
    struct fetching **at = &desk->fetching;
    while (*at != fetching)
        at = &(*at)->next;
    *at = fetching->next;
    table_fetch_close(fetching->fetch);
    free(fetching);
}

void table_fetching_release(struct desk *desk)
{
    while (desk->fetching)
        forget(desk, desk->fetching);
}

uint64_t table_held(const struct desk *desk, int64_t channel)
{
    uint64_t held = 0;
    for (const struct fetching *at = desk->fetching; at; at = at->next)
        if (at->channel == channel)
            held += table_fetch_held(at->fetch);
    return held;
}

static enum err begin(struct desk *desk, int64_t channel, const struct notice *notice, struct fetching **out,
                      struct fault *fault)
{
    char path[TABLES_PATH_MAX];
    const struct epoch *epoch = &notice->table.epoch;
    struct fetching *fetching = calloc(1, sizeof *fetching);
    if (!fetching)
        return fault_set(fault, ERR_NO_MEMORY, "a table that comes");
    *fetching = (struct fetching){.channel = channel, .notice = *notice};
    enum err err = tables_part_path(desk, channel, epoch->kind, epoch->number, path, fault);
    if (!err)
        err = table_fetch_open(path, &notice->table, &fetching->fetch, fault);
    if (err) {
        free(fetching);
        return err;
    }
    fetching->next = desk->fetching;
    desk->fetching = fetching;
    *out = fetching;
    return ERR_OK;
}

/* --- wanted --- */

/* The fetching of the newest notice; one of an older is given up. */
static enum err follow(struct desk *desk, int64_t channel, const struct notice *notice, struct fetching **out,
                       struct fault *fault)
{
    struct fetching *at = fetching_of(desk, channel, notice->table.epoch.kind);
    if (at && at->notice.table.epoch.number != notice->table.epoch.number) {
        forget(desk, at);
        at = NULL;
    }
    *out = at;
    return at ? ERR_OK : begin(desk, channel, notice, out, fault);
}

static void say_wanted(const struct fetching *fetching, struct buf *body)
{
    const struct epoch *epoch = &fetching->notice.table.epoch;
    size_t opened = body_open(body, FRAME_TABLE_WANTED);
    pack_number(body, epoch->kind, 1);
    pack_number(body, epoch->number, 8);
    pack_number(body, table_fetch_held(fetching->fetch), 8);
    body_close(body, opened);
}

/* A file that cannot be kept leaves the line as it is: this body does not ask for the table. */
static enum err want(struct desk *desk, const struct peer *peer, const struct notice *notice,
                     struct buf *body, bool *worth, struct fault *fault)
{
    struct fetching *fetching;
    struct fault found = {0};
    enum err err = follow(desk, peer->channel, notice, &fetching, &found);
    if (err == ERR_NO_MEMORY)
        return fault_set(fault, err, "%s", found.detail);
    if (err == ERR_IO)
        log_line(LOG_WARNING, "channel %" PRId64 ": %s", peer->channel, found.detail);
    if (err || desk_now(desk) < fetching->pause)
        return ERR_OK;
    say_wanted(fetching, body);
    *worth = true;
    return ERR_OK;
}

static enum err wants(struct desk *desk, const struct peer *peer, struct buf *body, bool *worth,
                      struct fault *fault)
{
    struct query q;
    struct notice notices[PEER_TABLE_KINDS];
    size_t n = 0;
    enum err err = ERR_OK;
    query_open(&q, desk_store(desk), "holding/wanted", fault);
    query_int(&q, "channel", peer->channel);
    while (!err && n < PEER_TABLE_KINDS && query_next(&q)) {
        enum holding kind = (enum holding)word_value(WORDS_holding, query_get_text(&q, 0));
        /* What was in force and is gone, as after a restoration, is wanted again. */
        if (!query_is_null(&q, 3) && tables_in_force(desk, peer->channel, (enum epoch_kind)kind))
            continue;
        err = group_start(fault);
        if (!err)
            err = notice_decode(query_get_text(&q, 2), &notices[n++], fault);
    }
    enum err closed = query_close(&q);
    err = err ? err : closed;
    for (size_t i = 0; i < n && !err; i++)
        err = want(desk, peer, &notices[i], body, worth, fault);
    return err;
}

void table_wanted_take(struct peer_view *view, struct str bytes)
{
    struct unpack from = unpack_of(bytes);
    uint64_t kind = unpack_number(&from, 1);
    struct peer_wanted wanted = {.number = unpack_number(&from, 8)};
    wanted.offset = unpack_number(&from, 8);
    if (unpack_ended(&from) && kind >= 1 && kind <= PEER_TABLE_KINDS)
        view->wanted[kind - 1] = wanted;
}

/* --- given --- */

static enum err give(struct desk *desk, const struct peer *peer, enum epoch_kind kind,
                     const struct peer_wanted *wanted, struct buf *body, struct fault *fault)
{
    static _Thread_local char piece[1 << 18];
    _Static_assert(sizeof piece == 256 * 1024, "LIMIT_TABLE_PIECE_BYTES");
    char path[TABLES_PATH_MAX];
    if (wanted->number == 0 || wanted->offset > (uint64_t)LIMIT_TABLE_BYTES ||
        tables_own_path(desk, peer->channel, kind, wanted->number, path, NULL))
        return ERR_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) /* not published, or gone with its epoch */
        return ERR_OK;
    ssize_t n = pread(fd, piece, sizeof piece, (off_t)wanted->offset);
    close(fd);
    if (n < 0)
        return fault_set(fault, ERR_IO, "%s: cannot be read", path);
    size_t opened = body_open(body, FRAME_TABLE_PIECE);
    pack_number(body, kind, 1);
    pack_number(body, wanted->number, 8);
    pack_number(body, wanted->offset, 8);
    buf_add(body, piece, (size_t)n);
    body_close(body, opened);
    return ERR_OK;
}

enum err table_frames(struct desk *desk, const struct peer *peer, const struct peer_view *view,
                      struct buf *body, bool *worth, struct fault *fault)
{
    if (!desk_env(desk)->tables || !kind_passes(KIND_TABLE, peer->line.level))
        return ERR_OK;
    enum err err = wants(desk, peer, body, worth, fault);
    for (unsigned kind = EPOCH_PERSONS; kind <= PEER_TABLE_KINDS && !err && view->known; kind++)
        err = give(desk, peer, (enum epoch_kind)kind, &view->wanted[kind - 1], body, fault);
    return err;
}

/* --- taken --- */

static const char *alarm_of(enum err err)
{
    switch (err) {
    case ERR_FORGED:
        return "table forged";
    case ERR_STALE:
        return "table of another epoch or scheme";
    case ERR_TOO_LARGE:
        return "table too large";
    case ERR_IO:
        return "no room for a table";
    default:
        return "table malformed";
    }
}

/* Said once an epoch and reason, and asked for again after growing pauses. */
static enum err refuse(struct desk *desk, struct fetching *fetching, const struct fault *why,
                       struct fault *fault)
{
    struct query q;
    int64_t known = 0;
    const char *alarm = alarm_of(why->code);
    int64_t epoch = (int64_t)fetching->notice.table.epoch.number;
    fetching->refused++;
    fetching->pause = desk_now(desk) + retry_after(fetching->refused, 0);
    log_line(LOG_WARNING, "channel %" PRId64 ": %s: %s", fetching->channel, alarm, why->detail);
    query_open(&q, desk_store(desk), "peer/alarm_known", fault);
    query_int(&q, "channel", fetching->channel);
    query_text(&q, "alarm", str_of(alarm));
    query_int(&q, "first", epoch);
    enum err err = query_one(&q, 0, &known);
    return err || known ? err : peer_alarm(desk, fetching->channel, alarm, (uint64_t)epoch, fault);
}

enum err table_piece_take(struct desk *desk, const struct peer *peer, struct str bytes, struct fault *fault)
{
    struct fault found = {0};
    struct unpack from = unpack_of(bytes);
    enum epoch_kind kind = (enum epoch_kind)unpack_number(&from, 1);
    uint64_t number = unpack_number(&from, 8), offset = unpack_number(&from, 8);
    struct fetching *fetching = from.failed ? NULL : fetching_of(desk, peer->channel, kind);
    if (!fetching || fetching->notice.table.epoch.number != number)
        return ERR_OK;
    uint64_t before = table_fetch_held(fetching->fetch);
    enum err err = table_fetch_put(fetching->fetch, offset, from.rest, &found);
    if (err == ERR_NO_MEMORY || err == ERR_BUG)
        return fault_set(fault, err, "%s", found.detail);
    if (err)
        return refuse(desk, fetching, &found, fault);
    /* A full block was right: whatever was wrong before is past. */
    if (table_fetch_held(fetching->fetch) / TABLE_BLOCK_BYTES != before / TABLE_BLOCK_BYTES)
        fetching->refused = 0;
    return ERR_OK;
}

enum err table_settle(struct desk *desk, const struct peer *peer, struct fault *fault)
{
    for (unsigned kind = EPOCH_PERSONS; kind <= PEER_TABLE_KINDS; kind++) {
        struct fetching *fetching = fetching_of(desk, peer->channel, (enum epoch_kind)kind);
        struct fault found = {0};
        if (!fetching || !table_fetch_is_whole(fetching->fetch))
            continue;
        struct table_fetch *fetch = fetching->fetch;
        fetching->fetch = NULL;
        enum err err = tables_put_in_force(desk, peer->channel, &fetching->notice.table.epoch, fetch, &found);
        if (err == ERR_IO)
            err = refuse(desk, fetching, &found, fault);
        else if (err)
            err = fault_set(fault, err, "%s", found.detail);
        forget(desk, fetching);
        if (err)
            return err;
    }
    return ERR_OK;
}
