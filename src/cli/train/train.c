/* liaison train: learns the tables of data/learned from files of tokens and lists. */
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/train/errors.h"
#include "cli/train/weights.h"
#include "match/learn_lists.h"
#include "match/learn_names.h"
#include "match/learn_tokens.h"
#include "match/learn_weights.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES = 7, OUT_BYTES = 64 * 1024 * 1024, LINE = 1024 };
static const size_t TOKENS_ARENA_BYTES = (size_t)4 << 30;

/* What is learned from, in the order of the tables. A second source of one alphabet is added to the first. */
static const struct source {
    const char *file; /* below --data */
    bool original_first;
    bool spellings; /* its originals leave vowels unwritten or spell by sound: good for pairs of spellings */
    size_t source_chunk;
    const char *licence;
} sources[FILES] = {
    {"tokens/ru-train.tsv", false, true, 2, "NETransliteration-COLING2018, from Wikidata, CC0"},
    {"tokens/ar-train.tsv", false, true, 1, "NETransliteration-COLING2018, from Wikidata, CC0"},
    {"tokens/google-ar2en-train.txt", true, true, 1, "google/transliteration, Apache-2.0"},
    {"tokens/he-train.tsv", false, true, 1, "NETransliteration-COLING2018, from Wikidata, CC0"},
    {"tokens/ko-train.tsv", false, false, 2, "NETransliteration-COLING2018, from Wikidata, CC0"},
    {"tokens/ja-katakana-train.tsv", false, false, 2, "NETransliteration-COLING2018, from Wikidata, CC0"},
    {"tokens/zh-train.tsv", false, false, 2, "NETransliteration-COLING2018, from Wikidata, CC0"},
};

struct training {
    const char *data;
    const char *out;
    struct arena arena;
    struct token_file files[FILES];
    struct listed_names listed;
    bool weights_only;
    char list[LINE]; /* sdn.csv of the OFAC list */
    struct buf sounds;
    struct buf rarity;
    struct buf weights;
    struct buf names;
    struct buf record;
};

static enum err read_sources(struct training *training, struct fault *fault)
{
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < FILES; i++) {
        char path[LINE];
        snprintf(path, sizeof path, "%s/%s", training->data, sources[i].file);
        err = token_file_add(&training->arena, path, sources[i].original_first, &training->files[i], fault);
        if (!err)
            buf_printf(&training->record, "| `%s` | %s | %zu | %zu |\n", sources[i].file, sources[i].licence,
                       training->files[i].n, training->files[i].passed_over);
    }
    return err;
}

static enum err read_list(struct training *training, struct fault *fault)
{
    char pattern[LINE];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/lists/ofac-*", training->data);
    if (glob(pattern, 0, NULL, &found) != 0)
        return fault_set(fault, ERR_NOT_FOUND, "%s: no such folder", pattern);
    const char *folder = found.gl_pathv[found.gl_pathc - 1];
    enum err err = ofac_names(&training->arena, folder, &training->listed, fault);
    const char *name = strrchr(folder, '/');
    snprintf(training->list, sizeof training->list, "%s/sdn.csv", folder);
    buf_printf(&training->record,
               "| `lists%s`, odd entry numbers | US OFAC SDN list, public domain | %zu names | |\n",
               name ? name : "", training->listed.n);
    globfree(&found);
    return err;
}

/* Two sources of one alphabet are learned together. */
static enum err join_sources(struct training *training, struct fault *fault)
{
    struct token_file *into = &training->files[1];
    struct token_file *from = &training->files[2];
    struct token_pair *pairs = realloc(into->pairs, (into->n + from->n + 1) * sizeof *pairs);
    if (!pairs)
        return fault_set(fault, ERR_NO_MEMORY, "joining sources");
    memcpy(pairs + into->n, from->pairs, from->n * sizeof *pairs);
    into->pairs = pairs;
    into->n += from->n;
    into->capacity = into->n + 1;
    from->n = 0;
    return ERR_OK;
}

static void record_learning(struct training *training, const char *what,
                            const struct sound_learning *learning)
{
    printf("%-32s mean ln P %.3f, %zu chunks\n", what, learning->likelihood, learning->chunks);
    fflush(stdout);
    buf_printf(&training->record,
               "- %s: %zu rounds, discount %.2f, source chunks to %zu, mean ln P %.3f, %zu chunk pairs\n",
               what, learning->rounds, learning->discount, learning->source_chunk, learning->likelihood,
               learning->chunks);
}

/* Of Arabic originals the letters of a chunk are often several's (g of qaf, jim and ghain): which way is
 * asked must not matter. */
static enum err learn_all_schemes(struct training *training, struct fault *fault)
{
    static const struct {
        size_t file;
        enum alphabet alphabet;
        size_t every;
        bool mutual;
        const char *what;
    } schemes[] = {{0, ALPHABET_SCHEMES, 16, false, "schemes' spellings of one Cyrillic original"},
                   {1, ALPHABET_ARABIC_SCHEMES, 4, true, "schemes' spellings of one Arabic original"}};
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < sizeof schemes / sizeof *schemes; i++) {
        struct sound_learning learning = {
            .rounds = 8, .source_chunk = 2, .discount = 0.5, .mutual = schemes[i].mutual};
        err = learn_schemes(&training->files[schemes[i].file], schemes[i].alphabet, schemes[i].every,
                            &learning, &training->sounds, fault);
        if (!err)
            record_learning(training, schemes[i].what, &learning);
    }
    return err;
}

static enum err learn_sounds(struct training *training, struct fault *fault)
{
    buf_add_str(&training->sounds,
                STR("# Sound costs: alphabet, source, Latin, place (f first, m middle, l last), "
                    "-ln P in nats/256.\n# Made by 'liaison train'; see RECORD.md.\n"));
    buf_add_str(&training->record, STR("\n## Sounds\n\n"));
    enum err err = ERR_OK;
    for (size_t i = 0; !err && i < FILES; i++) {
        struct sound_learning learning = {
            .rounds = 8, .source_chunk = sources[i].source_chunk, .discount = 0.3};
        if (training->files[i].n == 0)
            continue;
        err = learn_alphabet(&training->files[i], &learning, &training->sounds, fault);
        if (!err)
            record_learning(training, sources[i].file, &learning);
    }
    struct token_file paired[FILES];
    size_t n = 0;
    for (size_t i = 0; i < FILES; i++)
        if (sources[i].spellings)
            paired[n++] = training->files[i];
    struct sound_learning learning = {.rounds = 8, .source_chunk = 2, .discount = 0.5};
    if (!err)
        err = learn_spellings(paired, n, &learning, &training->sounds, fault);
    if (!err)
        record_learning(training, "Latin spellings of one original", &learning);
    if (!err)
        err = learn_all_schemes(training, fault);
    return err;
}

static int by_latin(const void *a, const void *b)
{
    return str_compare(((const struct token_count *)a)->latin, ((const struct token_count *)b)->latin);
}

/* A person has pages in several languages: of the counts of one token in several files the greatest is taken.
 */
static size_t greatest_counts(struct token_count *counts, size_t n)
{
    size_t kept = 0;
    qsort(counts, n, sizeof *counts, by_latin);
    for (size_t i = 0; i < n; i++) {
        if (kept && str_equal(counts[kept - 1].latin, counts[i].latin)) {
            if (counts[i].people > counts[kept - 1].people)
                counts[kept - 1].people = counts[i].people;
        } else {
            counts[kept++] = counts[i];
        }
    }
    return kept;
}

/* The persons of the list count as much as all others together: the names that are asked about
 * come from its world too. A token borne by one listed person says little of how common it is. */
static const double ONE_PERSON = 0.3;

static enum err add_listed_counts(struct training *training, double people, struct token_count *counts,
                                  size_t *n, size_t room, struct fault *fault)
{
    const struct listed_names *listed = &training->listed;
    size_t from = *n;
    for (size_t i = 0; i < listed->n;) {
        size_t person = *n;
        long entry = listed->at[i].entry;
        for (; i < listed->n && listed->at[i].entry == entry; i++) {
            struct name name;
            enum err err = name_parse(&training->arena, listed->at[i].name, NAME_WHOLE, &name, fault);
            if (err == ERR_NO_MEMORY)
                return err;
            for (size_t k = 0; !err && k < name.tokens_n && *n < room; k++) {
                const struct name_token *token = &name.tokens[k];
                bool seen = token->forms_n == 0 || token->script != SCRIPT_LATIN;
                for (size_t j = person; j < *n && !seen; j++)
                    seen = str_equal(counts[j].latin, token->forms[0].latin);
                if (!seen)
                    counts[(*n)++] = (struct token_count){token->forms[0].latin, 1};
            }
        }
    }
    double total = (double)(*n - from);
    *n = from + token_counts_add_up(counts + from, *n - from);
    for (size_t i = from; i < *n; i++)
        counts[i].people = (counts[i].people - 1 + ONE_PERSON) * people / total;
    return ERR_OK;
}

static enum err learn_rarities(struct training *training, struct fault *fault)
{
    size_t room = 0;
    size_t n = 0;
    double people = 0;
    for (size_t i = 0; i < FILES; i++)
        room += training->files[i].n;
    room += training->listed.n * (size_t)LIMIT_NAME_TOKENS + 1;
    struct token_count *counts = calloc(room, sizeof *counts);
    if (!counts)
        return fault_set(fault, ERR_NO_MEMORY, "counting tokens");
    for (size_t i = 0; i < FILES; i++)
        for (size_t k = 0; k < training->files[i].n; k++)
            counts[n++] =
                (struct token_count){training->files[i].pairs[k].latin, training->files[i].pairs[k].count};
    n = greatest_counts(counts, n);
    for (size_t i = 0; i < n; i++)
        people += counts[i].people;
    enum err err = add_listed_counts(training, people, counts, &n, room, fault);
    buf_add_str(&training->rarity,
                STR("# Rarity: -ln of the share of people, in nats/256; see src/name/rarity.h.\n"
                    "# Made by 'liaison train'; see RECORD.md.\n"));
    if (!err)
        err = learn_rarity(counts, n, 3, &training->rarity, fault);
    buf_printf(&training->record, "\n## Rarity\n\n%zu Latin tokens counted.\n", n);
    free(counts);
    return err;
}

static enum err learn_equivalents(struct training *training, struct fault *fault)
{
    struct names_learning learning = {0};
    buf_add_str(&training->names, STR("# Names that stand for one another, a class a line.\n"
                                      "# Made by 'liaison train'; see RECORD.md.\n"));
    struct token_file *files[FILES];
    size_t n = 0;
    for (size_t i = 0; i < FILES; i++)
        if (sources[i].spellings)
            files[n++] = &training->files[i];
    enum err err = learn_names(files, n, &training->listed, &learning, &training->names, fault);
    buf_printf(
        &training->record,
        "\n## Names that stand for one another\n\n%zu links found, %zu that two sources or three listed "
        "persons agree on, %zu classes.\nThe %zu classes of src/name/equivalents.def, which are joined with "
        "these, were written from common knowledge\nof given names. Of %zu of them the same data have two "
        "names "
        "for one another: five persons of each whose\noriginal is the same word, or two names of a listed "
        "person "
        "that agree in all else.\n",
        learning.links, learning.kept, learning.classes, learning.written, learning.borne);
    printf("names: %zu links, %zu kept, %zu classes\n", learning.links, learning.kept, learning.classes);
    return err;
}

/* With the sounds and rarities just learned, or built in; from the values of weights.def. */
static enum err learn_the_weights(struct training *training, struct fault *fault)
{
    struct model model;
    struct model_texts texts = {.weights = STR("")};
    if (!training->weights_only) {
        texts.sounds = buf_str(&training->sounds);
        texts.rarity = buf_str(&training->rarity);
    }
    enum err err = model_load_texts(&training->arena, &texts, &model, fault);
    if (!err)
        err = train_weights(&model, training->list, training->files, FILES, &training->record, fault);
    if (!err)
        weights_write(&model.weights, &training->weights);
    return err;
}

static enum err write_file(const struct training *training, const char *name, const struct buf *content,
                           struct fault *fault)
{
    char path[LINE];
    struct output output;
    if ((size_t)snprintf(path, sizeof path, "%s/%s", training->out, name) >= sizeof path)
        return fault_set(fault, ERR_TOO_LARGE, "%s: too long a path", training->out);
    enum err err = output_open(&output, path, fault);
    if (!err)
        buf_add_str(&output.buf, buf_str(content));
    return output_close(&output, err, fault);
}

static enum err train(struct training *training, struct fault *fault)
{
    buf_add_str(&training->record,
                STR("# The training record\n\nMade by `liaison train --data DIR`; nothing of the UN list was "
                    "learned from.\n\n"
                    "| source | licence | pairs of tokens | lines passed over |\n|---|---|---|---|\n"));
    enum err err = read_sources(training, fault);
    if (!err)
        err = read_list(training, fault);
    if (!err)
        err = join_sources(training, fault);
    if (!err && !training->weights_only)
        err = learn_rarities(training, fault);
    if (!err && !training->weights_only)
        err = learn_sounds(training, fault);
    if (!err && !training->weights_only)
        err = learn_equivalents(training, fault);
    if (!err)
        err = learn_the_weights(training, fault);
    if (!err)
        err = write_file(training, "weights.tsv", &training->weights, fault);
    if (training->weights_only)
        return err;
    if (!err)
        err = write_file(training, "equivalents.tsv", &training->names, fault);
    if (!err)
        err = write_file(training, "sounds.tsv", &training->sounds, fault);
    if (!err)
        err = write_file(training, "rarity.tsv", &training->rarity, fault);
    return err ? err : write_file(training, "RECORD.md", &training->record, fault);
}

int command_train(int argc, char **argv)
{
    struct training training = {.out = "data/learned"};
    struct texts lists = {0};
    const struct option table[] = {{"--data", OPTION_TEXT, &training.data},
                                   {"--errors", OPTION_TEXTS, &lists},
                                   {"--weights", OPTION_FLAG, &training.weights_only},
                                   {"--out", OPTION_TEXT, &training.out}};
    struct fault fault = {0};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, NULL, &fault);
    if (!err && !training.data && lists.n == 0)
        err = fault_set(&fault, ERR_USAGE, "train wants --data DIR or --errors LIST...");
    /* Learning takes its time: nobody is to wait for nothing. */
    if (!err && access(training.out, W_OK | X_OK) != 0)
        err = fault_set(&fault, ERR_IO, "%s: %s", training.out, strerror(errno));
    if (!err && lists.n)
        err = train_errors(&lists, training.out, &fault);
    if (!err && training.data) {
        arena_init(&training.arena, TOKENS_ARENA_BYTES);
        buf_init(&training.sounds, OUT_BYTES);
        buf_init(&training.rarity, OUT_BYTES);
        buf_init(&training.weights, OUT_BYTES);
        buf_init(&training.names, OUT_BYTES);
        buf_init(&training.record, OUT_BYTES);
        err = train(&training, &fault);
        buf_release(&training.sounds);
        buf_release(&training.rarity);
        buf_release(&training.weights);
        buf_release(&training.names);
        buf_release(&training.record);
        for (size_t i = 0; i < FILES; i++)
            free(training.files[i].pairs);
        free(training.listed.at);
        arena_release(&training.arena);
    }
    return err ? command_fail(&fault) : 0;
}
