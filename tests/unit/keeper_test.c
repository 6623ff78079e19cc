/* keeper/: signs what it can parse with the key of that role, opens seals, keeps keys sealed at rest, answers
 * only what is asked in its form. */
#include "keeper/keyfile.h"
#include "keeper/local.h"
#include "keeper/serve.h"
#include "ledger/note.h"

#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static struct seeded seeded = {3};

static struct keeper_local *make(struct keeper_secrets *secrets)
{
    struct random random = random_seeded(&seeded);
    struct keeper_local *local;
    keeper_secrets_draw(secrets, &random);
    struct keeper_local_options options = {.secrets = secrets, .random = random};
    assert_int_equal(keeper_local_open(&options, &local, NULL), ERR_OK);
    return local;
}

static void each_key_signs_its_own_kind_only(void **state)
{
    (void)state;
    static const char tls[] = "                                                                "
                              "TLS 1.3, server CertificateVerify\0abcdefghijklmnopqrstuvwxyz012345";
    const struct {
        enum keeper_role role;
        struct str bytes;
    } typed[] = {
        {KEEPER_MESSAGES, STR("DSSEv1 36 application/vnd.liaison.message.v1+x 4 body")},
        {KEEPER_CHECKPOINTS, STR("north\n3\ndyYwF5QXWI8JHSFnIQ3Y2DtilbWOQaR1nC8a9xOYScQ=\n")},
        {KEEPER_COSIGNATURES,
         STR("cosignature/v1\ntime 5\nnorth\n3\ndyYwF5QXWI8JHSFnIQ3Y2DtilbWOQaR1nC8a9xOYScQ=\n")},
        {KEEPER_TLS, {tls, sizeof tls - 1}},
    };
    struct keeper_secrets secrets;
    struct keeper_local *local = make(&secrets);
    struct keeper keeper = keeper_local_interface(local);
    struct keeper_public public;
    unsigned char signature[KEEPER_SIGNATURE_BYTES];
    assert_int_equal(keeper.public_keys(keeper.context, &public, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        for (size_t role = 0; role < KEEPER_ROLES; role++) {
            struct str bytes = typed[i].bytes;
            enum err err = keeper.sign(keeper.context, (enum keeper_role)role, bytes, signature, NULL);
            assert_int_equal(err, role == (size_t)typed[i].role ? ERR_OK : ERR_REFUSED);
            if (!err)
                assert_int_equal(crypto_sign_verify_detached(signature, (const unsigned char *)bytes.p,
                                                             bytes.n, public.current[role]),
                                 0);
        }
    assert_int_equal(keeper.sign(keeper.context, KEEPER_MESSAGES, STR("anything"), signature, NULL),
                     ERR_REFUSED);
    assert_int_equal(keeper.sign(keeper.context, KEEPER_MESSAGES,
                                 STR("DSSEv1 30 application/vnd.in-toto+json.xx 4 body"), signature, NULL),
                     ERR_REFUSED);
    keeper_local_close(local);
}

static void a_seal_opens_with_the_current_key_and_the_one_before(void **state)
{
    (void)state;
    struct keeper_secrets secrets;
    struct keeper_local *local = make(&secrets);
    struct keeper keeper = keeper_local_interface(local);
    struct keeper_public public;
    unsigned char sealed[2 * KEEPER_SEALED_BYTES], key[KEEPER_KEY_BYTES];
    struct keeper_opened opened[2];
    memset(key, 7, sizeof key);
    assert_int_equal(keeper.public_keys(keeper.context, &public, NULL), ERR_OK);
    crypto_box_seal(sealed, key, sizeof key, public.current[KEEPER_SEALING]);
    memset(sealed + KEEPER_SEALED_BYTES, 3, KEEPER_SEALED_BYTES);
    for (int rolled = 0; rolled < 2; rolled++) {
        assert_int_equal(keeper.open_seals(keeper.context, sealed, 2, opened, NULL), ERR_OK);
        assert_true(opened[0].opened);
        assert_memory_equal(opened[0].key, key, sizeof key);
        assert_false(opened[1].opened);
        assert_int_equal(keeper.roll(keeper.context, KEEPER_SEALING, NULL), ERR_OK);
    }
    assert_int_equal(keeper.open_seals(keeper.context, sealed, 1, opened, NULL), ERR_OK);
    assert_false(opened[0].opened);
    keeper_local_close(local);
}

static void keys_rest_sealed_and_open_only_with_what_unlocks_them(void **state)
{
    (void)state;
    struct keeper_secrets secrets, again;
    struct random random = random_seeded(&seeded);
    struct fault fault;
    char path[] = "/tmp/liaison-keys-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    keeper_secrets_draw(&secrets, &random);
    const struct keyfile_lock locks[] = {{KEYFILE_FILE, STR("sixteen bytes or more")},
                                         {KEYFILE_PASSPHRASE, STR("a passphrase")}};
    for (size_t i = 0; i < 2; i++) {
        enum keyfile_how how;
        assert_int_equal(keyfile_write(path, &locks[i], true, &secrets, &random, &fault), ERR_OK);
        assert_int_equal(keyfile_write(path, &locks[i], true, &secrets, &random, &fault), ERR_BUSY);
        assert_int_equal(keyfile_how(path, &how, &fault), ERR_OK);
        assert_int_equal(how, locks[i].how);
        assert_int_equal(keyfile_read(path, locks[i].unlock, &again, &fault), ERR_OK);
        assert_memory_equal(&again, &secrets, sizeof secrets);
        assert_int_equal(keyfile_read(path, STR("another one, as long"), &again, &fault), ERR_REFUSED);
        unlink(path);
    }
    const struct keyfile_lock shorter = {KEYFILE_PASSPHRASE, STR("short")};
    assert_int_equal(keyfile_write(path, &shorter, true, &secrets, &random, &fault), ERR_REFUSED);
    assert_int_equal(keyfile_read(path, STR("x"), &again, &fault), ERR_NOT_FOUND);
}

static void epoch_keys_are_worked_by_request_as_by_the_engine_itself(void **state)
{
    (void)state;
    struct keeper_secrets secrets;
    struct keeper_local *local = make(&secrets);
    struct keeper keeper = keeper_local_interface(local);
    struct epoch epoch = {.number = 1, .scheme = 1, .direction = EPOCH_FIRST_HOLDS, .kind = EPOCH_PERSONS};
    unsigned char name[EPOCH_BYTES];
    struct match_key keys[3] = {{{1}}, {{2}}, {{3}}};
    struct match_output outputs[3];
    struct buf body, out;
    buf_init(&body, 1 << 16);
    buf_init(&out, 1 << 16);
    epoch_encode(&epoch, name);
    buf_add(&body, name, sizeof name);
    assert_int_equal(keeper_answer(&keeper, KEEPER_ASK_PUBLIC, buf_str(&body), &out, NULL), ERR_NOT_FOUND);
    assert_int_equal(keeper_answer(&keeper, KEEPER_ASK_CREATE, buf_str(&body), &out, NULL), ERR_OK);
    assert_int_equal(keeper_answer(&keeper, KEEPER_ASK_CREATE, buf_str(&body), &out, NULL), ERR_BUSY);
    buf_add(&body, keys, sizeof keys);
    assert_int_equal(keeper_answer(&keeper, KEEPER_ASK_ENCODE, buf_str(&body), &out, NULL), ERR_OK);
    assert_int_equal(keeper.engine.encode(keeper.engine.context, &epoch, keys, 3, outputs, NULL), ERR_OK);
    assert_int_equal(out.n, sizeof outputs);
    assert_memory_equal(out.bytes, outputs, sizeof outputs);
    body.n = EPOCH_BYTES;
    assert_int_equal(keeper_answer(&keeper, KEEPER_ASK_DESTROY, buf_str(&body), &out, NULL), ERR_OK);
    buf_release(&body);
    buf_release(&out);
    keeper_local_close(local);
}

static struct keeper_local *resting(const struct keeper_secrets *secrets, const char *epochs)
{
    struct keeper_local *local;
    struct keeper_local_options options = {
        .secrets = secrets, .random = random_seeded(&seeded), .epochs = epochs};
    assert_int_equal(keeper_local_open(&options, &local, NULL), ERR_OK);
    return local;
}

/* Changes a byte of the one file in a directory. */
static void spoil_the_only_file(const char *directory)
{
    char path[512];
    DIR *all = opendir(directory);
    struct dirent *entry;
    assert_non_null(all);
    do
        assert_non_null(entry = readdir(all));
    while (entry->d_name[0] == '.');
    snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
    FILE *file = fopen(path, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, 40, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fseek(file, 40, SEEK_SET), 0);
    fputc(byte ^ 1, file);
    assert_int_equal(fclose(file), 0);
    closedir(all);
}

static void an_epoch_key_outlives_the_process_and_is_gone_for_all_when_destroyed(void **state)
{
    (void)state;
    char directory[] = "/tmp/liaison-vault-XXXXXX", epochs[64];
    assert_non_null(mkdtemp(directory));
    snprintf(epochs, sizeof epochs, "%s/epochs", directory);
    struct random random = random_seeded(&seeded);
    struct keeper_secrets secrets, others;
    keeper_secrets_draw(&secrets, &random);
    keeper_secrets_draw(&others, &random);
    struct keeper_local *daemon = resting(&secrets, epochs), *command = resting(&secrets, epochs),
                        *stranger = resting(&others, epochs);
    struct oprf_engine one = keeper_local_interface(daemon).engine,
                       two = keeper_local_interface(command).engine,
                       three = keeper_local_interface(stranger).engine;
    struct epoch epoch = {.number = 1, .scheme = 1, .direction = EPOCH_FIRST_HOLDS, .kind = EPOCH_PERSONS};
    struct group_point public, same;
    assert_int_equal(one.public_key(one.context, &epoch, &public, NULL), ERR_NOT_FOUND);
    assert_int_equal(two.create(two.context, &epoch, NULL), ERR_OK);
    assert_int_equal(one.create(one.context, &epoch, NULL), ERR_BUSY);
    assert_int_equal(one.public_key(one.context, &epoch, &public, NULL), ERR_OK);
    assert_int_equal(two.public_key(two.context, &epoch, &same, NULL), ERR_OK);
    assert_memory_equal(&public, &same, sizeof public);
    assert_int_equal(three.public_key(three.context, &epoch, &same, NULL), ERR_FORGED);
    assert_int_equal(two.destroy(two.context, &epoch, NULL), ERR_OK);
    assert_int_equal(two.destroy(two.context, &epoch, NULL), ERR_NOT_FOUND);
    assert_int_equal(one.public_key(one.context, &epoch, &public, NULL), ERR_NOT_FOUND);
    assert_int_equal(one.create(one.context, &epoch, NULL), ERR_OK);
    spoil_the_only_file(epochs);
    assert_int_equal(one.public_key(one.context, &epoch, &public, NULL), ERR_FORGED);
    assert_int_equal(one.destroy(one.context, &epoch, NULL), ERR_OK);
    keeper_local_close(daemon);
    keeper_local_close(command);
    keeper_local_close(stranger);
    assert_int_equal(rmdir(epochs), 0);
    assert_int_equal(rmdir(directory), 0);
}

struct server {
    int socket;
    struct keeper keeper;
};

static void *serve(void *context)
{
    struct server *server = context;
    keeper_serve(server->socket, &server->keeper);
    close(server->socket);
    return NULL;
}

static void a_request_out_of_form_gets_an_error_and_the_next_is_answered(void **state)
{
    (void)state;
    struct keeper_secrets secrets;
    struct keeper_local *local = make(&secrets);
    int pair[2];
    pthread_t thread;
    unsigned first;
    struct buf reply;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    struct server server = {pair[1], keeper_local_interface(local)};
    assert_int_equal(pthread_create(&thread, NULL, serve, &server), 0);
    buf_init(&reply, KEEPER_REQUEST_BODY);
    for (unsigned what = 0; what < KEEPER_REQUESTS + 3; what++) {
        assert_true(keeper_frame_write(pair[0], what, STR("far too odd a body for anything")));
        assert_true(keeper_frame_read(pair[0], &first, &reply));
        assert_true(first != ERR_OK);
    }
    assert_true(keeper_frame_write(pair[0], KEEPER_ASK_REST_KEY, STR("")));
    assert_true(keeper_frame_read(pair[0], &first, &reply));
    assert_int_equal(first, ERR_OK);
    assert_int_equal(reply.n, KEEPER_KEY_BYTES);
    assert_memory_equal(reply.bytes, secrets.rest, KEEPER_KEY_BYTES);
    close(pair[0]);
    pthread_join(thread, NULL);
    buf_release(&reply);
    keeper_local_close(local);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_signs_its_own_kind_only),
        cmocka_unit_test(a_seal_opens_with_the_current_key_and_the_one_before),
        cmocka_unit_test(keys_rest_sealed_and_open_only_with_what_unlocks_them),
        cmocka_unit_test(an_epoch_key_outlives_the_process_and_is_gone_for_all_when_destroyed),
        cmocka_unit_test(epoch_keys_are_worked_by_request_as_by_the_engine_itself),
        cmocka_unit_test(a_request_out_of_form_gets_an_error_and_the_next_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
