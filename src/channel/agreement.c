/* Agreement: text and back, levels. See agreement.h. */
#include "channel/agreement.h"

#include "base/limits.h"
#include "base/pack.h"
#include "channel/sheet.h"

#include <inttypes.h>

void agreement_write(struct buf *out, const struct agreement *agreement)
{
    buf_add_str(out, STR("liaison agreement 1\n"));
    sheet_add_hex(out, "channel", agreement->channel.bytes, DIGEST_BYTES);
    buf_printf(out, "number %" PRIu32 "\nlevel %s\n", agreement->number, level_word(agreement->level));
    buf_printf(out, "kinds %.*s\npurposes %.*s\nhandling %.*s\nprofile %.*s\n", STR_ARG(agreement->kinds),
               STR_ARG(agreement->purposes), STR_ARG(agreement->handling), STR_ARG(agreement->profile));
    buf_printf(out, "questions %" PRIu32 "\nquota %" PRIu32 "\nvolume %" PRIu32 "\nretention %" PRIu32 "\n",
               agreement->questions, agreement->quota, agreement->volume, agreement->retention);
    buf_printf(out, "assessed %.*s\nprincipal %.*s\npublished %.*s\n", STR_ARG(agreement->assessed),
               STR_ARG(agreement->principal), STR_ARG(agreement->published));
}

enum err agreement_read(struct agreement *out, struct str text, struct fault *fault)
{
    struct sheet lines = sheet_of(text, "agreement");
    if (text.n > (size_t)LIMIT_AGREEMENT_BYTES)
        return fault_set(fault, ERR_TOO_LARGE, "agreement: %zu bytes", text.n);
    *out = (struct agreement){0};
    sheet_expect(&lines, STR("liaison agreement 1"));
    sheet_hex(&lines, "channel", out->channel.bytes, DIGEST_BYTES);
    out->number = (uint32_t)sheet_number(&lines, "number", UINT32_MAX);
    struct str level = sheet_value(&lines, "level");
    out->kinds = sheet_value(&lines, "kinds");
    out->purposes = sheet_value(&lines, "purposes");
    out->handling = sheet_value(&lines, "handling");
    out->profile = sheet_value(&lines, "profile");
    out->questions = (uint32_t)sheet_number(&lines, "questions", 1000000);
    out->quota = (uint32_t)sheet_number(&lines, "quota", 1000000000);
    out->volume = (uint32_t)sheet_number(&lines, "volume", 1000000);
    out->retention = (uint32_t)sheet_number(&lines, "retention", 36500);
    out->assessed = sheet_value(&lines, "assessed");
    out->principal = sheet_value(&lines, "principal");
    out->published = sheet_value(&lines, "published");
    enum err err = sheet_end(&lines, fault);
    if (!err && !level_of(level, &out->level))
        err = fault_set(fault, ERR_BAD_INPUT, "agreement: no level '%.*s'", STR_ARG(level));
    return err;
}

void agreement_digest(struct str text, struct digest *out)
{
    digest_of(text.p, text.n, out);
}

bool list_has(struct str list, struct str word)
{
    while (list.n)
        if (str_equal(str_trim(str_cut(&list, ',')), word))
            return true;
    return false;
}

enum err agreement_purpose(const struct agreement *agreement, struct str said, struct str *purpose,
                           struct fault *fault)
{
    struct str agreed = agreement->purposes, only = str_trim(str_cut(&agreed, ','));
    *purpose = said.n ? said : only;
    if (!agreement->purposes.n)
        return fault_set(fault, ERR_REFUSED,
                         "there is no agreement yet that says what for; see liaison agreement");
    if (said.n ? list_has(agreement->purposes, said) : only.n && !agreed.n)
        return ERR_OK;
    return said.n
               ? fault_set(fault, ERR_REFUSED, "the agreement is not for the purpose '%.*s', but for: %.*s",
                           STR_ARG(said), STR_ARG(agreement->purposes))
               : fault_set(fault, ERR_REFUSED, "say which of the agreement's purposes it serves: %.*s",
                           STR_ARG(agreement->purposes));
}

bool agreement_carries(const struct agreement *agreement, enum kind kind)
{
    const char *word = kind_word(kind);
    return word && (kind_passes(kind, LEVEL_SUSPENDED) || str_equal(agreement->kinds, STR("all")) ||
                    list_has(agreement->kinds, str_of(word)));
}

void lowering_write(struct buf *out, const struct lowering *lowering)
{
    buf_add(out, lowering->channel.bytes, DIGEST_BYTES);
    buf_add(out, lowering->signer.bytes, DIGEST_BYTES);
    pack_number(out, lowering->level, 1);
    pack_number(out, (uint64_t)lowering->time, 8);
}

enum err lowering_read(struct lowering *out, struct str bytes, struct fault *fault)
{
    struct unpack from = unpack_of(bytes);
    unpack_copy(&from, out->channel.bytes, DIGEST_BYTES);
    unpack_copy(&from, out->signer.bytes, DIGEST_BYTES);
    uint64_t level = unpack_number(&from, 1);
    out->time = (time_ms)unpack_number(&from, 8);
    if (!unpack_ended(&from) || level >= LEVEL_COUNT)
        return fault_set(fault, ERR_BAD_INPUT, "level: not well formed");
    out->level = (enum level)level;
    return ERR_OK;
}

enum level level_in_force(enum level agreed, enum level ours, enum level theirs)
{
    enum level level = agreed > ours ? agreed : ours;
    return level > theirs ? level : theirs;
}
