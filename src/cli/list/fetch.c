/* liaison list fetch: a list from where its publisher publishes it, looked at
 * before it takes the place of the last one. */
#include "base/clock.h"
#include "base/limits.h"
#include "cli/list/download.h"
#include "cli/list/list.h"
#include "cli/options.h"
#include "record/reader.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, PATIENCE = 60, PATIENCE_MOST = 86400 /* seconds */ };

static const struct source {
    const char *name;
    const char *ending;
    const char *url;
} sources[] = {
#define S(name, ending, url) {name, ending, url},
#include "cli/list/sources.def"
#undef S
};

struct fetched {
    const struct source *source;
    const char *folder;
    bool any_size;
    size_t patience;
    char part[PATH_BYTES];
    char tag[PATH_BYTES];
    char dated[PATH_BYTES];
    char last[PATH_BYTES]; /* the newest that is there already, or "" */
};

static const struct source *source_of(const char *name)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(sources[i].name, name) == 0)
            return &sources[i];
    return NULL;
}

/* Dates sort as they are written: the last one is the newest. */
static void find_last(struct fetched *fetched)
{
    char pattern[96];
    char newest[NAME_MAX + 1] = "";
    DIR *folder = opendir(fetched->folder);
    const struct dirent *entry;
    snprintf(pattern, sizeof pattern, "%s-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].%s",
             fetched->source->name, fetched->source->ending);
    while (folder && (entry = readdir(folder)))
        if (fnmatch(pattern, entry->d_name, 0) == 0 && strcmp(entry->d_name, newest) > 0)
            snprintf(newest, sizeof newest, "%s", entry->d_name);
    if (folder)
        closedir(folder);
    fetched->last[0] = '\0';
    if (newest[0])
        snprintf(fetched->last, PATH_BYTES, "%s/%s", fetched->folder, newest);
}

static enum err name_files(struct fetched *fetched, struct fault *fault)
{
    char day[16];
    time_t now = (time_t)(clock_system_now() / 1000);
    struct tm utc;
    const struct source *source = fetched->source;
    if (!gmtime_r(&now, &utc) || strftime(day, sizeof day, "%Y-%m-%d", &utc) == 0)
        return fault_set(fault, ERR_BUG, "no date");
    int n = snprintf(fetched->dated, PATH_BYTES, "%s/%s-%s.%s", fetched->folder, source->name, day,
                     source->ending);
    int m =
        snprintf(fetched->part, PATH_BYTES, "%s/%s.%s.part", fetched->folder, source->name, source->ending);
    int k = snprintf(fetched->tag, PATH_BYTES, "%s/%s.%s.tag", fetched->folder, source->name, source->ending);
    if (n >= PATH_BYTES || m >= PATH_BYTES || k >= PATH_BYTES)
        return fault_set(fault, ERR_USAGE, "--out: too long a path");
    find_last(fetched);
    return ERR_OK;
}

/* Reads the whole of it: a list broken off or of no use is found here. */
static enum err count_persons(const char *path, size_t *persons, struct fault *fault)
{
    struct reader_options options = {.warn = NULL};
    struct reader *reader;
    struct arena arena;
    struct subject subject;
    bool end = false;
    enum err err = reader_open(&reader, path, &options, fault);
    arena_init(&arena, (size_t)LIMIT_SUBJECT_ARENA_BYTES);
    while (!err && !end) {
        arena_reset(&arena);
        err = reader_next(reader, &arena, &subject, &end, fault);
    }
    *persons = err ? 0 : reader_counts(reader).subjects;
    reader_close(reader);
    arena_release(&arena);
    return err || *persons ? err : fault_set(fault, ERR_NO_USE, "%s: no persons in it", path);
}

/* A list that lost half of its persons overnight is an accident until somebody says otherwise. */
static enum err look_at(const struct fetched *fetched, size_t *persons, struct fault *fault)
{
    size_t before = 0;
    enum err err = count_persons(fetched->part, persons, fault);
    if (err || !fetched->last[0] || fetched->any_size)
        return err;
    if (count_persons(fetched->last, &before, NULL) != ERR_OK)
        return ERR_OK;
    if (*persons < before / 2)
        return fault_set(fault, ERR_REFUSED,
                         "%s: %zu persons where %s has %zu: not taken; --any-size takes it", fetched->part,
                         *persons, fetched->last, before);
    return ERR_OK;
}

static enum err fetch_list(struct fetched *fetched, const char *url, struct fault *fault)
{
    size_t persons = 0;
    struct fetch fetch = {.url = url ? url : fetched->source->url,
                          .plain_http = url != NULL,
                          .part = fetched->part,
                          .tag = fetched->tag,
                          .patience = fetched->patience};
    enum err err = fetch_file(&fetch, fault);
    if (err)
        return err;
    err = look_at(fetched, &persons, fault);
    unlink(fetched->tag);
    if (err)
        return err;
    if (rename(fetched->part, fetched->dated) != 0)
        return fault_set(fault, ERR_IO, "%s: %s", fetched->dated, strerror(errno));
    printf("%s: %zu persons\n", fetched->dated, persons);
    return ERR_OK;
}

int list_fetch(int argc, char **argv)
{
    const char *url = NULL;
    struct texts names = {0};
    struct fault fault;
    struct fetched fetched = {.folder = ".", .patience = PATIENCE};
    const struct option table[] = {{"--out", OPTION_TEXT, &fetched.folder},
                                   {"--from", OPTION_TEXT, &url},
                                   {"--patience", OPTION_COUNT, &fetched.patience},
                                   {"--any-size", OPTION_FLAG, &fetched.any_size}};
    enum err err = options_read(argc, argv, table, sizeof table / sizeof *table, &names, &fault);
    if (!err && names.n != 1)
        err = fault_set(&fault, ERR_USAGE, "list fetch wants one of ofac, un, uk, eu");
    if (!err && !(fetched.source = source_of(names.at[0])))
        err = fault_set(&fault, ERR_USAGE, "list fetch: '%s' is none of ofac, un, uk, eu", names.at[0]);
    if (!err && fetched.patience > PATIENCE_MOST)
        err = fault_set(&fault, ERR_USAGE, "--patience is 1 to %d seconds", PATIENCE_MOST);
    if (!err)
        err = name_files(&fetched, &fault);
    if (!err)
        err = fetch_list(&fetched, url, &fault);
    return err ? command_fail(&fault) : 0;
}
