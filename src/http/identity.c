/* Identity: a desk's TLS key and certificate. See identity.h. */
#include "http/identity.h"

#include <errno.h>
#include <fcntl.h>
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

static enum err file_fault(struct fault *fault, const char *path)
{
    return fault_set(fault, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
}

static enum err read_file(const char *path, struct buf *out, struct fault *fault)
{
    char bytes[4096];
    FILE *in = fopen(path, "re");
    if (!in)
        return file_fault(fault, path);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        buf_add(out, bytes, n);
    bool failed = ferror(in) != 0;
    fclose(in);
    sodium_memzero(bytes, sizeof bytes);
    return failed || buf_failed(out) ? fault_set(fault, ERR_IO, "%s: cannot be read", path) : ERR_OK;
}

static enum err write_file(const char *path, struct str bytes, struct fault *fault)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_fault(fault, path);
    bool written = write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && fsync(fd) == 0;
    return close(fd) == 0 && written ? ERR_OK : file_fault(fault, path);
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

static enum err make(const struct identity *identity, struct fault *fault)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t certificate = NULL;
    gnutls_datum_t key_pem = {0}, certificate_pem = {0};
    enum err err = ERR_OK;
    int code = gnutls_x509_privkey_init(&key);
    if (!code)
        code = gnutls_x509_privkey_generate(key, GNUTLS_PK_EDDSA_ED25519, 0, 0);
    if (!code)
        code = gnutls_x509_crt_init(&certificate);
    if (!code)
        code = fill(certificate, key);
    if (!code)
        code = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key_pem);
    if (!code)
        code = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &certificate_pem);
    if (code)
        err = tls_fault(fault, "making a key", code);
    if (!err)
        err = write_file(identity->key_path, (struct str){(char *)key_pem.data, key_pem.size}, fault);
    if (!err)
        err = write_file(identity->certificate_path,
                         (struct str){(char *)certificate_pem.data, certificate_pem.size}, fault);
    if (key_pem.data)
        sodium_memzero(key_pem.data, key_pem.size);
    gnutls_free(key_pem.data);
    gnutls_free(certificate_pem.data);
    gnutls_x509_privkey_deinit(key);
    gnutls_x509_crt_deinit(certificate);
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
    enum err err = access(out->key_path, F_OK) == 0 ? ERR_OK : make(out, fault);
    if (!err)
        err = read_file(out->key_path, &out->key, fault);
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
