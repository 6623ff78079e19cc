/* Skeleton: reads Latin letters into consonant classes by the frozen table
 * name/romanise/skeleton.def.
 *
 * For speed a rule's letters are one 64-bit word under a mask, and the token is
 * read eight bytes at a time. */
#include "name/skeleton.h"

#include "name/romanise/engine.h"

#include <pthread.h>

enum { EDGE = 1, BACK = 2, FRONT = 4, CONS = 8, ANY = 15, LATE = 16, SLAV = 32 | ANY };
enum {
    SLAV_ONLY = 32,
    LATE_FROM = 3,
    LETTERS = 26,
    LETTERS_READ = 64,
    LETTERS_IN_RULE = 8,
    RULES_PER_LIST = 20
};
enum { CLASSES_KEPT = 16, CLASSES_PER_RULE = 3 };
enum {
    CLASS_MASK = 15,
    SHORT = 2 /* classes, of which none may be another */,
    LONG = 4 /* of which two may be missing */
};

static const struct source_rule {
    const char *letters;
    uint8_t taken;
    uint8_t before;
    uint8_t after;
    const char *classes;
} source[] = {
#define CLASS(number, shown)
#define ENDING(letters)
#define S(letters, taken, before, after, classes) {letters, taken, before, after, classes},
#include "name/romanise/skeleton.def"
#undef S
#undef CLASS
#undef ENDING
};
enum { SOURCE_N = sizeof(source) / sizeof(source[0]) };

static const char *const endings[] = {
#define CLASS(number, shown)
#define S(letters, taken, before, after, classes)
#define ENDING(letters) letters,
#include "name/romanise/skeleton.def"
#undef ENDING
#undef CLASS
};

static const char shown[17] = {
#define CLASS(number, shown) [number] = shown,
#define ENDING(letters)
#include "name/romanise/skeleton.def"
#undef CLASS
#undef ENDING
#undef S
};

struct rule {
    uint64_t letters;
    uint64_t mask;
    uint8_t n;
    uint8_t taken;
    uint8_t before;
    uint8_t after;
    uint8_t classes[CLASSES_PER_RULE]; /* 0: none */
};

/* The rules by their first two letters, in the order in which they are tried; a
 * rule of one letter stands in all lists of its letter. Second letter 0: the end. */
static struct rule rules[SOURCE_N];
static uint8_t lists[LETTERS][LETTERS + 1][RULES_PER_LIST + 1]; /* index + 1; 0 closes */
static uint8_t kinds[256];
static bool table_sound = true;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint8_t class_of(char letter)
{
    for (uint8_t i = 1; i < sizeof(shown); i++)
        if (shown[i] == letter)
            return i;
    table_sound = false;
    return 0;
}

static void add_rule(struct rule *rule, const struct source_rule *from)
{
    size_t n = strlen(from->letters);
    table_sound = table_sound && n <= LETTERS_IN_RULE && strlen(from->classes) <= CLASSES_PER_RULE;
    *rule =
        (struct rule){.n = (uint8_t)n, .taken = from->taken, .before = from->before, .after = from->after};
    for (size_t i = 0; i < n && i < LETTERS_IN_RULE; i++) {
        rule->letters |= (uint64_t)(unsigned char)from->letters[i] << (8 * i);
        rule->mask |= UINT64_C(0xff) << (8 * i);
    }
    for (size_t i = 0; from->classes[i] && i < CLASSES_PER_RULE; i++)
        rule->classes[i] = class_of(from->classes[i]);
}

/* The longer first, then the one that may stand in fewer places, then the first in the table. */
static bool goes_before(const struct rule *a, const struct rule *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    return __builtin_popcount(a->before & ANY) + __builtin_popcount(a->after) <
           __builtin_popcount(b->before & ANY) + __builtin_popcount(b->after);
}

static void add_to_list(uint8_t *list, uint8_t rule)
{
    size_t n = 0;
    while (list[n])
        n++;
    if (n == RULES_PER_LIST) {
        table_sound = false;
        return;
    }
    for (; n > 0 && goes_before(&rules[rule - 1], &rules[list[n - 1] - 1]); n--)
        list[n] = list[n - 1];
    list[n] = rule;
}

static void compile(void)
{
    _Static_assert(SOURCE_N < 256, "a list holds the numbers of rules in bytes");
    for (int c = 'a'; c <= 'z'; c++)
        kinds[c] = strchr("aou", c) ? BACK : strchr("eiy", c) ? FRONT : CONS;
    kinds[0] = EDGE;
    for (size_t i = 0; i < SOURCE_N; i++) {
        const char *letters = source[i].letters;
        add_rule(&rules[i], &source[i]);
        for (size_t second = 0; second <= LETTERS; second++)
            if (!letters[1] || (size_t)(letters[1] - 'a' + 1) == second)
                add_to_list(lists[letters[0] - 'a'][second], (uint8_t)(i + 1));
    }
}

static bool ends_slavic(const char *letters, size_t n)
{
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t m = strlen(endings[i]);
        if (n > m && memcmp(letters + n - m, endings[i], m) == 0)
            return true;
    }
    return false;
}

/* letters: only a-z, n of them, then at least eight zero bytes. */
static const struct rule *rule_at(const char *letters, size_t n, size_t i)
{
    uint64_t word;
    memcpy(&word, letters + i, sizeof(word));
    uint8_t before = i ? kinds[(unsigned char)letters[i - 1]] : EDGE;
    size_t second = letters[i + 1] ? (size_t)(letters[i + 1] - 'a' + 1) : 0;
    for (const uint8_t *list = lists[letters[i] - 'a'][second]; *list; list++) {
        const struct rule *rule = &rules[*list - 1];
        if ((word & rule->mask) != rule->letters || !(rule->before & before) ||
            !(rule->after & kinds[(unsigned char)letters[i + rule->n]]))
            continue;
        if ((rule->before & LATE && i < LATE_FROM) || (rule->before & SLAV_ONLY && !ends_slavic(letters, n)))
            continue;
        return rule;
    }
    return NULL;
}

static skeleton read_letters(const char *letters, size_t n)
{
    skeleton s = 0;
    uint8_t last = 0; /* the class just written; 0 after a vowel */
    for (size_t i = 0; i < n && s >> 60 == 0;) {
        const struct rule *rule = rule_at(letters, n, i);
        for (size_t k = 0; rule && k < CLASSES_PER_RULE && rule->classes[k] && s >> 60 == 0; k++)
            if (rule->classes[k] != last) {
                last = rule->classes[k];
                s = s << 4 | last;
            }
        i += rule ? rule->taken : 1;
        if (kinds[(unsigned char)letters[i - 1]] & (BACK | FRONT))
            last = 0;
    }
    return s;
}

skeleton skeleton_of_latin(struct str latin)
{
    char letters[LETTERS_READ + LETTERS_IN_RULE];
    size_t n = 0;
    pthread_once(&once, compile);
    for (size_t i = 0; i < latin.n && n < LETTERS_READ; i++)
        if (latin.p[i] >= 'a' && latin.p[i] <= 'z')
            letters[n++] = latin.p[i];
    memset(letters + n, 0, LETTERS_IN_RULE);
    return read_letters(letters, n);
}

skeleton skeleton_of(struct str token, enum script script)
{
    struct roman_text text = {.n = 0};
    struct roman_token read;
    if (script == SCRIPT_LATIN) {
        roman_read(token, &read);
        roman_latin_sound(&read, &text);
    } else {
        roman_first(token, script, &text);
    }
    return skeleton_of_latin((struct str){text.p, text.n});
}

size_t skeletons_of_forms(const struct roman_form *forms, size_t n, skeleton *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        skeleton s = forms[i].skeleton;
        size_t k = 0;
        while (k < kept && out[k] != s)
            k++;
        if (k == kept && s)
            out[kept++] = s;
    }
    return kept;
}

/* s without the class at a place, counted from its end. */
static skeleton without(skeleton s, unsigned at)
{
    skeleton last = s & ((1ULL << (4 * at)) - 1);
    return (at + 1 < CLASSES_KEPT ? s >> (4 * (at + 1)) << (4 * at) : 0) | last;
}

/* s with the class at a place and the one before it exchanged. */
static skeleton exchanged(skeleton s, unsigned at)
{
    skeleton differ = (s >> (4 * at) ^ s >> (4 * (at + 1))) & CLASS_MASK;
    return s ^ differ << (4 * at) ^ differ << (4 * (at + 1));
}

static unsigned classes_of(skeleton s)
{
    unsigned classes = 0;
    while (classes < CLASSES_KEPT && s >> (4 * classes))
        classes++;
    return classes;
}

size_t skeleton_slips(skeleton s, skeleton out[SKELETON_SLIPS])
{
    unsigned classes = classes_of(s);
    size_t n = 0;
    for (unsigned i = 0; i < classes; i++) {
        skeleton less = without(s, i);
        if (classes > 1)
            out[n++] = less;
        for (unsigned k = 0; classes >= LONG && k < i; k++)
            out[n++] = without(less, k);
        if (i + 1 < classes)
            out[n++] = exchanged(s, i);
        for (skeleton class = 1; classes > SHORT && class <= CLASS_MASK; class ++)
            out[n++] = (s & ~((skeleton)CLASS_MASK << (4 * i))) | class << (4 * i);
    }
    for (unsigned i = 0; i <= classes && classes < CLASSES_KEPT; i++) {
        skeleton last = s & ((1ULL << (4 * i)) - 1);
        for (skeleton class = 1; class <= CLASS_MASK; class ++)
            out[n++] = (s ^ last) << 4 | class << (4 * i) | last;
    }
    return n;
}

size_t skeleton_far_slips(skeleton s, skeleton out[SKELETON_FAR_SLIPS])
{
    unsigned classes = classes_of(s);
    size_t n = 0;
    for (unsigned i = 0; i < classes; i++) {
        skeleton less = without(s, i);
        if (classes == SHORT)
            out[n++] = less;
        for (unsigned k = 0; classes >= LONG && k < i; k++)
            out[n++] = without(less, k);
        if (i + 1 < classes)
            out[n++] = exchanged(s, i);
    }
    return n;
}

void skeleton_text(skeleton s, char out[17])
{
    size_t n = 0;
    while (n < CLASSES_KEPT && s >> (4 * n))
        n++;
    for (size_t i = 0; i < n; i++)
        out[i] = shown[s >> (4 * (n - 1 - i)) & 15];
    out[n] = 0;
}

int skeleton_version(void)
{
    return 1;
}

const char *skeleton_hash(void)
{
    return
#include "name/romanise/frozen.def"
        ;
}

bool skeleton_sound(void)
{
    pthread_once(&once, compile);
    return table_sound;
}

void skeleton_tables(roman_see see, void *context)
{
    for (size_t i = 0; i < SOURCE_N; i++) {
        const uint8_t fixed[3] = {source[i].taken, source[i].before, source[i].after};
        see(context, fixed, sizeof(fixed));
        roman_see_text(see, context, source[i].letters);
        roman_see_text(see, context, source[i].classes);
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        roman_see_text(see, context, endings[i]);
    see(context, shown, sizeof(shown));
}
