/* Stem: endings set aside by the table endings.def. See stem.h. */
#include "name/stem.h"

#include "name/words.h"

enum { STEM_MAX = 256 };

static bool ends_with(struct str s, struct str ending)
{
    if (s.n < ending.n || ending.n == 0)
        return ending.n == 0;
    return s.p[s.n - 1] == ending.p[ending.n - 1] && memcmp(s.p + s.n - ending.n, ending.p, ending.n) == 0;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

struct stem {
    size_t n;
    char at[STEM_MAX];
};

static void remove_bytes(struct stem *stem, size_t from, size_t n)
{
    memmove(stem->at + from, stem->at + from + n, stem->n - from - n);
    stem->n -= n;
}

static void set_gender_aside(struct stem *stem, struct str folded)
{
    static const struct {
        struct str ending;
        struct str instead;
        size_t letters;
        struct str written;
    } endings[] = {
#define E(ending, instead, letters, written)                                                                 \
    {{"" ending, sizeof(ending) - 1},                                                                        \
     {"" instead, sizeof(instead) - 1},                                                                      \
     (letters),                                                                                              \
     {"" written, sizeof(written) - 1}},
#include "name/endings.def"
#undef E
    };
    struct str s = {stem->at, stem->n};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (s.n < endings[i].letters || !ends_with(s, endings[i].ending) ||
            !ends_with(folded, endings[i].written))
            continue;
        stem->n -= endings[i].ending.n;
        memcpy(stem->at + stem->n, endings[i].instead.p, endings[i].instead.n);
        stem->n += endings[i].instead.n;
        return;
    }
}

/* "Allah" as the second part keeps its l: abdullah, abdulloh, abdullaev. */
static bool is_god(const char *p, size_t n)
{
    if (n == 0 || (p[0] != 'a' && p[0] != 'o'))
        return false;
    return n == 1 || p[1] == 'h' || p[1] == 'y' || p[1] == 'e' || p[1] == 'i' || p[1] == 'j';
}

/* abdulrahman, abdalrahman, abdurahman -> abdrahman; abulhasan -> abuhasan. The
 * article stands behind the first kept letters of the prefix. */
static void set_article_aside(struct stem *stem, const char *prefix, size_t kept)
{
    size_t n = strlen(prefix);
    if (stem->n < n + 4 || memcmp(stem->at, prefix, n) != 0)
        return;
    size_t end = kept;
    if (is_vowel(stem->at[end]))
        end++;
    bool article = stem->at[end] == 'l';
    const char *rest = stem->at + end + article;
    size_t rest_n = stem->n - end - article;
    if (article && (is_god(rest, rest_n) || rest_n < (is_vowel(rest[0]) ? 4U : 3U)))
        return;
    if (article || kept == n)
        remove_bytes(stem, kept, end + article - kept);
}

/* salahaldin, salahudin, salahedine -> salahdin; fazlurehman -> fazlrahman. */
static void set_inner_article_aside(struct stem *stem)
{
    enum { FIRST_PART_MIN = 3 };
    static const struct {
        const char *written;
        const char *kept;
    } tails[] = {{"din", "din"},       {"dine", "din"},   {"dien", "din"}, {"rahman", "rahman"},
                 {"rehman", "rahman"}, {"haq", "hak"},    {"hak", "hak"},  {"rhmn", "rahman"},
                 {"lhq", "hk"},        {"islam", "islam"}};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t n = strlen(tails[i].written);
        if (stem->n < n + FIRST_PART_MIN || memcmp(stem->at + stem->n - n, tails[i].written, n) != 0)
            continue;
        size_t end = stem->n - n;
        if (end > FIRST_PART_MIN && stem->at[end - 1] == 'l')
            end--;
        if (end > FIRST_PART_MIN && is_vowel(stem->at[end - 1]))
            end--;
        size_t kept = strlen(tails[i].kept);
        memcpy(stem->at + end, tails[i].kept, kept);
        stem->n = end + kept;
        return;
    }
}

/* Unvocalised, God has no vowel before his h, and would not look like himself in Latin. */
static void vocalise_god(struct stem *stem)
{
    if (stem->n < 4 || stem->n == STEM_MAX || memcmp(stem->at + stem->n - 3, "alh", 3) != 0)
        return;
    stem->at[stem->n - 1] = 'a';
    stem->at[stem->n++] = 'h';
}

static void write_doubles_once(struct stem *stem)
{
    size_t n = 0;
    for (size_t i = 0; i < stem->n; i++)
        if (n == 0 || stem->at[n - 1] != stem->at[i])
            stem->at[n++] = stem->at[i];
    stem->n = n;
}

struct str name_stem(struct arena *arena, struct str latin, struct str folded, bool gendered)
{
    struct stem stem = {.n = latin.n < STEM_MAX ? latin.n : STEM_MAX};
    memcpy(stem.at, latin.p, stem.n);
    write_doubles_once(&stem);
    vocalise_god(&stem);
    if (gendered && !(word_kinds(latin) & WORD_GIVEN))
        set_gender_aside(&stem, folded);
    set_article_aside(&stem, "abd", 3);
    set_article_aside(&stem, "abul", 3);
    set_article_aside(&stem, "abuabd", 6);
    set_inner_article_aside(&stem);
    char *copy = arena_copy(arena, stem.at, stem.n);
    return copy ? (struct str){copy, stem.n} : (struct str){"", 0};
}

struct patronymic {
    char gender;
    struct str ending;
};

/* The ending of a patronymic that latin has; NULL: none. */
static const struct patronymic *find_patronymic(struct str latin)
{
    enum { FATHER_MIN = 2 }; /* Lvovich */
    static const struct patronymic endings[] = {
#define PATRONYMIC(gender, ending) {(gender), {"" ending, sizeof(ending) - 1}},
#include "name/endings.def"
#undef PATRONYMIC
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (latin.n >= endings[i].ending.n + (endings[i].gender == 'M' ? 0 : FATHER_MIN) &&
            ends_with(latin, endings[i].ending) && !(word_kinds(latin) & WORD_GIVEN))
            return &endings[i];
    return NULL;
}

char name_patronymic_ending(struct str latin)
{
    const struct patronymic *found = find_patronymic(latin);
    return found ? (found->gender == 'M' ? 'm' : found->gender) : 0;
}

struct str name_patronymic_father(struct str latin)
{
    const struct patronymic *found = find_patronymic(latin);
    bool whole = found && (found->gender == 'm' || found->gender == 'f');
    return (struct str){latin.p, whole ? latin.n - found->ending.n : 0};
}

bool name_family_ending(struct str latin)
{
    static const struct {
        struct str ending;
        size_t letters;
    } endings[] = {
#define FAMILY(ending, letters) {{"" ending, sizeof(ending) - 1}, (letters)},
#include "name/endings.def"
#undef FAMILY
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (latin.n >= endings[i].letters && ends_with(latin, endings[i].ending))
            return true;
    return false;
}

bool name_nisba_ending(struct str latin)
{
    return latin.n >= 4 && (latin.p[latin.n - 1] == 'i' || latin.p[latin.n - 1] == 'y' ||
                            ends_with(latin, STR("ee")) || ends_with(latin, STR("ij")));
}
