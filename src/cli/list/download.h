/* Download: a file by HTTP, taken up where it broke off. */
#ifndef LIAISON_CLI_LIST_DOWNLOAD_H
#define LIAISON_CLI_LIST_DOWNLOAD_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct fetch {
    const char *url;
    bool plain_http;  /* allowed, also for where the server sends us on to */
    const char *part; /* the file that grows; what is there is taken up where the server still has the same */
    const char *tag;  /* the file that keeps what the server calls this version of it */
    size_t patience;  /* seconds after which a try is given up, where less than 1000 bytes come in one */
};

/* Fetches all of it into part; tries again a few times where the line breaks,
 * going on from where it was. Where that fails part and tag stay for another
 * time. IO where the server cannot be reached or does not give all, NOT_FOUND,
 * UNSUPPORTED where it gives a web page, TOO_LARGE over LIMIT_FETCH_BYTES. */
enum err fetch_file(const struct fetch *fetch, struct fault *fault) MUST_USE;

#endif
