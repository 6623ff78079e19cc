/* Tables: kept, taken, opened. See tables.h. */
#include "desk/tables.h"

#include "base/limits.h"
#include "desk/peer_internal.h"
#include "private/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert((int)HOLDING_PERSONS == (int)EPOCH_PERSONS && (int)HOLDING_CONTACTS == (int)EPOCH_CONTACTS,
               "a holding's word has the number of its epochs' kind");

struct str tables_kind_word(enum epoch_kind kind)
{
    return word_str(WORDS_holding, kind == EPOCH_CONTACTS ? HOLDING_CONTACTS : HOLDING_PERSONS);
}

/* --- paths --- */

static enum err path_of(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                        const char *suffix, char out[TABLES_PATH_MAX], struct fault *fault)
{
    const char *directory = desk_env(desk)->tables;
    struct str word = tables_kind_word(kind);
    char epoch[24] = "";
    if (!directory)
        return fault_set(fault, ERR_NOT_FOUND, "this desk keeps no tables");
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return fault_set(fault, ERR_IO, "%s: %s", directory, strerror(errno));
    if (number)
        snprintf(epoch, sizeof epoch, "-%" PRIu64, number);
    int n = snprintf(out, TABLES_PATH_MAX, "%s/%" PRId64 "-%.*s%s.%s", directory, channel, STR_ARG(word),
                     epoch, suffix);
    return n < TABLES_PATH_MAX ? ERR_OK : fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", directory);
}

enum err tables_own_path(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                         char out[TABLES_PATH_MAX], struct fault *fault)
{
    return path_of(desk, channel, kind, number, "ours", out, fault);
}

enum err tables_part_path(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                          char out[TABLES_PATH_MAX], struct fault *fault)
{
    return path_of(desk, channel, kind, number, "part", out, fault);
}

void tables_epoch(const struct peer *peer, bool theirs, enum epoch_kind kind, uint64_t number,
                  struct epoch *out)
{
    bool we_are_first = memcmp(peer->line.ours.bytes, peer->line.theirs.bytes, DIGEST_BYTES) < 0;
    *out = (struct epoch){.number = number,
                          .scheme = key_scheme_tag(),
                          .direction = we_are_first != theirs ? EPOCH_FIRST_HOLDS : EPOCH_SECOND_HOLDS,
                          .kind = kind};
    memcpy(out->channel, peer->line.channel.bytes, EPOCH_CHANNEL_BYTES);
}

/* --- notices --- */

/* The notice in a row, of a channel and kind; without a row the fault that is given. */
static enum err read_notice(struct desk *desk, const char *name, int column, int64_t channel,
                            enum epoch_kind kind, uint64_t number, struct notice *out, struct fault *fault)
{
    struct query query;
    bool there;
    enum err err = group_start(fault);
    if (err)
        return err;
    query_open(&query, desk_store(desk), name, fault);
    query_int(&query, "channel", channel);
    query_text(&query, "holding", tables_kind_word(kind));
    query_int(&query, "number", (int64_t)(number & INT64_MAX));
    there = query_next(&query);
    if (there)
        err = notice_decode(query_get_text(&query, column), out, fault);
    enum err closed = query_close(&query);
    if (err || closed)
        return err ? err : closed;
    return there ? ERR_OK : fault_set(fault, ERR_NOT_FOUND, "there is no notice of such a table");
}

enum err desk_notice(struct desk *desk, int64_t channel, enum epoch_kind kind, struct notice *out,
                     struct fault *fault)
{
    enum err err = read_notice(desk, "holding/their_last", 1, channel, kind, 0, out, fault);
    return err == ERR_NOT_FOUND ? fault_set(fault, err, "this counterpart has published no table") : err;
}

enum err desk_own_notice(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t number,
                         struct notice *out, struct fault *fault)
{
    enum err err = read_notice(desk, "holding/epoch", 1, channel, kind, number, out, fault);
    return err == ERR_NOT_FOUND
               ? fault_set(fault, err, "epoch %" PRIu64 " was not published for this counterpart", number)
               : err;
}

static enum err notice_of(struct desk *desk, int64_t channel, const struct epoch *epoch, struct notice *out,
                          struct fault *fault)
{
    enum err err =
        read_notice(desk, "holding/their_epoch", 0, channel, epoch->kind, epoch->number, out, fault);
    return err == ERR_NOT_FOUND
               ? fault_set(fault, ERR_STALE, "the table is of epoch %" PRIu64 ", of which there is no notice",
                           epoch->number)
               : err;
}

/* What a notice must be before it is kept: for this channel, that direction, our scheme, and a later epoch.
 */
static enum err check_notice(struct desk *desk, const struct peer *peer, const struct notice *notice,
                             struct fault *fault)
{
    struct epoch expected;
    struct notice last;
    enum err err = desk_notice(desk, peer->channel, notice->table.epoch.kind, &last, fault);
    if (!err && notice->table.epoch.number <= last.table.epoch.number)
        return fault_set(fault, ERR_STALE, "notice: epoch %" PRIu64 " after %" PRIu64,
                         notice->table.epoch.number, last.table.epoch.number);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (notice->table.epoch.number > INT64_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "notice: no such epoch");
    tables_epoch(peer, true, notice->table.epoch.kind, notice->table.epoch.number, &expected);
    return epoch_check(&notice->table.epoch, &expected, "notice", fault);
}

static enum err keep_notice(struct desk *desk, const struct peer *peer, const struct notice *notice,
                            struct str bytes, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_TABLE_NOTICED);
    event_int(event, FIELD_channel, peer->channel);
    event_text(event, FIELD_holding, tables_kind_word(notice->table.epoch.kind));
    event_int(event, FIELD_number, (int64_t)notice->table.epoch.number);
    event_bytes(event, FIELD_table_notice, bytes.p, bytes.n);
    return fact_add(&fact, desk, fault);
}

enum err tables_noticed(struct desk *desk, const struct peer *peer, const struct event *content,
                        struct fault *fault)
{
    struct notice notice;
    struct fault found = {0};
    struct str bytes = event_get_text(content, FIELD_table_notice);
    enum err err = group_start(fault);
    if (err)
        return err;
    err = notice_decode(bytes, &notice, &found);
    if (!err)
        err = check_notice(desk, peer, &notice, &found);
    if (err == ERR_STALE)
        return peer_alarm(desk, peer->channel, "notice of another epoch or scheme", 0, fault);
    if (peer_failed_here(err))
        return fault_set(fault, err, "%s", found.detail);
    if (err)
        return peer_alarm(desk, peer->channel, "notice refused", 0, fault);
    return keep_notice(desk, peer, &notice, bytes, fault);
}

/* Who stood in it is lost with the store; that it was published, and with which key, is not. */
static enum err know_again(struct desk *desk, int64_t channel, const struct notice *notice, struct str bytes,
                           struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_EPOCH_PUBLISHED);
    event_int(event, FIELD_channel, channel);
    event_text(event, FIELD_holding, tables_kind_word(notice->table.epoch.kind));
    event_int(event, FIELD_number, (int64_t)notice->table.epoch.number);
    event_int(event, FIELD_count, 0);
    event_bytes(event, FIELD_table_notice, bytes.p, bytes.n);
    event_bytes(event, FIELD_content, "", 0);
    return fact_add(&fact, desk, fault);
}

enum err tables_noticed_before(struct desk *desk, const struct peer *peer, const struct event *content,
                               struct fault *fault)
{
    struct notice notice, known;
    struct str bytes = event_get_text(content, FIELD_table_notice);
    enum err err = group_start(fault);
    if (!err)
        err = notice_decode(bytes, &notice, fault);
    if (err)
        return err;
    const struct epoch *epoch = &notice.table.epoch;
    err = desk_own_notice(desk, peer->channel, epoch->kind, epoch->number, &known, fault);
    return err == ERR_NOT_FOUND ? know_again(desk, peer->channel, &notice, bytes, fault) : err;
}

/* --- in force --- */

/* Each cell against its digest: of one that rotted on the disk nobody would be found. Such a table goes, and
 * is fetched anew. */
static enum err open_whole(const char *path, const struct notice *notice, struct table **table,
                           struct fault *fault)
{
    enum err err = table_open(path, &notice->table, table, fault);
    if (err || table_verify(*table, fault) == ERR_OK)
        return err;
    table_close(*table);
    *table = NULL;
    if (unlink(path) != 0)
        return fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    return fault_set(fault, ERR_NOT_FOUND, "the table was damaged on the disk, and is fetched anew");
}

enum err desk_table_open(struct desk *desk, int64_t channel, enum epoch_kind kind, struct table **table,
                         struct notice *notice, struct fault *fault)
{
    char path[TABLES_PATH_MAX];
    unsigned char header[TABLE_HEADER_BYTES];
    struct table_facts facts;
    *table = NULL;
    enum err err = path_of(desk, channel, kind, 0, "theirs", path, fault);
    if (err)
        return err;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? fault_set(fault, ERR_NOT_FOUND, "no table of this counterpart has come yet")
                               : fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    ssize_t n = read(fd, header, sizeof header);
    close(fd);
    err = table_facts_read(header, n > 0 ? (size_t)n : 0, &facts, fault);
    if (!err && facts.epoch.kind != kind)
        err = fault_set(fault, ERR_BAD_INPUT, "the table is of another kind (persons, contacts)");
    if (!err)
        err = notice_of(desk, channel, &facts.epoch, notice, fault);
    return err ? err : open_whole(path, notice, table, fault);
}

static enum err log_taken(struct desk *desk, int64_t channel, const struct epoch *epoch, struct fault *fault)
{
    struct fact fact;
    struct event *event = fact_begin(&fact, EVENT_TABLE_TAKEN);
    event_int(event, FIELD_channel, channel);
    event_text(event, FIELD_holding, tables_kind_word(epoch->kind));
    event_int(event, FIELD_number, (int64_t)epoch->number);
    return fact_add(&fact, desk, fault);
}

bool tables_in_force(struct desk *desk, int64_t channel, enum epoch_kind kind)
{
    char path[TABLES_PATH_MAX];
    return !path_of(desk, channel, kind, 0, "theirs", path, NULL) && access(path, F_OK) == 0;
}

enum err tables_put_in_force(struct desk *desk, int64_t channel, const struct epoch *epoch,
                             struct table_fetch *fetch, struct fault *fault)
{
    char path[TABLES_PATH_MAX];
    enum err err = path_of(desk, channel, epoch->kind, 0, "theirs", path, fault);
    if (err)
        table_fetch_close(fetch);
    else
        err = table_fetch_finish(fetch, path, fault);
    return err ? err : log_taken(desk, channel, epoch, fault);
}

/* --- brought --- */

static enum err copy_in(int fd, struct table_fetch *fetch, struct fault *fault)
{
    static char piece[1 << 16];
    uint64_t at = table_fetch_held(fetch);
    enum err err = ERR_OK;
    ssize_t n;
    while (!err && (n = pread(fd, piece, sizeof piece, (off_t)at)) > 0) {
        err = table_fetch_put(fetch, at, (struct str){piece, (size_t)n}, fault);
        at += (uint64_t)n;
    }
    return err;
}

/* Which notice a brought file claims to be the table of: the newest of its kind. */
static enum err claim(struct desk *desk, int64_t channel, int fd, const char *path, struct notice *out,
                      struct fault *fault)
{
    unsigned char header[TABLE_HEADER_BYTES];
    struct table_facts facts;
    ssize_t n = pread(fd, header, sizeof header, 0);
    if (n < 0)
        return fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    enum err err = table_facts_read(header, (size_t)n, &facts, fault);
    return err ? err : desk_notice(desk, channel, facts.epoch.kind, out, fault);
}

/* Outside a transaction, so that the desk goes on while it is copied and checked. */
static enum err bring(struct desk *desk, int64_t channel, const char *path, int fd, struct notice *out,
                      struct table_fetch **fetch, struct fault *fault)
{
    char copy[TABLES_PATH_MAX];
    const struct epoch *epoch = &out->table.epoch;
    enum err err = claim(desk, channel, fd, path, out, fault);
    if (!err)
        err = path_of(desk, channel, epoch->kind, epoch->number, "brought", copy, fault);
    if (!err)
        err = table_fetch_open(copy, &out->table, fetch, fault);
    if (!err)
        err = copy_in(fd, *fetch, fault);
    if (!err && !table_fetch_is_whole(*fetch))
        err = fault_set(fault, ERR_BAD_INPUT, "%s: truncated after %" PRIu64 " bytes", path,
                        table_fetch_held(*fetch));
    return err;
}

enum err desk_table_take(struct desk *desk, int64_t person, int64_t channel, const char *path,
                         struct notice *out, struct fault *fault)
{
    struct task task;
    struct table_fetch *fetch = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_set(fault, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
    enum err err = bring(desk, channel, path, fd, out, &fetch, fault);
    close(fd);
    if (err) {
        table_fetch_close(fetch);
        return err;
    }
    err = task_begin(&task, desk, person, fault);
    if (err)
        table_fetch_close(fetch);
    else
        err = tables_put_in_force(desk, channel, &out->table.epoch, fetch, fault);
    return task_end(&task, err);
}

enum err tables_copy(const char *from, const struct table_expected *expected, const char *to,
                     struct fault *fault)
{
    char part[TABLES_PATH_MAX];
    struct table_fetch *fetch = NULL;
    int fd = open(from, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_set(fault, ERR_IO, "%s: %s", from, strerror(errno));
    enum err err = snprintf(part, sizeof part, "%s.part", to) < (int)sizeof part
                       ? table_fetch_open(part, expected, &fetch, fault)
                       : fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", to);
    if (!err)
        err = copy_in(fd, fetch, fault);
    close(fd);
    if (!err)
        return table_fetch_finish(fetch, to, fault);
    table_fetch_close(fetch);
    return err;
}

/* --- published here --- */

enum err tables_lock(struct desk *desk, int64_t channel, enum epoch_kind kind, int *lock, struct fault *fault)
{
    char path[TABLES_PATH_MAX];
    enum err err = path_of(desk, channel, kind, 0, "lock", path, fault);
    if (err)
        return err;
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*lock < 0)
        return fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    close(*lock);
    return fault_set(fault, ERR_BUSY, "another publishes this holding");
}

enum err tables_sweep(struct desk *desk, int64_t channel, enum epoch_kind kind, uint64_t kept,
                      struct fault *fault)
{
    char path[TABLES_PATH_MAX], begin[64], keep[96];
    const char *directory = desk_env(desk)->tables;
    DIR *listing = opendir(directory);
    if (!listing)
        return fault_set(fault, ERR_IO, "%s: %s", directory, strerror(errno));
    int n = snprintf(begin, sizeof begin, "%" PRId64 "-%.*s-", channel, STR_ARG(tables_kind_word(kind)));
    snprintf(keep, sizeof keep, "%s%" PRIu64 ".ours", begin, kept);
    for (struct dirent *entry; (entry = readdir(listing));) {
        const char *ours = strstr(entry->d_name, ".ours");
        if (!ours || strncmp(entry->d_name, begin, (size_t)n) != 0 || strcmp(entry->d_name, keep) == 0)
            continue;
        if (snprintf(path, sizeof path, "%s/%s", directory, entry->d_name) < (int)sizeof path)
            unlink(path);
    }
    closedir(listing);
    return ERR_OK;
}
