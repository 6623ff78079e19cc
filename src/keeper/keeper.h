/* Keeper: who holds the private keys of a desk. It signs what it can parse,
 * opens sealed message keys, hands out the rest key at unlock and works the OPRF;
 * no private key leaves it. The interface is a table of functions with two makers:
 * a process of its own (process.h), and keys in this process (local.h), which that
 * process and the simulator use. */
#ifndef LIAISON_KEEPER_KEEPER_H
#define LIAISON_KEEPER_KEEPER_H

#include "base/error.h"
#include "base/str.h"
#include "private/engine.h"

/* A key for each role, current and next: the next is drawn in advance, so that
 * its hash can be promised (pairing). */
enum keeper_role {
#define K(name, kind, what) KEEPER_##name,
#include "keeper/roles.def"
#undef K
    KEEPER_ROLES
};

enum {
    KEEPER_PUBLIC_BYTES = 32,
    KEEPER_SIGNATURE_BYTES = 64,
    KEEPER_SEALED_BYTES = 80,
    KEEPER_SEALS_MAX = 256,
    KEEPER_KEY_BYTES = 32
};

struct keeper_public {
    unsigned char current[KEEPER_ROLES][KEEPER_PUBLIC_BYTES];
    unsigned char next[KEEPER_ROLES][KEEPER_PUBLIC_BYTES];
};

/* "messages" and so on. */
const char *keeper_role_name(enum keeper_role role);

/* What became of a sealed key. */
struct keeper_opened {
    unsigned char opened; /* 1; 0: it is for somebody else or changed, and there is no key */
    unsigned char key[KEEPER_KEY_BYTES];
};

struct keeper {
    /* All public keys: Ed25519, of KEEPER_SEALING X25519; as they rest now, whichever process of the desk
     * rolled one. */
    enum err (*public_keys)(void *context, struct keeper_public *out, struct fault *fault);

    /* An Ed25519 signature over bytes, which must be what keys of that role sign (keeper_may_sign);
     * ERR_REFUSED else. */
    enum err (*sign)(void *context, enum keeper_role role, struct str bytes,
                     unsigned char signature[KEEPER_SIGNATURE_BYTES], struct fault *fault);

    /* The same with the key for messages before the current one, which hands over to it (a rollover). */
    enum err (*sign_before)(void *context, struct str bytes, unsigned char signature[KEEPER_SIGNATURE_BYTES],
                            struct fault *fault);

    /* Opens the keys of messages' openings, n at once, at most KEEPER_SEALS_MAX: libsodium's sealed boxes of
     * 32 bytes to the current sealing key, or to the one before. */
    enum err (*open_seals)(void *context, const unsigned char *sealed, size_t n, struct keeper_opened *out,
                           struct fault *fault);

    /* The key under which a desk's openings rest. */
    enum err (*rest_key)(void *context, unsigned char key[KEEPER_KEY_BYTES], struct fault *fault);

    /* The next key of a role becomes its current one, and a new next one is drawn; durable on return. */
    enum err (*roll)(void *context, enum keeper_role role, struct fault *fault);

    /* Epoch keys; they live until they are destroyed, and at most as long as the keeper where it has no
     * vault. */
    struct oprf_engine engine;

    void *context;
};

/* Whether bytes are what a key of the role signs: messages and requests of a channel DSSE's PAE of type
 * "application/vnd.liaison...", checkpoints a note's text, cosignatures "cosignature/v1" over one, TLS a
 * CertificateVerify of TLS 1.3. ERR_REFUSED says why not. */
MUST_USE enum err keeper_may_sign(enum keeper_role role, struct str bytes, struct fault *fault);

#endif
