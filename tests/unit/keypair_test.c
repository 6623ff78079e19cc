/* base/keypair: what one signs and seals another checks and opens, real or stand-in; any changed bit is seen.
 */
#include "base/keypair.h"

#include "base/stand_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static const struct str text = {"what was signed", 15};

static void check_signatures(void)
{
    unsigned char seed[KEYPAIR_SEED_BYTES] = {1}, other_seed[KEYPAIR_SEED_BYTES] = {2};
    unsigned char signature[KEYPAIR_SIGNATURE_BYTES];
    struct keypair pair, other;
    keypair_for_signing(seed, &pair);
    keypair_for_signing(other_seed, &other);
    keypair_sign(&pair, text, signature);
    assert_true(keypair_signed(pair.public, text, signature));
    assert_false(keypair_signed(other.public, text, signature));
    assert_false(keypair_signed(pair.public, STR("what was signeD"), signature));
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        assert_false(keypair_signed(pair.public, text, signature));
        signature[i] ^= 1;
    }
}

static void check_seals(void)
{
    unsigned char seed[KEYPAIR_SEED_BYTES] = {1}, other_seed[KEYPAIR_SEED_BYTES] = {2};
    unsigned char key[KEYPAIR_KEY_BYTES] = {7}, opened[KEYPAIR_KEY_BYTES];
    unsigned char sealed[KEYPAIR_SEALED_BYTES];
    struct keypair pair, other;
    keypair_for_sealing(seed, &pair);
    keypair_for_sealing(other_seed, &other);
    assert_true(keypair_seal(pair.public, key, sealed));
    assert_true(keypair_open(&pair, sealed, opened));
    assert_memory_equal(opened, key, sizeof key);
    assert_false(keypair_open(&other, sealed, opened));
    for (size_t i = 32; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_false(keypair_open(&pair, sealed, opened));
        sealed[i] ^= 1;
    }
}

static void real_keys(void **state)
{
    (void)state;
    check_signatures();
    check_seals();
}

static void stand_ins(void **state)
{
    (void)state;
    keypair_stand_in(true);
    check_signatures();
    check_seals();
    keypair_stand_in(false);
}

/* RFC 8032, 7.1, TEST 2. */
static void known_signature(void **state)
{
    static const unsigned char seed[KEYPAIR_SEED_BYTES] = {
        0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f,
        0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb};
    static const unsigned char begins[] = {0x92, 0xa0, 0x09, 0xa9, 0xf0, 0xd4, 0xca, 0xb8};
    unsigned char signature[KEYPAIR_SIGNATURE_BYTES];
    struct keypair pair;
    (void)state;
    keypair_for_signing(seed, &pair);
    keypair_sign(&pair, (struct str){"\x72", 1}, signature);
    assert_memory_equal(signature, begins, sizeof begins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_keys),
        cmocka_unit_test(stand_ins),
        cmocka_unit_test(known_signature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
