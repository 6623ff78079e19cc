/* private/oprf: every ristretto255 vector of RFC 9497, and everything that must be refused. */
#include "private/oprf.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

struct key_vector {
    int mode;
    const char *seed, *info, *secret, *public;
};

struct case_vector {
    int mode;
    size_t batch, index;
    const char *info, *input, *blind, *blinded, *evaluated, *output, *proof, *nonce;
};

#define KEY(...) {__VA_ARGS__},
#define CASE(...)
static const struct key_vector KEYS[] = {
#include "oprf_vectors.def"
};
#undef KEY
#undef CASE
#define KEY(...)
#define CASE(...) {__VA_ARGS__},
static const struct case_vector CASES[] = {
#include "oprf_vectors.def"
};
enum { CASE_COUNT = sizeof CASES / sizeof *CASES, BATCH = 2 };

static const char *const BAD_POINTS[] = {
#define BAD(hex) hex,
#include "ristretto_bad.def"
};

static size_t unhex(const char *hex, void *out, size_t room)
{
    size_t n = 0;
    assert_int_equal(sodium_hex2bin(out, room, hex, strlen(hex), NULL, &n, NULL), 0);
    return n;
}

static void assert_hex(const void *bytes, size_t n, const char *hex)
{
    unsigned char expected[256];
    assert_int_equal(unhex(hex, expected, sizeof expected), n);
    assert_memory_equal(bytes, expected, n);
}

/* A random source that gives one scalar, in the low half of the 64 bytes that are reduced. */
static void scripted_fill(void *context, void *bytes, size_t n)
{
    memset(bytes, 0, n);
    memcpy(bytes, context, GROUP_BYTES);
}

static struct random scripted(struct group_scalar *scalar)
{
    return (struct random){scripted_fill, scalar};
}

static struct random seeded(void)
{
    static struct seeded state = {7};
    return random_seeded(&state);
}

static struct oprf_key key_of(int mode)
{
    struct oprf_key key;
    unsigned char seed[OPRF_SEED_BYTES];
    char info[64];
    unhex(KEYS[mode].seed, seed, sizeof seed);
    size_t n = unhex(KEYS[mode].info, info, sizeof info);
    assert_int_equal(oprf_key_derive((enum oprf_mode)mode, seed, (struct str){info, n}, &key, NULL), ERR_OK);
    return key;
}

/* One batch of the vectors, from its first element on. */
struct exchange {
    enum oprf_mode mode;
    size_t count;
    struct oprf_key key;
    char info_bytes[64];
    char input_bytes[BATCH][64];
    struct str info;
    struct str inputs[BATCH];
    struct group_scalar blinds[BATCH];
    struct group_point blinded[BATCH];
    struct group_point evaluated[BATCH];
    struct group_scalar nonce;
    struct oprf_proof proof;
};

static void exchange_init(struct exchange *x, const struct case_vector *first)
{
    memset(x, 0, sizeof *x);
    x->mode = (enum oprf_mode)first->mode;
    x->count = first->batch;
    x->key = key_of(first->mode);
    x->info = (struct str){x->info_bytes, unhex(first->info, x->info_bytes, sizeof x->info_bytes)};
    unhex(first->nonce, &x->nonce, sizeof x->nonce);
    for (size_t i = 0; i < x->count; i++) {
        size_t n = unhex(first[i].input, x->input_bytes[i], sizeof x->input_bytes[i]);
        x->inputs[i] = (struct str){x->input_bytes[i], n};
        unhex(first[i].blind, &x->blinds[i], GROUP_BYTES);
        struct group_scalar drawn;
        assert_int_equal(
            oprf_blind(x->mode, x->inputs[i], scripted(&x->blinds[i]), &drawn, &x->blinded[i], NULL), ERR_OK);
        assert_memory_equal(&drawn, &x->blinds[i], sizeof drawn);
    }
}

static struct oprf_batch exchange_batch(const struct exchange *x)
{
    return (struct oprf_batch){x->mode, x->info, x->count, x->blinded, x->evaluated};
}

static enum err exchange_evaluate(struct exchange *x)
{
    struct oprf_batch batch = exchange_batch(x);
    return oprf_blind_evaluate(&batch, &x->key, scripted(&x->nonce), x->evaluated, &x->proof, NULL);
}

static enum err exchange_finalize(const struct exchange *x, unsigned char (*outputs)[OPRF_OUTPUT_BYTES])
{
    struct oprf_batch batch = exchange_batch(x);
    struct oprf_client client = {x->inputs, x->blinds, &x->key.public, &x->proof};
    return oprf_finalize(&batch, &client, outputs, NULL);
}

/* The batch of two of the verifiable mode, evaluated. */
static void exchange_of_two(struct exchange *x, int mode)
{
    size_t i = 0;
    while (CASES[i].mode != mode || CASES[i].batch != 2)
        i++;
    exchange_init(x, &CASES[i]);
    assert_int_equal(exchange_evaluate(x), ERR_OK);
}

static void derived_keys_are_those_of_the_vectors(void **state)
{
    (void)state;
    for (int mode = 0; mode < 3; mode++) {
        struct oprf_key key = key_of(mode);
        assert_hex(&key.secret, GROUP_BYTES, KEYS[mode].secret);
        if (mode != OPRF_BASE)
            assert_hex(&key.public, GROUP_BYTES, KEYS[mode].public);
        oprf_key_wipe(&key);
        assert_true(sodium_is_zero(key.secret.b, sizeof key.secret.b));
    }
}

static void every_vector_is_met_at_every_step(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASE_COUNT; i += CASES[i].batch) {
        struct exchange x;
        unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
        exchange_init(&x, &CASES[i]);
        assert_int_equal(exchange_evaluate(&x), ERR_OK);
        assert_int_equal(exchange_finalize(&x, outputs), ERR_OK);
        if (x.mode != OPRF_BASE)
            assert_hex(&x.proof, sizeof x.proof, CASES[i].proof);
        for (size_t k = 0; k < x.count; k++) {
            assert_hex(&x.blinded[k], GROUP_BYTES, CASES[i + k].blinded);
            assert_hex(&x.evaluated[k], GROUP_BYTES, CASES[i + k].evaluated);
            assert_hex(outputs[k], OPRF_OUTPUT_BYTES, CASES[i + k].output);
        }
    }
}

static void the_holder_of_the_key_computes_the_same_value_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        struct oprf_key key = key_of(CASES[i].mode);
        char input[64];
        char info[64];
        unsigned char output[OPRF_OUTPUT_BYTES];
        struct str in = {input, unhex(CASES[i].input, input, sizeof input)};
        struct str public = {info, unhex(CASES[i].info, info, sizeof info)};
        assert_int_equal(oprf_evaluate((enum oprf_mode)CASES[i].mode, &key, in, public, output, NULL),
                         ERR_OK);
        assert_hex(output, sizeof output, CASES[i].output);
    }
}

static void every_bad_encoding_of_rfc_9496_is_refused_by_name(void **state)
{
    (void)state;
    struct exchange x;
    exchange_of_two(&x, OPRF_VERIFIABLE);
    for (size_t i = 0; i < sizeof BAD_POINTS / sizeof *BAD_POINTS; i++) {
        struct oprf_batch batch = exchange_batch(&x);
        struct fault fault;
        unhex(BAD_POINTS[i], &x.blinded[1], GROUP_BYTES);
        assert_int_equal(oprf_blind_evaluate(&batch, &x.key, seeded(), x.evaluated, &x.proof, &fault),
                         ERR_BAD_INPUT);
        assert_string_equal(fault.detail, "blinded point 1 is not a canonical ristretto255 point");
    }
}

/* No encoding of RFC 9496 A.2 is wrong in its top bit alone, and libsodium 1.0.18 takes those that are. */
static void a_point_with_its_top_bit_set_is_refused_everywhere(void **state)
{
    (void)state;
    struct exchange x;
    unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
    exchange_of_two(&x, OPRF_VERIFIABLE);
    struct group_point right = x.evaluated[1];
    struct group_point sum;
    x.evaluated[1].b[GROUP_BYTES - 1] |= 0x80;
    assert_int_equal(exchange_finalize(&x, outputs), ERR_BAD_INPUT);
    assert_false(group_add(&right, &x.evaluated[1], &sum));
    assert_false(group_add(&x.evaluated[1], &right, &sum));
    assert_false(group_multiply(&x.blinds[0], &x.evaluated[1], &sum));
    x.mode = OPRF_BASE;
    assert_int_equal(exchange_finalize(&x, outputs), ERR_BAD_INPUT);
    x.blinded[0].b[GROUP_BYTES - 1] |= 0x80;
    assert_int_equal(exchange_evaluate(&x), ERR_BAD_INPUT);
    struct group_point identity = {{[GROUP_BYTES - 1] = 0x80}};
    assert_int_equal(group_check_point(&identity, "point", 0, NULL), ERR_BAD_INPUT);
}

static void the_identity_is_refused_by_name_on_both_sides(void **state)
{
    (void)state;
    struct exchange x;
    struct fault fault;
    unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
    exchange_of_two(&x, OPRF_VERIFIABLE);
    struct oprf_batch batch = exchange_batch(&x);
    struct oprf_client client = {x.inputs, x.blinds, &x.key.public, &x.proof};
    memset(&x.evaluated[0], 0, GROUP_BYTES);
    assert_int_equal(oprf_finalize(&batch, &client, outputs, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "evaluated point 0 is the identity");
    memset(&x.blinded[1], 0, GROUP_BYTES);
    assert_int_equal(oprf_blind_evaluate(&batch, &x.key, seeded(), x.evaluated, &x.proof, &fault),
                     ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "blinded point 1 is the identity");
}

static void a_public_key_that_is_no_point_is_refused(void **state)
{
    (void)state;
    struct exchange x;
    struct fault fault;
    exchange_of_two(&x, OPRF_VERIFIABLE);
    struct oprf_batch batch = exchange_batch(&x);
    struct group_point none = {{0}};
    assert_int_equal(oprf_verify(&batch, &none, &x.proof, &fault), ERR_BAD_INPUT);
    assert_string_equal(fault.detail, "public key 0 is the identity");
}

/* What a dishonest holder may try; each must fail the proof. */
static void change_proof_challenge(struct exchange *x)
{
    x->proof.c.b[0] ^= 1;
}
static void change_proof_response(struct exchange *x)
{
    x->proof.s.b[3] ^= 4;
}
static void zero_proof(struct exchange *x)
{
    memset(&x->proof, 0, sizeof x->proof);
}
static void swap_evaluated(struct exchange *x)
{
    struct group_point first = x->evaluated[0];
    x->evaluated[0] = x->evaluated[1];
    x->evaluated[1] = first;
}
static void replace_evaluated(struct exchange *x)
{
    x->evaluated[1] = x->key.public;
}
static void drop_an_element(struct exchange *x)
{
    x->count = 1;
}
static void use_another_key(struct exchange *x)
{
    unsigned char seed[OPRF_SEED_BYTES] = {1};
    struct oprf_key other;
    assert_int_equal(oprf_key_derive(x->mode, seed, STR("other"), &other, NULL), ERR_OK);
    struct group_point published = x->key.public;
    x->key = other;
    assert_int_equal(exchange_evaluate(x), ERR_OK);
    x->key.public = published;
}
static void use_another_question(struct exchange *x)
{
    struct group_scalar blind;
    assert_int_equal(oprf_blind(x->mode, STR("other"), seeded(), &blind, &x->blinded[0], NULL), ERR_OK);
}

static void a_proof_holds_for_nothing_but_what_it_was_made_for(void **state)
{
    (void)state;
    void (*const lies[])(struct exchange *) = {change_proof_challenge, change_proof_response, zero_proof,
                                               swap_evaluated,         replace_evaluated,     drop_an_element,
                                               use_another_key,        use_another_question};
    for (int mode = OPRF_VERIFIABLE; mode <= OPRF_PARTIAL; mode++)
        for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
            struct exchange x;
            unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
            exchange_of_two(&x, mode);
            lies[i](&x);
            assert_int_equal(exchange_finalize(&x, outputs), ERR_FORGED);
        }
}

static void another_public_info_fails_the_proof(void **state)
{
    (void)state;
    struct exchange x;
    unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
    exchange_of_two(&x, OPRF_PARTIAL);
    x.info = STR("other info");
    assert_int_equal(exchange_finalize(&x, outputs), ERR_FORGED);
}

static void a_scalar_not_below_the_order_is_no_proof(void **state)
{
    (void)state;
    /* The group's order, little-endian (RFC 9496 section 4.4), plus the scalar. */
    static const char ORDER[] = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    struct exchange x;
    unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
    unsigned char order[GROUP_BYTES];
    exchange_of_two(&x, OPRF_VERIFIABLE);
    unhex(ORDER, order, sizeof order);
    sodium_add(x.proof.s.b, order, sizeof order);
    assert_int_equal(exchange_finalize(&x, outputs), ERR_FORGED);
}

static void public_info_belongs_to_the_partial_mode_alone(void **state)
{
    (void)state;
    struct oprf_key key = key_of(OPRF_VERIFIABLE);
    unsigned char output[OPRF_OUTPUT_BYTES];
    assert_int_equal(oprf_evaluate(OPRF_VERIFIABLE, &key, STR("a"), STR("info"), output, NULL),
                     ERR_BAD_INPUT);
}

static void a_batch_has_bounds(void **state)
{
    (void)state;
    struct exchange x;
    exchange_of_two(&x, OPRF_VERIFIABLE);
    struct oprf_batch batch = exchange_batch(&x);
    batch.count = 0;
    assert_int_equal(oprf_verify(&batch, &x.key.public, &x.proof, NULL), ERR_BAD_INPUT);
    batch.count = OPRF_BATCH_MAX + 1;
    assert_int_equal(oprf_verify(&batch, &x.key.public, &x.proof, NULL), ERR_BAD_INPUT);
}

static void a_random_source_of_zeros_gives_no_blind(void **state)
{
    (void)state;
    struct group_scalar zero = {{0}};
    struct group_scalar blind;
    struct group_point blinded;
    assert_int_equal(oprf_blind(OPRF_VERIFIABLE, STR("a"), scripted(&zero), &blind, &blinded, NULL), ERR_BUG);
}

static void a_zero_blind_unblinds_nothing(void **state)
{
    (void)state;
    struct exchange x;
    unsigned char outputs[BATCH][OPRF_OUTPUT_BYTES];
    exchange_of_two(&x, OPRF_VERIFIABLE);
    memset(&x.blinds[1], 0, sizeof x.blinds[1]);
    assert_int_equal(exchange_finalize(&x, outputs), ERR_BAD_INPUT);
}

static void inverses_found_together_are_those_found_alone(void **state)
{
    (void)state;
    struct group_scalar in[GROUP_INVERT_MAX];
    struct group_scalar out[GROUP_INVERT_MAX];
    for (size_t i = 0; i < GROUP_INVERT_MAX; i++)
        assert_true(group_scalar_random(seeded(), &in[i]));
    for (size_t count = 1; count <= GROUP_INVERT_MAX; count = count * 3 + 1) {
        assert_true(group_invert_all(in, count, out));
        for (size_t i = 0; i < count; i++) {
            struct group_scalar alone;
            assert_int_equal(crypto_core_ristretto255_scalar_invert(alone.b, in[i].b), 0);
            assert_memory_equal(&alone, &out[i], sizeof alone);
        }
    }
    assert_false(group_invert_all(in, GROUP_INVERT_MAX + 1, out));
}

/* The SHA-512 vectors of RFC 9380 (K.3) are for 32 and 128 bytes of output, and the length is
 * hashed in, so none fits; the vectors of RFC 9497 above pin the function. Left is the joining of parts. */
static void expanding_parts_is_expanding_their_concatenation(void **state)
{
    (void)state;
    unsigned char whole[GROUP_HASH_BYTES];
    unsigned char parted[GROUP_HASH_BYTES];
    struct str parts[] = {STR("ab"), STR(""), STR("c")};
    assert_true(group_expand(&STR("abc"), 1, STR("tag"), whole));
    assert_true(group_expand(parts, 3, STR("tag"), parted));
    assert_memory_equal(whole, parted, sizeof whole);
    assert_true(group_expand(parts, 3, STR("tah"), parted));
    assert_memory_not_equal(whole, parted, sizeof whole);
    static const char long_tag[256] = {'x'};
    assert_false(group_expand(parts, 3, (struct str){long_tag, sizeof long_tag}, parted));
}

static int start(void **state)
{
    (void)state;
    return group_start(NULL) ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derived_keys_are_those_of_the_vectors),
        cmocka_unit_test(every_vector_is_met_at_every_step),
        cmocka_unit_test(the_holder_of_the_key_computes_the_same_value_alone),
        cmocka_unit_test(every_bad_encoding_of_rfc_9496_is_refused_by_name),
        cmocka_unit_test(a_point_with_its_top_bit_set_is_refused_everywhere),
        cmocka_unit_test(the_identity_is_refused_by_name_on_both_sides),
        cmocka_unit_test(a_public_key_that_is_no_point_is_refused),
        cmocka_unit_test(a_proof_holds_for_nothing_but_what_it_was_made_for),
        cmocka_unit_test(another_public_info_fails_the_proof),
        cmocka_unit_test(a_scalar_not_below_the_order_is_no_proof),
        cmocka_unit_test(public_info_belongs_to_the_partial_mode_alone),
        cmocka_unit_test(a_batch_has_bounds),
        cmocka_unit_test(a_random_source_of_zeros_gives_no_blind),
        cmocka_unit_test(a_zero_blind_unblinds_nothing),
        cmocka_unit_test(inverses_found_together_are_those_found_alone),
        cmocka_unit_test(expanding_parts_is_expanding_their_concatenation),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
