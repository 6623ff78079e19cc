/* name/: the skeleton holds under every romanisation, tells names apart, and does not change unnoticed. */
#include "name/skeleton.h"

#include "base/random.h"
#include "name/parse.h"
#include "name/romanise.h"
#include "name/romanise/engine.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static skeleton latin(const char *word)
{
    return skeleton_of_latin(str_of(word));
}

static void all_equal(const char *const *words)
{
    for (size_t i = 1; words[i]; i++)
        if (latin(words[i]) != latin(words[0]))
            fail_msg("%s is not as %s", words[i], words[0]);
}

static void one_name_has_one_skeleton_in_every_scheme(void **state)
{
    (void)state;
    const char *const tsarikaev[] = {"tsarikaev", "tsarikayev", "tcarikaev",  "carikaev",
                                     "zarikajew", "tsarikaiev", "tsarikajev", "czarikaev",
                                     "tsarikaef", "tsarikaew",  NULL};
    const char *const shchukin[] = {"shchukin", "schtschukin", "chtchoukine", "scukin",
                                    "sukin",    "shhukin",     "szczukin",    NULL};
    const char *const nikolic[] = {"nikolic", "nikolich", "nikolitsch", "nikolits", NULL};
    const char *const singh[] = {"singh", "sing", NULL};
    const char *const zhukov[] = {"zhukov", "schukow", "joukov", "zukov", "jukov", "zjoekov", NULL};
    const char *const elena[] = {"elena", "yelena", "jelena", "ielena", NULL};
    const char *const yusuf[] = {"yusuf", "iusuf", "usuf", "youssef", NULL};
    const char *const rashid[] = {"rashid", "rachid", "rasheed", "raschid", NULL};
    const char *const abdullah[] = {"abdullah", "abdulla", "abdallah", "abdalla", NULL};
    const char *const musawi[] = {"musawi", "moussaoui", "mousawi", "musaoui", NULL};
    all_equal(tsarikaev);
    all_equal(shchukin);
    all_equal(nikolic);
    all_equal(singh);
    all_equal(zhukov);
    all_equal(elena);
    all_equal(yusuf);
    all_equal(rashid);
    all_equal(abdullah);
    all_equal(musawi);
}

static void other_names_have_other_skeletons(void **state)
{
    (void)state;
    const char *const names[] = {"tsarikaev", "tsarikin", "karaev",  "ruslan", "rustam", "anzor",
                                 "amir",      "murat",    "muhamed", "ahmed",  "hamid",  "halim"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        for (size_t k = 0; k < i; k++)
            if (latin(names[i]) == latin(names[k]))
                fail_msg("%s is as %s", names[i], names[k]);
}

static void an_original_has_the_skeleton_of_its_latin_form(void **state)
{
    (void)state;
    assert_true(skeleton_of(STR("царикаев"), SCRIPT_CYRILLIC) == latin("tsarikaev"));
    assert_true(skeleton_of(STR("محمد"), SCRIPT_ARABIC) == latin("muhammad"));
    assert_true(skeleton_of(STR("שמעון"), SCRIPT_HEBREW) == latin("shimon"));
    assert_true(skeleton_of(STR("영수"), SCRIPT_HANGUL) == latin("yongsu"));
    assert_true(skeleton_of(STR("しんばし"), SCRIPT_HIRAGANA) == latin("shimbashi"));
    assert_true(skeleton_of(STR("čukarica"), SCRIPT_LATIN) == latin("chukaritsa"));
}

static void the_skeletons_of_all_forms_are_distinct_and_usual_first(void **state)
{
    (void)state;
    struct arena arena;
    struct roman_form forms[ROMAN_FORMS_MAX];
    skeleton skeletons[ROMAN_FORMS_MAX];
    arena_init(&arena, 1 << 20);
    size_t n = romanise(&arena, STR("гадяч"), SCRIPT_CYRILLIC, forms);
    size_t kept = skeletons_of_forms(forms, n, skeletons);
    bool hadiach = false;
    assert_in_range(kept, 2, n - 1);
    assert_true(skeletons[0] == latin("gadyach"));
    for (size_t i = 0; i < kept; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(skeletons[i] != skeletons[k]);
    for (size_t i = 0; i < kept; i++)
        hadiach = hadiach || skeletons[i] == latin("hadiach");
    assert_true(hadiach);
    assert_int_equal(skeletons_of_forms(forms, 0, skeletons), 0);
    arena_release(&arena);
}

static void a_skeleton_is_written_in_its_letters(void **state)
{
    (void)state;
    char text[17];
    skeleton_text(latin("tsarikaev"), text);
    assert_string_equal(text, "SRKF");
    skeleton_text(0, text);
    assert_string_equal(text, "");
    skeleton_text(latin("bababababababababababababababababababababa"), text);
    assert_string_equal(text, "PPPPPPPPPPPPPPPP");
}

static void what_is_no_letter_has_no_skeleton(void **state)
{
    (void)state;
    assert_true(latin("") == 0);
    assert_true(latin("1234-") == 0);
    assert_true(skeleton_of(STR("\xff\xfe"), SCRIPT_CYRILLIC) == 0);
    assert_true(skeleton_of(STR("царикаев"), SCRIPT_OTHER) == 0);
    assert_true(skeleton_of((struct str){NULL, 0}, SCRIPT_ARABIC) == 0);
}

static void the_tables_are_sound(void **state)
{
    (void)state;
    assert_true(roman_rules_sound());
    assert_true(latin("a") != 0);
    assert_true(skeleton_sound());
}

static void into_hash(void *context, const void *bytes, size_t n)
{
    crypto_hash_sha256_update(context, bytes, n);
}

static size_t encode(uint32_t c, char *out)
{
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    out[0] = (char)(0xe0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 63));
    out[2] = (char)(0x80 | (c & 63));
    return 3;
}

/* A word of two to nine letters of a block, the same for the same seed on every machine. */
static struct str word_of_block(struct seeded *seeded, uint32_t first, uint32_t n, char out[32])
{
    size_t bytes = 0;
    for (uint64_t letters = 2 + seeded_below(seeded, 8); letters; letters--)
        bytes += encode(first + (uint32_t)seeded_below(seeded, n), out + bytes);
    return (struct str){out, bytes};
}

static void hash_skeleton(crypto_hash_sha256_state *hash, skeleton s)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        into_hash(hash, (const unsigned char[1]){(unsigned char)(s >> shift)}, 1);
}

static void hash_words(crypto_hash_sha256_state *hash)
{
    static const struct {
        enum script script;
        uint32_t first, n;
    } blocks[] = {
        {SCRIPT_CYRILLIC, 0x430, 32},   {SCRIPT_ARABIC, 0x621, 42},     {SCRIPT_HEBREW, 0x5d0, 27},
        {SCRIPT_GREEK, 0x3b1, 25},      {SCRIPT_ARMENIAN, 0x561, 38},   {SCRIPT_GEORGIAN, 0x10d0, 33},
        {SCRIPT_HANGUL, 0xac00, 11172}, {SCRIPT_KATAKANA, 0x30a1, 86},  {SCRIPT_LATIN, 0xe0, 0xa0},
        {SCRIPT_MONGOLIAN, 0x1820, 35}, {SCRIPT_DEVANAGARI, 0x905, 72}, {SCRIPT_TAMIL, 0xb85, 72},
        {SCRIPT_SINHALA, 0xd85, 90},    {SCRIPT_THAI, 0xe01, 77},       {SCRIPT_LAO, 0xe81, 77},
        {SCRIPT_KHMER, 0x1780, 80},     {SCRIPT_MYANMAR, 0x1000, 64},   {SCRIPT_ETHIOPIC, 0x1200, 344},
        {SCRIPT_HAN, 0x4e00, 20000},
    };
    enum { BLOCKS = sizeof(blocks) / sizeof(blocks[0]), WORDS = 1000 };
    struct seeded seeded = {1};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < WORDS; i++) {
        char bytes[32];
        struct roman_form forms[ROMAN_FORMS_MAX];
        struct str word = word_of_block(&seeded, blocks[i % BLOCKS].first, blocks[i % BLOCKS].n, bytes);
        size_t n = romanise(&arena, word, blocks[i % BLOCKS].script, forms);
        for (size_t k = 0; k < n; k++)
            into_hash(hash, forms[k].latin.p, forms[k].latin.n + 1);
        hash_skeleton(hash, skeleton_of(word, blocks[i % BLOCKS].script));
        arena_reset(&arena);
    }
    arena_release(&arena);
}

/* What is set aside of a token, by which its skeleton is formed: a long and a short name of each ending, and
 * articles. */
static void hash_stems(crypto_hash_sha256_state *hash)
{
    static const char *const names[] = {
#define E(ending, instead, letters, written)                                                                 \
    "aslan dudar" ending, "aslan d" ending, "aslan dudar" written, "aslan d" written,
#define PATRONYMIC(gender, ending) "aslan dudar" ending, "aslan d" ending, ending,
#define FAMILY(ending, letters) "dudar" ending " aslan", "d" ending " aslan",
#include "name/endings.def"
#undef E
#undef PATRONYMIC
#undef FAMILY
        "abdulrahman", "abdullah",    "abdullaev", "abul hasan", "abuabdulla", "salahaldin", "salahedine",
        "salahudin",   "fazlurehman", "abdulhaq",  "nurulislam", "عبدالرحمن",  "عبد الحق",   "عبدالله",
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct name name;
        assert_int_equal(name_parse(&arena, str_of(names[i]), NAME_WHOLE, &name, NULL), ERR_OK);
        for (size_t k = 0; k < name.tokens_n; k++) {
            into_hash(hash, name.tokens[k].stem.p, name.tokens[k].stem.n + 1);
            hash_skeleton(hash, name.tokens[k].skeleton);
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void the_frozen_tables_have_the_hash_of_their_version(void **state)
{
    (void)state;
    crypto_hash_sha256_state hash;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof(digest) + 1];
    crypto_hash_sha256_init(&hash);
    roman_tables(into_hash, &hash);
    hash_words(&hash);
    hash_stems(&hash);
    crypto_hash_sha256_final(&hash, digest);
    sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
    assert_int_equal(skeleton_version(), 1);
    if (strcmp(hex, skeleton_hash()) != 0)
        fail_msg("the tables hash to %s", hex);
}

static bool has(const skeleton *skeletons, size_t n, skeleton s)
{
    for (size_t i = 0; i < n; i++)
        if (skeletons[i] == s)
            return true;
    return false;
}

static void a_slip_makes_the_skeletons_of_names_misspelled(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"tsarikaev", "tsaikaev"},   /* one left out */
        {"tsarikaev", "tsarimkaev"}, /* put in */
        {"tsarikaev", "tsalikaev"},  /* changed */
        {"tsarikaev", "tsakiraev"},  /* exchanged */
        {"tsarikaev", "tsakaev"},    /* one left out, as before */
        {"kagermaniev", "kamaniev"}, /* two left out of a long one */
        {"lee", "leem"},             /* put into a short one */
    };
    skeleton slips[SKELETON_SLIPS];
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t n = skeleton_slips(latin(pairs[i][0]), slips);
        if (!has(slips, n, latin(pairs[i][1])))
            fail_msg("%s does not slip to %s", pairs[i][0], pairs[i][1]);
    }
    assert_false(has(slips, skeleton_slips(latin("lee"), slips), latin("ma")));
    assert_false(has(slips, skeleton_slips(latin("tsarikaev"), slips), latin("karimov")));
}

/* Whether one of the two is the other with a class or two more, changed, or exchanged with its neighbour. */
static bool is_slip(skeleton a, skeleton b)
{
    uint8_t x[16], y[16];
    int n = 0, m = 0, head = 0, tail = 0;
    for (; n < 16 && a >> (4 * n); n++)
        x[n] = a >> (4 * n) & 15;
    for (; m < 16 && b >> (4 * m); m++)
        y[m] = b >> (4 * m) & 15;
    while (head < n && head < m && x[head] == y[head])
        head++;
    while (tail < n - head && tail < m - head && x[n - 1 - tail] == y[m - 1 - tail])
        tail++;
    if (n == m + 2) {
        int kept = 0;
        for (int i = 0; i < n && kept < m; i++)
            kept += x[i] == y[kept];
        return kept == m;
    }
    int left = n - head - tail, right = m - head - tail;
    return (left <= 1 && right <= 1) ||
           (left == 2 && right == 2 && x[head] == y[head + 1] && x[head + 1] == y[head]);
}

static void slips_are_no_more_than_slips(void **state)
{
    (void)state;
    struct seeded seeded = {.state = 7};
    skeleton slips[SKELETON_SLIPS];
    for (size_t round = 0; round < 2000; round++) {
        skeleton s = 0;
        for (size_t classes = round % 16 + 1; classes > 0; classes--)
            s = s << 4 | (seeded_below(&seeded, 15) + 1);
        size_t n = skeleton_slips(s, slips);
        assert_true(n > 0 && n <= SKELETON_SLIPS);
        for (size_t i = 0; i < n; i++)
            assert_true(slips[i] != 0 && is_slip(s, slips[i]));
    }
    assert_int_equal(skeleton_slips(0, slips), 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_name_has_one_skeleton_in_every_scheme),
        cmocka_unit_test(other_names_have_other_skeletons),
        cmocka_unit_test(an_original_has_the_skeleton_of_its_latin_form),
        cmocka_unit_test(the_skeletons_of_all_forms_are_distinct_and_usual_first),
        cmocka_unit_test(a_skeleton_is_written_in_its_letters),
        cmocka_unit_test(what_is_no_letter_has_no_skeleton),
        cmocka_unit_test(a_slip_makes_the_skeletons_of_names_misspelled),
        cmocka_unit_test(slips_are_no_more_than_slips),
        cmocka_unit_test(the_tables_are_sound),
        cmocka_unit_test(the_frozen_tables_have_the_hash_of_their_version),
    };
    return cmocka_run_group_tests_name("skeleton", tests, NULL, NULL);
}
