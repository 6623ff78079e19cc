/* Verify: events, leaves, trees, checkpoints and projections of a desk. See verify.h. */
#include "desk/verify.h"

#include "base/limits.h"
#include "desk/blind.h"
#include "desk/verify_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct verify {
    struct desk *desk;
    const struct verify_options *options;
    struct verify_result *result;
    struct fault *fault;
    int64_t from;     /* the first sequence that is looked at */
    int64_t sequence; /* the last one met */
    struct seen {     /* one a ledger */
        struct seen *next;
        int64_t number;
        uint64_t since; /* leaves that are not looked at */
        uint64_t leaves;
        char origin[ORIGIN_MAX + 1];
    } * seen;
    struct arena arena; /* of the run */
};

static void found(struct verify *v, const char *format, ...) PRINTF_LIKE(2, 3);

static void found(struct verify *v, const char *format, ...)
{
    char text[FAULT_DETAIL_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    str_clean(text);
    if (v->result->findings++ < (uint64_t)LIMIT_FINDINGS)
        v->options->found(v->options->context, text);
}

/* Of a reading that failed, what ends the run: want of memory finds nothing. */
static enum err starved(struct verify *v, enum err err, const struct fault *why)
{
    return err == ERR_NO_MEMORY ? fault_set(v->fault, err, "%s", why->detail) : ERR_OK;
}

/* --- ledgers --- */

static struct seen *seen_of(struct verify *v, int64_t ledger)
{
    struct seen *seen = v->seen;
    while (seen && seen->number != ledger)
        seen = seen->next;
    return seen;
}

static enum err load_ledgers(struct verify *v)
{
    struct query q;
    query_open(&q, v->desk->store, "core/ledgers", v->fault);
    while (query_next(&q)) {
        struct seen *seen = arena_alloc(&v->arena, sizeof *seen);
        if (!seen)
            break;
        seen->number = query_get_int(&q, 0);
        snprintf(seen->origin, sizeof seen->origin, "%.*s", STR_ARG(query_get_text(&q, 1)));
        seen->next = v->seen;
        v->seen = seen;
    }
    enum err err = query_close(&q);
    return !err && arena_failed(&v->arena) ? fault_set(v->fault, ERR_NO_MEMORY, "ledgers") : err;
}

/* Where looking begins in each ledger, from the first sequence. */
static enum err set_since(struct verify *v)
{
    enum err err = ERR_OK;
    for (struct seen *seen = v->seen; seen && !err && v->from > 1; seen = seen->next) {
        struct desk_ledger *ledger;
        struct query q;
        int64_t first;
        err = desk_ledger_find(v->desk, seen->number, &ledger, v->fault);
        if (err)
            return err;
        query_open(&q, v->desk->store, "core/first_leaf_from", v->fault);
        query_int(&q, "ledger", seen->number);
        query_int(&q, "from", v->from);
        err = query_one(&q, (int64_t)ledger->tree.size, &first);
        seen->since = seen->leaves = (uint64_t)first;
    }
    return err;
}

/* --- events --- */

static void check_header(struct verify *v, const struct store_row *row, const struct seen *seen)
{
    const struct event *event = &row->event;
    struct event_header header;
    struct fault fault;
    struct digest root;
    event_root(event, &root);
    if (event_header_read(&header, row->header, &fault)) {
        found(v, "event %" PRId64 ": %s", event->sequence, fault.detail);
        return;
    }
    if (!digest_equal(&header.root, &root))
        found(v, "event %" PRId64 ": its values are not those that its header commits to", event->sequence);
    if (!str_equal(header.kind, event_spec(event->kind)->name) || header.version != event->version ||
        header.time != event->time || header.actor != event->actor ||
        !str_equal(header.ledger, str_of(seen->origin)))
        found(v, "event %" PRId64 ": ledger, kind, version, time or actor is not the header's",
              event->sequence);
}

static enum err check_leaf(struct verify *v, const struct store_row *row, struct seen *seen)
{
    struct tree_hash hash, stored;
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct fault fault = {0};
    enum err err = desk_ledger_find(v->desk, seen->number, &ledger, v->fault);
    if (err)
        return err;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    if (row->leaf != (int64_t)seen->leaves)
        found(v, "event %" PRId64 ": leaf %" PRId64 " of ledger %s where %" PRIu64 " is due",
              row->event.sequence, row->leaf, seen->origin, seen->leaves);
    tree_hash_leaf(row->header, &hash);
    err = nodes.read(nodes.context, 0, seen->leaves, &stored, &fault);
    if (starved(v, err, &fault))
        return err;
    if (err || !tree_hash_equal(&hash, &stored))
        found(v, "event %" PRId64 ": its header is not leaf %" PRIu64 " of ledger %s", row->event.sequence,
              seen->leaves, seen->origin);
    seen->leaves++;
    return ERR_OK;
}

/* A sealed value whose row is gone must have been erased by an event. */
static enum err check_erased(struct verify *v, const struct event *event, struct str field)
{
    struct query q;
    int64_t by;
    query_open(&q, v->desk->store, "core/erasure", v->fault);
    query_int(&q, "erased", event->sequence);
    query_text(&q, "erased_field", field);
    enum err err = query_one(&q, 0, &by);
    if (err)
        return err;
    if (by <= event->sequence)
        found(v, "event %" PRId64 ": the opening of %.*s is gone, and no event erased it", event->sequence,
              STR_ARG(field));
    v->result->erased++;
    return ERR_OK;
}

static enum err check_opening(struct verify *v, const struct event *event, struct event_value *value,
                              struct arena *arena)
{
    struct str name = field_spec(value->field)->name;
    struct buf salted;
    struct fault fault = {0};
    buf_init(&salted, (size_t)LIMIT_SEALED_BYTES);
    enum err err = store_opening_salted(v->desk->store, event->sequence, value->field, &salted, &fault);
    if (!err) {
        v->result->openings++;
        err = event_open_value(value, arena, buf_str(&salted), &fault);
    }
    buf_release(&salted);
    if (err == ERR_NOT_FOUND)
        return check_erased(v, event, name);
    if (err == ERR_FORGED)
        found(v, "event %" PRId64 ": %s", event->sequence, fault.detail);
    else if (err)
        return fault_set(v->fault, err, "%s", fault.detail);
    return ERR_OK;
}

static enum err check_event(struct verify *v, struct store_row *row, struct arena *arena)
{
    struct seen *seen = seen_of(v, row->event.ledger);
    if (row->event.sequence != ++v->sequence)
        found(v, "event %" PRId64 " follows event %" PRId64, row->event.sequence, v->sequence - 1);
    v->sequence = row->event.sequence;
    v->result->events++;
    if (!seen) {
        found(v, "event %" PRId64 ": of ledger %" PRId64 ", which is none", row->event.sequence,
              row->event.ledger);
        return ERR_OK;
    }
    const char *wrong = NULL;
    enum err err = ERR_OK;
    if (row->event.ledger == LEDGER_DOMESTIC)
        check_header(v, row, seen);
    else
        err = verify_message(v->desk, &row->event, row->header, arena, &wrong, v->fault);
    if (wrong)
        found(v, "event %" PRId64 ": %s", row->event.sequence, wrong);
    if (!err)
        err = check_leaf(v, row, seen);
    for (size_t i = 0; i < row->event.count && !err; i++)
        if (row->event.values[i].apart)
            err = check_opening(v, &row->event, &row->event.values[i], arena);
    return err;
}

/* What cannot be read is a finding, and its leaf is counted: the checks after it still say something. */
static void unreadable(struct verify *v, const struct store_row *row, const char *why)
{
    struct seen *seen = seen_of(v, row->event.ledger);
    found(v, "event %" PRId64 ": %s", row->event.sequence, why);
    v->sequence = row->event.sequence;
    if (seen)
        seen->leaves++;
}

static enum err check_events(struct verify *v)
{
    struct query q;
    struct arena arena;
    enum err err = ERR_OK;
    arena_init(&arena, (size_t)LIMIT_EVENT_ARENA_BYTES);
    query_open(&q, v->desk->store, "core/events_from", v->fault);
    query_int(&q, "from", v->from);
    v->sequence = v->from - 1;
    while (!err && query_next(&q)) {
        struct store_row row;
        struct fault fault = {0};
        arena_reset(&arena);
        enum err read = store_row_read(&q, &arena, &row, &fault);
        err = starved(v, read, &fault);
        if (read && !err)
            unreadable(v, &row, fault.detail);
        else if (!err)
            err = check_event(v, &row, &arena);
    }
    enum err closed = query_close(&q);
    arena_release(&arena);
    return err ? err : closed;
}

/* Openings of no event, or of no sealed field. */
static enum err check_strays(struct verify *v)
{
    struct query q;
    int64_t there;
    query_open(&q, v->desk->store, "core/openings_from", v->fault);
    query_int(&q, "from", v->from);
    enum err err = query_one(&q, 0, &there);
    if (!err && v->result->findings == 0 && (uint64_t)there != v->result->openings)
        found(v, "%" PRId64 " openings, of which events know %" PRIu64, there, v->result->openings);
    return err;
}

/* --- trees and checkpoints --- */

/* One of the desk's keys, past and present, signed the note. */
static enum err open_checkpoint(struct verify *v, const char *origin, struct str note, struct note *parsed,
                                struct checkpoint *out, bool *good)
{
    struct query q;
    *good = false;
    query_open(&q, v->desk->store, "core/keys_of_role", v->fault);
    query_text(&q, "key_role", str_of(keeper_role_name(KEEPER_CHECKPOINTS)));
    while (!*good && query_next(&q)) {
        struct note_key key;
        struct str bytes = query_get_text(&q, 0);
        *good = bytes.n == NOTE_PUBLIC_BYTES &&
                note_key_init(&key, str_of(origin), NOTE_ED25519, (const unsigned char *)bytes.p, NULL) ==
                    ERR_OK &&
                checkpoint_open(out, parsed, note, &key, NULL) == ERR_OK;
    }
    return query_close(&q);
}

struct checking {
    struct seen *seen;
    struct tree_nodes nodes;
    uint64_t last; /* the greatest size with a checkpoint */
};

static enum err check_checkpoint(struct verify *v, struct checking *c, uint64_t size, struct str note)
{
    struct checkpoint checkpoint;
    struct note parsed;
    struct tree_hash root;
    struct fault fault = {0};
    bool good;
    enum err err = open_checkpoint(v, c->seen->origin, note, &parsed, &checkpoint, &good);
    if (err)
        return err;
    v->result->checkpoints++;
    c->last = size;
    enum err read = size > c->seen->leaves ? ERR_OK : tree_root_at(&c->nodes, size, &root, &fault);
    if (starved(v, read, &fault))
        return read;
    if (!good)
        found(v, "ledger %s: the checkpoint of %" PRIu64 " leaves is not signed by this desk",
              c->seen->origin, size);
    else if (checkpoint.head.size != size || size > c->seen->leaves)
        found(v, "ledger %s: a checkpoint of %" PRIu64 " leaves stands for %" PRIu64, c->seen->origin,
              checkpoint.head.size, size);
    else if (read || !tree_hash_equal(&root, &checkpoint.head.root))
        found(v, "ledger %s: the leaves are not those of the checkpoint of %" PRIu64, c->seen->origin, size);
    return ERR_OK;
}

static enum err check_checkpoints(struct verify *v, struct checking *c)
{
    struct query q;
    enum err err = ERR_OK;
    query_open(&q, v->desk->store, "core/checkpoints", v->fault);
    query_int(&q, "ledger", c->seen->number);
    query_int(&q, "from", (int64_t)c->seen->since);
    while (!err && query_next(&q))
        err = check_checkpoint(v, c, (uint64_t)query_get_int(&q, 0), query_get_text(&q, 1));
    enum err closed = query_close(&q);
    if (!err && !closed && c->last != c->seen->leaves)
        found(v, "ledger %s: %" PRIu64 " leaves, the last checkpoint is of %" PRIu64, c->seen->origin,
              c->seen->leaves, c->last);
    return err ? err : closed;
}

/* The note of a checkpoint with one more line, as the cosigner made it. */
static enum err check_cosignature(struct verify *v, const struct seen *seen, uint64_t size,
                                  struct str cosigner, struct str line)
{
    struct note_key key;
    struct note note;
    struct buf text;
    struct query q;
    buf_init(&text, (size_t)LIMIT_NOTE_BYTES);
    query_open(&q, v->desk->store, "core/checkpoint", v->fault);
    query_int(&q, "ledger", seen->number);
    query_int(&q, "size", (int64_t)size);
    if (query_next(&q))
        buf_add_str(&text, query_get_text(&q, 1));
    enum err err = query_close(&q);
    buf_add_str(&text, line);
    v->result->cosignatures++;
    if (!err && buf_failed(&text))
        err = fault_set(v->fault, buf_error(&text), "a cosignature");
    if (!err && (note_key_read(&key, cosigner, NULL) || note_parse(&note, buf_str(&text), NULL) ||
                 note_verify(&note, &key, NULL, NULL)))
        found(v, "ledger %s: the cosignature of %" PRIu64 " leaves by %.*s does not hold", seen->origin, size,
              STR_ARG(cosigner));
    buf_release(&text);
    return err;
}

static enum err check_cosignatures(struct verify *v, const struct seen *seen)
{
    struct query q;
    enum err err = ERR_OK;
    query_open(&q, v->desk->store, "core/cosignatures", v->fault);
    query_int(&q, "ledger", seen->number);
    query_int(&q, "from", (int64_t)seen->since);
    while (!err && query_next(&q))
        err = check_cosignature(v, seen, (uint64_t)query_get_int(&q, 0), query_get_text(&q, 1),
                                query_get_text(&q, 2));
    enum err closed = query_close(&q);
    return err ? err : closed;
}

static enum err check_ledger(struct verify *v, struct seen *seen)
{
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct fault fault = {0};
    enum err err = desk_ledger_find(v->desk, seen->number, &ledger, v->fault);
    if (err)
        return err;
    struct checking checking = {.seen = seen, .nodes = desk_ledger_nodes(ledger, &file)};
    struct tree_head head = {.size = seen->leaves};
    if (ledger->tree.size != seen->leaves)
        found(v, "ledger %s: %" PRIu64 " leaves where its row says %" PRIu64, seen->origin, seen->leaves,
              ledger->tree.size);
    if (seen->leaves > seen->since)
        err = tree_root_at(&checking.nodes, seen->leaves, &head.root, &fault);
    if (!err && seen->leaves > seen->since)
        err = tree_audit(&checking.nodes, seen->since, &head, &fault);
    if (starved(v, err, &fault))
        return err;
    if (err)
        found(v, "ledger %s: %s", seen->origin, fault.detail);
    err = check_checkpoints(v, &checking);
    return err ? err : check_cosignatures(v, seen);
}

/* --- projections --- */

static void differs(void *context, const char *table, const char *what)
{
    found(context, "projection %s: %s", table, what);
}

static enum err check_projections(struct verify *v)
{
    struct store *rebuilt;
    struct fault fault = {0};
    enum err err = store_open_scratch(v->desk->store, &rebuilt, v->fault);
    if (err)
        return err;
    enum err replayed = store_replay(v->desk->store, rebuilt, &fault);
    err = starved(v, replayed, &fault);
    if (replayed && !err)
        found(v, "the events cannot be replayed: %s", fault.detail);
    else if (!err)
        err = store_compare(v->desk->store, rebuilt, differs, v, v->fault);
    store_close(rebuilt);
    return err;
}

static void index_differs(void *context, const char *what)
{
    found(context, "blind index: %s", what);
}

/* --- the whole --- */

/* A trusted checkpoint says from which event on. */
static enum err begin_at(struct verify *v)
{
    struct checkpoint checkpoint;
    struct desk_ledger *ledger;
    struct tiles_file file;
    struct tree_hash root;
    struct query q;
    bool good;
    v->from = 1;
    if (v->options->since.n == 0)
        return ERR_OK;
    enum err err = open_checkpoint(v, v->desk->name, v->options->since, NULL, &checkpoint, &good);
    if (!err && !good)
        err = fault_set(v->fault, ERR_FORGED, "the checkpoint to begin at is not signed by this desk");
    if (!err)
        err = desk_ledger_find(v->desk, LEDGER_DOMESTIC, &ledger, v->fault);
    if (err)
        return err;
    struct tree_nodes nodes = desk_ledger_nodes(ledger, &file);
    if (checkpoint.head.size > ledger->tree.size)
        return fault_set(v->fault, ERR_FORGED,
                         "the checkpoint to begin at has %" PRIu64 " leaves, the ledger %" PRIu64,
                         checkpoint.head.size, ledger->tree.size);
    err = tree_root_at(&nodes, checkpoint.head.size, &root, v->fault);
    if (!err && !tree_hash_equal(&root, &checkpoint.head.root))
        return fault_set(v->fault, ERR_FORGED, "the ledger does not continue the checkpoint to begin at");
    if (err || checkpoint.head.size == 0)
        return err;
    query_open(&q, v->desk->store, "core/event_of_leaf", v->fault);
    query_int(&q, "ledger", LEDGER_DOMESTIC);
    query_int(&q, "leaf", (int64_t)checkpoint.head.size - 1);
    err = query_one(&q, 0, &v->from);
    v->from++;
    return err;
}

static enum err run(struct verify *v)
{
    enum err err = begin_at(v);
    if (!err)
        err = load_ledgers(v);
    if (!err)
        err = set_since(v);
    if (!err)
        err = check_events(v);
    if (!err)
        err = check_strays(v);
    for (struct seen *seen = v->seen; seen && !err; seen = seen->next)
        err = check_ledger(v, seen);
    if (!err && v->from == 1)
        err = check_projections(v);
    if (!err && v->from == 1)
        err = blind_verify(v->desk, index_differs, v, v->fault);
    return err;
}

enum err desk_verify(struct desk *desk, const struct verify_options *options, struct verify_result *result,
                     struct fault *fault)
{
    *result = (struct verify_result){0};
    struct verify v = {.desk = desk, .options = options, .result = result, .fault = fault};
    arena_init(&v.arena, (size_t)LIMIT_EVENT_ARENA_BYTES);
    enum err err = store_begin_reading(desk->store, fault);
    if (!err)
        err = run(&v);
    store_end_reading(desk->store);
    arena_release(&v.arena);
    if (!err && result->findings)
        err = fault_set(fault, ERR_FORGED, "%" PRIu64 " findings", result->findings);
    return err;
}
