/* Identity: a desk's TLS key and certificate. See identity.h. */
#include "http/identity.h"

#include "base/file.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PEM_MAX = 64 * 1024 };

static enum err tls_fault(struct fault *fault, const char *what, int code)
{
    return fault_set(fault, ERR_IO, "TLS: %s: %s", what, gnutls_strerror(code));
}

static enum err read_file(const char *path, struct buf *out, struct fault *fault)
{
    char bytes[4096];
    FILE *in = fopen(path, "re");
    if (!in)
        return file_failed("cannot be read", path, fault);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        buf_add(out, bytes, n);
    bool failed = ferror(in) != 0;
    fclose(in);
    sodium_memzero(bytes, sizeof bytes);
    return failed || buf_failed(out) ? fault_set(fault, ERR_IO, "%s: cannot be read", path) : ERR_OK;
}

enum err identity_pin(struct str der, struct digest *out, struct fault *fault)
{
    gnutls_pubkey_t key = NULL;
    gnutls_x509_crt_t certificate = NULL;
    gnutls_datum_t in = {(unsigned char *)(uintptr_t)der.p, (unsigned)der.n}, spki = {0};
    int code = gnutls_x509_crt_init(&certificate);
    if (!code)
        code = gnutls_x509_crt_import(certificate, &in, GNUTLS_X509_FMT_DER);
    if (!code)
        code = gnutls_pubkey_init(&key);
    if (!code)
        code = gnutls_pubkey_import_x509(key, certificate, 0);
    if (!code)
        code = gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &spki);
    if (!code)
        digest_of(spki.data, spki.size, out);
    gnutls_free(spki.data);
    gnutls_pubkey_deinit(key);
    gnutls_x509_crt_deinit(certificate);
    return code ? fault_set(fault, ERR_FORGED, "a certificate: %s", gnutls_strerror(code)) : ERR_OK;
}

/* Valid for as long as X.509 can say: no machine judges its dates. */
static int fill(gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
    static const unsigned char serial[] = {1};
    static const char name[] = "liaison";
    int code = gnutls_x509_crt_set_version(certificate, 3);
    if (!code)
        code = gnutls_x509_crt_set_serial(certificate, serial, sizeof serial);
    if (!code)
        code = gnutls_x509_crt_set_activation_time(certificate, 0);
    if (!code)
        code = gnutls_x509_crt_set_expiration_time(certificate, GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION);
    if (!code)
        code =
            gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, sizeof name - 1);
    if (!code)
        code = gnutls_x509_crt_set_key(certificate, key);
    return code ? code : gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA512, 0);
}

/* Who else made one meanwhile has made the desk's. */
static enum err make_key(const char *path, struct fault *fault)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_datum_t pem = {0};
    int code = gnutls_x509_privkey_init(&key);
    if (!code)
        code = gnutls_x509_privkey_generate(key, GNUTLS_PK_EDDSA_ED25519, 0, 0);
    if (!code)
        code = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem);
    enum err err = code ? tls_fault(fault, path, code) : file_replace(path, pem.data, pem.size, true, fault);
    if (pem.data)
        sodium_memzero(pem.data, pem.size);
    gnutls_free(pem.data);
    gnutls_x509_privkey_deinit(key);
    return err == ERR_BUSY ? ERR_OK : err;
}

/* It follows from the key to the byte, as Ed25519 draws nothing: one that is not there yet is made at any
 * time. */
static enum err make_certificate(const struct identity *identity, struct fault *fault)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t certificate = NULL;
    gnutls_datum_t in = {(unsigned char *)identity->key.bytes, (unsigned)identity->key.n}, pem = {0};
    int code = gnutls_x509_privkey_init(&key);
    if (!code)
        code = gnutls_x509_privkey_import_pkcs8(key, &in, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN);
    if (!code)
        code = gnutls_x509_crt_init(&certificate);
    if (!code)
        code = fill(certificate, key);
    if (!code)
        code = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem);
    enum err err = code ? tls_fault(fault, identity->key_path, code)
                        : file_replace(identity->certificate_path, pem.data, pem.size, false, fault);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_privkey_deinit(key);
    return err;
}

static enum err pin_of_pem(struct identity *identity, struct fault *fault)
{
    gnutls_datum_t pem = {(unsigned char *)identity->certificate.bytes, (unsigned)identity->certificate.n},
                   der = {0};
    int code = gnutls_pem_base64_decode2("CERTIFICATE", &pem, &der);
    if (code)
        return tls_fault(fault, identity->certificate_path, code);
    enum err err = identity_pin((struct str){(char *)der.data, der.size}, &identity->pin, fault);
    gnutls_free(der.data);
    return err;
}

enum err identity_open(struct identity *out, const char *directory, struct fault *fault)
{
    memset(out, 0, sizeof *out);
    buf_init(&out->key, PEM_MAX);
    buf_init(&out->certificate, PEM_MAX);
    int a = snprintf(out->key_path, IDENTITY_PATH_MAX, "%s/tls.key", directory);
    int b = snprintf(out->certificate_path, IDENTITY_PATH_MAX, "%s/tls.crt", directory);
    if (a < 0 || a >= IDENTITY_PATH_MAX || b < 0 || b >= IDENTITY_PATH_MAX)
        return fault_set(fault, ERR_TOO_LARGE, "the path of the desk's directory");
    enum err err = access(out->key_path, F_OK) == 0 ? ERR_OK : make_key(out->key_path, fault);
    if (!err)
        err = read_file(out->key_path, &out->key, fault);
    if (!err && access(out->certificate_path, F_OK) != 0)
        err = make_certificate(out, fault);
    if (!err)
        err = read_file(out->certificate_path, &out->certificate, fault);
    return err ? err : pin_of_pem(out, fault);
}

void identity_close(struct identity *identity)
{
    if (identity->key.bytes)
        sodium_memzero(identity->key.bytes, identity->key.n);
    buf_release(&identity->key);
    buf_release(&identity->certificate);
}
