/* Identity: a desk's TLS key and self-signed certificate, two PEM files in its
 * directory. Trust is in the pin, the SHA-256 of the public key that stands on the
 * desk's card, and in nothing else of the certificate. What passes inside is
 * signed and sealed with the keeper's keys besides: this key protects the line. */
#ifndef LIAISON_HTTP_IDENTITY_H
#define LIAISON_HTTP_IDENTITY_H

#include "base/buf.h"
#include "base/digest.h"

enum { IDENTITY_PATH_MAX = 4096 };

struct identity {
    char key_path[IDENTITY_PATH_MAX], certificate_path[IDENTITY_PATH_MAX];
    struct buf key, certificate; /* PEM, each ending in NUL */
    struct digest pin;
};

/* Reads tls.key and tls.crt of the directory, or makes them (readable by their owner only), the certificate
 * of a key that has none too. Close also after a failure. */
MUST_USE enum err identity_open(struct identity *out, const char *directory, struct fault *fault);
void identity_close(struct identity *identity); /* wipes the key */

/* The pin of a certificate in DER. */
MUST_USE enum err identity_pin(struct str der, struct digest *out, struct fault *fault);

#endif
