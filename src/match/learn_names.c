/* Learning names that stand for one another. See learn_names.h. */
#include "match/learn_names.h"

#include "base/limits.h"
#include "name/equivalents.h"
#include "name/skeleton.h"

#include <stdlib.h>
#include <string.h>

enum {
    SPELLINGS = 8,     /* of one original, the most usual */
    PERSONS_LEAST = 5, /* of a spelling */
    SHARE_LEAST = 20,  /* one in so many of those of the original */
    LETTERS_LEAST = 3,
    LISTED_LEAST = 3, /* persons, where the list alone says so */
    CLASS_MOST = 12,  /* names */
    CLASSES_MOST = 8192
};

struct link {
    struct str a; /* a < b */
    struct str b;
    uint32_t sources; /* a bit each */
    uint32_t persons; /* of the list */
    double weight;
};

struct links {
    struct arena arena;
    struct link *at;
    size_t n;
    size_t room;
    bool failed;
    bool *borne; /* of each class of equivalents.def: the data bear it out */
};

/* Two names seen for one another bear out the written classes that both are of. */
static void bear_out(struct links *links, struct str a, struct str b)
{
    struct equivalence of_a[EQUIVALENCES_MAX];
    struct equivalence of_b[EQUIVALENCES_MAX];
    size_t n = name_equivalent_class(a, of_a);
    size_t m = n ? name_equivalent_class(b, of_b) : 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (of_a[i].class_id == of_b[k].class_id && of_a[i].class_id < name_equivalent_written())
                links->borne[of_a[i].class_id] = true;
}

static void add_link(struct links *links, struct str a, struct str b, size_t source, bool listed,
                     double weight)
{
    if (a.n < LETTERS_LEAST || b.n < LETTERS_LEAST || skeleton_of_latin(a) == skeleton_of_latin(b))
        return;
    if (links->n == links->room) {
        size_t room = links->room ? links->room * 2 : 4096;
        struct link *at = realloc(links->at, room * sizeof *at);
        links->failed = links->failed || !at;
        if (!at)
            return;
        links->at = at;
        links->room = room;
    }
    bool turned = str_compare(a, b) > 0;
    links->at[links->n++] = (struct link){turned ? b : a, turned ? a : b, 1U << source, listed, weight};
}

/* --- Tokens --- */

static int by_original(const void *a, const void *b)
{
    const struct token_pair *x = a;
    const struct token_pair *y = b;
    int order = str_compare(x->original, y->original);
    if (order)
        return order;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : str_compare(x->latin, y->latin);
}

static void link_spellings(struct links *links, const struct token_pair *pairs, size_t n, size_t source)
{
    double all = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        all += pairs[i].count;
    while (used < n && used < SPELLINGS && pairs[used].count >= PERSONS_LEAST &&
           pairs[used].count * SHARE_LEAST >= all)
        used++;
    for (size_t i = 0; i < used; i++)
        for (size_t k = i + 1; k < used; k++)
            add_link(links, pairs[i].latin, pairs[k].latin, source, false, pairs[k].count);
    for (size_t i = 0; i < n && pairs[i].count >= PERSONS_LEAST; i++)
        for (size_t k = i + 1; k < n && pairs[k].count >= PERSONS_LEAST; k++)
            bear_out(links, pairs[i].latin, pairs[k].latin);
}

static void link_file(struct links *links, struct token_file *file, size_t source)
{
    if (file->n)
        qsort(file->pairs, file->n, sizeof *file->pairs, by_original);
    for (size_t i = 0, end; i < file->n; i = end) {
        for (end = i; end < file->n && str_equal(file->pairs[end].original, file->pairs[i].original);)
            end++;
        link_spellings(links, file->pairs + i, end - i, source);
    }
}

/* --- The list --- */

/* The tokens that are left where all others agree in skeleton; false unless one is left on either side. */
static bool one_left(const struct name *a, const struct name *b, struct str *left, struct str *right)
{
    uint32_t used = 0;
    size_t left_n = 0;
    size_t right_n = 0;
    for (size_t i = 0; i < a->tokens_n; i++) {
        size_t k = 0;
        while (k < b->tokens_n && (used >> k & 1 || b->tokens[k].skeleton != a->tokens[i].skeleton))
            k++;
        used |= k < b->tokens_n ? 1U << k : 0;
        if (k < b->tokens_n || !a->tokens[i].forms_n)
            continue;
        *left = a->tokens[i].forms[0].latin;
        left_n++;
    }
    for (size_t k = 0; k < b->tokens_n; k++)
        if (!(used >> k & 1) && b->tokens[k].forms_n) {
            *right = b->tokens[k].forms[0].latin;
            right_n++;
        }
    return a->tokens_n > 1 && left_n == 1 && right_n == 1;
}

/* The names of one person; a link counts once of him. */
static void link_person(struct links *links, const struct listed_name *names, size_t n, size_t source)
{
    struct name first;
    struct name other;
    size_t from = links->n;
    if (name_parse(&links->arena, names[0].name, NAME_WHOLE, &first, NULL) != ERR_OK)
        return;
    for (size_t i = 1; i < n; i++) {
        struct str left;
        struct str right;
        if (name_parse(&links->arena, names[i].name, NAME_WHOLE, &other, NULL) != ERR_OK ||
            !one_left(&first, &other, &left, &right))
            continue;
        bear_out(links, left, right);
        size_t known = from;
        while (known < links->n &&
               !(str_equal(links->at[known].a, left) && str_equal(links->at[known].b, right)) &&
               !(str_equal(links->at[known].a, right) && str_equal(links->at[known].b, left)))
            known++;
        if (known == links->n)
            add_link(links, left, right, source, true, 1);
    }
}

static void link_list(struct links *links, const struct listed_names *listed, size_t source)
{
    for (size_t i = 0, end; i < listed->n; i = end) {
        for (end = i; end < listed->n && listed->at[end].entry == listed->at[i].entry;)
            end++;
        link_person(links, listed->at + i, end - i, source);
    }
}

/* --- Classes --- */

static int by_names(const void *a, const void *b)
{
    const struct link *x = a;
    const struct link *y = b;
    int order = str_compare(x->a, y->a);
    return order ? order : str_compare(x->b, y->b);
}

static int sources_of(const struct link *link)
{
    return __builtin_popcount(link->sources);
}

static int by_weight(const void *a, const void *b)
{
    const struct link *x = *(const struct link *const *)a;
    const struct link *y = *(const struct link *const *)b;
    if (sources_of(x) != sources_of(y))
        return sources_of(y) - sources_of(x);
    return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight) : by_names(x, y);
}

/* Adds links of the same names up and keeps those that enough speaks for. */
static void keep_links(struct links *links, struct names_learning *learning)
{
    size_t kept = 0;
    qsort(links->at, links->n, sizeof *links->at, by_names);
    learning->links = 0;
    for (size_t i = 0, end; i < links->n; i = end) {
        struct link sum = links->at[i];
        for (end = i + 1; end < links->n && by_names(&links->at[end], &sum) == 0; end++) {
            sum.sources |= links->at[end].sources;
            sum.persons += links->at[end].persons;
            sum.weight += links->at[end].weight;
        }
        learning->links++;
        if (sources_of(&sum) >= 2 || sum.persons >= LISTED_LEAST)
            links->at[kept++] = sum;
    }
    links->n = learning->kept = kept;
}

static bool is_linked(const struct links *links, struct str a, struct str b)
{
    bool turned = str_compare(a, b) > 0;
    const struct link key = {.a = turned ? b : a, .b = turned ? a : b};
    return str_equal(a, b) || bsearch(&key, links->at, links->n, sizeof key, by_names) != NULL;
}

struct class
{
    struct str name[CLASS_MOST];
    size_t n;
};

/* Puts the link into the first class to all of whose names both are linked; false where there is none. */
static bool join_class(const struct links *links, struct class *classes, size_t n, const struct link *link)
{
    for (size_t i = 0; i < n; i++) {
        bool fits = classes[i].n + 2 <= CLASS_MOST;
        bool has_a = false;
        bool has_b = false;
        for (size_t k = 0; fits && k < classes[i].n; k++) {
            has_a = has_a || str_equal(classes[i].name[k], link->a);
            has_b = has_b || str_equal(classes[i].name[k], link->b);
            fits = is_linked(links, classes[i].name[k], link->a) &&
                   is_linked(links, classes[i].name[k], link->b);
        }
        if (!fits || (!has_a && !has_b))
            continue;
        if (!has_a)
            classes[i].name[classes[i].n++] = link->a;
        if (!has_b)
            classes[i].name[classes[i].n++] = link->b;
        return true;
    }
    return false;
}

static enum err make_classes(const struct links *links, struct names_learning *learning, struct buf *out)
{
    const struct link **order = calloc(links->n + 1, sizeof *order);
    struct class *classes = calloc(CLASSES_MOST, sizeof *classes);
    size_t n = 0;
    for (size_t i = 0; order && i < links->n; i++)
        order[i] = &links->at[i];
    if (order && links->n)
        qsort(order, links->n, sizeof *order, by_weight);
    for (size_t i = 0; order && classes && i < links->n; i++)
        if (!join_class(links, classes, n, order[i]) && n < CLASSES_MOST)
            classes[n++] = (struct class){.name = {order[i]->a, order[i]->b}, .n = 2};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < classes[i].n; k++)
            buf_printf(out, "%.*s%c", STR_ARG(classes[i].name[k]), k + 1 < classes[i].n ? ' ' : '\n');
    learning->classes = n;
    enum err err = order && classes && !buf_failed(out) ? ERR_OK : ERR_NO_MEMORY;
    free(order);
    free(classes);
    return err;
}

enum err learn_names(struct token_file **files, size_t files_n, const struct listed_names *listed,
                     struct names_learning *learning, struct buf *out, struct fault *fault)
{
    struct links links = {0};
    learning->written = name_equivalent_written();
    learning->borne = 0;
    links.borne = calloc(learning->written, sizeof *links.borne);
    if (!links.borne)
        return fault_set(fault, ERR_NO_MEMORY, "learning names");
    arena_init(&links.arena, (size_t)LIMIT_LIST_ARENA_BYTES);
    for (size_t i = 0; i < files_n; i++)
        link_file(&links, files[i], i);
    link_list(&links, listed, files_n);
    for (size_t i = 0; i < learning->written; i++)
        learning->borne += links.borne[i];
    enum err err = links.failed ? ERR_NO_MEMORY : ERR_OK;
    if (links.n)
        keep_links(&links, learning);
    if (!err)
        err = make_classes(&links, learning, out);
    free(links.at);
    free(links.borne);
    arena_release(&links.arena);
    return err ? fault_set(fault, err, "learning names") : ERR_OK;
}
