/* Event: a fact that one commit records: kind, time, actor and values, and the
 * header and commitments that prove it while its values can be erased.
 *
 * Commitment to a value: SHA-256("liaison/value/1" ‖ length of the field's name
 * (1 byte) ‖ name ‖ salt (16 bytes) ‖ value). Root: SHA-256("liaison/root/1" ‖
 * all commitments in the order of the values). An INTEGER or TIME is its 8 bytes,
 * big-endian, two's complement; TEXT and BYTES are themselves.
 *
 * Header, the leaf of the ledger: 0x01 ‖ length of the ledger's name (1 byte) ‖
 * name ‖ length of the kind (1) ‖ kind ‖ schema version (2) ‖ time in ms (8) ‖
 * actor (8) ‖ root (32), numbers big-endian. The leaf of a channel's ledger is
 * made by channel/ and only carried here.
 *
 * Packed values, what the store keeps beside the header: for each value, in
 * order: length of the name (1) ‖ name ‖ form (1); form 'o' (open): salt ‖ length
 * (4) ‖ value; form 's' (sealed apart) and 'c' (closed: its opening was never
 * here): commitment. */
#ifndef LIAISON_RECORD_EVENT_H
#define LIAISON_RECORD_EVENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"

enum field {
#define F(name, type, rest) FIELD_##name,
#include "record/fields.def"
#undef F
    FIELD_COUNT
};

enum field_type { FIELD_INTEGER, FIELD_TIME, FIELD_TEXT, FIELD_BYTES };
enum field_rest { FIELD_OPEN, FIELD_SEALED };

struct field_spec {
    struct str name;
    enum field_type type;
    enum field_rest rest;
};

const struct field_spec *field_spec(enum field field);
/* FIELD_COUNT for a name that is none. */
enum field field_named(struct str name);

/* What a message may say, whatever its kind: the same when it is drafted and when it came. */
#define MESSAGE_CONTENT                                                                                      \
    "subject_json? text? obtained? translation? reliability? credibility? handling? purpose? standing? "     \
    "ground? useful? since? agreement? card? level_code? signature? counter_signature? section? "            \
    "subject_role? "                                                                                         \
    "tip? way? table_notice? private_question? private_answer? match_proof?"

enum event_kind {
#define E(NAME, kind, version, fields) EVENT_##NAME,
#include "record/events.def"
#undef E
    EVENT_KINDS
};

struct event_spec {
    struct str name; /* "file.opened" */
    unsigned version;
    struct str fields; /* "file reference post person? name?" */
};

const struct event_spec *event_spec(enum event_kind kind);
/* EVENT_KINDS for a name that is none. */
enum event_kind event_named(struct str name);

enum { EVENT_SALT_BYTES = 16, EVENT_VALUES_MAX = 48, LEDGER_DOMESTIC = 0, ACTOR_DESK = 0 };

struct event_value {
    enum field field;
    bool closed; /* the opening is not here (sealed apart, redacted or erased): commitment alone */
    bool apart;  /* it is, or was until it was erased, sealed in a row of its own */
    int64_t integer;
    struct str bytes;
    unsigned char salt[EVENT_SALT_BYTES];
    struct digest commitment;
};

/* values, leaf and all bytes are borrowed until the event is committed. */
struct event {
    struct event *next; /* in the decision */
    enum event_kind kind;
    unsigned version;
    time_ms time;  /* 0: the desk's time at commit */
    int64_t actor; /* the person's number, ACTOR_DESK for the desk itself; -1: who began the transaction */
    int64_t ledger;
    struct str
        leaf; /* of a channel's ledger: made by channel/. Domestic: empty, the header is made at commit */
    int64_t sequence; /* given by the store */
    bool salted;      /* its values come with their salts, as somebody committed to them before */
    bool bad;         /* a setter was misused: committing it is ERR_BUG */
    size_t count;
    struct event_value *values; /* in the order they were set */
};

/* What a rule decided: events in order, in one arena. */
struct decision {
    struct arena *arena;
    struct event *first, *last;
    size_t count;
    bool failed; /* out of memory */
};

void decision_init(struct decision *decision, struct arena *arena);

/* A new event at the decision's end, domestic, of the current version. NULL (and decision->failed) without
 * memory; the setters below take NULL and do nothing, so that failure is checked once, at commit. */
struct event *event_add(struct decision *decision, enum event_kind kind);

/* Set a value. A field of another type, set twice, or not of the kind makes the event bad. */
void event_int(struct event *event, enum field field, int64_t value);
void event_time(struct event *event, enum field field, time_ms value);
void event_text(struct event *event, enum field field, struct str value);
void event_bytes(struct event *event, enum field field, const void *bytes, size_t n);

/* A value with its salt, as it came from elsewhere; bytes stay borrowed. */
void event_take(struct event *event, const struct event_value *value);

/* True where each value is of a field of the kind, none twice, and texts are UTF-8. */
bool event_fits(const struct event *event, enum event_kind kind);

/* The value of a field, or NULL; and shorter: otherwise where it is absent or closed, and an empty str. */
const struct event_value *event_value(const struct event *event, enum field field);
const struct event_value *event_value_named(const struct event *event, struct str name);
int64_t event_get_int(const struct event *event, enum field field, int64_t otherwise);
struct str event_get_text(const struct event *event, enum field field);

/* ERR_BUG where the event misses a field its kind asks for, or is bad. */
MUST_USE enum err event_check(const struct event *event, struct fault *fault);

/* Draws a salt for every value that is not closed and fills the commitments. */
void event_commit_values(struct event *event, const struct random *random);
/* Fills the commitments from the salts that are there. */
void event_compute_commitments(struct event *event);
void event_root(const struct event *event, struct digest *root);

/* The value as it is committed to: the eight bytes of a number are written into scratch. */
struct str event_value_bytes(const struct event_value *value, unsigned char scratch[8]);

/* The header of a domestic event, appended; its root is that of the commitments as they are. */
void event_header(struct buf *out, const struct event *event, struct str ledger);

/* The parts of a header; strs borrow from it. ERR_BAD_INPUT says what is wrong. */
struct event_header {
    struct str ledger, kind;
    unsigned version;
    time_ms time;
    int64_t actor;
    struct digest root;
};
MUST_USE enum err event_header_read(struct event_header *out, struct str bytes, struct fault *fault);

/* Packed values, as the store keeps them. */
void event_pack(struct buf *out, const struct event *event);
/* The same with every value open that is here: as it travels, sealed, to a counterpart. */
void event_pack_all(struct buf *out, const struct event *event);
/* Fills event->values, in the arena, borrowing from bytes; commitments of open values are computed.
 * A field this program does not know is ERR_UNSUPPORTED. */
MUST_USE enum err event_unpack(struct event *event, struct arena *arena, struct str bytes,
                               struct fault *fault);

/* Opens a closed value with salt ‖ bytes, copied into the arena. ERR_FORGED where they are not what the
 * commitment is to. */
MUST_USE enum err event_open_value(struct event_value *value, struct arena *arena, struct str salted,
                                   struct fault *fault);

/* Lifts an event of an older schema version to the present one, as record/upcasts.def says: for projecting
 * and reading; its commitments stay those of the version it was written in. ERR_UNSUPPORTED of a newer
 * version. */
MUST_USE enum err event_upcast(struct event *event, struct fault *fault);

/* The same by another table, for tests: an upcast adds an open field that a version lacked. */
struct upcast {
    enum event_kind kind;
    unsigned before; /* versions below this lack it */
    enum field field;
    int64_t integer;
    struct str text;
};
MUST_USE enum err event_upcast_by(struct event *event, const struct upcast *upcasts, size_t n,
                                  unsigned current, struct fault *fault);

#endif
