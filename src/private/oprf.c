/* OPRF: RFC 9497 in its three modes. See oprf.h. */
#include "private/oprf.h"

#include <sodium.h>

/* The domain separation tags of section 4.1: a prefix and "OPRFV1-" mode "-" suite. */
#define TAG(prefix, mode)                                                                                    \
    {                                                                                                        \
        prefix "OPRFV1-" mode "-ristretto255-SHA512",                                                        \
            sizeof(prefix "OPRFV1-" mode "-ristretto255-SHA512") - 1                                         \
    }
#define TAGS(prefix)                                                                                         \
    {                                                                                                        \
        TAG(prefix, "\x00"), TAG(prefix, "\x01"), TAG(prefix, "\x02")                                        \
    }

static const struct str TAG_GROUP[] = TAGS("HashToGroup-");
static const struct str TAG_SCALAR[] = TAGS("HashToScalar-");
static const struct str TAG_SEED[] = TAGS("Seed-");
static const struct str TAG_KEY[] = TAGS("DeriveKeyPair");

/* The generator's encoding, RFC 9496 section 4.1 and appendix A.1. */
static const struct group_point GENERATOR = {
    {0xe2, 0xf2, 0xae, 0x0a, 0x6a, 0xbc, 0x4e, 0x71, 0xa8, 0x84, 0xa9, 0x61, 0xc5, 0x00, 0x51, 0x5f,
     0x58, 0xe3, 0x0b, 0x6a, 0xa5, 0x82, 0xdd, 0x8d, 0xb6, 0xa6, 0x59, 0x45, 0xe0, 0x8d, 0x2d, 0x76}};

/* A statement of equal logarithms: k * a = b and k * c[i] = d[i] for all i.
 * a is the generator always; which side of the batch is c depends on the mode. */
struct statement {
    enum oprf_mode mode;
    const struct group_point *b;
    const struct group_point *c;
    const struct group_point *d;
    size_t count;
};

struct length {
    char b[2];
};

static struct length length_of(size_t n)
{
    return (struct length){{(char)(n >> 8 & 0xff), (char)(n & 0xff)}};
}

static struct str bytes_of(const void *bytes, size_t n)
{
    return (struct str){bytes, n};
}

static enum err broken(struct fault *fault)
{
    return fault_set(fault, ERR_BUG, "libsodium refused arithmetic that cannot fail");
}

static enum err check_info(enum oprf_mode mode, struct str info, struct fault *fault)
{
    if (mode > OPRF_PARTIAL)
        return fault_set(fault, ERR_BUG, "there is no such OPRF mode");
    if (mode != OPRF_PARTIAL && info.n > 0)
        return fault_set(fault, ERR_BAD_INPUT, "public info is given in a mode that has none");
    if (info.n > OPRF_STRING_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "public info is over %d bytes", (int)OPRF_STRING_MAX);
    return ERR_OK;
}

static enum err check_batch(const struct oprf_batch *batch, struct fault *fault)
{
    if (batch->count == 0 || batch->count > OPRF_BATCH_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "a batch has 1 to %d elements, not %zu", (int)OPRF_BATCH_MAX,
                         batch->count);
    return check_info(batch->mode, batch->info, fault);
}

enum err oprf_key_derive(enum oprf_mode mode, const unsigned char seed[OPRF_SEED_BYTES], struct str info,
                         struct oprf_key *key, struct fault *fault)
{
    if (mode > OPRF_PARTIAL || info.n > OPRF_STRING_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "no such OPRF mode, or key info is too long");
    struct length n = length_of(info.n);
    for (unsigned counter = 0; counter < 256; counter++) {
        char last = (char)counter;
        struct str parts[] = {bytes_of(seed, OPRF_SEED_BYTES), bytes_of(n.b, sizeof n.b), info,
                              bytes_of(&last, 1)};
        if (!group_hash_to_scalar(parts, sizeof parts / sizeof *parts, TAG_KEY[mode], &key->secret))
            return broken(fault);
        /* Fails for a zero scalar alone, where the RFC counts on. */
        if (group_multiply_base(&key->secret, &key->public))
            return ERR_OK;
    }
    return fault_set(fault, ERR_BUG, "no key comes from this seed (DeriveKeyPairError)");
}

void oprf_key_wipe(struct oprf_key *key)
{
    sodium_memzero(key, sizeof *key);
}

static enum err hash_input(enum oprf_mode mode, struct str input, struct group_point *out,
                           struct fault *fault)
{
    if (mode > OPRF_PARTIAL || input.n > OPRF_STRING_MAX)
        return fault_set(fault, ERR_BAD_INPUT, "no such OPRF mode, or the input is too long");
    if (!group_hash_to_point(input, TAG_GROUP[mode], out))
        return fault_set(fault, ERR_BAD_INPUT, "the input hashes to the identity (InvalidInputError)");
    return ERR_OK;
}

enum err oprf_blind(enum oprf_mode mode, struct str input, struct random random, struct group_scalar *blind,
                    struct group_point *blinded, struct fault *fault)
{
    struct group_point element;
    enum err code = hash_input(mode, input, &element, fault);
    if (!code && !(group_scalar_random(random, blind) && group_multiply(blind, &element, blinded)))
        code = fault_set(fault, ERR_BUG, "no blind could be drawn: the random source is broken");
    sodium_memzero(&element, sizeof element);
    return code;
}

/* The scalar that public info adds to the key: HashToScalar("Info" || len || info), section 3.3.3. */
static bool info_scalar(struct str info, struct group_scalar *out)
{
    struct length n = length_of(info.n);
    struct str parts[] = {STR("Info"), bytes_of(n.b, sizeof n.b), info};
    return group_hash_to_scalar(parts, sizeof parts / sizeof *parts, TAG_SCALAR[OPRF_PARTIAL], out);
}

/* The key that is proved: the server's own, or key + info tweak. Its public half too. */
static enum err tweak_key(const struct oprf_key *key, struct str info, struct oprf_key *out,
                          struct fault *fault)
{
    struct group_scalar m;
    if (!info_scalar(info, &m))
        return broken(fault);
    if (!group_scalar_add(&key->secret, &m, &out->secret))
        return fault_set(fault, ERR_REFUSED, "public info cancels the key (InverseError)");
    return group_multiply_base(&out->secret, &out->public) ? ERR_OK : broken(fault);
}

/* seed = Hash(len(B) || B || len(tag) || tag), section 2.2.1. */
static bool composite_seed(const struct statement *st, unsigned char seed[GROUP_HASH_BYTES])
{
    struct str tag = TAG_SEED[st->mode];
    struct length b_n = length_of(GROUP_BYTES);
    struct length tag_n = length_of(tag.n);
    unsigned char text[2 + GROUP_BYTES + 2 + 64];
    memcpy(text, b_n.b, 2);
    memcpy(text + 2, st->b->b, GROUP_BYTES);
    memcpy(text + 2 + GROUP_BYTES, tag_n.b, 2);
    memcpy(text + 4 + GROUP_BYTES, tag.p, tag.n);
    return crypto_hash_sha512(seed, text, 4 + GROUP_BYTES + tag.n) == 0;
}

/* d_i = HashToScalar(len(seed) || seed || i || len(C_i) || C_i || len(D_i) || D_i || "Composite") */
static bool composite_weight(const struct statement *st, const unsigned char seed[GROUP_HASH_BYTES], size_t i,
                             struct group_scalar *out)
{
    struct length seed_n = length_of(GROUP_HASH_BYTES);
    struct length point_n = length_of(GROUP_BYTES);
    struct length index = length_of(i);
    struct str parts[] = {bytes_of(seed_n.b, 2),
                          bytes_of(seed, GROUP_HASH_BYTES),
                          bytes_of(index.b, 2),
                          bytes_of(point_n.b, 2),
                          bytes_of(st->c[i].b, GROUP_BYTES),
                          bytes_of(point_n.b, 2),
                          bytes_of(st->d[i].b, GROUP_BYTES),
                          STR("Composite")};
    return group_hash_to_scalar(parts, sizeof parts / sizeof *parts, TAG_SCALAR[st->mode], out);
}

/* *sum += weight * point; the first term replaces what stands there. */
static bool accumulate(struct group_point *sum, const struct group_scalar *weight,
                       const struct group_point *point, bool first)
{
    struct group_point term;
    if (!group_multiply(weight, point, first ? sum : &term))
        return false;
    return first || group_add(sum, &term, sum);
}

/* ComputeComposites: m = sum of d_i * C_i and, unless z is NULL, z = sum of d_i * D_i. All of it is public.
 */
static bool composites(const struct statement *st, struct group_point *m, struct group_point *z)
{
    unsigned char seed[GROUP_HASH_BYTES];
    if (!composite_seed(st, seed))
        return false;
    for (size_t i = 0; i < st->count; i++) {
        struct group_scalar weight;
        if (!composite_weight(st, seed, i, &weight) || !accumulate(m, &weight, &st->c[i], i == 0))
            return false;
        if (z && !accumulate(z, &weight, &st->d[i], i == 0))
            return false;
    }
    return true;
}

/* c = HashToScalar(B || M || Z || t2 || t3 || "Challenge"), each with its length. */
static bool challenge(enum oprf_mode mode, const struct group_point *const points[5],
                      struct group_scalar *out)
{
    struct length n = length_of(GROUP_BYTES);
    struct str parts[11];
    for (size_t i = 0; i < 5; i++) {
        parts[2 * i] = bytes_of(n.b, 2);
        parts[2 * i + 1] = bytes_of(points[i]->b, GROUP_BYTES);
    }
    parts[10] = STR("Challenge");
    return group_hash_to_scalar(parts, 11, TAG_SCALAR[mode], out);
}

/* GenerateProof, with the composites of section 2.2.1 that know k: Z = k * M. */
static enum err prove(const struct statement *st, const struct group_scalar *k, struct random random,
                      struct oprf_proof *proof, struct fault *fault)
{
    struct group_point m;
    struct group_point z;
    struct group_point t2;
    struct group_point t3;
    struct group_scalar r;
    bool good = composites(st, &m, NULL) && group_multiply(k, &m, &z) && group_scalar_random(random, &r) &&
                group_multiply_base(&r, &t2) && group_multiply(&r, &m, &t3) &&
                challenge(st->mode, (const struct group_point *const[]){st->b, &m, &z, &t2, &t3}, &proof->c);
    if (good)
        group_scalar_response(&r, &proof->c, k, &proof->s);
    sodium_memzero(&r, sizeof r);
    return good ? ERR_OK : broken(fault);
}

/* s * a + c * b */
static bool recombine(const struct oprf_proof *proof, const struct group_point *a,
                      const struct group_point *b, struct group_point *out)
{
    struct group_point left;
    struct group_point right;
    return group_multiply(&proof->s, a, &left) && group_multiply(&proof->c, b, &right) &&
           group_add(&left, &right, out);
}

/* Names the first point that is none. */
static enum err check_points(const struct group_point *points, size_t count, const char *what,
                             struct fault *fault)
{
    for (size_t i = 0; i < count; i++) {
        enum err code = group_check_point(&points[i], what, i, fault);
        if (code)
            return code;
    }
    return ERR_OK;
}

static bool statement_holds(const struct statement *st, const struct oprf_proof *proof)
{
    struct group_point m;
    struct group_point z;
    struct group_point t2;
    struct group_point t3;
    struct group_scalar expected;
    /* A zero c or s, or composites that cancel, are beyond an honest prover's luck: no proof. */
    return group_scalar_is_canonical(&proof->c) && group_scalar_is_canonical(&proof->s) &&
           composites(st, &m, &z) && recombine(proof, &GENERATOR, st->b, &t2) &&
           recombine(proof, &m, &z, &t3) &&
           challenge(st->mode, (const struct group_point *const[]){st->b, &m, &z, &t2, &t3}, &expected) &&
           sodium_memcmp(expected.b, proof->c.b, sizeof expected.b) == 0;
}

/* In OPRF_PARTIAL the server multiplies by the inverse: the proof then reads
 * "tweaked key * evaluated = blinded", so the sides change place. */
static struct statement statement_of(const struct oprf_batch *batch, const struct group_point *b)
{
    bool partial = batch->mode == OPRF_PARTIAL;
    return (struct statement){.mode = batch->mode,
                              .b = b,
                              .c = partial ? batch->evaluated : batch->blinded,
                              .d = partial ? batch->blinded : batch->evaluated,
                              .count = batch->count};
}

/* The scalar that evaluates, and the key that is proved, from the server's key. */
static enum err evaluation_key(enum oprf_mode mode, const struct oprf_key *key, struct str info,
                               struct oprf_key *proved, struct group_scalar *factor, struct fault *fault)
{
    *proved = *key;
    *factor = key->secret;
    if (mode != OPRF_PARTIAL)
        return ERR_OK;
    enum err code = tweak_key(key, info, proved, fault);
    if (!code && !group_invert_all(&proved->secret, 1, factor))
        code = broken(fault);
    return code;
}

/* A product fails for a point that is none, and for nothing else: factor is not zero. */
static enum err multiply_all(const struct group_scalar *factor, const struct group_point *points,
                             struct group_point *out, size_t count, struct fault *fault)
{
    for (size_t i = 0; i < count; i++)
        if (!group_multiply(factor, &points[i], &out[i])) {
            enum err code = group_check_point(&points[i], "blinded point", i, fault);
            return code ? code : broken(fault);
        }
    return ERR_OK;
}

enum err oprf_blind_evaluate(const struct oprf_batch *batch, const struct oprf_key *key, struct random random,
                             struct group_point *evaluated, struct oprf_proof *proof, struct fault *fault)
{
    struct oprf_key proved = {0};
    struct group_scalar factor = {0};
    enum err code = check_batch(batch, fault);
    if (!code)
        code = evaluation_key(batch->mode, key, batch->info, &proved, &factor, fault);
    if (!code)
        code = multiply_all(&factor, batch->blinded, evaluated, batch->count, fault);
    if (!code && batch->mode != OPRF_BASE) {
        struct oprf_batch done = *batch;
        done.evaluated = evaluated;
        struct statement st = statement_of(&done, &proved.public);
        code = prove(&st, &proved.secret, random, proof, fault);
    }
    oprf_key_wipe(&proved);
    sodium_memzero(&factor, sizeof factor);
    return code;
}

/* The public key that a proof is about: T = info tweak * G + key in OPRF_PARTIAL. */
static enum err proved_public(const struct oprf_batch *batch, const struct group_point *public_key,
                              struct group_point *out, struct fault *fault)
{
    enum err code = group_check_point(public_key, "public key", 0, fault);
    *out = *public_key;
    if (code || batch->mode != OPRF_PARTIAL)
        return code;
    struct group_scalar m;
    struct group_point tweak;
    if (!info_scalar(batch->info, &m) || !group_multiply_base(&m, &tweak) ||
        !group_add(&tweak, public_key, out))
        return broken(fault);
    return group_check_point(out, "tweaked public key", 0, fault);
}

enum err oprf_verify(const struct oprf_batch *batch, const struct group_point *public_key,
                     const struct oprf_proof *proof, struct fault *fault)
{
    struct group_point b;
    enum err code = check_batch(batch, fault);
    if (!code && batch->mode == OPRF_BASE)
        code = fault_set(fault, ERR_BUG, "the base mode has no proof");
    if (!code)
        code = proved_public(batch, public_key, &b, fault);
    if (code)
        return code;
    struct statement st = statement_of(batch, &b);
    if (statement_holds(&st, proof))
        return ERR_OK;
    /* A point that is none fails above as well, but has a name of its own. */
    code = check_points(batch->blinded, batch->count, "blinded point", fault);
    if (!code)
        code = check_points(batch->evaluated, batch->count, "evaluated point", fault);
    return code ? code : fault_set(fault, ERR_FORGED, "the proof does not hold for this public key");
}

/* Hash(len(input) || input || [len(info) || info] || len(N) || N || "Finalize") */
static bool final_hash(enum oprf_mode mode, struct str input, struct str info, const struct group_point *n,
                       unsigned char output[OPRF_OUTPUT_BYTES])
{
    struct length input_n = length_of(input.n);
    struct length info_n = length_of(info.n);
    struct length point_n = length_of(GROUP_BYTES);
    bool partial = mode == OPRF_PARTIAL;
    struct str parts[] = {bytes_of(input_n.b, 2),
                          input,
                          bytes_of(info_n.b, partial ? 2 : 0),
                          partial ? info : bytes_of(NULL, 0),
                          bytes_of(point_n.b, 2),
                          bytes_of(n->b, GROUP_BYTES),
                          STR("Finalize")};
    crypto_hash_sha512_state state;
    bool good = crypto_hash_sha512_init(&state) == 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            good =
                good && crypto_hash_sha512_update(&state, (const unsigned char *)parts[i].p, parts[i].n) == 0;
    good = good && crypto_hash_sha512_final(&state, output) == 0;
    sodium_memzero(&state, sizeof state);
    return good;
}

static enum err unblind(const struct oprf_batch *batch, const struct oprf_client *client,
                        unsigned char (*outputs)[OPRF_OUTPUT_BYTES], struct fault *fault)
{
    struct group_scalar inverses[OPRF_BATCH_MAX];
    struct group_point n;
    enum err code = ERR_OK;
    if (!group_invert_all(client->blinds, batch->count, inverses))
        code = fault_set(fault, ERR_BAD_INPUT, "a blind is zero");
    for (size_t i = 0; !code && i < batch->count; i++) {
        if (client->inputs[i].n > OPRF_STRING_MAX)
            code = fault_set(fault, ERR_BAD_INPUT, "input %zu is too long", i);
        else if (!group_multiply(&inverses[i], &batch->evaluated[i], &n) ||
                 !final_hash(batch->mode, client->inputs[i], batch->info, &n, outputs[i]))
            code = broken(fault);
    }
    sodium_memzero(inverses, sizeof inverses);
    sodium_memzero(&n, sizeof n);
    return code;
}

enum err oprf_finalize(const struct oprf_batch *batch, const struct oprf_client *client,
                       unsigned char (*outputs)[OPRF_OUTPUT_BYTES], struct fault *fault)
{
    enum err code = check_batch(batch, fault);
    if (code)
        return code;
    if (batch->mode == OPRF_BASE)
        code = check_points(batch->evaluated, batch->count, "evaluated point", fault);
    else
        code = oprf_verify(batch, client->public_key, client->proof, fault);
    return code ? code : unblind(batch, client, outputs, fault);
}

enum err oprf_evaluate(enum oprf_mode mode, const struct oprf_key *key, struct str input, struct str info,
                       unsigned char output[OPRF_OUTPUT_BYTES], struct fault *fault)
{
    struct oprf_key proved = {0};
    struct group_scalar factor = {0};
    struct group_point point = {0};
    enum err code = check_info(mode, info, fault);
    if (!code)
        code = hash_input(mode, input, &point, fault);
    if (!code)
        code = evaluation_key(mode, key, info, &proved, &factor, fault);
    if (!code && (!group_multiply(&factor, &point, &point) || !final_hash(mode, input, info, &point, output)))
        code = broken(fault);
    oprf_key_wipe(&proved);
    sodium_memzero(&factor, sizeof factor);
    sodium_memzero(&point, sizeof point);
    return code;
}
