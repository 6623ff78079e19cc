/* Equivalents: a hash index over equivalents.def and what was learned, built once. See equivalents.h. */
#include "name/equivalents.h"

#include "base/embed.h"
#include "base/hash.h"
#include "name/known.h"
#include "name/stem.h"
#include "name/words.h"

#include <pthread.h>
#include <stdio.h>

static const struct {
    const char *variants;
    const char *diminutives;
} classes[] = {
#define C(variants, diminutives) {variants, diminutives},
#include "name/equivalents.def"
#undef C
};

EMBED(learned_equivalents, "data/learned/equivalents.tsv")

enum { CLASSES = sizeof classes / sizeof *classes, SLOTS = 65536, POOL = 262144, FILTER_BITS = 524288 };

/* One entry a word and class; the entries of a word lie behind one another in probing order. */
struct slot {
    uint32_t at; /* in the pool */
    uint16_t n;  /* 0: empty */
    struct equivalence equivalence;
};

static struct slot slots[SLOTS];
static char pool[POOL];
static uint64_t filter[FILTER_BITS / 64]; /* known.h */
/* The skeletons of each class, one class behind the other. */
static skeleton skeletons[SLOTS / 2];
static uint32_t skeletons_end[SLOTS / 2]; /* of each class */
static uint32_t skeletons_n;
static uint32_t initials[SLOTS / 2][2]; /* of each class, by kind: bit 0 is a */
static size_t pool_n;
static size_t slots_used;
static size_t classes_n;

/* The key of a word: as words are compared, doubles once. */
static size_t key_of(struct str word, char key[WORD_KEY_MAX])
{
    size_t n = word_key(word, key);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || key[i] != key[kept - 1] || (unsigned char)key[i] >= 0x80)
            key[kept++] = key[i];
    return kept;
}

static bool holds(const struct slot *slot, const char *key, size_t n)
{
    return slot->n == n && memcmp(pool + slot->at, key, n) == 0;
}

static void add(struct str word, struct equivalence equivalence)
{
    char key[WORD_KEY_MAX];
    size_t n = key_of(word, key);
    uint32_t hash = known_hash(key, n);
    size_t i = hash % SLOTS;
    if (n == 0 || pool_n + n > POOL || ++slots_used > SLOTS / 2)
        return;
    for (; slots[i].n; i = (i + 1) % SLOTS)
        if (holds(&slots[i], key, n) && slots[i].equivalence.class_id == equivalence.class_id)
            return;
    memcpy(pool + pool_n, key, n);
    known_add(filter, FILTER_BITS, hash);
    slots[i] = (struct slot){(uint32_t)pool_n, (uint16_t)n, equivalence};
    pool_n += n;
}

static void add_skeleton(struct str word, size_t class_id)
{
    skeleton s = skeleton_of_latin(word);
    uint32_t from = class_id ? skeletons_end[class_id - 1] : 0;
    for (uint32_t i = from; i < skeletons_n; i++)
        if (skeletons[i] == s)
            return;
    if (s && skeletons_n < sizeof skeletons / sizeof *skeletons)
        skeletons[skeletons_n++] = s;
}

static void add_word(struct str word, size_t class_id, enum equivalence_kind kind)
{
    if (word.n)
        add(word, (struct equivalence){(uint16_t)class_id, (uint8_t)kind});
    if (word.n && *word.p >= 'a' && *word.p <= 'z')
        initials[class_id][kind] |= UINT32_C(1) << (*word.p - 'a');
    add_skeleton(word, class_id);
}

enum { PET_STEM = 3 /* letters at least before its ending: of shorter ones (Amy, Emi) each is a name */ };

/* The letters before the ending of a pet name that is written in several ways (Peggy, Peggie); 0: none. */
static size_t pet_stem(struct str word)
{
    size_t n = word.n;
    if (n && (word.p[n - 1] == 'y' || word.p[n - 1] == 'i'))
        n -= n > 1 && word.p[n - 1] == 'y' && word.p[n - 2] == 'e' ? 2 : 1;
    else if (n > 1 && word.p[n - 2] == 'i' && word.p[n - 1] == 'e')
        n -= 2;
    else
        return 0;
    return n >= PET_STEM && !memchr("aeiouy", word.p[n - 1], 6) ? n : 0;
}

static void add_pet_name(struct str word, size_t class_id)
{
    static const char *const endings[] = {"y", "ie", "ey", "i"};
    char other[WORD_KEY_MAX];
    size_t stem = pet_stem(word);
    for (size_t i = 0; stem && i < sizeof endings / sizeof *endings; i++) {
        int n = snprintf(other, sizeof other, "%.*s%s", (int)stem, word.p, endings[i]);
        if (n > 0 && (size_t)n < sizeof other)
            add_word((struct str){other, (size_t)n}, class_id, EQUIVALENT_DIMINUTIVE);
    }
    add_word(word, class_id, EQUIVALENT_DIMINUTIVE);
}

static void add_words(struct str words, size_t class_id, enum equivalence_kind kind)
{
    while (words.n) {
        struct str word = str_cut(&words, ' ');
        if (kind == EQUIVALENT_DIMINUTIVE)
            add_pet_name(word, class_id);
        else
            add_word(word, class_id, kind);
    }
    skeletons_end[class_id] = skeletons_n;
}

static bool has_class(const struct equivalence *found, size_t n, uint16_t class_id)
{
    for (size_t i = 0; i < n; i++)
        if (found[i].class_id == class_id)
            return true;
    return false;
}

/* Adds the classes of word to the n found. */
static size_t find_classes(struct str word, struct equivalence *out, size_t n)
{
    char key[WORD_KEY_MAX];
    size_t key_n = key_of(word, key);
    uint32_t hash = known_hash(key, key_n);
    if (key_n == 0 || !known_has(filter, FILTER_BITS, hash))
        return n;
    for (size_t i = hash % SLOTS; slots[i].n && n < EQUIVALENCES_MAX; i = (i + 1) % SLOTS)
        if (holds(&slots[i], key, key_n) && !has_class(out, n, slots[i].equivalence.class_id))
            out[n++] = slots[i].equivalence;
    return n;
}

/* True where a class has all the words already. */
static bool share_class(struct str words)
{
    struct equivalence common[EQUIVALENCES_MAX];
    size_t n = find_classes(str_cut(&words, ' '), common, 0);
    while (words.n && n) {
        struct equivalence found[EQUIVALENCES_MAX];
        size_t found_n = find_classes(str_cut(&words, ' '), found, 0);
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            if (has_class(found, found_n, common[i].class_id))
                common[kept++] = common[i];
        n = kept;
    }
    return n > 0;
}

static void build(void)
{
    for (size_t i = 0; i < CLASSES; i++) {
        add_words(str_of(classes[i].variants), i, EQUIVALENT_VARIANT);
        add_words(str_of(classes[i].diminutives), i, EQUIVALENT_DIMINUTIVE);
    }
    classes_n = CLASSES;
    for (struct str rest = EMBEDDED(learned_equivalents); rest.n;) {
        struct str line = str_cut(&rest, '\n');
        if (line.n && line.p[0] != '#' && !share_class(line))
            add_words(line, classes_n++, EQUIVALENT_VARIANT);
    }
}

static void build_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, build);
}

static size_t add_classes(struct str word, struct equivalence *out, size_t n)
{
    build_once();
    return find_classes(word, out, n);
}

size_t name_equivalent_class(struct str form, struct equivalence out[EQUIVALENCES_MAX])
{
    return add_classes(form, out, 0);
}

size_t name_token_classes(const struct name_token *token, struct equivalence out[EQUIVALENCES_MAX])
{
    size_t n = add_classes(token->folded, out, 0);
    if (!str_equal(token->stem, token->folded))
        n = add_classes(token->stem, out, n);
    /* Most are Latin, and written as they are romanised. */
    for (size_t i = 0; i < token->forms_n; i++)
        if (!str_equal(token->forms[i].latin, token->folded))
            n = add_classes(token->forms[i].latin, out, n);
    return n;
}

/* Whether what stands before the ending of a patronymic, with other letters behind so many of its own, is a
 * name whose classes are then out's. */
static size_t try_father(struct str father, size_t kept, const char *behind, struct equivalence *out)
{
    char name[WORD_KEY_MAX];
    int n = snprintf(name, sizeof name, "%.*s%s", (int)kept, father.p, behind);
    return n > 0 && (size_t)n < sizeof name ? add_classes((struct str){name, (size_t)n}, out, 0) : 0;
}

/* The father of nikola-evna is Nikolai, of mykolai-ovych Mykola, of hryhory-avich Hryhoriy, of pavl-ovich
 * Pavel. */
static size_t find_father(struct str father, struct equivalence *out)
{
    static const char *const behind[] = {"", "i", "y", "a", "o"};
    char last = father.p[father.n - 1];
    size_t n = 0;
    for (size_t i = 0; n == 0 && i < sizeof behind / sizeof *behind; i++)
        n = try_father(father, father.n, behind[i], out);
    if (n == 0 && (last == 'i' || last == 'y' || last == 'j'))
        n = try_father(father, father.n - 1, "", out);
    if (n == 0)
        n = try_father(father, father.n - 1, "iy", out);
    return n ? n : try_father(father, father.n - 1, (char[]){'e', last, 0}, out);
}

size_t name_father_classes(struct str latin, struct equivalence out[EQUIVALENCES_MAX])
{
    struct str father = name_patronymic_father(latin);
    bool daughter = latin.n && latin.p[latin.n - 1] == 'a';
    size_t n = 0;
    size_t found = father.n ? find_father(father, out) : 0;
    for (size_t i = 0; i < found; i++)
        if (out[i].kind == EQUIVALENT_VARIANT)
            out[n++] = (struct equivalence){out[i].class_id, daughter ? EQUIVALENT_DAUGHTER : EQUIVALENT_SON};
    return n;
}

size_t name_equivalent_skeletons(uint16_t class_id, const skeleton **out)
{
    build_once();
    uint32_t from = class_id ? skeletons_end[class_id - 1] : 0;
    *out = skeletons + from;
    return class_id < classes_n ? skeletons_end[class_id] - from : 0;
}

uint32_t name_equivalent_initials(uint16_t class_id, enum equivalence_kind kind)
{
    build_once();
    return class_id < classes_n ? initials[class_id][kind] : 0;
}

uint64_t name_equivalents_hash(void)
{
    build_once();
    uint64_t hash = hash_str((struct str){pool, pool_n}, 0);
    for (size_t i = 0; i < SLOTS; i++)
        if (slots[i].n)
            hash =
                hash_pair(hash, (uint64_t)slots[i].at << 32 | (uint64_t)slots[i].equivalence.class_id << 8 |
                                    slots[i].equivalence.kind);
    return hash;
}

size_t name_equivalent_classes(void)
{
    build_once();
    return classes_n;
}

size_t name_equivalent_written(void)
{
    return CLASSES;
}
