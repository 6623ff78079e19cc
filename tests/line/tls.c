/* TLS: see tls.h. */
#include "tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER_SECONDS = 30, HEAD_MAX = 8192 };

struct tls {
    int fd;
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
};

int tls_connect(const char *address, const char *from)
{
    struct sockaddr_in to = {.sin_family = AF_INET}, local = {.sin_family = AF_INET};
    char host[64];
    const char *colon = strrchr(address, ':');
    struct timeval patience = {ANSWER_SECONDS, 0};
    snprintf(host, sizeof host, "%.*s", (int)(colon - address), address);
    to.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || inet_pton(AF_INET, host, &to.sin_addr) != 1)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if ((from && (inet_pton(AF_INET, from, &local.sin_addr) != 1 ||
                  bind(fd, (struct sockaddr *)&local, sizeof local))) ||
        connect(fd, (struct sockaddr *)&to, sizeof to)) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool shake(struct tls *tls, const char *directory)
{
    char certificate[4096], key[4096];
    if (gnutls_certificate_allocate_credentials(&tls->credentials) ||
        gnutls_init(&tls->session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL))
        return false;
    if (directory) {
        snprintf(certificate, sizeof certificate, "%s/tls.crt", directory);
        snprintf(key, sizeof key, "%s/tls.key", directory);
        if (gnutls_certificate_set_x509_key_file(tls->credentials, certificate, key, GNUTLS_X509_FMT_PEM))
            return false;
    }
    gnutls_set_default_priority(tls->session);
    gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE, tls->credentials);
    gnutls_transport_set_int(tls->session, tls->fd);
    int code;
    do
        code = gnutls_handshake(tls->session);
    while (code < 0 && !gnutls_error_is_fatal(code) && code != GNUTLS_E_AGAIN);
    return code == 0;
}

struct tls *tls_open(const char *address, const char *from, const char *directory)
{
    struct tls *tls = calloc(1, sizeof *tls);
    if (!tls)
        return NULL;
    tls->fd = tls_connect(address, from);
    if (tls->fd >= 0 && shake(tls, directory))
        return tls;
    tls_close(tls);
    return NULL;
}

void tls_close(struct tls *tls)
{
    if (!tls)
        return;
    if (tls->session)
        gnutls_deinit(tls->session);
    if (tls->credentials)
        gnutls_certificate_free_credentials(tls->credentials);
    if (tls->fd >= 0)
        close(tls->fd);
    free(tls);
}

bool tls_send(struct tls *tls, const void *bytes, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t sent = gnutls_record_send(tls->session, (const char *)bytes + at, n - at);
        if (sent == GNUTLS_E_INTERRUPTED)
            continue;
        if (sent <= 0)
            return false;
        at += (size_t)sent;
    }
    return true;
}

static ssize_t receive(struct tls *tls, char *bytes, size_t n)
{
    ssize_t got;
    do
        got = gnutls_record_recv(tls->session, bytes, n);
    while (got == GNUTLS_E_INTERRUPTED ||
           (got < 0 && got != GNUTLS_E_AGAIN && !gnutls_error_is_fatal((int)got)));
    return got;
}

/* Head and body of an answer with a Content-Length. */
static int take_answer(struct tls *tls, char *answer, size_t *answer_n)
{
    char head[HEAD_MAX + 1];
    size_t n = 0, most = *answer_n;
    char *end = NULL;
    *answer_n = 0;
    while (!end && n < HEAD_MAX) {
        ssize_t got = receive(tls, head + n, HEAD_MAX - n);
        if (got <= 0)
            return 0;
        n += (size_t)got;
        head[n] = '\0';
        end = strstr(head, "\r\n\r\n");
    }
    const char *length = end ? strcasestr(head, "content-length:") : NULL;
    size_t whole = length ? strtoul(length + strlen("content-length:"), NULL, 10) : 0;
    size_t there = end ? n - (size_t)(end + 4 - head) : 0;
    if (!end || whole > most || there > whole)
        return 0;
    memcpy(answer, end + 4, there);
    while (there < whole) {
        ssize_t got = receive(tls, answer + there, whole - there);
        if (got <= 0)
            return 0;
        there += (size_t)got;
    }
    *answer_n = whole;
    return (int)strtol(head + strlen("HTTP/1.1 "), NULL, 10);
}

int tls_post(struct tls *tls, const void *body, size_t n, void *answer, size_t *answer_n)
{
    char head[256];
    int head_n =
        snprintf(head, sizeof head, "POST /peer HTTP/1.1\r\nHost: desk\r\nContent-Length: %zu\r\n\r\n", n);
    /* An answer may come before the whole body is taken: that one counts. */
    if (tls_send(tls, head, (size_t)head_n))
        (void)!tls_send(tls, body, n);
    return take_answer(tls, answer, answer_n);
}

bool tls_is_closed(struct tls *tls)
{
    char byte;
    struct pollfd wait = {tls->fd, POLLIN | POLLRDHUP, 0};
    if (poll(&wait, 1, 0) <= 0)
        return false;
    return wait.revents & (POLLHUP | POLLRDHUP | POLLERR) || recv(tls->fd, &byte, 1, MSG_PEEK) == 0;
}
