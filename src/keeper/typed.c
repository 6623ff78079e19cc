/* Typed: what a key of a role may sign. See keeper.h. */
#include "keeper/keeper.h"
#include "ledger/checkpoint.h"
#include "ledger/text_line.h"

static bool starts_with(struct str s, struct str start)
{
    return s.n >= start.n && memcmp(s.p, start.p, start.n) == 0;
}

/* DSSE's pre-authentication encoding, "DSSEv1 LEN TYPE LEN BODY", of one of our types. */
static bool is_message(struct str bytes)
{
    struct str type_length, body_length, type;
    uint64_t n;
    if (!starts_with(bytes, STR("DSSEv1 ")))
        return false;
    bytes = (struct str){bytes.p + 7, bytes.n - 7};
    type_length = str_cut(&bytes, ' ');
    if (!text_line_decimal(type_length, &n) || n >= bytes.n || bytes.p[n] != ' ')
        return false;
    type = (struct str){bytes.p, n};
    bytes = (struct str){bytes.p + n + 1, bytes.n - n - 1};
    body_length = str_cut(&bytes, ' ');
    return starts_with(type, STR("application/vnd.liaison.")) && bytes.p &&
           text_line_decimal(body_length, &n) && n == bytes.n;
}

static bool is_checkpoint(struct str bytes)
{
    struct checkpoint checkpoint;
    return checkpoint_parse(&checkpoint, bytes, NULL) == ERR_OK;
}

static bool is_cosignature(struct str bytes)
{
    struct str line;
    uint64_t seconds;
    return text_line_next(&bytes, &line) && str_equal(line, STR("cosignature/v1")) &&
           text_line_next(&bytes, &line) && starts_with(line, STR("time ")) &&
           text_line_decimal((struct str){line.p + 5, line.n - 5}, &seconds) && is_checkpoint(bytes);
}

/* RFC 8446, 4.4.3: 64 spaces, the context, a zero, the transcript's hash. */
static bool is_certificate_verify(struct str bytes)
{
    static const struct str server = {"TLS 1.3, server CertificateVerify", 34};
    static const struct str client = {"TLS 1.3, client CertificateVerify", 34};
    for (size_t i = 0; i < 64; i++)
        if (bytes.n < 64 || bytes.p[i] != ' ')
            return false;
    struct str rest = {bytes.p + 64, bytes.n - 64};
    size_t hash = rest.n >= 34 ? rest.n - 34 : 0;
    return (starts_with(rest, server) || starts_with(rest, client)) && (hash == 32 || hash == 48);
}

enum err keeper_may_sign(enum keeper_role role, struct str bytes, struct fault *fault)
{
    bool may = role == KEEPER_MESSAGES       ? is_message(bytes)
               : role == KEEPER_CHECKPOINTS  ? is_checkpoint(bytes)
               : role == KEEPER_COSIGNATURES ? is_cosignature(bytes)
               : role == KEEPER_TLS          ? is_certificate_verify(bytes)
                                             : false;
    if (may)
        return ERR_OK;
    return fault_set(fault, ERR_REFUSED, "the keeper's key of %s does not sign this",
                     role < KEEPER_ROLES ? keeper_role_name(role) : "no role");
}
