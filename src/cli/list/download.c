/* Download: HTTP by libcurl. See download.h. */
#include "cli/list/download.h"

#include "base/limits.h"
#include "base/str.h"
#include "ledger/text_line.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 3, REDIRECTS = 5, TAG_BYTES = 256, CONNECT_SECONDS = 30, SLOW_BYTES = 1000 /* a second */ };

struct fetching {
    const struct fetch *fetch;
    CURL *curl;
    FILE *file;
    long long had;         /* bytes of part before this try */
    long long written;     /* in all */
    char tag[TAG_BYTES];   /* of what part holds: ETag or Last-Modified; empty where not told */
    char fresh[TAG_BYTES]; /* of the answer being read */
    long long from;        /* where that one says that it begins; below 0: it does not */
    bool begun;            /* the answer's body */
    bool other;            /* it goes on with something else than part */
    enum err err;
    struct fault *fault;
};

static long long size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (long long)st.st_size : 0;
}

static void read_tag(struct fetching *fetching)
{
    FILE *file = fopen(fetching->fetch->tag, "re");
    size_t n = file ? fread(fetching->tag, 1, TAG_BYTES - 1, file) : 0;
    fetching->tag[n] = '\0';
    if (file)
        fclose(file);
}

static void write_tag(const struct fetching *fetching)
{
    FILE *file = fopen(fetching->fetch->tag, "we");
    if (!file)
        return;
    fputs(fetching->fresh, file);
    if (fclose(file) != 0)
        unlink(fetching->fetch->tag);
}

/* Of "bytes 100-199/200" the 100. */
static long long first_byte(struct str range)
{
    uint64_t from;
    struct str unit = str_cut(&range, ' ');
    bool told = str_equal_nocase(unit, STR("bytes")) && text_line_decimal(str_cut(&range, '-'), &from);
    return told ? (long long)from : -1;
}

/* A strong ETag, else the time of the last change, tells one version from another (RFC 9110, 13.1.5). */
static size_t on_header(char *bytes, size_t size, size_t n, void *context)
{
    struct fetching *fetching = context;
    struct str value = {bytes, size * n};
    struct str name = str_cut(&value, ':');
    value = value.p ? str_trim(value) : STR("");
    if (name.n >= 5 && memcmp(name.p, "HTTP/", 5) == 0) {
        fetching->fresh[0] = '\0';
        fetching->from = -1;
    }
    if (str_equal_nocase(name, STR("Content-Range")))
        fetching->from = first_byte(value);
    bool etag = str_equal_nocase(name, STR("ETag")) && value.n && value.p[0] == '"';
    bool time = str_equal_nocase(name, STR("Last-Modified")) && !fetching->fresh[0];
    if ((etag || time) && value.n < TAG_BYTES)
        snprintf(fetching->fresh, TAG_BYTES, "%.*s", STR_ARG(value));
    return size * n;
}

/* What is said of the answer before its first byte is kept: where the server gives all, part begins anew. */
static bool begin_body(struct fetching *fetching)
{
    long status = 0;
    const char *type = NULL;
    curl_easy_getinfo(fetching->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(fetching->curl, CURLINFO_CONTENT_TYPE, &type);
    fetching->begun = true;
    if (status != 200 && status != 206)
        return false;
    if (type && strncmp(type, "text/html", 9) == 0) {
        fetching->err = fault_set(fetching->fault, ERR_UNSUPPORTED, "%s: a web page (%s), no list",
                                  fetching->fetch->url, type);
        return false;
    }
    fetching->other = status == 206 && (fetching->from != fetching->had ||
                                        (fetching->fresh[0] && strcmp(fetching->fresh, fetching->tag) != 0));
    if (fetching->other)
        return false;
    if (status == 200) {
        fetching->written = 0;
        if (ftruncate(fileno(fetching->file), 0) != 0)
            return false;
    }
    write_tag(fetching);
    return true;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *context)
{
    struct fetching *fetching = context;
    if (!fetching->begun && !begin_body(fetching))
        return 0;
    fetching->written += (long long)(size * n);
    if (fetching->written > LIMIT_FETCH_BYTES) {
        fetching->err = fault_set(fetching->fault, ERR_TOO_LARGE, "%s: over %lld bytes", fetching->fetch->url,
                                  LIMIT_FETCH_BYTES);
        return 0;
    }
    return fwrite(bytes, size, n, fetching->file) * size;
}

static struct curl_slist *headers_of(struct fetching *fetching, char range[TAG_BYTES + 64])
{
    struct curl_slist *headers =
        curl_slist_append(NULL, "Accept: text/xml, application/xml, text/csv, */*;q=0.5");
    if (fetching->had == 0 || !fetching->tag[0])
        return headers;
    snprintf(range, TAG_BYTES + 64, "Range: bytes=%lld-", fetching->had);
    headers = curl_slist_append(headers, range);
    snprintf(range, TAG_BYTES + 64, "If-Range: %s", fetching->tag);
    return curl_slist_append(headers, range);
}

/* CURLE_OK where curl kept all that it copies: the protocols it may use among them. */
static CURLcode set_up(struct fetching *fetching, struct curl_slist *headers)
{
    CURL *curl = fetching->curl;
    const char *protocols = fetching->fetch->plain_http ? "http,https" : "https";
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, fetching->fetch->url);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    code = code ? code : curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)fetching->fetch->patience);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "liaison/" LIAISON_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, fetching);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetching);
    return code;
}

static enum err judge(struct fetching *fetching, CURLcode code, bool taken)
{
    long status = 0;
    const char *url = fetching->fetch->url;
    if (fetching->err)
        return fetching->err;
    curl_easy_getinfo(fetching->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status == 404 || status == 410)
        return fault_set(fetching->fault, ERR_NOT_FOUND, "%s: the server has no such file", url);
    if (status >= 400)
        return fault_set(fetching->fault, ERR_IO, "%s: the server answers %ld", url, status);
    if (fetching->other)
        return fault_set(fetching->fault, ERR_IO, "%s: the server goes on with another file", url);
    if (code != CURLE_OK)
        return fault_set(fetching->fault, ERR_IO, "%s: %s", url, curl_easy_strerror(code));
    if (!taken)
        return fault_set(fetching->fault, ERR_IO, "%s: the server answers %ld and nothing else", url, status);
    return ERR_OK;
}

/* One try. *again: the line broke, and going on may help. */
static enum err try_once(struct fetching *fetching, bool *again)
{
    char range[TAG_BYTES + 64];
    const char *part = fetching->fetch->part;
    read_tag(fetching);
    fetching->had = fetching->written = fetching->tag[0] ? size_of(part) : 0;
    fetching->begun = false;
    fetching->file = fopen(part, fetching->had ? "ae" : "we");
    fetching->curl = curl_easy_init();
    if (!fetching->file || !fetching->curl)
        return fault_set(fetching->fault, ERR_IO, "%s: %s", part, strerror(errno));
    struct curl_slist *headers = headers_of(fetching, range);
    CURLcode code = set_up(fetching, headers);
    if (!code)
        code = curl_easy_perform(fetching->curl);
    /* An answer without a body has been taken too: part is empty then. */
    bool taken = fetching->begun || begin_body(fetching);
    enum err err = judge(fetching, code, taken);
    long status = 0;
    curl_easy_getinfo(fetching->curl, CURLINFO_RESPONSE_CODE, &status);
    /* Where part is longer than what there is now, or of something else, it is made anew. */
    bool anew = status == 416 || fetching->other;
    if (anew)
        unlink(fetching->fetch->tag);
    *again = anew || code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR ||
             code == CURLE_OPERATION_TIMEDOUT || code == CURLE_GOT_NOTHING;
    curl_slist_free_all(headers);
    curl_easy_cleanup(fetching->curl);
    bool kept = fflush(fetching->file) == 0 && fsync(fileno(fetching->file)) == 0;
    kept = fclose(fetching->file) == 0 && kept;
    return err || kept ? err : fault_set(fetching->fault, ERR_IO, "%s: %s", part, strerror(errno));
}

enum err fetch_file(const struct fetch *fetch, struct fault *fault)
{
    enum err err = ERR_IO;
    bool again = true;
    for (int i = 0; i < TRIES && again && err; i++) {
        struct fetching fetching = {.fetch = fetch, .fault = fault};
        again = false;
        err = try_once(&fetching, &again);
    }
    if (err && size_of(fetch->part) == 0)
        (void)unlink(fetch->part);
    return err;
}
