/* Desk, inside: what the sources of the transaction shell share. */
#ifndef LIAISON_DESK_INTERNAL_H
#define LIAISON_DESK_INTERNAL_H

#include "desk/desk.h"
#include "ledger/checkpoint.h"
#include "ledger/tiles.h"

enum { ORIGIN_MAX = 255 };

/* One ledger: its tree as of the last commit, and the leaves of this transaction. */
struct desk_ledger {
    struct desk_ledger *next;
    struct desk *desk;
    int64_t number;
    char origin[ORIGIN_MAX + 1];
    struct tree tree;
    struct tree_hash *leaves;
    size_t count, capacity;
};

struct desk {
    struct store *store;
    struct desk_env env;
    struct keeper_public keys;
    int64_t keys_set; /* sequence of the last key.set that these keys are as of; 0: not known */
    char name[ORIGIN_MAX + 1];
    struct desk_ledger *ledgers;
    struct blind *blind;       /* blind.h; NULL until needed */
    bool blind_touched;        /* this transaction changed whom it holds */
    struct fetching *fetching; /* peer_table.c: tables that come; NULL: none */
    bool begun;
    bool added;  /* this transaction has events */
    bool erased; /* something was erased, and the log not yet cut */
    int64_t actor;
    time_ms now;
    time_ms lag; /* how far the clock is behind it */
};

/* Another process of this desk may have rolled a key: asks the keeper again where the store says so. */
enum err desk_keys_refresh(struct desk *desk, struct fault *fault);

/* The ledger by number, its tree brought to what the store holds. */
enum err desk_ledger_find(struct desk *desk, int64_t number, struct desk_ledger **out, struct fault *fault);
/* The index that the next leaf gets, which is put by. */
enum err desk_ledger_put(struct desk_ledger *ledger, struct str leaf, int64_t *index, struct fault *fault);
/* Appends what was put by to each tree, signs and stores the checkpoints. */
enum err desk_ledgers_grow(struct desk *desk, struct fault *fault);
/* Forgets what was put by; after a rollback the trees too. */
void desk_ledgers_forget(struct desk *desk, bool trees);
void desk_ledgers_release(struct desk *desk);

/* Closes the tables that come; their files stay. */
void table_fetching_release(struct desk *desk);

/* The storage of its nodes: *file is filled and must outlive what is returned. */
struct tree_nodes desk_ledger_nodes(struct desk_ledger *ledger, struct tiles_file *file);

#endif
