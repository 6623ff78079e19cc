/* Reads tables of romanisations and of tokens, and measures the skeleton on them. */
#include "cli/bench/romanisation.h"

#include "base/arena.h"
#include "base/str.h"
#include "name/romanise.h"
#include "name/script.h"
#include "name/skeleton.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { WORDS_MAX = 24, LETTERS_MAX = 512, LINE_MAX_BYTES = 16384 };

/* One word of one line: its source, folded, and the skeletons of both sides. */
struct word {
    const char *source;
    const char *latin;
    const char *system;
    skeleton of_source;
    skeleton of_latin;
    bool name;
    bool reached; /* of_latin is that of some form of the source */
};

struct words {
    struct arena arena;
    struct word *at;
    size_t n;
    size_t room;
    size_t letters; /* words of one letter */
};

/* The script of the first letter that is not Latin; phonetic writing keeps single Greek letters among Latin
 * ones. */
static enum script script_of_word(const char *word, bool latin_side)
{
    utf8proc_int32_t c;
    enum script script = SCRIPT_LATIN;
    bool ascii = false;
    for (const char *p = word; *p;) {
        p += utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
        ascii = ascii || (c >= 'a' && c <= 'z');
        enum script of_letter = script_of((uint32_t)c);
        if (script == SCRIPT_LATIN && of_letter > SCRIPT_LATIN)
            script = of_letter;
    }
    return latin_side && ascii && script == SCRIPT_GREEK ? SCRIPT_LATIN : script;
}

static bool is_letter(utf8proc_int32_t c)
{
    utf8proc_category_t g = utf8proc_category(c);
    return g == UTF8PROC_CATEGORY_LU || g == UTF8PROC_CATEGORY_LL || g == UTF8PROC_CATEGORY_LT ||
           g == UTF8PROC_CATEGORY_LO;
}

static size_t letters_in(const char *word)
{
    size_t n = 0;
    utf8proc_int32_t c;
    for (const char *p = word; *p;) {
        p += utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
        n += is_letter(c);
    }
    return n;
}

/* NFKC, case folded, cut at white space and hyphens into NUL-terminated words. */
static size_t cut_words(struct arena *arena, struct str phrase, const char *words[WORDS_MAX])
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)phrase.p, (utf8proc_ssize_t)phrase.n, &folded,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    char *copy = n < 0 ? NULL : arena_copy(arena, (const char *)folded, (size_t)n);
    free(folded);
    static const char between[] = " \t-/.,;!?()";
    size_t count = 0;
    while (copy && *copy && count < WORDS_MAX) {
        char *word = copy + strspn(copy, between);
        copy = word + strcspn(word, between);
        if (*copy)
            *copy++ = '\0';
        if (letters_in(word))
            words[count++] = word;
    }
    return count;
}

static skeleton skeleton_of_words(struct arena *arena, const char *const *words, size_t n, bool latin_side)
{
    char joined[LETTERS_MAX];
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        struct roman_form forms[ROMAN_FORMS_MAX];
        if (romanise(arena, str_of(words[i]), script_of_word(words[i], latin_side), forms) == 0)
            continue;
        if (n == 1)
            return skeleton_of(str_of(words[i]), script_of_word(words[i], latin_side));
        if (length + forms[0].latin.n < sizeof(joined)) {
            memcpy(joined + length, forms[0].latin.p, forms[0].latin.n);
            length += forms[0].latin.n;
        }
    }
    return skeleton_of_latin((struct str){joined, length});
}

/* Whether some form of a word has the skeleton. */
static bool is_reached(struct arena *arena, const char *const *words, size_t n, skeleton wanted)
{
    struct roman_form forms[ROMAN_FORMS_MAX];
    if (n != 1)
        return skeleton_of_words(arena, words, n, false) == wanted;
    size_t forms_n = romanise(arena, str_of(words[0]), script_of_word(words[0], false), forms);
    for (size_t i = 0; i < forms_n; i++)
        if (forms[i].skeleton == wanted)
            return true;
    return skeleton_of(str_of(words[0]), script_of_word(words[0], false)) == wanted;
}

static const char *join(struct arena *arena, const char *const *words, size_t n)
{
    size_t bytes = 1;
    for (size_t i = 0; i < n; i++)
        bytes += strlen(words[i]) + 1;
    char *out = arena_alloc(arena, bytes);
    char *end = out;
    for (size_t i = 0; out && i < n; i++) {
        size_t length = strlen(words[i]);
        if (i)
            *end++ = ' ';
        memcpy(end, words[i], length);
        end += length;
    }
    return out;
}

static bool add_word(struct words *words, struct word word)
{
    if (words->n == words->room) {
        size_t room = words->room ? words->room * 2 : 1024;
        struct word *at = realloc(words->at, room * sizeof(*at));
        if (!at)
            return false;
        words->at = at;
        words->room = room;
    }
    words->at[words->n++] = word;
    return true;
}

/* One word against one, or n against m where the sides have not as many. */
static bool add_pair(struct words *words, const char *system, bool name, const char *const *source, size_t n,
                     const char *const *latin, size_t m)
{
    struct word word = {join(&words->arena, source, n),
                        join(&words->arena, latin, m),
                        system,
                        skeleton_of_words(&words->arena, source, n, false),
                        skeleton_of_words(&words->arena, latin, m, true),
                        name,
                        false};
    word.reached = is_reached(&words->arena, source, n, word.of_latin);
    if (!word.source || !word.latin)
        return false;
    if (letters_in(word.source) >= 2)
        return add_word(words, word);
    words->letters++;
    return true;
}

/* An article that stands as a word of its own where the source joins it. */
static bool is_article(const char *word)
{
    static const char *const articles[] = {"al",      "el",  "ul",       "ol",      "ar",      "as",
                                           "a\u0161", "ash", "at",       "ad",      "an",      "az",
                                           "ath",     "adh", "as\u0331", "a\u015f", "a\u1e63", "a\u0163"};
    for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
        if (strcmp(word, articles[i]) == 0)
            return true;
    return false;
}

/* Sets the articles aside on both sides, as the reader of names does. */
static void drop_articles(const char **sources, size_t n, const char **latins, size_t *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < *m; i++)
        if (i + 1 == *m || !is_article(latins[i]))
            latins[kept++] = latins[i];
    *m = kept;
    for (size_t i = 0; i < n; i++)
        if (strncmp(sources[i], "\u0627\u0644", 4) == 0)
            sources[i] += 4;
}

static bool has_capital(struct str phrase)
{
    utf8proc_int32_t c;
    for (utf8proc_ssize_t i = 0, step; i < (utf8proc_ssize_t)phrase.n; i += step) {
        step = utf8proc_iterate((const utf8proc_uint8_t *)phrase.p + i, (utf8proc_ssize_t)phrase.n - i, &c);
        if (step <= 0)
            return false;
        if (utf8proc_category(c) == UTF8PROC_CATEGORY_LU)
            return true;
    }
    return false;
}

static bool add_line(struct words *words, struct str line)
{
    struct str system = str_cut(&line, '\t');
    struct str source = str_cut(&line, '\t');
    const char *sources[WORDS_MAX];
    const char *latins[WORDS_MAX];
    const char *label = arena_copy(&words->arena, system.p, system.n);
    bool name = has_capital(source) || has_capital(line);
    size_t n = cut_words(&words->arena, source, sources);
    size_t m = cut_words(&words->arena, line, latins);
    if (n == 0)
        return label != NULL;
    if (n < m)
        drop_articles(sources, n, latins, &m);
    if (n != m)
        return label && add_pair(words, label, name, sources, n, latins, m);
    for (size_t i = 0; i < n; i++)
        if (!label || !add_pair(words, label, name, &sources[i], 1, &latins[i], 1))
            return false;
    return true;
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const struct word *)a)->source, ((const struct word *)b)->source);
}

static void print_failure(const struct word *word)
{
    char source[17];
    char latin[17];
    skeleton_text(word->of_source, source);
    skeleton_text(word->of_latin, latin);
    printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", word->name ? "name" : "word", word->reached ? "reached" : "lost",
           word->system, word->source, source, word->latin, latin);
}

static void add_ratio(struct ratio *ratio, size_t good, size_t total)
{
    ratio->good += good;
    ratio->total += total;
}

/* Whether word i is the first of these that is written so. */
static bool is_first(const struct word *word, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(word[k].latin, word[i].latin) == 0)
            return false;
    return true;
}

/* Of the distinct romanisations of one source word, those that have the skeleton that most have. */
static struct ratio count_usual(const struct word *word, size_t n)
{
    struct ratio usual = {0, 0};
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t k = 0; k < n; k++)
            same += word[k].of_latin == word[i].of_latin && is_first(word, k);
        usual.good = same > usual.good ? same : usual.good;
        usual.total += is_first(word, i);
    }
    return usual;
}

/* The lines of one source word. */
static void count_word(const struct word *word, size_t n, bool debug, struct romanisation_figures *out)
{
    bool name = false;
    size_t good = 0;
    size_t reached = 0;
    bool alike = true;
    for (size_t i = 0; i < n; i++) {
        alike = alike && word[i].of_latin == word[0].of_latin;
        bool equal = word[i].of_source == word[i].of_latin;
        name = name || word[i].name;
        good += equal;
        reached += word[i].reached;
        if (!equal && debug)
            print_failure(&word[i]);
    }
    add_ratio(&out->all, good == n, 1);
    add_ratio(&out->all_pairs, good, n);
    if (!name)
        return;
    add_ratio(&out->alike, alike, 1);
    struct ratio usual = count_usual(word, n);
    if (usual.total > 1)
        add_ratio(&out->usual, usual.good, usual.total);
    add_ratio(&out->names, good == n, 1);
    add_ratio(&out->name_pairs, good, n);
    add_ratio(&out->reached, reached == n, 1);
    add_ratio(&out->reached_pairs, reached, n);
}

static void count_words(struct words *words, bool debug, struct romanisation_figures *out)
{
    qsort(words->at, words->n, sizeof(*words->at), by_source);
    out->letters = words->letters;
    for (size_t i = 0, end; i < words->n; i = end) {
        for (end = i; end < words->n && strcmp(words->at[end].source, words->at[i].source) == 0;)
            end++;
        count_word(&words->at[i], end - i, debug, out);
    }
}

/* Calls each(context, line) for the lines of a file after its header, if it has one. */
static enum err each_line(const char *path, bool header, bool (*each)(void *context, struct str line),
                          void *context, struct fault *fault)
{
    char line[LINE_MAX_BYTES];
    FILE *file = fopen(path, "re");
    if (!file)
        return fault_set(fault, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
    enum err err = ERR_OK;
    for (size_t i = 1; err == ERR_OK && fgets(line, sizeof(line), file); i++) {
        struct str text = str_trim(str_of(line));
        if (!str_is_utf8(text) || (text.n && !memchr(text.p, '\t', text.n) && i > 1 && !header))
            err = fault_set(fault, ERR_BAD_INPUT, "%s: line %zu: not a table of this kind", path, i);
        else if ((i > 1 || !header) && text.n && !each(context, text))
            err = fault_set(fault, ERR_NO_MEMORY, "%s: line %zu", path, i);
    }
    if (err == ERR_OK && ferror(file))
        err = fault_set(fault, ERR_IO, "%s: %s", path, strerror(errno));
    fclose(file);
    return err;
}

static bool see_line(void *context, struct str line)
{
    return add_line(context, line);
}

enum err bench_romanisation(const char *tsv_path, bool debug, struct romanisation_figures *out,
                            struct fault *fault)
{
    struct words words = {.n = 0};
    *out = (struct romanisation_figures){.letters = 0};
    arena_init(&words.arena, 1 << 30);
    enum err err = each_line(tsv_path, true, see_line, &words, fault);
    if (err == ERR_OK)
        count_words(&words, debug, out);
    free(words.at);
    arena_release(&words.arena);
    return err;
}

static bool see_token(void *context, struct str line)
{
    struct words *words = context;
    struct str latin = str_cut(&line, '\t');
    struct str original = str_cut(&line, '\t');
    const char *latins[WORDS_MAX];
    const char *originals[WORDS_MAX];
    size_t n = cut_words(&words->arena, original, originals);
    size_t m = cut_words(&words->arena, latin, latins);
    return n == 0 || m == 0 || add_pair(words, "", true, originals, n, latins, m);
}

static int by_latin(const void *a, const void *b)
{
    return strcmp(((const struct word *)a)->latin, ((const struct word *)b)->latin);
}

static int by_skeleton(const void *a, const void *b)
{
    skeleton x = ((const struct word *)a)->of_latin;
    skeleton y = ((const struct word *)b)->of_latin;
    return (x > y) - (x < y);
}

static double mean_bucket(struct words *words)
{
    size_t distinct = 0;
    qsort(words->at, words->n, sizeof(*words->at), by_latin);
    for (size_t i = 0; i < words->n; i++)
        if (i == 0 || strcmp(words->at[i].latin, words->at[distinct - 1].latin) != 0)
            words->at[distinct++] = words->at[i];
    qsort(words->at, distinct, sizeof(*words->at), by_skeleton);
    double sum = 0;
    for (size_t i = 0, end; i < distinct; i = end) {
        for (end = i; end < distinct && words->at[end].of_latin == words->at[i].of_latin;)
            end++;
        sum += (double)(end - i) * (double)(end - i);
    }
    return distinct ? sum / (double)distinct : 0;
}

enum err bench_tokens(const char *tsv_path, struct ratio *hits, double *bucket, struct fault *fault)
{
    struct words words = {.n = 0};
    *hits = (struct ratio){0, 0};
    *bucket = 0;
    arena_init(&words.arena, 1 << 30);
    enum err err = each_line(tsv_path, false, see_token, &words, fault);
    if (err == ERR_OK) {
        for (size_t i = 0; i < words.n; i++)
            hits->good += words.at[i].of_latin == words.at[i].of_source;
        hits->total = words.n;
        *bucket = mean_bucket(&words);
    }
    free(words.at);
    arena_release(&words.arena);
    return err;
}
