/* Learning from files of tokens. See learn_tokens.h. */
#include "match/learn_tokens.h"

#include "name/romanise.h"
#include "record/lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_BYTES = 4096, SCHEMES_ARENA_BYTES = 1 << 20 };

static bool push(struct token_file *file, const struct token_pair *pair)
{
    if (file->n == file->capacity) {
        size_t capacity = file->capacity ? file->capacity * 2 : 1024;
        struct token_pair *pairs = realloc(file->pairs, capacity * sizeof *pairs);
        if (!pairs)
            return false;
        file->pairs = pairs;
        file->capacity = capacity;
    }
    file->pairs[file->n++] = *pair;
    return true;
}

static double read_count(struct str text)
{
    double count = 0;
    for (size_t i = 0; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        count = count * 10 + (text.p[i] - '0');
    return count > 0 ? count : 1;
}

/* The one token of a text: its folded text, most usual romanisation and script.
 * Han and Hangul are cut by the reader of names into family and given name; here
 * they are transcriptions and one again. False where there is none or several. */
static bool only_token(struct arena *arena, struct str text, struct str *folded, struct str *latin,
                       enum script *script)
{
    struct name name;
    if (name_parse(arena, text, NAME_WHOLE, &name, NULL) != ERR_OK || name.tokens_n == 0)
        return false;
    *script = name.tokens[0].script;
    if (name.tokens_n > 1 && *script != SCRIPT_HAN && *script != SCRIPT_HANGUL)
        return false;
    struct buf whole[2];
    buf_init(&whole[0], TOKEN_BYTES);
    buf_init(&whole[1], TOKEN_BYTES);
    bool good = true;
    for (size_t i = 0; i < name.tokens_n; i++) {
        good = good && name.tokens[i].forms_n && name.tokens[i].script == *script;
        buf_add_str(&whole[0], name.tokens[i].folded);
        if (good)
            buf_add_str(&whole[1], name.tokens[i].forms[0].latin);
    }
    *folded = (struct str){arena_copy(arena, buf_str(&whole[0]).p, whole[0].n), whole[0].n};
    *latin = (struct str){arena_copy(arena, buf_str(&whole[1]).p, whole[1].n), whole[1].n};
    good = good && !buf_failed(&whole[0]) && !buf_failed(&whole[1]) && !arena_failed(arena);
    buf_release(&whole[0]);
    buf_release(&whole[1]);
    return good;
}

static enum err add_line(struct arena *arena, struct str line, bool original_first, struct token_file *file)
{
    struct str first = str_cut(&line, '\t');
    struct str second = str_cut(&line, '\t');
    struct str folded[2];
    struct str romanised[2];
    enum script script[2];
    bool latin = only_token(arena, original_first ? second : first, &folded[0], &romanised[0], &script[0]);
    bool original = only_token(arena, original_first ? first : second, &folded[1], &romanised[1], &script[1]);
    if (arena_failed(arena))
        return ERR_NO_MEMORY;
    if (!latin || !original || script[0] != SCRIPT_LATIN || script[1] == SCRIPT_LATIN) {
        file->passed_over++;
        return ERR_OK;
    }
    struct token_pair pair = {romanised[0], folded[1], script[1], read_count(line)};
    if (alphabet_of(script[1]) == ALPHABET_HAN)
        pair.original = romanised[1];
    return push(file, &pair) ? ERR_OK : ERR_NO_MEMORY;
}

enum err token_file_add(struct arena *arena, const char *path, bool original_first, struct token_file *file,
                        struct fault *fault)
{
    struct lines lines;
    enum err err = lines_open(&lines, path, fault);
    bool end = false;
    while (!err && !end) {
        struct str line;
        err = lines_next(&lines, &line, &end, fault);
        if (!err && !end) {
            err = add_line(arena, line, original_first, file);
            if (err)
                fault_set(fault, err, "%s: line %zu", path, lines.line);
        }
    }
    lines_close(&lines);
    return err;
}

static bool pair_symbols(enum alphabet alphabet, struct str original, struct str latin,
                         struct sound_pair *pair)
{
    *pair = (struct sound_pair){.weight = 1};
    pair->symbols_n = (uint8_t)alphabet_symbols(alphabet, original, pair->symbols);
    pair->letters_n = (uint8_t)alphabet_symbols(ALPHABET_LATIN, latin, pair->letters);
    return pair->symbols_n && pair->letters_n;
}

enum err learn_alphabet(const struct token_file *file, struct sound_learning *learning, struct buf *out,
                        struct fault *fault)
{
    struct sound_pair *pairs = calloc(file->n + 1, sizeof *pairs);
    if (!pairs || file->n == 0) {
        free(pairs);
        return fault_set(fault, pairs ? ERR_NO_USE : ERR_NO_MEMORY, "learning sounds: no pairs of tokens");
    }
    enum alphabet alphabet = alphabet_of(file->pairs[0].script);
    size_t n = 0;
    for (size_t i = 0; i < file->n; i++) {
        const struct token_pair *pair = &file->pairs[i];
        if (alphabet_of(pair->script) == alphabet &&
            pair_symbols(alphabet, pair->original, pair->latin, &pairs[n])) {
            pairs[n].weight = (float)(1 + log(pair->count));
            n++;
        }
    }
    enum err err = learn_sound(alphabet, pairs, n, learning, out, fault);
    free(pairs);
    return err;
}

static int by_original(const void *a, const void *b)
{
    const struct token_pair *x = a;
    const struct token_pair *y = b;
    int order = str_compare(x->original, y->original);
    return order ? order : str_compare(x->latin, y->latin);
}

enum { SPELLINGS_MAX = 12 /* of one original that are paired; more are chance */ };

struct pair_list {
    struct sound_pair *at;
    size_t n;
    size_t capacity;
};

static bool add_spelling(struct pair_list *list, struct str a, struct str b, double weight)
{
    if (list->n == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 4096;
        struct sound_pair *at = realloc(list->at, capacity * sizeof *at);
        if (!at)
            return false;
        list->at = at;
        list->capacity = capacity;
    }
    if (pair_symbols(ALPHABET_LATIN, a, b, &list->at[list->n])) {
        list->at[list->n].weight = (float)weight;
        list->n++;
    }
    return true;
}

/* All pairs of the spellings of one original, each with itself too: most
 * records spell a name alike. */
static bool pair_spellings(struct pair_list *list, const struct token_pair *group, size_t n)
{
    size_t used = n < SPELLINGS_MAX ? n : SPELLINGS_MAX;
    for (size_t i = 0; i < used; i++)
        for (size_t j = 0; j < used; j++) {
            double weight = i == j ? (double)used : 1;
            if (!add_spelling(list, group[i].latin, group[j].latin, weight / (double)used))
                return false;
        }
    return true;
}

enum err learn_spellings(struct token_file *files, size_t files_n, struct sound_learning *learning,
                         struct buf *out, struct fault *fault)
{
    struct pair_list list = {0};
    bool good = true;
    for (size_t f = 0; f < files_n; f++) {
        struct token_file *file = &files[f];
        qsort(file->pairs, file->n, sizeof *file->pairs, by_original);
        for (size_t i = 0; i < file->n && good;) {
            size_t from = i;
            while (i < file->n && str_equal(file->pairs[i].original, file->pairs[from].original))
                i++;
            if (i - from > 1)
                good = pair_spellings(&list, &file->pairs[from], i - from);
        }
    }
    enum err err = good ? learn_sound(ALPHABET_LATIN, list.at, list.n, learning, out, fault)
                        : fault_set(fault, ERR_NO_MEMORY, "learning spellings");
    free(list.at);
    return err;
}

/* The spellings that the schemes in most use give to one original. */
struct written {
    struct roman_form form[ROMAN_FORMS_MAX];
    size_t n;
};

static void write_original(struct arena *arena, struct str original, enum script script,
                           struct written *written)
{
    size_t n = romanise(arena, original, script, written->form);
    written->n = n < SPELLINGS_MAX ? n : SPELLINGS_MAX;
}

static bool pair_schemes(struct pair_list *list, const struct written *written)
{
    for (size_t i = 0; i < written->n; i++)
        for (size_t j = 0; j < written->n; j++)
            if (i != j &&
                !add_spelling(list, written->form[i].latin, written->form[j].latin, 1.0 / (double)written->n))
                return false;
    return true;
}

/* The same beside those of the original with one of its inner letters doubled, which a script without vowels
 * leaves unwritten: another one of every original. */
static bool pair_doubled(struct arena *arena, struct pair_list *list, const struct token_pair *pair,
                         size_t number, const struct written *written)
{
    enum { LETTER = 2 /* bytes */, LEAST = 3 /* letters */ };
    static const struct str sign = {"\u0651", LETTER};
    static const double share = 0.3; /* of names that are written so, at a guess */
    size_t letters = pair->original.n / LETTER;
    char *text = arena_alloc(arena, pair->original.n + sign.n);
    if (!text || letters < LEAST)
        return text != NULL;
    size_t at = LETTER * (2 + number * 7 % (letters - 2));
    memcpy(text, pair->original.p, at);
    memcpy(text + at, sign.p, sign.n);
    memcpy(text + at + sign.n, pair->original.p + at, pair->original.n - at);
    struct written doubled;
    write_original(arena, (struct str){text, pair->original.n + sign.n}, pair->script, &doubled);
    for (size_t i = 0; i < written->n; i++)
        for (size_t j = 0; j < doubled.n; j++) {
            struct str a = written->form[i].latin;
            struct str b = doubled.form[j].latin;
            double weight = share / (double)written->n;
            if (!add_spelling(list, a, b, weight) || !add_spelling(list, b, a, weight))
                return false;
        }
    return true;
}

enum err learn_schemes(struct token_file *file, enum alphabet alphabet, size_t every,
                       struct sound_learning *learning, struct buf *out, struct fault *fault)
{
    struct pair_list list = {0};
    struct arena arena;
    bool good = true;
    qsort(file->pairs, file->n, sizeof *file->pairs, by_original);
    for (size_t i = 0, originals = 0; i < file->n && good; i++) {
        const struct token_pair *pair = &file->pairs[i];
        if ((i && str_equal(pair[-1].original, pair->original)) || originals++ % every)
            continue;
        struct written written;
        arena_init(&arena, SCHEMES_ARENA_BYTES);
        write_original(&arena, pair->original, pair->script, &written);
        good = pair_schemes(&list, &written);
        if (good && pair->script == SCRIPT_ARABIC)
            good = pair_doubled(&arena, &list, pair, originals, &written);
        good = good && !arena_failed(&arena);
        arena_release(&arena);
    }
    enum err err = good ? learn_sound(alphabet, list.at, list.n, learning, out, fault)
                        : fault_set(fault, ERR_NO_MEMORY, "learning what schemes make of an original");
    free(list.at);
    return err;
}
