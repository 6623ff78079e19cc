/* TLS: a client that says what it is told, byte by byte if it is told so, with a
 * desk's certificate or with none. What libcurl would not send, a liar does. */
#ifndef LIAISON_TESTS_TLS_H
#define LIAISON_TESTS_TLS_H

#include <stdbool.h>
#include <stddef.h>

struct tls;

/* Connects to HOST:PORT (IPv4) from the address `from` (NULL: any), and shakes hands. directory is a desk's;
 * NULL: no certificate. NULL where nobody answers. */
struct tls *tls_open(const char *address, const char *from, const char *directory);
/* Only the connection, without a byte said. */
int tls_connect(const char *address, const char *from);
void tls_close(struct tls *tls);

bool tls_send(struct tls *tls, const void *bytes, size_t n);
/* A whole request: POST /peer. The status of the answer and its body (at most n bytes); 0: there was none. */
int tls_post(struct tls *tls, const void *body, size_t n, void *answer, size_t *answer_n);
/* True once the other side has closed the connection. */
bool tls_is_closed(struct tls *tls);

#endif
