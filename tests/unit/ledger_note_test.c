/* ledger/note, checkpoint, proof: what one key signed every key's holder can
 * check, what is malformed is refused by one sentence, and only a head that
 * follows is cosigned. */
#include "base/limits.h"
#include "base/random.h"
#include "ledger/nodes.h"
#include "ledger/proof.h"
#include "ledger/text_line.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

#define DASH "\xe2\x80\x94 "

/* A key pair from a seed, and the signer over it, as a keeper would offer it. */
struct pair {
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    struct note_key key;
    struct note_signer signer;
    bool broken;
};

static enum err pair_sign(void *context, const struct note_key *key, struct str message,
                          unsigned char signature[NOTE_SIGNATURE_BYTES], struct fault *fault)
{
    struct pair *pair = context;
    assert_ptr_equal(key, &pair->key);
    if (pair->broken)
        return fault_set(fault, ERR_BUSY, "the keeper is away");
    crypto_sign_detached(signature, NULL, (const unsigned char *)message.p, message.n, pair->secret);
    return ERR_OK;
}

static void pair_init(struct pair *pair, const char *name, enum note_type type, unsigned char seed_byte)
{
    unsigned char seed[crypto_sign_SEEDBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
    memset(seed, seed_byte, sizeof seed);
    crypto_sign_seed_keypair(public_key, pair->secret, seed);
    assert_int_equal(note_key_init(&pair->key, str_of(name), type, public_key, NULL), ERR_OK);
    pair->signer = (struct note_signer){&pair->key, pair_sign, pair};
    pair->broken = false;
}

/* Two desks, a tree of a hundred leaves, and room for texts. */
struct fixture {
    struct pair desk, other, cosigner;
    struct nodes_memory memory;
    struct tree_nodes nodes;
    struct tree_hash leaves[100];
    struct tree tree;
    struct buf text, note;
};

static int begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct seeded seeded = {5};
    struct random random = random_seeded(&seeded);
    if (!f)
        return -1;
    pair_init(&f->desk, "desk-a.example/b", NOTE_ED25519, 1);
    pair_init(&f->other, "desk-a.example/b", NOTE_ED25519, 2);
    pair_init(&f->cosigner, "desk-b.example/cosign", NOTE_COSIGNATURE, 3);
    nodes_memory_init(&f->memory, 1000);
    f->nodes = nodes_memory(&f->memory);
    random.fill(random.context, f->leaves, sizeof f->leaves);
    tree_init(&f->tree);
    assert_int_equal(tree_append(&f->tree, &f->nodes, f->leaves, 100, NULL), ERR_OK);
    buf_init(&f->text, 1 << 16);
    buf_init(&f->note, 1 << 20);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    nodes_memory_release(&f->memory);
    buf_release(&f->text);
    buf_release(&f->note);
    free(f);
    return 0;
}

static struct checkpoint head_at(struct fixture *f, uint64_t size)
{
    struct checkpoint checkpoint = {.origin = f->desk.key.name, .head = {.size = size}};
    assert_int_equal(tree_root_at(&f->nodes, size, &checkpoint.head.root, NULL), ERR_OK);
    return checkpoint;
}

/* The signed checkpoint at that size, in f->note. */
static struct str signed_head(struct fixture *f, const struct checkpoint *checkpoint)
{
    buf_clear(&f->text);
    buf_clear(&f->note);
    assert_int_equal(checkpoint_write(&f->text, checkpoint, NULL), ERR_OK);
    assert_int_equal(note_write(&f->note, buf_str(&f->text), &f->desk.signer, NULL), ERR_OK);
    return buf_str(&f->note);
}

/* --- notes --- */

/* The example of Go's golang.org/x/mod/sumdb/note (BSD-3-Clause). */
static void the_note_that_go_documents_verifies_and_is_written_the_same(void **state)
{
    (void)state;
    struct str text = STR("If you think cryptography is the answer to your problem,\n"
                          "then you don't know what your problem is.\n");
    struct str bytes =
        STR("If you think cryptography is the answer to your problem,\n"
            "then you don't know what your problem is.\n\n" DASH
            "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp"
            "RZb6KE6RyyBwJnAM=\n");
    struct str vkey = STR("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    struct note_key key;
    struct note note;
    struct buf written;
    uint64_t seconds = 99;
    assert_int_equal(note_key_read(&key, vkey, NULL), ERR_OK);
    assert_int_equal(note_parse(&note, bytes, NULL), ERR_OK);
    assert_true(str_equal(note.text, text));
    assert_int_equal(note_verify(&note, &key, &seconds, NULL), ERR_OK);
    assert_int_equal(seconds, 0);
    buf_init(&written, 1000);
    note_key_write(&written, &key);
    assert_true(str_equal(buf_str(&written), vkey));
    buf_release(&written);
}

static void a_malformed_note_is_refused(void **state)
{
    (void)state;
#define SIG DASH "k AAAAAQI=\n"
    static const struct {
        const char *why, *bytes;
    } cases[] = {
        {"nothing at all", ""},
        {"no empty line", "text\n" SIG},
        {"no signature line", "text\n\n"},
        {"no text", "\n" SIG},
        {"last line without its newline", "text\n\n" DASH "k AAAAAQI="},
        {"a hyphen for the dash", "text\n\n- k AAAAAQI=\n"},
        {"no space after the dash", "text\n\n\xe2\x80\x94k AAAAAQI=\n"},
        {"no name", "text\n\n" DASH " AAAAAQI=\n"},
        {"no signature", "text\n\n" DASH "k\n"},
        {"an empty signature", "text\n\n" DASH "k \n"},
        {"an id and nothing more", "text\n\n" DASH "k AAAAAQ==\n"},
        {"base64 without padding", "text\n\n" DASH "k AAAAAQI\n"},
        {"base64 with bits left over", "text\n\n" DASH "k AAAAAQJ=\n"},
        {"URL base64", "text\n\n" DASH "k AAAA_QI=\n"},
        {"a space in the base64", "text\n\n" DASH "k AAAA AQI=\n"},
        {"letters beyond ASCII in the base64", "text\n\n" DASH "k AA\xc3\x81"
                                               "AQI=\n"},
        {"a plus in the name", "text\n\n" DASH "k+k AAAAAQI=\n"},
        {"a no-break space in the name", "text\n\n" DASH "k\xc2\xa0k AAAAAQI=\n"},
        {"an ideographic space in the name", "text\n\n" DASH "k\xe3\x80\x80 AAAAAQI=\n"},
        {"a carriage return", "text\r\n\n" SIG},
        {"an escape", "te\033xt\n\n" SIG},
        {"a delete", "te\177xt\n\n" SIG},
        {"bytes that are not UTF-8", "te\xffxt\n\n" SIG},
        {"a line below that is none", "text\n\n" SIG "more\n"},
    };
#undef SIG
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct note note;
        struct fault fault;
        enum err err = note_parse(&note, str_of(cases[i].bytes), &fault);
        if (err != ERR_BAD_INPUT || strncmp(fault.detail, "note: ", 6) != 0)
            fail_msg("%s: %s", cases[i].why, err_name(err));
    }
}

static void the_text_ends_at_the_last_empty_line(void **state)
{
    (void)state;
    struct note note;
    assert_int_equal(note_parse(&note, STR("a\n\nb\n\n" DASH "k AAAAAQI=\n"), NULL), ERR_OK);
    assert_true(str_equal(note.text, STR("a\n\nb\n")));
    assert_int_equal(note_parse(&note, STR("\n\n" DASH "k AAAAAQI=\n"), NULL), ERR_OK);
    assert_true(str_equal(note.text, STR("\n")));
}

static void a_note_over_a_limit_is_too_large(void **state)
{
    struct fixture *f = *state;
    struct note note;
    buf_add_str(&f->note, STR("text\n\n"));
    for (long long i = 0; i < LIMIT_NOTE_SIGNATURES; i++)
        buf_add_str(&f->note, STR(DASH "k AAAAAQI=\n"));
    assert_int_equal(note_parse(&note, buf_str(&f->note), NULL), ERR_OK);
    buf_add_str(&f->note, STR(DASH "k AAAAAQI=\n"));
    assert_int_equal(note_parse(&note, buf_str(&f->note), NULL), ERR_TOO_LARGE);
    buf_clear(&f->note);
    while ((long long)f->note.n <= LIMIT_NOTE_BYTES)
        buf_add_str(&f->note, STR("a line of a very long text\n"));
    buf_add_str(&f->note, STR("\n" DASH "k AAAAAQI=\n"));
    assert_int_equal(note_parse(&note, buf_str(&f->note), NULL), ERR_TOO_LARGE);
}

static void a_note_carries_the_signatures_of_several_keys(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint = head_at(f, 100);
    struct note note;
    uint64_t seconds;
    signed_head(f, &checkpoint);
    assert_int_equal(note_sign(&f->note, buf_str(&f->text), &f->cosigner.signer, 1700000000, NULL), ERR_OK);
    assert_int_equal(note_sign(&f->note, buf_str(&f->text), &f->cosigner.signer, 1600000000, NULL), ERR_OK);
    assert_int_equal(note_parse(&note, buf_str(&f->note), NULL), ERR_OK);
    assert_int_equal(note.count, 3);
    assert_int_equal(note_verify(&note, &f->desk.key, &seconds, NULL), ERR_OK);
    assert_int_equal(seconds, 0);
    assert_int_equal(note_verify(&note, &f->cosigner.key, &seconds, NULL), ERR_OK);
    assert_int_equal(seconds, 1700000000);
}

static void another_key_of_the_same_name_has_not_signed(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint = head_at(f, 100);
    struct note note;
    assert_int_equal(note_parse(&note, signed_head(f, &checkpoint), NULL), ERR_OK);
    assert_int_equal(note_verify(&note, &f->other.key, NULL, NULL), ERR_NOT_FOUND);
    assert_int_equal(note_verify(&note, &f->cosigner.key, NULL, NULL), ERR_NOT_FOUND);
    /* One that claims the id as well is a forgery. */
    f->other.key.id = f->desk.key.id;
    assert_int_equal(note_verify(&note, &f->other.key, NULL, NULL), ERR_FORGED);
}

static void one_false_signature_spoils_the_true_one_of_its_key(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint = head_at(f, 100);
    struct note note;
    signed_head(f, &checkpoint);
    f->other.key.id = f->desk.key.id;
    assert_int_equal(note_sign(&f->note, buf_str(&f->text), &f->other.signer, 0, NULL), ERR_OK);
    assert_int_equal(note_parse(&note, buf_str(&f->note), NULL), ERR_OK);
    assert_int_equal(note_verify(&note, &f->desk.key, NULL, NULL), ERR_FORGED);
}

/* Flips each bit of a cosigned checkpoint: the note no longer parses, or one of
 * the two keys no longer signs it. */
static void no_bit_of_a_cosigned_checkpoint_can_be_changed(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint = head_at(f, 77);
    signed_head(f, &checkpoint);
    assert_int_equal(note_sign(&f->note, buf_str(&f->text), &f->cosigner.signer, 1700000000, NULL), ERR_OK);
    for (size_t bit = 0; bit < f->note.n * 8; bit++) {
        struct note note;
        f->note.bytes[bit / 8] = (char)(f->note.bytes[bit / 8] ^ 1 << bit % 8);
        if (note_parse(&note, buf_str(&f->note), NULL) == ERR_OK &&
            note_verify(&note, &f->desk.key, NULL, NULL) == ERR_OK &&
            note_verify(&note, &f->cosigner.key, NULL, NULL) == ERR_OK)
            fail_msg("bit %zu may be flipped", bit);
        f->note.bytes[bit / 8] = (char)(f->note.bytes[bit / 8] ^ 1 << bit % 8);
    }
}

static void what_is_no_note_text_is_not_signed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(note_sign(&f->note, STR("no newline"), &f->desk.signer, 0, NULL), ERR_BUG);
    assert_int_equal(note_sign(&f->note, STR(""), &f->desk.signer, 0, NULL), ERR_BUG);
    assert_int_equal(note_sign(&f->note, STR("a\tb\n"), &f->desk.signer, 0, NULL), ERR_BUG);
    assert_int_equal(note_sign(&f->note, STR("a\n"), &f->cosigner.signer, UINT64_C(1) << 63, NULL), ERR_BUG);
    assert_int_equal(f->note.n, 0);
}

static void a_plain_signature_is_never_made_over_what_reads_as_a_cosignature(void **state)
{
    struct fixture *f = *state;
    struct str text = STR("cosignature/v1\ntime 1\nx\n0\n");
    assert_int_equal(note_sign(&f->note, text, &f->desk.signer, 0, NULL), ERR_REFUSED);
}

static void what_the_signer_says_is_passed_on(void **state)
{
    struct fixture *f = *state;
    struct fault fault;
    f->desk.broken = f->cosigner.broken = true;
    assert_int_equal(note_sign(&f->note, STR("a\n"), &f->desk.signer, 0, &fault), ERR_BUSY);
    assert_string_equal(fault.detail, "the keeper is away");
    assert_int_equal(note_sign(&f->note, STR("a\n"), &f->cosigner.signer, 0, NULL), ERR_BUSY);
    assert_int_equal(f->note.n, 0);
}

static void a_note_that_finds_no_room_says_so(void **state)
{
    struct fixture *f = *state;
    struct buf small;
    buf_init(&small, 50);
    assert_int_equal(note_write(&small, STR("a\n"), &f->desk.signer, NULL), ERR_NO_MEMORY);
    buf_release(&small);
}

static void a_malformed_key_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum err err;
    } cases[] = {
        {"", ERR_BAD_INPUT},
        {"PeterNeumann", ERR_BAD_INPUT},
        {"PeterNeumann+c74f20a3", ERR_BAD_INPUT},
        {"PeterNeumann+c74f20a3+", ERR_BAD_INPUT},
        {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T", ERR_BAD_INPUT},
        {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy1w==", ERR_BAD_INPUT},
        {"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ERR_FORGED},
        {"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ERR_FORGED},
        {"PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ERR_FORGED},
        {"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ERR_BAD_INPUT},
        {"PeterNeumann+c74f20a3+AhpcZnkHFDw4TEHoMMW84SqogX7FZJqqvywxOIs1stdE", ERR_UNSUPPORTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct note_key key;
        enum err err = note_key_read(&key, str_of(cases[i].text), NULL);
        if (err != cases[i].err)
            fail_msg("'%s': %s", cases[i].text, err_name(err));
    }
}

/* Every byte in every place of a short text: read exactly where it is the text that writing gives. */
static void base64_has_one_spelling(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {"AAAA", "AAA=", "AA==", "zz/+"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t place = 0; place < 4; place++)
            for (int byte = 0; byte < 256; byte++) {
                char text[4], bytes[3];
                size_t n;
                memcpy(text, texts[i], sizeof text);
                text[place] = (char)byte;
                if (!text_line_base64((struct str){text, 4}, bytes, sizeof bytes, &n))
                    continue;
                buf_clear(&f->text);
                text_line_add_base64(&f->text, bytes, n);
                assert_true(str_equal(buf_str(&f->text), (struct str){text, 4}));
            }
}

/* --- checkpoints --- */

#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

static void a_checkpoint_is_read_and_written_the_same(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {"example.com/behind-the-sofa\n20852163\n" ROOT "\n",
                                        "o\n0\n" ROOT "\nan extension\nanother\n",
                                        "origin with spaces\n4611686018427387904\n" ROOT "\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct checkpoint checkpoint;
        assert_int_equal(checkpoint_parse(&checkpoint, str_of(texts[i]), NULL), ERR_OK);
        buf_clear(&f->text);
        assert_int_equal(checkpoint_write(&f->text, &checkpoint, NULL), ERR_OK);
        assert_string_equal(f->text.bytes, texts[i]);
    }
}

static void a_malformed_checkpoint_names_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *line, *text;
    } cases[] = {
        {"line 1", ""},
        {"line 1", "o"},
        {"line 1", "\n1\n" ROOT "\n"},
        {"line 2", "o\n"},
        {"line 2", "o\n\n" ROOT "\n"},
        {"line 2", "o\n01\n" ROOT "\n"},
        {"line 2", "o\n-1\n" ROOT "\n"},
        {"line 2", "o\n+1\n" ROOT "\n"},
        {"line 2", "o\n1 \n" ROOT "\n"},
        {"line 2", "o\n4611686018427387905\n" ROOT "\n"},
        {"line 2", "o\n18446744073709551616\n" ROOT "\n"},
        {"line 2", "o\n99999999999999999999999999999999\n" ROOT "\n"},
        {"line 3", "o\n1\n"},
        {"line 3", "o\n1\n" ROOT},
        {"line 3", "o\n1\n" ROOT "=\n"},
        {"line 3", "o\n1\nAAAA\n"},
        {"line 3", "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n"},
        {"line 4", "o\n1\n" ROOT "\n\n"},
        {"line 4", "o\n1\n" ROOT "\nextension"},
        {"line 4", "o\n1\n" ROOT "\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\n"},
        {"not clean", "o\r\n1\n" ROOT "\n"},
        {"not clean", "\xc0\x80\n1\n" ROOT "\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct checkpoint checkpoint;
        struct fault fault;
        enum err err = checkpoint_parse(&checkpoint, str_of(cases[i].text), &fault);
        if (err != ERR_BAD_INPUT || !strstr(fault.detail, cases[i].line))
            fail_msg("'%s': %s", cases[i].text, err_name(err));
    }
}

static void a_checkpoint_whose_parts_are_not_lines_is_not_written(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint = head_at(f, 3);
    checkpoint.origin = STR("two\nlines");
    assert_int_equal(checkpoint_write(&f->text, &checkpoint, NULL), ERR_BUG);
    checkpoint.origin = STR("one");
    checkpoint.extensions = STR("no newline");
    assert_int_equal(checkpoint_write(&f->text, &checkpoint, NULL), ERR_BUG);
    checkpoint.extensions = STR("");
    checkpoint.head.size = TREE_SIZE_MAX + 1;
    assert_int_equal(checkpoint_write(&f->text, &checkpoint, NULL), ERR_BUG);
}

static void a_checkpoint_opens_only_under_its_ledgers_key(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint = head_at(f, 12), opened;
    struct str bytes = signed_head(f, &checkpoint);
    assert_int_equal(checkpoint_open(&opened, NULL, bytes, &f->desk.key, NULL), ERR_OK);
    assert_true(opened.head.size == 12 && tree_hash_equal(&opened.head.root, &checkpoint.head.root));
    assert_int_equal(checkpoint_open(&opened, NULL, bytes, &f->other.key, NULL), ERR_FORGED);
    checkpoint.origin = STR("desk-a.example/c");
    bytes = signed_head(f, &checkpoint);
    assert_int_equal(checkpoint_open(&opened, NULL, bytes, &f->desk.key, NULL), ERR_FORGED);
}

/* --- what a cosigner may sign --- */

static enum checkpoint_verdict follows(struct fixture *f, uint64_t old, uint64_t new, enum err expected)
{
    struct checkpoint older = head_at(f, old), newer = head_at(f, new);
    struct tree_proof proof = {.count = 0};
    enum checkpoint_verdict verdict;
    struct fault fault;
    if (new >= old)
        assert_int_equal(tree_prove_consistency(&f->nodes, old, new, &proof, NULL), ERR_OK);
    assert_int_equal(checkpoint_follows(&older, &newer, &proof, &verdict, &fault), expected);
    if (expected)
        assert_non_null(strstr(fault.detail, checkpoint_verdict_name(verdict)));
    return verdict;
}

static void a_head_that_grew_or_stayed_follows_and_one_that_shrank_does_not(void **state)
{
    struct fixture *f = *state;
    for (uint64_t old = 0; old <= 100; old += 3)
        for (uint64_t new = 0; new <= 100; new += 4) {
            enum checkpoint_verdict verdict = follows(f, old, new, new < old ? ERR_STALE : ERR_OK);
            assert_int_equal(verdict, new < old    ? CHECKPOINT_BEHIND
                                      : new == old ? CHECKPOINT_SAME
                                                   : CHECKPOINT_GREW);
        }
}

/* Another history that begins with the same n leaves. */
static void fork_at(struct fixture *f, size_t n)
{
    memset(&f->leaves[n], 0xee, sizeof f->leaves[n]);
    assert_int_equal(tree_load(&f->tree, &f->nodes, n, NULL), ERR_OK);
    assert_int_equal(tree_append(&f->tree, &f->nodes, f->leaves + n, 100 - n, NULL), ERR_OK);
}

static void a_fork_is_named(void **state)
{
    struct fixture *f = *state;
    struct checkpoint at_60 = head_at(f, 60), at_50 = head_at(f, 50);
    struct tree_proof proof;
    enum checkpoint_verdict verdict;
    fork_at(f, 55);
    struct checkpoint other_60 = head_at(f, 60), other_100 = head_at(f, 100);
    /* Two roots for one size. */
    proof.count = 0;
    assert_int_equal(checkpoint_follows(&at_60, &other_60, &proof, &verdict, NULL), ERR_FORGED);
    assert_int_equal(verdict, CHECKPOINT_FORKED);
    /* Growth from the forked-off head cannot be shown, whatever proof is offered. */
    for (uint64_t from = 1; from < 100; from++) {
        assert_int_equal(tree_prove_consistency(&f->nodes, from, 100, &proof, NULL), ERR_OK);
        assert_int_equal(checkpoint_follows(&at_60, &other_100, &proof, &verdict, NULL), ERR_FORGED);
        assert_int_equal(verdict, CHECKPOINT_UNPROVEN);
    }
    /* From before the fork, it can: both histories have those leaves. */
    assert_int_equal(tree_prove_consistency(&f->nodes, 50, 100, &proof, NULL), ERR_OK);
    assert_int_equal(checkpoint_follows(&at_50, &other_100, &proof, &verdict, NULL), ERR_OK);
}

static void an_empty_ledger_has_one_root_only(void **state)
{
    struct fixture *f = *state;
    struct checkpoint empty = head_at(f, 0), lie = empty, grown = head_at(f, 5);
    struct tree_proof proof = {.count = 0};
    enum checkpoint_verdict verdict;
    lie.head.root.bytes[0] ^= 1;
    assert_int_equal(checkpoint_follows(&empty, &lie, &proof, &verdict, NULL), ERR_FORGED);
    assert_int_equal(verdict, CHECKPOINT_FORKED);
    assert_int_equal(checkpoint_follows(&lie, &lie, &proof, &verdict, NULL), ERR_FORGED);
    proof.count = 1;
    assert_int_equal(checkpoint_follows(&empty, &grown, &proof, &verdict, NULL), ERR_FORGED);
    assert_int_equal(verdict, CHECKPOINT_UNPROVEN);
}

static void another_ledgers_head_is_refused(void **state)
{
    struct fixture *f = *state;
    struct checkpoint older = head_at(f, 5), newer = older;
    struct tree_proof proof = {.count = 0};
    enum checkpoint_verdict verdict;
    newer.origin = STR("desk-a.example/c");
    assert_int_equal(checkpoint_follows(&older, &newer, &proof, &verdict, NULL), ERR_REFUSED);
    assert_int_equal(verdict, CHECKPOINT_FOREIGN);
}

/* --- proofs as text --- */

/* A request for a cosignature from old to new, in *out. */
static void write_request(struct fixture *f, uint64_t old, uint64_t new, struct buf *out)
{
    struct checkpoint checkpoint = head_at(f, new);
    struct proof_request request = {.old_size = old, .note = signed_head(f, &checkpoint)};
    assert_int_equal(tree_prove_consistency(&f->nodes, old, new, &request.path, NULL), ERR_OK);
    buf_clear(out);
    assert_int_equal(proof_request_write(out, &request, NULL), ERR_OK);
}

static void a_cosigner_signs_what_follows_and_its_signature_completes_the_proof(void **state)
{
    struct fixture *f = *state;
    struct checkpoint remembered = head_at(f, 40), checkpoint;
    struct buf text;
    struct proof_step step;
    uint64_t index = 0;
    buf_init(&text, 1 << 16);
    write_request(f, 40, 90, &text);
    assert_int_equal(proof_request_check(&remembered, &f->desk.key, buf_str(&text), &step, NULL), ERR_OK);
    assert_int_equal(step.verdict, CHECKPOINT_GREW);
    assert_true(step.checkpoint.head.size == 90);
    assert_int_equal(note_sign(&f->note, step.text, &f->cosigner.signer, 1700000000, NULL), ERR_OK);
    struct proof proof = {.index = 33, .extra = STR("AAECAw=="), .note = buf_str(&f->note)};
    assert_int_equal(tree_prove_inclusion(&f->nodes, 33, 90, &proof.path, NULL), ERR_OK);
    buf_clear(&text);
    assert_int_equal(proof_write(&text, &proof, NULL), ERR_OK);
    struct proof_policy policy = {&f->desk.key, &f->cosigner.key, 1};
    assert_int_equal(proof_check(&policy, buf_str(&text), &f->leaves[33], &checkpoint, &index, NULL), ERR_OK);
    assert_int_equal(index, 33);
    assert_int_equal(proof_check(&policy, buf_str(&text), &f->leaves[34], &checkpoint, &index, NULL),
                     ERR_FORGED);
    buf_release(&text);
}

static void a_proof_without_the_cosignature_asked_for_is_refused(void **state)
{
    struct fixture *f = *state;
    struct checkpoint head = head_at(f, 90), checkpoint;
    struct proof proof = {.index = 1, .note = signed_head(f, &head)};
    struct proof_policy alone = {&f->desk.key, NULL, 0}, cosigned = {&f->desk.key, &f->cosigner.key, 1};
    struct buf text;
    uint64_t index;
    buf_init(&text, 1 << 16);
    assert_int_equal(tree_prove_inclusion(&f->nodes, 1, 90, &proof.path, NULL), ERR_OK);
    assert_int_equal(proof_write(&text, &proof, NULL), ERR_OK);
    assert_int_equal(proof_check(&alone, buf_str(&text), &f->leaves[1], &checkpoint, &index, NULL), ERR_OK);
    assert_int_equal(proof_check(&cosigned, buf_str(&text), &f->leaves[1], &checkpoint, &index, NULL),
                     ERR_FORGED);
    buf_release(&text);
}

static void no_bit_of_a_proof_can_be_changed_to_prove_something_else(void **state)
{
    struct fixture *f = *state;
    struct checkpoint head = head_at(f, 90), checkpoint;
    struct proof proof = {.index = 33, .note = signed_head(f, &head)};
    struct proof_policy policy = {&f->desk.key, NULL, 0};
    struct buf text;
    uint64_t index;
    buf_init(&text, 1 << 16);
    assert_int_equal(tree_prove_inclusion(&f->nodes, 33, 90, &proof.path, NULL), ERR_OK);
    assert_int_equal(proof_write(&text, &proof, NULL), ERR_OK);
    for (size_t bit = 0; bit < text.n * 8; bit++) {
        text.bytes[bit / 8] = (char)(text.bytes[bit / 8] ^ 1 << bit % 8);
        if (proof_check(&policy, buf_str(&text), &f->leaves[33], &checkpoint, &index, NULL) == ERR_OK)
            fail_msg("bit %zu may be flipped", bit);
        text.bytes[bit / 8] = (char)(text.bytes[bit / 8] ^ 1 << bit % 8);
    }
    buf_release(&text);
}

static void a_request_from_another_size_is_stale_but_a_fork_shows_all_the_same(void **state)
{
    struct fixture *f = *state;
    struct checkpoint remembered = head_at(f, 60);
    struct proof_step step;
    struct buf text;
    buf_init(&text, 1 << 16);
    write_request(f, 40, 90, &text);
    assert_int_equal(proof_request_check(&remembered, &f->desk.key, buf_str(&text), &step, NULL), ERR_STALE);
    write_request(f, 40, 50, &text);
    assert_int_equal(proof_request_check(&remembered, &f->desk.key, buf_str(&text), &step, NULL), ERR_STALE);
    assert_int_equal(step.verdict, CHECKPOINT_BEHIND);
    fork_at(f, 55);
    write_request(f, 40, 60, &text);
    assert_int_equal(proof_request_check(&remembered, &f->desk.key, buf_str(&text), &step, NULL), ERR_FORGED);
    assert_int_equal(step.verdict, CHECKPOINT_FORKED);
    write_request(f, 60, 90, &text);
    assert_int_equal(proof_request_check(&remembered, &f->desk.key, buf_str(&text), &step, NULL), ERR_FORGED);
    assert_int_equal(step.verdict, CHECKPOINT_UNPROVEN);
    assert_int_equal(proof_request_check(&remembered, &f->other.key, buf_str(&text), &step, NULL),
                     ERR_FORGED);
    buf_release(&text);
}

#define PROOF "c2sp.org/tlog-proof@v1\n"

static void a_malformed_proof_is_refused(void **state)
{
    (void)state;
    static const struct {
        enum err err;
        const char *text;
    } cases[] = {
        {ERR_UNSUPPORTED, ""},
        {ERR_UNSUPPORTED, "c2sp.org/tlog-proof@v2\nindex 0\n\n"},
        {ERR_BAD_INPUT, PROOF},
        {ERR_BAD_INPUT, PROOF "index\n\n"},
        {ERR_BAD_INPUT, PROOF "index 01\n\n"},
        {ERR_BAD_INPUT, PROOF "index 0\n"},
        {ERR_BAD_INPUT, PROOF "index 0\n" ROOT "\n"},
        {ERR_BAD_INPUT, PROOF "index 0\nAAAA\n\n"},
        {ERR_BAD_INPUT, PROOF "extra AAA\nindex 0\n\n"},
        {ERR_BAD_INPUT, PROOF "extra AA==AAAA\nindex 0\n\n"},
        {ERR_BAD_INPUT, PROOF "extra \nindex 0\n\n"},
        {ERR_BAD_INPUT, PROOF "extra AAAA"},
        {ERR_BAD_INPUT, PROOF "extra AAAA\n"},
        {ERR_BAD_INPUT, PROOF "extra AAAA\nextra AAAA\nindex 0\n\n"},
        {ERR_OK, PROOF "extra AAAA\nindex 0\n\n"},
        {ERR_OK, PROOF "index 7\n" ROOT "\n\nwhat follows is the note's business"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct proof proof;
        enum err err = proof_parse(&proof, str_of(cases[i].text), NULL);
        if (err != cases[i].err)
            fail_msg("'%s': %s", cases[i].text, err_name(err));
    }
}

static void a_proof_of_too_many_hashes_or_bytes_is_refused(void **state)
{
    struct fixture *f = *state;
    struct proof proof;
    struct proof_request request;
    buf_add_str(&f->note, STR("old 5\n"));
    for (int i = 0; i < TREE_PROOF_MAX + 1; i++)
        buf_add_str(&f->note, STR(ROOT "\n"));
    buf_add_char(&f->note, '\n');
    assert_int_equal(proof_request_parse(&request, buf_str(&f->note), NULL), ERR_BAD_INPUT);
    buf_clear(&f->note);
    while ((long long)f->note.n <= LIMIT_PROOF_BYTES)
        buf_add_str(&f->note, STR("AAAA"));
    assert_int_equal(proof_parse(&proof, buf_str(&f->note), NULL), ERR_TOO_LARGE);
    assert_int_equal(proof_request_parse(&request, buf_str(&f->note), NULL), ERR_TOO_LARGE);
}

static void a_malformed_request_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",          "old\n\n", "old 01\n\n",      "old -1\n\n",
        "new 1\n\n", "old 1\n", "old 1\nAAAA\n\n", "old 9223372036854775808\n\n"};
    struct proof_request request;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(proof_request_parse(&request, str_of(texts[i]), NULL), ERR_BAD_INPUT);
    assert_int_equal(proof_request_parse(&request, STR("old 9223372036854775807\n\n"), NULL), ERR_OK);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_note_that_go_documents_verifies_and_is_written_the_same),
        cmocka_unit_test(a_malformed_note_is_refused),
        cmocka_unit_test(the_text_ends_at_the_last_empty_line),
        T(a_note_over_a_limit_is_too_large),
        T(a_note_carries_the_signatures_of_several_keys),
        T(another_key_of_the_same_name_has_not_signed),
        T(one_false_signature_spoils_the_true_one_of_its_key),
        T(no_bit_of_a_cosigned_checkpoint_can_be_changed),
        T(what_is_no_note_text_is_not_signed),
        T(a_plain_signature_is_never_made_over_what_reads_as_a_cosignature),
        T(what_the_signer_says_is_passed_on),
        T(a_note_that_finds_no_room_says_so),
        cmocka_unit_test(a_malformed_key_is_refused),
        T(base64_has_one_spelling),
        T(a_checkpoint_is_read_and_written_the_same),
        cmocka_unit_test(a_malformed_checkpoint_names_its_line),
        T(a_checkpoint_whose_parts_are_not_lines_is_not_written),
        T(a_checkpoint_opens_only_under_its_ledgers_key),
        T(a_head_that_grew_or_stayed_follows_and_one_that_shrank_does_not),
        T(a_fork_is_named),
        T(an_empty_ledger_has_one_root_only),
        T(another_ledgers_head_is_refused),
        T(a_cosigner_signs_what_follows_and_its_signature_completes_the_proof),
        T(a_proof_without_the_cosignature_asked_for_is_refused),
        T(no_bit_of_a_proof_can_be_changed_to_prove_something_else),
        T(a_request_from_another_size_is_stale_but_a_fork_shows_all_the_same),
        cmocka_unit_test(a_malformed_proof_is_refused),
        T(a_proof_of_too_many_hashes_or_bytes_is_refused),
        cmocka_unit_test(a_malformed_request_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
