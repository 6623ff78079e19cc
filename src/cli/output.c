/* Output: files written beside and renamed. See output.h. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP_BYTES = 1024 * 1024, ROOM_BYTES = 64 * 1024 * 1024 };

static enum err failed(const struct output *output, struct fault *fault)
{
    return fault_set(fault, ERR_IO, "%s: %s", output->file == stdout ? "standard output" : output->path,
                     strerror(errno));
}

/* Only a file is replaced: a device or a pipe of that name is written to. */
static bool is_replaced(const char *path)
{
    struct stat st;
    return stat(path, &st) != 0 || S_ISREG(st.st_mode);
}

/* A file of its own beside path, so that two who write there at once do not mix; open to whom umask opens it.
 */
static FILE *open_fresh(char *fresh)
{
    int fd = mkostemp(fresh, O_CLOEXEC);
    mode_t mask = umask(0);
    umask(mask);
    if (fd < 0)
        return NULL;
    FILE *file = fchmod(fd, 0666 & ~mask) == 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        close(fd);
        unlink(fresh);
    }
    return file;
}

enum err output_open(struct output *output, const char *path, struct fault *fault)
{
    *output = (struct output){.path = path};
    buf_init(&output->buf, ROOM_BYTES);
    if (strcmp(path, "-") == 0) {
        output->file = stdout;
        return ERR_OK;
    }
    if (!is_replaced(path)) {
        output->file = fopen(path, "we");
        return output->file ? ERR_OK : failed(output, fault);
    }
    size_t room = strlen(path) + sizeof ".XXXXXX";
    output->fresh = malloc(room);
    if (!output->fresh)
        return fault_set(fault, ERR_NO_MEMORY, "%s", path);
    snprintf(output->fresh, room, "%s.XXXXXX", path);
    output->file = open_fresh(output->fresh);
    return output->file ? ERR_OK : failed(output, fault);
}

static enum err write_out(struct output *output, struct fault *fault)
{
    enum err err = buf_error(&output->buf);
    if (err == ERR_TOO_LARGE)
        return fault_set(fault, err, "%s: over %d bytes, more than are written at once", output->path,
                         ROOM_BYTES);
    if (err)
        return fault_set(fault, err, "%s", output->path);
    if (output->buf.n && fwrite(output->buf.bytes, 1, output->buf.n, output->file) != output->buf.n)
        return failed(output, fault);
    buf_clear(&output->buf);
    return ERR_OK;
}

enum err output_step(struct output *output, struct fault *fault)
{
    bool due = output->buf.n >= STEP_BYTES || buf_failed(&output->buf);
    return due ? write_out(output, fault) : ERR_OK;
}

enum err output_print(const struct buf *text, struct fault *fault)
{
    if (buf_failed(text))
        return fault_set(fault, buf_error(text), "what is to be printed");
    if (text->n && fwrite(text->bytes, 1, text->n, stdout) != text->n)
        return fault_set(fault, ERR_IO, "standard output cannot be written");
    return ERR_OK;
}

enum err output_close(struct output *output, enum err err, struct fault *fault)
{
    if (!err)
        err = write_out(output, fault);
    if (!err && fflush(output->file) != 0)
        err = failed(output, fault);
    if (!err && output->fresh && fsync(fileno(output->file)) != 0)
        err = failed(output, fault);
    if (output->file && output->file != stdout && fclose(output->file) != 0 && !err)
        err = failed(output, fault);
    if (output->fresh) {
        if (!err && rename(output->fresh, output->path) != 0)
            err = failed(output, fault);
        if (err && output->file)
            unlink(output->fresh);
    }
    free(output->fresh);
    buf_release(&output->buf);
    *output = (struct output){0};
    return err;
}
