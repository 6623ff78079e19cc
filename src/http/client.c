/* Client: a body and its answer over HTTPS. See client.h. */
#include "http/client.h"

#include "ledger/text_line.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 60, URL_MAX = 300, POLL_MS = 1000 };

struct client {
    CURL *curl;
    CURLM *multi; /* holds the connection */
    struct curl_slist *headers;
    const struct identity *identity;
};

enum err client_start(struct fault *fault)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) ? fault_set(fault, ERR_IO, "libcurl does not start")
                                                 : ERR_OK;
}

enum err client_open(struct client **out, const struct identity *identity, struct fault *fault)
{
    struct client *client = calloc(1, sizeof *client);
    *out = client;
    if (!client)
        return fault_set(fault, ERR_NO_MEMORY, "client");
    client->identity = identity;
    client->curl = curl_easy_init();
    client->multi = curl_multi_init();
    client->headers = curl_slist_append(NULL, "Content-Type: application/octet-stream");
    if (client->headers)
        curl_slist_append(client->headers, "Expect:");
    return client->curl && client->multi && client->headers ? ERR_OK
                                                            : fault_set(fault, ERR_NO_MEMORY, "client");
}

void client_close(struct client *client)
{
    if (!client)
        return;
    curl_easy_cleanup(client->curl);
    curl_multi_cleanup(client->multi);
    curl_slist_free_all(client->headers);
    free(client);
}

static size_t take(char *bytes, size_t size, size_t n, void *context)
{
    struct buf *answer = context;
    buf_add(answer, bytes, size * n);
    return buf_failed(answer) ? 0 : size * n;
}

/* False where curl, which copies texts, or we found no memory: without its pin a connection is to anybody. */
static bool set_tls(struct client *client, const struct digest *pin)
{
    struct buf text;
    CURL *curl = client->curl;
    buf_init(&text, 256);
    buf_add_str(&text, STR("sha256//"));
    text_line_add_base64(&text, pin->bytes, DIGEST_BYTES);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
    bool good = !buf_failed(&text) && !curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, text.bytes);
    /* The pin is all the trust: certificates are self-signed, and names are addresses. */
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    good = good && !curl_easy_setopt(curl, CURLOPT_SSLCERT, client->identity->certificate_path);
    good = good && !curl_easy_setopt(curl, CURLOPT_SSLKEY, client->identity->key_path);
    buf_release(&text);
    return good;
}

static bool set_request(struct client *client, const char *url, struct str body, struct buf *answer)
{
    CURL *curl = client->curl;
    bool good = !curl_easy_setopt(curl, CURLOPT_URL, url);
    good = good && !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    good = good && !curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, client->headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.p);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    return good;
}

static bool is_out(const struct client *client, size_t n)
{
    curl_off_t sent = 0;
    curl_easy_getinfo(client->curl, CURLINFO_SIZE_UPLOAD_T, &sent);
    return (size_t)sent == n;
}

/* Until the answer has come whole, or will not. */
static CURLcode transfer(struct client *client, size_t n, const struct client_meanwhile *meanwhile)
{
    int running = 1, left;
    CURLMcode failed = curl_multi_add_handle(client->multi, client->curl);
    while (!failed && running) {
        failed = curl_multi_perform(client->multi, &running);
        if (failed || !running)
            break;
        if (meanwhile && is_out(client, n)) {
            meanwhile->run(meanwhile->context);
            meanwhile = NULL;
        } else {
            failed = curl_multi_poll(client->multi, NULL, 0, POLL_MS, NULL);
        }
    }
    const CURLMsg *message = curl_multi_info_read(client->multi, &left);
    CURLcode code = failed || !message ? CURLE_FAILED_INIT : message->data.result;
    curl_multi_remove_handle(client->multi, client->curl);
    return code;
}

enum err client_post(struct client *client, struct str address, const struct digest *pin, struct str body,
                     const struct client_meanwhile *meanwhile, struct buf *answer, struct fault *fault)
{
    char url[URL_MAX];
    long status = 0;
    if (address.n == 0)
        return fault_set(fault, ERR_BUSY, "the counterpart's card names no address");
    snprintf(url, sizeof url, "https://%.*s/peer", STR_ARG(address));
    curl_easy_reset(client->curl);
    if (!set_tls(client, pin) || !set_request(client, url, body, answer))
        return fault_set(fault, ERR_NO_MEMORY, "a connection");
    CURLcode code = transfer(client, body.n, meanwhile);
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH)
        return fault_set(fault, ERR_FORGED, "who listens there has another TLS key than the card says");
    if (buf_failed(answer))
        return fault_set(fault, buf_error(answer), "the counterpart's answer");
    if (code)
        return fault_set(fault, ERR_BUSY, "%s", curl_easy_strerror(code));
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
    return status == 200 ? ERR_OK
                         : fault_set(fault, status == 503 || status == 429 ? ERR_BUSY : ERR_REFUSED,
                                     "the counterpart answers %ld", status);
}
