/* Bench accuracy, skeletons: that the romanisations of one source word fold to one. */
#include "cli/bench/accuracy.h"

#include "cli/bench/romanisation.h"

#include <string.h>

static void add(struct ratio *sum, struct ratio ratio)
{
    sum->good += ratio.good;
    sum->total += ratio.total;
}

static void report(struct bench *bench, const char *task, enum bound bound, struct ratio ratio)
{
    bench_result(bench, task, bound, 0.97, bench_share(ratio.good, ratio.total), ratio.total);
}

/* The other side of the scale: what of real tokens and their spellings a skeleton holds together, and how
 * many names it cannot tell apart. */
static enum err measure_tokens(struct bench *bench, struct fault *fault)
{
    struct ratio hits = {0, 0};
    double shared = 0;
    size_t n = 0;
    struct files files;
    enum err err = bench_files(bench, "tokens/*.tsv", &files, fault);
    for (size_t i = 0; !err && i < files.n; i++) {
        struct ratio of_file;
        double bucket;
        if (strstr(files.at[i], "-train."))
            continue;
        err = bench_tokens(files.at[i], &of_file, &bucket, fault);
        add(&hits, of_file);
        shared += bucket;
        n++;
    }
    if (err || n == 0)
        return err;
    report(bench, "  tokens of real names and their originals with one skeleton", FOR_INFORMATION, hits);
    bench_result(bench, "  Latin tokens of one skeleton, mean over tokens and files", FOR_INFORMATION, 0,
                 shared / (double)n, hits.total);
    return ERR_OK;
}

enum err accuracy_skeletons(struct bench *bench, struct fault *fault)
{
    static const char pattern[] = "tables/romanisation-tests*.tsv";
    static const char task[] = "romanisations of one name with one skeleton";
    struct romanisation_figures sum = {0};
    struct files files;
    enum err err = bench_files(bench, pattern, &files, fault);
    if (!err && files.n == 0)
        bench_skip(bench, task, pattern);
    for (size_t i = 0; !err && i < files.n; i++) {
        struct romanisation_figures figures = {0};
        err = bench_romanisation(files.at[i], bench->options.show, &figures, fault);
        add(&sum.alike, figures.alike);
        add(&sum.usual, figures.usual);
        add(&sum.names, figures.names);
        add(&sum.reached, figures.reached);
        add(&sum.name_pairs, figures.name_pairs);
        add(&sum.all, figures.all);
    }
    if (err || files.n == 0)
        return err;
    report(bench, task, AT_LEAST, sum.usual);
    report(bench, "  names with one skeleton in all, of one romanisation too", FOR_INFORMATION, sum.alike);
    report(bench, "  all are among those of the original's forms, as an index has", FOR_INFORMATION,
           sum.reached);
    report(bench, "  the same, and that of the original's usual form too", FOR_INFORMATION, sum.names);
    report(bench, "  each romanisation against that of its original", FOR_INFORMATION, sum.name_pairs);
    report(bench, "  all words, names or not, with that of the original", FOR_INFORMATION, sum.all);
    return measure_tokens(bench, fault);
}
