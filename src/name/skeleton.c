/* Skeleton: reads Latin letters into consonant classes by the frozen table
 * name/romanise/skeleton.def.
 *
 * For speed a rule's letters are one 64-bit word under a mask, and the token is
 * read eight bytes at a time. */
#include "name/skeleton.h"

#include "name/romanise/engine.h"

#include <pthread.h>

enum { EDGE = 1, BACK = 2, FRONT = 4, CONS = 8, ANY = 15, LATE = 16, SLAV = 32 | ANY };
enum { SLAV_ONLY = 32, LETTERS_READ = 64, RULES_PER_LETTER = 48, CLASSES_KEPT = 16, CLASSES_PER_RULE = 2 };

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

/* The rules of each first letter, the longest first, closed by one without letters. */
static struct rule rules[26][RULES_PER_LETTER];
static uint8_t kinds[256];
static bool table_sound = true;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint64_t word_of(const char *letters, size_t n)
{
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)(unsigned char)letters[i] << (8 * i);
    return word;
}

static uint8_t class_of(char letter)
{
    for (uint8_t i = 1; i < sizeof(shown); i++)
        if (shown[i] == letter)
            return i;
    table_sound = false;
    return 0;
}

static void add_rule(const struct source_rule *from)
{
    struct rule *list = rules[from->letters[0] - 'a'];
    size_t n = strlen(from->letters);
    size_t at = 0;
    while (list[at].n > n || (list[at].n == n && (list[at].before | list[at].after) != 0 &&
                              __builtin_popcount(list[at].before) + __builtin_popcount(list[at].after) <=
                                  __builtin_popcount(from->before & ANY) + __builtin_popcount(from->after)))
        at++;
    size_t end = at;
    while (list[end].n)
        end++;
    if (end + 1 >= RULES_PER_LETTER || n > 8 || strlen(from->classes) > CLASSES_PER_RULE) {
        table_sound = false;
        return;
    }
    memmove(&list[at + 1], &list[at], (end - at) * sizeof(*list));
    list[at] = (struct rule){word_of(from->letters, n),
                             n == 8 ? UINT64_MAX : (UINT64_C(1) << (8 * n)) - 1,
                             (uint8_t)n,
                             from->taken,
                             from->before,
                             from->after,
                             {0}};
    for (size_t i = 0; from->classes[i]; i++)
        list[at].classes[i] = class_of(from->classes[i]);
}

static void compile(void)
{
    for (int c = 'a'; c <= 'z'; c++)
        kinds[c] = strchr("aou", c) ? BACK : strchr("eiy", c) ? FRONT : CONS;
    kinds[0] = EDGE;
    for (size_t i = 0; i < SOURCE_N; i++)
        add_rule(&source[i]);
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

static const struct rule *rule_at(const char *letters, size_t i, uint8_t before, uint8_t flags)
{
    uint64_t word;
    memcpy(&word, letters + i, sizeof(word));
    for (const struct rule *rule = rules[letters[i] - 'a']; rule->n; rule++)
        if ((word & rule->mask) == rule->letters && (rule->before & before) &&
            (rule->before & ~flags & ~ANY) == 0 && (rule->after & kinds[(unsigned char)letters[i + rule->n]]))
            return rule;
    return NULL;
}

/* letters: only a-z, n of them, then at least eight zero bytes. */
static skeleton read_letters(const char *letters, size_t n)
{
    skeleton s = 0;
    size_t kept = 0;
    uint8_t last = 0; /* the class just written; 0 after a vowel */
    uint8_t slavic = ends_slavic(letters, n) ? SLAV_ONLY : 0;
    for (size_t i = 0; i < n && kept < CLASSES_KEPT;) {
        uint8_t before = i ? kinds[(unsigned char)letters[i - 1]] : EDGE;
        const struct rule *rule = rule_at(letters, i, before, (uint8_t)(slavic | (i >= 3 ? LATE : 0)));
        for (size_t k = 0; rule && k < CLASSES_PER_RULE && rule->classes[k]; k++)
            if (rule->classes[k] != last && kept < CLASSES_KEPT) {
                last = rule->classes[k];
                s = s << 4 | last;
                kept++;
            }
        i += rule ? rule->taken : 1;
        if (kinds[(unsigned char)letters[i - 1]] & (BACK | FRONT))
            last = 0;
    }
    return s;
}

skeleton skeleton_of_latin(struct str latin)
{
    char letters[LETTERS_READ + 8] = {0};
    size_t n = 0;
    pthread_once(&once, compile);
    for (size_t i = 0; i < latin.n && n < LETTERS_READ; i++)
        if (latin.p[i] >= 'a' && latin.p[i] <= 'z')
            letters[n++] = latin.p[i];
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
