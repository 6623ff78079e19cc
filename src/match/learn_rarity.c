/* Learning rarity: counts to costs. See learn_rarity.h. */
#include "match/learn_rarity.h"

#include "name/rarity.h"
#include "name/skeleton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS = 27, BACKING = 5 /* weight of the shorter context, in counts */ };

/* How strongly the letter model tells rare tokens apart; found on held-back tokens, where the sounds rank
 * best with it. */
static const double LETTER_SCALE = 0.45;

static int by_token(const void *a, const void *b)
{
    return str_compare(((const struct token_count *)a)->latin, ((const struct token_count *)b)->latin);
}

size_t token_counts_add_up(struct token_count *counts, size_t n)
{
    size_t kept = 0;
    qsort(counts, n, sizeof *counts, by_token);
    for (size_t i = 0; i < n; i++) {
        if (kept && str_equal(counts[kept - 1].latin, counts[i].latin))
            counts[kept - 1].people += counts[i].people;
        else
            counts[kept++] = counts[i];
    }
    return kept;
}

static int cost(double share)
{
    return (int)lround(-log(share) * RARITY_UNIT);
}

struct letters {
    double triple[LETTERS][LETTERS][LETTERS];
    double after_two[LETTERS][LETTERS];
    double pair[LETTERS][LETTERS];
    double after_one[LETTERS];
    double single[LETTERS];
    double all;
};

/* Types, not people: the model is for tokens that were not counted. */
static void count_letters(struct letters *letters, struct str token)
{
    int a = 0;
    int b = 0;
    for (size_t i = 0; i <= token.n; i++) {
        int c = i < token.n ? token.p[i] - 'a' + 1 : 0;
        letters->triple[a][b][c]++;
        letters->after_two[a][b]++;
        letters->pair[b][c]++;
        letters->after_one[b]++;
        letters->single[c]++;
        letters->all++;
        a = b;
        b = c;
    }
}

static double letter_share(const struct letters *letters, int a, int b, int c)
{
    double one = (letters->single[c] + 1) / (letters->all + LETTERS);
    double two = (letters->pair[b][c] + BACKING * one) / (letters->after_one[b] + BACKING);
    return (letters->triple[a][b][c] + BACKING * two) / (letters->after_two[a][b] + BACKING);
}

static char letter_char(int code)
{
    return code ? (char)('a' + code - 1) : '_';
}

static void write_letters(const struct letters *letters, struct buf *out)
{
    for (int a = 0; a < LETTERS; a++)
        for (int b = 0; b < LETTERS; b++) {
            if (letters->after_two[a][b] == 0)
                continue;
            buf_printf(out, "g\t%c%c\t", letter_char(a), letter_char(b));
            for (int c = 0; c < LETTERS; c++)
                buf_printf(out, "%s%d", c ? " " : "", cost(letter_share(letters, a, b, c)));
            buf_add_char(out, '\n');
        }
}

struct skeleton_count {
    skeleton skeleton;
    double people;
};

static int by_skeleton(const void *a, const void *b)
{
    skeleton x = ((const struct skeleton_count *)a)->skeleton;
    skeleton y = ((const struct skeleton_count *)b)->skeleton;
    return (x > y) - (x < y);
}

static enum err write_skeletons(const struct token_count *counts, size_t n, double people, double least,
                                struct buf *out)
{
    struct skeleton_count *all = calloc(n + 1, sizeof *all);
    if (!all)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        all[i] = (struct skeleton_count){skeleton_of_latin(counts[i].latin), counts[i].people};
    qsort(all, n, sizeof *all, by_skeleton);
    for (size_t i = 0; i < n;) {
        double sum = 0;
        size_t from = i;
        for (; i < n && all[i].skeleton == all[from].skeleton; i++)
            sum += all[i].people;
        if (all[from].skeleton && sum >= least)
            buf_printf(out, "s\t%llx\t%d\n", (unsigned long long)all[from].skeleton, cost(sum / people));
    }
    free(all);
    return ERR_OK;
}

enum err learn_rarity(struct token_count *counts, size_t n, double least, struct buf *out,
                      struct fault *fault)
{
    struct letters *letters = calloc(1, sizeof *letters);
    if (!letters)
        return fault_set(fault, ERR_NO_MEMORY, "learning rarity");
    n = token_counts_add_up(counts, n);
    double people = 0;
    for (size_t i = 0; i < n; i++) {
        people += counts[i].people;
        count_letters(letters, counts[i].latin);
    }
    /* A token not counted is one of many that together make up what single counts would; its letters say
     * which. */
    double unseen = -log(0.5 / people) - 18 * LETTER_SCALE;
    buf_printf(out, "d\tunseen\t%d\nd\tscale\t%d\nd\tskeleton\t%d\n", (int)lround(unseen * RARITY_UNIT),
               (int)lround(LETTER_SCALE * 256), cost(0.5 / people));
    write_letters(letters, out);
    for (size_t i = 0; i < n; i++)
        if (counts[i].people >= least)
            buf_printf(out, "t\t%.*s\t%d\n", STR_ARG(counts[i].latin), cost(counts[i].people / people));
    enum err err = write_skeletons(counts, n, people, least * 2, out);
    free(letters);
    if (!err && buf_failed(out))
        err = ERR_NO_MEMORY;
    return err ? fault_set(fault, err, "learning rarity") : ERR_OK;
}
