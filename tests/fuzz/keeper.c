/* Fuzz: requests to the keeper: the first byte says what, the rest is the body. It signs only what it parses,
 * answers nothing that is not of its form, and never fails in any other way. */
#include "keeper/local.h"
#include "keeper/serve.h"
#include "ledger/checkpoint.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static struct seeded seeded = {11};

static const struct keeper *keeper(void)
{
    static struct keeper keeper;
    if (!keeper.context) {
        struct keeper_secrets secrets;
        struct keeper_local *local;
        struct random random = random_seeded(&seeded);
        keeper_secrets_draw(&secrets, &random);
        struct keeper_local_options options = {.secrets = &secrets, .random = random};
        check(keeper_local_open(&options, &local, NULL) == ERR_OK);
        keeper = keeper_local_interface(local);
    }
    return &keeper;
}

/* What it signed with the key for checkpoints is one, and with no other key it signs one. */
static void check_signed(struct str body)
{
    struct checkpoint checkpoint;
    struct str bytes = {body.p + 1, body.n - 1};
    bool is_checkpoint = checkpoint_parse(&checkpoint, bytes, NULL) == ERR_OK;
    check(is_checkpoint == ((unsigned char)body.p[0] == KEEPER_CHECKPOINTS));
    check((unsigned char)body.p[0] != KEEPER_SEALING);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf out;
    struct fault fault = {0};
    if (size == 0 || data[0] == KEEPER_ASK_ENCODE)
        return 0; /* its work is bounded, and long */
    struct str body = {(const char *)data + 1, size - 1};
    buf_init(&out, KEEPER_REQUEST_BODY);
    enum err err = keeper_answer(keeper(), data[0], body, &out, &fault);
    check(err != ERR_BUG && (!err || out.n == 0));
    if (!err && data[0] == KEEPER_ASK_SIGN)
        check_signed(body);
    buf_release(&out);
    return 0;
}
