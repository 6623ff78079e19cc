/* Manifest: the file "current". See manifest.h. */
#include "index/manifest.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "index/format.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, MANIFEST_BYTES = 64 * 1024 };

static enum err failed(const char *path, struct fault *fault)
{
    bool missing = errno == ENOENT || errno == ENOTDIR;
    return fault_set(fault, missing ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
}

static enum err join(const char *dir, const char *name, char out[PATH_BYTES], struct fault *fault)
{
    int n = snprintf(out, PATH_BYTES, "%s/%s", dir, name);
    return n > 0 && n < PATH_BYTES ? ERR_OK
                                   : fault_set(fault, ERR_TOO_LARGE, "%s: the path is too long", dir);
}

enum err file_read(const char *path, size_t max, char **bytes, size_t *n, struct fault *fault)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(path, fault);
    enum err err = ERR_OK;
    *bytes = NULL;
    *n = 0;
    if (fstat(fd, &status) != 0)
        err = failed(path, fault);
    else if ((size_t)status.st_size > max)
        err = fault_set(fault, ERR_TOO_LARGE, "%s: over %zu bytes", path, max);
    else if (!(*bytes = malloc((size_t)status.st_size + 1)))
        err = fault_set(fault, ERR_NO_MEMORY, "%s", path);
    while (!err && *n < (size_t)status.st_size) {
        ssize_t got = read(fd, *bytes + *n, (size_t)status.st_size - *n);
        if (got < 0 && errno != EINTR)
            err = failed(path, fault);
        if (got == 0)
            break;
        *n += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    if (err) {
        free(*bytes);
        *bytes = NULL;
    }
    return err;
}

enum err file_write(const char *path, const void *bytes, size_t n, struct fault *fault)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return failed(path, fault);
    enum err err = file_write_all(fd, bytes, n) && fsync(fd) == 0 ? ERR_OK : failed(path, fault);
    if (close(fd) != 0 && !err)
        err = failed(path, fault);
    return err;
}

static enum err wrong(const char *dir, struct fault *fault)
{
    return fault_set(fault, ERR_FORGED, "%s/current is damaged", dir);
}

/* The name of a file of this directory and nothing else. */
static bool plain_name(const char *name)
{
    return name[0] && !strchr(name, '/') && name[0] != '.';
}

/* A whole number in this base, and nothing else. */
static bool read_number(struct str text, unsigned base, uint64_t *value)
{
    static const char digits[] = "0123456789abcdef";
    *value = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = memchr(digits, text.p[i], base);
        if (!digit || *value > UINT64_MAX / base - base)
            return false;
        *value = *value * base + (uint64_t)(digit - digits);
    }
    return text.n > 0;
}

static bool read_size(struct str text, size_t *value)
{
    uint64_t number;
    bool good = read_number(text, 10, &number);
    *value = (size_t)number;
    return good;
}

static bool read_name(struct str text, char out[MANIFEST_NAME])
{
    if (text.n == 0 || text.n >= MANIFEST_NAME)
        return false;
    memcpy(out, text.p, text.n);
    out[text.n] = '\0';
    return plain_name(out);
}

/* "part SEGMENT READABLE GONE GONE_N GONE_READABLE SUM" */
static bool read_part(struct str line, struct manifest_part *part)
{
    return str_equal(str_cut(&line, ' '), STR("part")) && read_name(str_cut(&line, ' '), part->segment) &&
           read_size(str_cut(&line, ' '), &part->readable) && read_name(str_cut(&line, ' '), part->gone) &&
           read_size(str_cut(&line, ' '), &part->gone_n) &&
           read_size(str_cut(&line, ' '), &part->gone_readable) && read_number(line, 16, &part->gone_sum) &&
           part->gone_readable <= part->readable;
}

/* The number behind a word at the start of a line. */
static bool read_field(struct str line, struct str word, unsigned base, uint64_t *value)
{
    return str_equal(str_cut(&line, ' '), word) && read_number(line, base, value);
}

static enum err parse(const char *dir, struct str text, struct manifest *manifest, struct fault *fault)
{
    enum { SUM_LINE = 21 /* "sum ", 16 digits and LF */ };
    uint64_t number;
    struct str whole = text;
    if (!read_field(str_cut(&text, '\n'), STR("liaison-index"), 10, &number))
        return fault_set(fault, ERR_UNSUPPORTED, "%s/current: no index", dir);
    if (number != FORMAT_VERSION)
        return fault_set(fault, ERR_STALE, "%s: an index of version %llu; this program reads version %d", dir,
                         (unsigned long long)number, FORMAT_VERSION);
    if (text.n < SUM_LINE || whole.p[whole.n - 1] != '\n')
        return wrong(dir, fault);
    struct str summed = {whole.p, whole.n - SUM_LINE};
    struct str last = {whole.p + summed.n, SUM_LINE - 1};
    if (!read_field(last, STR("sum"), 16, &number) || number != hash_str(summed, 0))
        return wrong(dir, fault);
    text.n -= SUM_LINE;
    if (!read_field(str_cut(&text, '\n'), STR("generation"), 10, &number))
        return wrong(dir, fault);
    manifest->generation = number;
    manifest->parts_n = 0;
    while (text.p && text.n)
        if (manifest->parts_n == MANIFEST_PARTS ||
            !read_part(str_cut(&text, '\n'), &manifest->part[manifest->parts_n++]))
            return wrong(dir, fault);
    return ERR_OK;
}

enum err manifest_read(const char *dir, struct manifest *manifest, struct fault *fault)
{
    char path[PATH_BYTES];
    char *text;
    size_t n;
    enum err err = join(dir, "current", path, fault);
    if (err)
        return err;
    err = file_read(path, MANIFEST_BYTES, &text, &n, fault);
    if (err == ERR_NOT_FOUND)
        return fault_set(fault, ERR_NOT_FOUND, "%s: no index here", dir);
    if (err)
        return err;
    err = parse(dir, (struct str){text, n}, manifest, fault);
    free(text);
    return err;
}

static enum err sync_dir(const char *dir, struct fault *fault)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return failed(dir, fault);
    enum err err = fsync(fd) == 0 ? ERR_OK : failed(dir, fault);
    close(fd);
    return err;
}

static enum err put_into_force(const char *dir, const struct buf *text, struct fault *fault)
{
    char path[PATH_BYTES];
    char written[PATH_BYTES];
    enum err err = join(dir, "current", path, fault);
    if (!err)
        err = join(dir, "current.new", written, fault);
    /* The parts first: what is named must be there. */
    if (!err)
        err = sync_dir(dir, fault);
    if (!err)
        err = file_write(written, text->bytes, text->n, fault);
    if (!err && rename(written, path) != 0)
        err = failed(path, fault);
    return err ? err : sync_dir(dir, fault);
}

enum err manifest_write(const char *dir, const struct manifest *manifest, struct fault *fault)
{
    struct buf text;
    buf_init(&text, MANIFEST_BYTES);
    buf_printf(&text, "liaison-index %d\ngeneration %lu\n", FORMAT_VERSION, manifest->generation);
    for (size_t i = 0; i < manifest->parts_n; i++) {
        const struct manifest_part *part = &manifest->part[i];
        buf_printf(&text, "part %s %zu %s %zu %zu %016llx\n", part->segment, part->readable, part->gone,
                   part->gone_n, part->gone_readable, (unsigned long long)part->gone_sum);
    }
    buf_printf(&text, "sum %016llx\n", (unsigned long long)hash_str(buf_str(&text), 0));
    enum err err = buf_failed(&text) ? fault_set(fault, ERR_NO_MEMORY, "%s", dir) : ERR_OK;
    if (!err)
        err = put_into_force(dir, &text, fault);
    buf_release(&text);
    return err;
}

static bool is_named(const struct manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->parts_n; i++)
        if (strcmp(manifest->part[i].segment, name) == 0 || strcmp(manifest->part[i].gone, name) == 0)
            return true;
    return false;
}

/* "part-12-0.seg" or "gone-12-0", as a writer names them: other files of the directory are not touched. */
static bool is_ours(const char *name)
{
    const struct str ending = STR(".seg");
    struct str rest = str_of(name);
    struct str kind = str_cut(&rest, '-');
    uint64_t number;
    if (str_equal(kind, STR("part")) && rest.n > ending.n &&
        memcmp(rest.p + rest.n - ending.n, ending.p, ending.n) == 0)
        rest.n -= ending.n;
    else if (!str_equal(kind, STR("gone")))
        return false;
    return read_number(str_cut(&rest, '-'), 10, &number) && read_number(rest, 10, &number);
}

unsigned long manifest_newest(const char *dir)
{
    DIR *open_dir = opendir(dir);
    const struct dirent *entry;
    unsigned long newest = 0;
    while (open_dir && (entry = readdir(open_dir))) {
        unsigned long generation = is_ours(entry->d_name) ? strtoul(entry->d_name + 5, NULL, 10) : 0;
        newest = generation > newest ? generation : newest;
    }
    if (open_dir)
        closedir(open_dir);
    return newest;
}

void manifest_clean(const char *dir, const struct manifest *manifest)
{
    DIR *open_dir = opendir(dir);
    const struct dirent *entry;
    while (open_dir && (entry = readdir(open_dir))) {
        if (is_ours(entry->d_name) && !is_named(manifest, entry->d_name))
            (void)unlinkat(dirfd(open_dir), entry->d_name, 0);
    }
    if (open_dir)
        closedir(open_dir);
}
