/* Output: a file being written, which is there whole at the end or not at all. */
#ifndef LIAISON_CLI_OUTPUT_H
#define LIAISON_CLI_OUTPUT_H

#include "base/buf.h"
#include "base/error.h"

#include <stdio.h>

struct output {
    const char *path; /* borrowed; "-" is standard output */
    char *fresh;      /* what is written to, renamed at the end; NULL where path is no file */
    FILE *file;
    struct buf buf; /* what is not yet written; write to this */
};

/* Opens path or standard output; what is there and no file, as a pipe, is written to as it is. Close with
 * output_close also after a failure. */
enum err output_open(struct output *output, const char *path, struct fault *fault) MUST_USE;

/* Writes the buffer out where it has grown large. */
enum err output_step(struct output *output, struct fault *fault) MUST_USE;

/* Ends the file: err is how the writing went. Where all is well it is on disk
 * and takes its name; else it is removed and an older file of the name stays.
 * Returns err, or what went wrong here. */
enum err output_close(struct output *output, enum err err, struct fault *fault);

/* Prints text on standard output; where it is not whole, buf_error. */
enum err output_print(const struct buf *text, struct fault *fault) MUST_USE;

#endif
