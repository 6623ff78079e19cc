/* Card: text and back, rollover, the pairing phrase. See card.h. */
#include "channel/card.h"

#include "base/limits.h"
#include "channel/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool card_name_is_good(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    (i > 0 && (c == '.' || c == '-' || c == '_'));
        if (!good)
            return false;
    }
    return name.n >= 1 && name.n <= CARD_NAME_MAX;
}

void card_write_unsigned(struct buf *out, const struct card *card)
{
    buf_add_str(out, STR("liaison card 1\n"));
    buf_printf(out, "name %.*s\nnumber %" PRIu32 "\n", STR_ARG(card->name), card->number);
    sheet_add_hex(out, "desk", card->desk.bytes, DIGEST_BYTES);
    sheet_add_hex(out, "messages", card->messages, PUBLIC_BYTES);
    sheet_add_hex(out, "checkpoints", card->checkpoints, PUBLIC_BYTES);
    sheet_add_hex(out, "cosignatures", card->cosignatures, PUBLIC_BYTES);
    sheet_add_hex(out, "sealing", card->sealing, PUBLIC_BYTES);
    sheet_add_hex(out, "tls", card->tls.bytes, DIGEST_BYTES);
    sheet_add_hex(out, "next", card->next.bytes, DIGEST_BYTES);
    buf_printf(out, "address %.*s\nprotocol 1\n", STR_ARG(card->address.n ? card->address : STR("-")));
}

void card_write(struct buf *out, const struct card *card)
{
    card_write_unsigned(out, card);
    sheet_add_hex(out, "signature", card->signature, SIGNATURE_BYTES);
}

static bool address_is_good(struct str address)
{
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] <= ' ' || address.p[i] == 0x7f)
            return false;
    return address.n >= 1 && address.n <= CARD_ADDRESS_MAX;
}

enum err card_read(struct card *out, struct str text, struct str *unsigned_text, struct fault *fault)
{
    struct sheet lines = sheet_of(text, "card");
    struct str protocol;
    if (text.n > (size_t)LIMIT_CARD_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "card: %zu bytes", text.n);
    *out = (struct card){0};
    sheet_expect(&lines, STR("liaison card 1"));
    out->name = sheet_value(&lines, "name");
    out->number = (uint32_t)sheet_number(&lines, "number", UINT32_MAX);
    sheet_hex(&lines, "desk", out->desk.bytes, DIGEST_BYTES);
    sheet_hex(&lines, "messages", out->messages, PUBLIC_BYTES);
    sheet_hex(&lines, "checkpoints", out->checkpoints, PUBLIC_BYTES);
    sheet_hex(&lines, "cosignatures", out->cosignatures, PUBLIC_BYTES);
    sheet_hex(&lines, "sealing", out->sealing, PUBLIC_BYTES);
    sheet_hex(&lines, "tls", out->tls.bytes, DIGEST_BYTES);
    sheet_hex(&lines, "next", out->next.bytes, DIGEST_BYTES);
    out->address = sheet_value(&lines, "address");
    protocol = sheet_value(&lines, "protocol");
    *unsigned_text = sheet_before(&lines, text);
    sheet_hex(&lines, "signature", out->signature, SIGNATURE_BYTES);
    enum err err = sheet_end(&lines, fault);
    if (err)
        return err;
    if (!str_equal(protocol, STR("1")))
        return fault_set(fault, ERR_UNSUPPORTED, "card: protocol %.*s", STR_ARG(protocol));
    if (!card_name_is_good(out->name) || !address_is_good(out->address))
        return fault_set(fault, ERR_BAD_INPUT, "card: its name or address is not one");
    if (str_equal(out->address, STR("-")))
        out->address = (struct str){0};
    return ERR_OK;
}

void card_digest(const struct card *card, struct digest *out)
{
    struct buf text;
    buf_init(&text, (size_t)LIMIT_CARD_BYTES);
    card_write_unsigned(&text, card);
    digest_of(text.bytes, text.n, out);
    buf_release(&text);
}

void card_desk(const struct card *card, struct digest *out)
{
    if (card->number == 0)
        card_digest(card, out);
    else
        *out = card->desk;
}

void card_key_hash(const unsigned char key[PUBLIC_BYTES], struct digest *out)
{
    static const char label[] = "liaison/next/1";
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, label, sizeof label - 1);
    digest_add(&state, key, PUBLIC_BYTES);
    digest_end(&state, out);
}

enum err card_follows(const struct card *older, const struct card *newer, struct fault *fault)
{
    struct digest desk, hash;
    card_desk(older, &desk);
    card_key_hash(newer->messages, &hash);
    if (newer->number != older->number + 1)
        return fault_set(fault, ERR_REFUSED, "card: number %" PRIu32 " does not follow %" PRIu32,
                         newer->number, older->number);
    if (!digest_equal(&desk, &newer->desk) || !str_equal(older->name, newer->name))
        return fault_set(fault, ERR_REFUSED, "card: it is of another desk");
    bool same = memcmp(older->messages, newer->messages, PUBLIC_BYTES) == 0;
    if (same ? !digest_equal(&older->next, &newer->next) : !digest_equal(&hash, &older->next))
        return fault_set(fault, ERR_REFUSED, "card: its message key is not the one announced before");
    return ERR_OK;
}

static void add_side(struct digest_state *state, const struct card *card, const unsigned char *nonce)
{
    struct digest digest;
    card_digest(card, &digest);
    digest_add(state, digest.bytes, DIGEST_BYTES);
    digest_add(state, nonce, PAIRING_NONCE_BYTES);
}

void pairing_commit(const struct card *card, const unsigned char nonce[PAIRING_NONCE_BYTES],
                    struct digest *out)
{
    static const char label[] = "liaison/pairing/commit/1";
    struct digest_state state;
    digest_begin(&state);
    digest_add(&state, label, sizeof label - 1);
    add_side(&state, card, nonce);
    digest_end(&state, out);
}

void pairing_phrase(const struct card *first, const unsigned char first_nonce[PAIRING_NONCE_BYTES],
                    const struct card *second, const unsigned char second_nonce[PAIRING_NONCE_BYTES],
                    char out[PAIRING_PHRASE_MAX])
{
    static const char label[] = "liaison/pairing/phrase/1";
    struct digest_state state;
    struct digest digest;
    uint64_t number = 0;
    digest_begin(&state);
    digest_add(&state, label, sizeof label - 1);
    add_side(&state, first, first_nonce);
    add_side(&state, second, second_nonce);
    digest_end(&state, &digest);
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | digest.bytes[i];
    number %= UINT64_C(1000000000000000);
    snprintf(out, PAIRING_PHRASE_MAX, "%05" PRIu64 " %05" PRIu64 " %05" PRIu64, number / 10000000000,
             number / 100000 % 100000, number % 100000);
}
