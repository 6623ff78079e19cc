/* Endpoint: bodies in, answers out. See endpoint.h. */
#include "http/endpoint.h"

#include "base/clock.h"
#include "http/guard.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { REAP_MS = 250 };

struct endpoint {
    struct MHD_Daemon *daemon;
    struct endpoint_options options;
    unsigned port;
    pthread_mutex_t lock; /* around the guard: two threads use it */
    struct guard guard;
    pthread_t reaper;
    bool reaping;
    atomic_bool closing;
    atomic_ulong cut, refused;
};

struct request {
    struct endpoint *endpoint;
    struct guarded *connection;
    int64_t channel;
    unsigned status; /* decided before the body: it is not read */
    struct buf body;
    bool counted;
};

static int64_t now_ms(void)
{
    return clock_monotonic_ns() / 1000000;
}

/* --- who is connected --- */

static enum MHD_Result admit(void *context, const struct sockaddr *address, socklen_t n)
{
    struct endpoint *endpoint = context;
    const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)address;
    if (n < sizeof *in || in->sin_family != AF_INET)
        return MHD_NO;
    pthread_mutex_lock(&endpoint->lock);
    bool admitted = guard_admits(&endpoint->guard, in->sin_addr.s_addr, now_ms());
    pthread_mutex_unlock(&endpoint->lock);
    endpoint->refused += !admitted;
    return admitted ? MHD_YES : MHD_NO;
}

/* MHD says when a connection begins, and before its descriptor is closed. */
static void connected(void *context, struct MHD_Connection *connection, void **kept,
                      enum MHD_ConnectionNotificationCode code)
{
    struct endpoint *endpoint = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    pthread_mutex_lock(&endpoint->lock);
    if (code == MHD_CONNECTION_NOTIFY_CLOSED)
        guard_closed(&endpoint->guard, *kept);
    else
        *kept = info ? guard_opened(&endpoint->guard, info->connect_fd, now_ms()) : NULL;
    pthread_mutex_unlock(&endpoint->lock);
}

/* Cuts what is overdue: MHD's own limit is of silence, and one byte a second is none. */
static void *reap(void *context)
{
    struct endpoint *endpoint = context;
    int fds[GUARD_CONNECTIONS];
    while (!endpoint->closing) {
        pthread_mutex_lock(&endpoint->lock);
        size_t n = guard_overdue(&endpoint->guard, now_ms(), fds);
        for (size_t i = 0; i < n; i++)
            shutdown(fds[i], SHUT_RDWR);
        pthread_mutex_unlock(&endpoint->lock);
        endpoint->cut += n;
        poll(NULL, 0, REAP_MS);
    }
    return NULL;
}

static struct guarded *guarded_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* --- one request --- */

static int64_t who(struct endpoint *endpoint, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    unsigned count = 0;
    struct digest pin;
    if (!info || !info->tls_session)
        return 0;
    const gnutls_datum_t *chain = gnutls_certificate_get_peers((gnutls_session_t)info->tls_session, &count);
    if (!chain || count == 0 || identity_pin((struct str){(char *)chain[0].data, chain[0].size}, &pin, NULL))
        return 0;
    return endpoint->options.knows(endpoint->options.context, &pin);
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct str bytes,
                              bool close)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        bytes.n, (void *)(uintptr_t)(bytes.n ? bytes.p : ""), MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    if (close)
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static bool may_read(struct request *request)
{
    struct endpoint *endpoint = request->endpoint;
    pthread_mutex_lock(&endpoint->lock);
    request->counted = request->connection && guard_reads(&endpoint->guard, request->channel, now_ms());
    if (request->counted)
        guard_known(request->connection, now_ms());
    pthread_mutex_unlock(&endpoint->lock);
    endpoint->refused += !request->counted;
    return request->counted;
}

static void brought(struct request *request, size_t n)
{
    pthread_mutex_lock(&request->endpoint->lock);
    if (request->connection)
        guard_brought(request->connection, n);
    pthread_mutex_unlock(&request->endpoint->lock);
}

static void work_begins(struct request *request)
{
    pthread_mutex_lock(&request->endpoint->lock);
    if (request->connection)
        guard_working(request->connection);
    pthread_mutex_unlock(&request->endpoint->lock);
}

static void work_ends(struct request *request, size_t answered, int64_t vain)
{
    struct endpoint *endpoint = request->endpoint;
    pthread_mutex_lock(&endpoint->lock);
    if (request->connection)
        guard_answers(request->connection, answered, now_ms());
    if (vain)
        guard_charge(&endpoint->guard, request->channel, vain, now_ms());
    pthread_mutex_unlock(&endpoint->lock);
}

/* The first call for a request: what it is, before a byte of its body. */
static struct request *begin(struct endpoint *endpoint, struct MHD_Connection *connection, const char *url,
                             const char *method)
{
    struct request *request = calloc(1, sizeof *request);
    if (!request)
        return NULL;
    request->endpoint = endpoint;
    request->connection = guarded_of(connection);
    buf_init(&request->body, (size_t)LIMIT_BODY_BYTES);
    if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 && endpoint->options.get)
        return request;
    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0 || strcmp(url, "/peer") != 0 || !endpoint->options.post)
        request->status = MHD_HTTP_NOT_FOUND;
    else if ((request->channel = who(endpoint, connection)) == 0)
        request->status = MHD_HTTP_FORBIDDEN;
    else if (!may_read(request))
        request->status = MHD_HTTP_TOO_MANY_REQUESTS;
    return request;
}

static enum MHD_Result finish(struct request *request, struct MHD_Connection *connection, const char *url)
{
    struct endpoint *endpoint = request->endpoint;
    struct buf out;
    unsigned status;
    int64_t vain = 0;
    buf_init(&out, (size_t)LIMIT_BODY_BYTES);
    work_begins(request);
    if (request->counted)
        status = endpoint->options.post(endpoint->options.context, request->channel, buf_str(&request->body),
                                        &out, &vain);
    else
        status = endpoint->options.get(endpoint->options.context, url, &out);
    work_ends(request, out.n, vain);
    if (buf_failed(&out))
        status = MHD_HTTP_INTERNAL_SERVER_ERROR;
    enum MHD_Result result = answer(connection, status, buf_str(&out), false);
    buf_release(&out);
    return result;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload, size_t *upload_n,
                              void **kept)
{
    struct request *request = *kept;
    (void)version;
    if (!request) {
        request = *kept = begin(context, connection, url, method);
        if (!request)
            return MHD_NO;
        return request->status ? answer(connection, request->status, STR(""), true) : MHD_YES;
    }
    if (*upload_n) {
        buf_add(&request->body, upload, *upload_n);
        brought(request, *upload_n);
        *upload_n = 0;
        return MHD_YES;
    }
    if (buf_failed(&request->body))
        return answer(connection, MHD_HTTP_CONTENT_TOO_LARGE, STR(""), true);
    return request->status ? MHD_YES : finish(request, connection, url);
}

static void completed(void *context, struct MHD_Connection *connection, void **kept,
                      enum MHD_RequestTerminationCode code)
{
    struct request *request = *kept;
    struct endpoint *endpoint = context;
    (void)connection;
    (void)code;
    if (!request)
        return;
    pthread_mutex_lock(&endpoint->lock);
    if (request->counted)
        guard_read(&endpoint->guard, request->channel);
    if (request->connection)
        guard_idle(request->connection, now_ms());
    pthread_mutex_unlock(&endpoint->lock);
    buf_release(&request->body);
    free(request);
    *kept = NULL;
}

/* --- opening --- */

static bool parse_listen(const char *text, struct sockaddr_in *out)
{
    char host[64];
    const char *colon = strrchr(text, ':');
    if (!colon || (size_t)(colon - text) >= sizeof host)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    char *end;
    long port = strtol(colon + 1, &end, 10);
    *out = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    return *end == '\0' && end != colon + 1 && port >= 0 && port <= 65535 &&
           inet_pton(AF_INET, host, &out->sin_addr) == 1;
}

static struct MHD_Daemon *start(struct endpoint *endpoint, const struct sockaddr_in *address)
{
    const struct identity *identity = endpoint->options.identity;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, identity ? identity->key.bytes : NULL},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, identity ? identity->certificate.bytes : NULL},
        /* Makes the server ask for a certificate; which is right, the pin decides. */
        {MHD_OPTION_HTTPS_MEM_TRUST, 0, identity ? identity->certificate.bytes : NULL},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3"},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | (identity ? MHD_USE_TLS : 0);
    return MHD_start_daemon(flags, 0, admit, endpoint, handle, endpoint, MHD_OPTION_SOCK_ADDR, address,
                            MHD_OPTION_NOTIFY_COMPLETED, completed, endpoint, MHD_OPTION_NOTIFY_CONNECTION,
                            connected, endpoint, MHD_OPTION_CONNECTION_LIMIT, (unsigned)GUARD_CONNECTIONS,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)LIMIT_CONNECTIONS_OF_ONE,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(LIMIT_IDLE_MS / 1000 + 1),
                            MHD_OPTION_ARRAY, identity ? tls : none, MHD_OPTION_END);
}

enum err endpoint_open(struct endpoint **out, const struct endpoint_options *options, struct fault *fault)
{
    struct sockaddr_in address;
    *out = NULL;
    if (!parse_listen(options->listen, &address))
        return fault_set(fault, ERR_USAGE, "'%s' is no IPv4 address and port", options->listen);
    struct endpoint *endpoint = calloc(1, sizeof *endpoint);
    if (!endpoint)
        return fault_set(fault, ERR_NO_MEMORY, "endpoint");
    endpoint->options = *options;
    pthread_mutex_init(&endpoint->lock, NULL);
    errno = 0;
    endpoint->daemon = start(endpoint, &address);
    int why = endpoint->daemon ? pthread_create(&endpoint->reaper, NULL, reap, endpoint) : errno;
    endpoint->reaping = endpoint->daemon && why == 0;
    if (!endpoint->reaping) {
        endpoint_close(endpoint);
        return fault_set(fault, ERR_BUSY, "%s cannot be listened on: %s", options->listen,
                         why ? strerror(why) : "the server does not start");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(endpoint->daemon, MHD_DAEMON_INFO_BIND_PORT);
    endpoint->port = info ? info->port : ntohs(address.sin_port);
    *out = endpoint;
    return ERR_OK;
}

void endpoint_close(struct endpoint *endpoint)
{
    if (!endpoint)
        return;
    if (endpoint->daemon)
        MHD_stop_daemon(endpoint->daemon);
    endpoint->closing = true;
    if (endpoint->reaping)
        pthread_join(endpoint->reaper, NULL);
    pthread_mutex_destroy(&endpoint->lock);
    free(endpoint);
}

unsigned endpoint_port(const struct endpoint *endpoint)
{
    return endpoint->port;
}

struct endpoint_counts endpoint_counts(const struct endpoint *endpoint)
{
    return (struct endpoint_counts){endpoint->cut, endpoint->refused};
}
