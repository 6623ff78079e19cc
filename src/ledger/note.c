/* Note: signed notes and cosignatures. See note.h. */
#include "ledger/note.h"

#include "base/keypair.h"
#include "base/limits.h"
#include "ledger/text_line.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <utf8proc.h>

/* The bytes of one signature line, the largest post-quantum ones of other keys included. */
enum { ID_BYTES = 4, TIME_BYTES = 8, LINE_BYTES_MAX = 8192 };

static const char cosignature_header[] = "cosignature/v1\n";

/* --- numbers on the wire, big-endian --- */

static void put_be(unsigned char *out, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)(value >> (8 * (n - 1 - i)));
}

static uint64_t get_be(const unsigned char *bytes, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | bytes[i];
    return value;
}

/* --- keys --- */

static bool is_white(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
}

static bool name_is_valid(struct str name)
{
    if (name.n == 0 || (long long)name.n > LIMIT_NOTE_NAME_BYTES || !str_is_utf8(name))
        return false;
    for (size_t i = 0; i < name.n;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)name.p + i, (utf8proc_ssize_t)(name.n - i), &point);
        if (step <= 0 || point == '+' || is_white(point))
            return false;
        i += (size_t)step;
    }
    return true;
}

static uint32_t key_id(const struct note_key *key)
{
    unsigned char type = (unsigned char)key->type, digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)key->name.p, key->name.n);
    crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
    crypto_hash_sha256_update(&state, &type, 1);
    crypto_hash_sha256_update(&state, key->bytes, sizeof key->bytes);
    crypto_hash_sha256_final(&state, digest);
    return (uint32_t)get_be(digest, ID_BYTES);
}

enum err note_key_init(struct note_key *key, struct str name, enum note_type type,
                       const unsigned char public_key[NOTE_PUBLIC_BYTES], struct fault *fault)
{
    *key = (struct note_key){.name = name, .type = type};
    if (!name_is_valid(name))
        return fault_set(fault, ERR_BAD_INPUT, "key: '%.*s' is no key name", STR_ARG(name));
    if (type != NOTE_ED25519 && type != NOTE_COSIGNATURE)
        return fault_set(fault, ERR_UNSUPPORTED, "key: signature type %d", (int)type);
    memcpy(key->bytes, public_key, sizeof key->bytes);
    key->id = key_id(key);
    return ERR_OK;
}

void note_key_write(struct buf *out, const struct note_key *key)
{
    unsigned char material[1 + NOTE_PUBLIC_BYTES] = {(unsigned char)key->type};
    memcpy(material + 1, key->bytes, sizeof key->bytes);
    buf_add_str(out, key->name);
    buf_printf(out, "+%08" PRIx32 "+", key->id);
    text_line_add_base64(out, material, sizeof material);
}

enum err note_key_read(struct note_key *key, struct str text, struct fault *fault)
{
    unsigned char material[1 + NOTE_PUBLIC_BYTES];
    char id[ID_BYTES * 2 + 1];
    size_t n;
    /* Base64 has pluses too: the first two cut. */
    struct str name = str_cut(&text, '+'), hex = str_cut(&text, '+');
    if (!text_line_base64(text, material, sizeof material, &n) || n != sizeof material)
        return fault_set(fault, ERR_BAD_INPUT, "key: not of the form NAME+ID+KEY");
    enum err err = note_key_init(key, name, (enum note_type)material[0], material + 1, fault);
    if (err)
        return err;
    snprintf(id, sizeof id, "%08" PRIx32, key->id);
    if (!str_equal(hex, str_of(id)))
        return fault_set(fault, ERR_FORGED, "key: its id is %s, not %.*s", id, (int)(hex.n > 16 ? 16 : hex.n),
                         hex.p);
    return ERR_OK;
}

/* --- reading --- */

struct signature {
    struct str name;
    uint32_t id;
    size_t n; /* bytes after the id */
    unsigned char bytes[LINE_BYTES_MAX];
};

/* One line, without its newline: em dash, space, name, space, base64. */
static bool parse_signature(struct str line, struct signature *out)
{
    static const struct str dash = {"\xe2\x80\x94 ", 4};
    if (line.n < dash.n || memcmp(line.p, dash.p, dash.n) != 0)
        return false;
    line.p += dash.n;
    line.n -= dash.n;
    out->name = str_cut(&line, ' ');
    if (!name_is_valid(out->name) || !text_line_base64(line, out->bytes, sizeof out->bytes, &out->n))
        return false;
    if (out->n <= ID_BYTES)
        return false;
    out->id = (uint32_t)get_be(out->bytes, ID_BYTES);
    out->n -= ID_BYTES;
    memmove(out->bytes, out->bytes + ID_BYTES, out->n);
    return true;
}

/* Cuts bytes at the last empty line: the text keeps its newline, the empty line goes. */
static bool split(struct str bytes, struct note *note)
{
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n')
        return false;
    for (size_t i = bytes.n - 1; i > 1; i--) {
        if (bytes.p[i - 1] != '\n' || bytes.p[i - 2] != '\n')
            continue;
        note->text = (struct str){bytes.p, i - 1};
        note->signatures = (struct str){bytes.p + i, bytes.n - i};
        return true;
    }
    return false;
}

enum err note_parse(struct note *note, struct str bytes, struct fault *fault)
{
    *note = (struct note){0};
    if ((long long)bytes.n > LIMIT_NOTE_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "note: %zu bytes", bytes.n);
    if (!text_line_is_clean(bytes))
        return fault_set(fault, ERR_BAD_INPUT, "note: not clean UTF-8 text");
    if (!split(bytes, note))
        return fault_set(fault, ERR_BAD_INPUT, "note: no empty line with signature lines below it");
    struct str rest = note->signatures, line;
    while (text_line_next(&rest, &line)) {
        struct signature signature;
        note->count++;
        if ((long long)note->count > LIMIT_NOTE_SIGNATURES)
            return fault_set(fault, ERR_TOO_LARGE, "note: more than %lld signatures", LIMIT_NOTE_SIGNATURES);
        if (!parse_signature(line, &signature))
            return fault_set(fault, ERR_BAD_INPUT, "note: signature line %zu is malformed", note->count);
    }
    return ERR_OK;
}

/* --- what is signed --- */

/* The message of a cosignature: header, time, the whole text. */
static enum err cosigned_message(struct buf *out, struct str text, uint64_t seconds, struct fault *fault)
{
    buf_init(out, (size_t)LIMIT_NOTE_BYTES + 64);
    buf_printf(out, "%stime %" PRIu64 "\n", cosignature_header, seconds);
    buf_add_str(out, text);
    if (buf_failed(out))
        return fault_set(fault, ERR_NO_MEMORY, "note: the message to be cosigned");
    return ERR_OK;
}

/* One line of the right name and id. *good says whether it holds; an error means that nothing is known. */
static enum err check_one(struct str text, const struct note_key *key, const struct signature *signature,
                          uint64_t *seconds, bool *good, struct fault *fault)
{
    *seconds = 0;
    if (key->type == NOTE_ED25519) {
        *good = signature->n == NOTE_SIGNATURE_BYTES && keypair_signed(key->bytes, text, signature->bytes);
        return ERR_OK;
    }
    *good = false;
    if (signature->n != TIME_BYTES + NOTE_SIGNATURE_BYTES)
        return ERR_OK;
    *seconds = get_be(signature->bytes, TIME_BYTES);
    if (*seconds > INT64_MAX)
        return ERR_OK;
    struct buf message;
    enum err err = cosigned_message(&message, text, *seconds, fault);
    if (!err)
        *good = keypair_signed(key->bytes, buf_str(&message), signature->bytes + TIME_BYTES);
    buf_release(&message);
    return err;
}

enum err note_verify(const struct note *note, const struct note_key *key, uint64_t *seconds,
                     struct fault *fault)
{
    struct str rest = note->signatures, line;
    uint64_t latest = 0;
    bool found = false;
    while (text_line_next(&rest, &line)) {
        struct signature signature;
        uint64_t time;
        bool good;
        if (!parse_signature(line, &signature) || signature.id != key->id ||
            !str_equal(signature.name, key->name))
            continue;
        enum err err = check_one(note->text, key, &signature, &time, &good, fault);
        if (err)
            return err;
        if (!good)
            return fault_set(fault, ERR_FORGED, "note: the signature of %.*s does not hold",
                             STR_ARG(key->name));
        found = true;
        latest = time > latest ? time : latest;
    }
    if (!found)
        return fault_set(fault, ERR_NOT_FOUND, "note: not signed by %.*s+%08" PRIx32, STR_ARG(key->name),
                         key->id);
    if (seconds)
        *seconds = latest;
    return ERR_OK;
}

/* --- writing --- */

static bool is_text(struct str text)
{
    return text.n && text.p[text.n - 1] == '\n' && (long long)text.n <= LIMIT_NOTE_BYTES &&
           text_line_is_clean(text);
}

/* id || signature, or id || time || signature, into bytes; the length is set in *n. */
static enum err make_signature(struct str text, const struct note_signer *signer, uint64_t seconds,
                               unsigned char *bytes, size_t *n, struct fault *fault)
{
    const struct note_key *key = signer->key;
    put_be(bytes, key->id, ID_BYTES);
    *n = ID_BYTES + NOTE_SIGNATURE_BYTES;
    if (key->type == NOTE_ED25519)
        return signer->sign(signer->context, key, text, bytes + ID_BYTES, fault);
    put_be(bytes + ID_BYTES, seconds, TIME_BYTES);
    *n += TIME_BYTES;
    struct buf message;
    enum err err = cosigned_message(&message, text, seconds, fault);
    if (!err)
        err = signer->sign(signer->context, key, buf_str(&message), bytes + ID_BYTES + TIME_BYTES, fault);
    buf_release(&message);
    return err;
}

enum err note_sign(struct buf *out, struct str text, const struct note_signer *signer, uint64_t seconds,
                   struct fault *fault)
{
    unsigned char bytes[ID_BYTES + TIME_BYTES + NOTE_SIGNATURE_BYTES];
    size_t n, header = sizeof cosignature_header - 1;
    if (!is_text(text) || seconds > INT64_MAX)
        return fault_set(fault, ERR_BUG, "note: what is to be signed is no note text");
    /* Were one key ever used for both, a signed text must not pass for a cosignature. */
    if (signer->key->type == NOTE_ED25519 && text.n >= header &&
        memcmp(text.p, cosignature_header, header) == 0)
        return fault_set(fault, ERR_REFUSED, "note: a text that reads as a cosignature");
    enum err err = make_signature(text, signer, seconds, bytes, &n, fault);
    if (err)
        return err;
    buf_add_str(out, STR("\xe2\x80\x94 "));
    buf_add_str(out, signer->key->name);
    buf_add_char(out, ' ');
    text_line_add_base64(out, bytes, n);
    buf_add_char(out, '\n');
    if (buf_failed(out))
        return fault_set(fault, ERR_NO_MEMORY, "note: its signature");
    return ERR_OK;
}

enum err note_write(struct buf *out, struct str text, const struct note_signer *signer, struct fault *fault)
{
    buf_add_str(out, text);
    buf_add_char(out, '\n');
    return note_sign(out, text, signer, 0, fault);
}
