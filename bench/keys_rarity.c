/* Makes the frozen table of rarity of the match keys, on standard output:
 *
 *     liaison synth --n 1000000 --seed 9 --out F && keys_rarity data/learned/rarity.tsv F
 *
 * A token is as common as the more pessimistic of two public sources has it: the
 * learned table, whose shares are of people of the whole world, and a count over
 * invented persons, whose cultures are large and whose names are few, as they are
 * among those who are likely to be asked about. Skeletons rarer than the scheme
 * counts, and spellings likewise, are left out. */
#include "match/model.h"
#include "match/person.h"
#include "private/keys.h"
#include "record/reader.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { CELLS = 1 << 22, SEEN = 512, SPELLING = 40 };

struct count {
    uint64_t id;
    uint32_t persons;
    bool spelled;
    char text[SPELLING + 1];
};

static struct count *counts;

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "keys_rarity: %s\n", what);
    exit(70);
}

static struct count *count_of(uint64_t id, bool spelled)
{
    uint64_t at = (id + spelled) * UINT64_C(0x9e3779b97f4a7c15) >> 42;
    while (counts[at].id && (counts[at].id != id || counts[at].spelled != spelled))
        at = (at + 1) & (CELLS - 1);
    counts[at].id = id;
    counts[at].spelled = spelled;
    return &counts[at];
}

/* What of a person was counted. */
struct seen {
    uint64_t id[SEEN];
    size_t n;
};

static bool is_new(struct seen *seen, uint64_t id)
{
    for (size_t i = 0; i < seen->n; i++)
        if (seen->id[i] == id)
            return false;
    if (!id || seen->n == SEEN)
        return false;
    seen->id[seen->n++] = id;
    return true;
}

static void count_token(struct seen *seen, const struct person_token *token)
{
    skeleton all[ROMAN_FORMS_MAX + 1];
    size_t forms = token->forms_n < KEY_READINGS ? token->forms_n : KEY_READINGS;
    size_t n = skeletons_of_forms(token->forms, forms, all);
    all[n++] = token->skeleton;
    for (size_t i = 0; i < n; i++)
        if (is_new(seen, all[i]))
            count_of(all[i], false)->persons++;
    for (size_t i = 0; i < forms; i++) {
        struct str latin = token->forms[i].latin;
        if (latin.n > SPELLING || !is_new(seen, key_spelling(latin)))
            continue;
        struct count *count = count_of(key_spelling(latin), true);
        memcpy(count->text, latin.p, latin.n);
        count->persons++;
    }
}

static size_t count_file(const char *path)
{
    struct arena arena;
    struct arena work;
    struct model model;
    struct reader *reader;
    struct fault fault = {.detail = ""};
    bool end = false;
    size_t persons = 0;
    arena_init(&arena, 1 << 30);
    arena_init(&work, 1 << 30);
    must(!model_load(&arena, &model, NULL), "no model");
    must(!reader_open(&reader, path, &(struct reader_options){0}, &fault), fault.detail);
    for (;;) {
        struct subject subject;
        struct person person;
        struct seen seen = {.n = 0};
        arena_reset(&work);
        must(!reader_next(reader, &work, &subject, &end, &fault), fault.detail);
        if (end)
            break;
        if (person_init(&work, &model, &subject, &person, NULL))
            continue;
        persons++;
        for (size_t i = 0; i < person.tokens_n; i++)
            if (!person.tokens[i].joined)
                count_token(&seen, &person.tokens[i]);
    }
    reader_close(reader);
    arena_release(&work);
    arena_release(&arena);
    return persons;
}

/* The learned table's lines, made more common where the count says so; the counted cells are then spent. */
static void merge_line(struct str line, size_t persons, const struct key_scheme *scheme)
{
    struct str whole = line;
    struct str kind = str_cut(&line, '\t');
    struct str key = str_cut(&line, '\t');
    char number[24] = "";
    bool spelled = str_equal(kind, STR("t"));
    if (!spelled && !str_equal(kind, STR("s"))) {
        if (whole.n && whole.p[0] != '#')
            printf("%.*s\n", STR_ARG(whole));
        return;
    }
    memcpy(number, key.p, key.n < 23 ? key.n : 23);
    struct count *count = count_of(spelled ? key_spelling(key) : strtoull(number, NULL, 16), spelled);
    memcpy(number, line.p, line.n < 23 ? line.n : 23);
    number[line.n < 23 ? line.n : 23] = '\0';
    long cost = strtol(number, NULL, 10);
    long counted =
        count->persons ? lround(-log((double)count->persons / (double)persons) * RARITY_UNIT) : cost;
    count->persons = 0;
    cost = counted < cost ? counted : cost;
    if (cost < (spelled ? scheme->spelling_most : scheme->skeleton_most))
        printf("%.*s\t%.*s\t%ld\n", STR_ARG(kind), STR_ARG(key), cost);
}

static int by_text(const void *a, const void *b)
{
    const struct count *x = a;
    const struct count *y = b;
    int order = x->spelled - y->spelled;
    if (!order && x->spelled)
        return strcmp(x->text, y->text);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void write_rest(size_t persons, const struct key_scheme *scheme)
{
    qsort(counts, CELLS, sizeof *counts, by_text);
    for (size_t i = 0; i < CELLS; i++) {
        if (!counts[i].persons)
            continue;
        long cost = lround(-log((double)counts[i].persons / (double)persons) * RARITY_UNIT);
        if (counts[i].spelled && cost < scheme->spelling_most)
            printf("t\t%s\t%ld\n", counts[i].text, cost);
        if (!counts[i].spelled && cost < scheme->skeleton_most)
            printf("s\t%llx\t%ld\n", (unsigned long long)counts[i].id, cost);
    }
}

int main(int argc, char **argv)
{
    static char text[16 << 20];
    if (argc != 3) {
        fprintf(stderr, "usage: keys_rarity RARITY PERSONS\n");
        return 64;
    }
    const struct key_scheme *scheme = key_scheme(KEY_SCHEME);
    FILE *file = fopen(argv[1], "r");
    must(file != NULL, argv[1]);
    struct str rest = {text, fread(text, 1, sizeof text, file)};
    fclose(file);
    counts = calloc(CELLS, sizeof *counts);
    must(counts != NULL, "no memory");
    size_t persons = count_file(argv[2]);
    printf("# Rarity of name tokens for the match keys: -ln of the share of people, in nats/256.\n"
           "# Frozen: a change is a new scheme. Made by bench/keys_rarity.c; see RECORD.md.\n");
    while (rest.p && rest.n)
        merge_line(str_cut(&rest, '\n'), persons, scheme);
    write_rest(persons, scheme);
    return 0;
}
