/* Fuzz: checkpoints. What is read is written again the same, and what follows
 * an older one neither shrank nor changed its ledger. The input is two texts,
 * parted by a NUL; the second may be a whole cosignature request. */
#include "ledger/proof.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static bool read_and_write(struct checkpoint *checkpoint, struct str text)
{
    struct buf again;
    if (checkpoint_parse(checkpoint, text, NULL))
        return false;
    buf_init(&again, 1 << 20);
    check(checkpoint_write(&again, checkpoint, NULL) == ERR_OK);
    check(str_equal(buf_str(&again), text));
    buf_release(&again);
    return true;
}

static void fuzz_follows(const struct checkpoint *older, const struct checkpoint *newer)
{
    struct tree_proof none = {.count = 0};
    enum checkpoint_verdict verdict;
    struct fault fault;
    if (checkpoint_follows(older, newer, &none, &verdict, &fault))
        return;
    check(str_equal(older->origin, newer->origin));
    check(verdict == CHECKPOINT_SAME ? older->head.size == newer->head.size : older->head.size == 0);
}

static void fuzz_request(const struct checkpoint *remembered, struct str text)
{
    static const unsigned char public_key[NOTE_PUBLIC_BYTES] = {1};
    struct note_key key;
    struct proof_step step;
    check(note_key_init(&key, STR("desk-a.example/desk-b"), NOTE_ED25519, public_key, NULL) == ERR_OK);
    /* Nobody holds the private key to these bytes. */
    check(proof_request_check(remembered, &key, text, &step, NULL) != ERR_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size}, first = str_cut(&rest, '\0');
    struct checkpoint older, newer;
    if (!read_and_write(&older, first))
        return 0;
    if (read_and_write(&newer, rest))
        fuzz_follows(&older, &newer);
    fuzz_request(&older, rest);
    return 0;
}
