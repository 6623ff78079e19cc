/* Store: the tiles of the ledgers, as rows of 16 KiB written in place. See store.h. */
#include "store/internal.h"

enum { TILE_BYTES = 16384, BLOCKS_BITS = 40 };

void store_tile_done(struct store *store)
{
    sqlite3_blob_close(store->tile);
    store->tile = NULL;
}

static enum err add_tile(struct store *store, int64_t tile, struct fault *fault)
{
    struct query q;
    query_open(&q, store, "core/tile_add", fault);
    query_int(&q, "tile", tile);
    return query_run(&q);
}

/* Moves store->tile to a row. */
static int reach(struct store *store, int64_t tile)
{
    int code = store->tile ? sqlite3_blob_reopen(store->tile, tile)
                           : sqlite3_blob_open(store->db, "main", "tile", "bytes", tile, store->writing,
                                               &store->tile);
    if (code)
        store_tile_done(store);
    return code;
}

/* The part of n bytes from offset that lies in one tile. */
static size_t part(uint64_t offset, size_t n)
{
    size_t room = TILE_BYTES - (size_t)(offset % TILE_BYTES);
    return n < room ? n : room;
}

static int64_t tile_at(int64_t ledger, uint64_t offset)
{
    return (int64_t)((uint64_t)ledger << BLOCKS_BITS | offset / TILE_BYTES);
}

enum err store_tiles_read(struct store *store, int64_t ledger, uint64_t offset, void *bytes, size_t n,
                          struct fault *fault)
{
    unsigned char *to = bytes;
    while (n) {
        size_t now = part(offset, n);
        int code = reach(store, tile_at(ledger, offset));
        if (!code)
            code = sqlite3_blob_read(store->tile, to, (int)now, (int)(offset % TILE_BYTES));
        if (!store->writing && !store->reading)
            store_tile_done(store);
        if (code == SQLITE_ERROR)
            return fault_set(fault, ERR_NOT_FOUND, "ledger %lld: no tile %llu", (long long)ledger,
                             (unsigned long long)(offset / TILE_BYTES));
        if (code)
            return store_fault(store, code, "reading a tile", fault);
        to += now, offset += now, n -= now;
    }
    return ERR_OK;
}

enum err store_tiles_write(struct store *store, int64_t ledger, uint64_t offset, const void *bytes, size_t n,
                           struct fault *fault)
{
    const unsigned char *from = bytes;
    while (n) {
        size_t now = part(offset, n);
        int64_t tile = tile_at(ledger, offset);
        int code = reach(store, tile);
        if (code == SQLITE_ERROR) {
            enum err err = add_tile(store, tile, fault);
            if (err)
                return err;
            code = reach(store, tile);
        }
        if (!code)
            code = sqlite3_blob_write(store->tile, from, (int)now, (int)(offset % TILE_BYTES));
        if (code)
            return store_fault(store, code, "writing a tile", fault);
        from += now, offset += now, n -= now;
    }
    return ERR_OK;
}
