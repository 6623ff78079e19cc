/* Fuzz: an event's header and packed values, as a store that was tampered with or a proof holds them. What is
 * read as a header is written again the same; what is unpacked is packed again the same. */
#include "record/event.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void fuzz_header(struct str bytes)
{
    struct event_header header;
    struct fault fault;
    if (event_header_read(&header, bytes, &fault))
        return;
    check(header.ledger.n + header.kind.n + 2 + 1 + 2 + 8 + 8 + DIGEST_BYTES == bytes.n);
    enum event_kind kind = event_named(header.kind);
    if (kind == EVENT_KINDS)
        return;
    struct event event = {
        .kind = kind, .version = header.version, .time = header.time, .actor = header.actor};
    struct buf again;
    buf_init(&again, 1 << 16);
    event_header(&again, &event, header.ledger);
    /* All but the root, which is of no values here. */
    check(again.n == bytes.n && memcmp(again.bytes, bytes.p, bytes.n - DIGEST_BYTES) == 0);
    buf_release(&again);
}

static void fuzz_values(struct str bytes)
{
    struct arena arena;
    struct event event = {0};
    struct buf again;
    struct fault fault;
    arena_init(&arena, 64 << 20);
    buf_init(&again, 64 << 20);
    if (event_unpack(&event, &arena, bytes, &fault) == ERR_OK) {
        bool kept = true;
        for (size_t i = 0; i < event.count; i++)
            kept = kept && (event.values[i].closed || field_spec(event.values[i].field)->rest == FIELD_OPEN);
        event_pack(&again, &event);
        /* A sealed value that came open is packed as the store keeps it: as its commitment. */
        check(!kept || str_equal(buf_str(&again), bytes));
        check(event_upcast(&event, &fault) == ERR_OK);
    }
    buf_release(&again);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    fuzz_header(bytes);
    fuzz_values(bytes);
    return 0;
}
