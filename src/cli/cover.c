/* Cover: the cover letter of a message. See cover.h. */
#include "cli/cover.h"

#include "base/time.h"
#include "channel/sheet.h"

#include <stdio.h>
#include <string.h>

enum word {
#define W(name, english, russian) WORD_##name,
#include "cli/cover.def"
#undef W
};

static const char *const words[][2] = {
#define W(name, english, russian) {english, russian},
#include "cli/cover.def"
#undef W
};

struct cover {
    struct buf *out;
    int language;
};

static void row(const struct cover *letter, enum word word, struct str value)
{
    buf_printf(letter->out, "%s: %.*s\n", words[word][letter->language], STR_ARG(value));
}

static void row_time(const struct cover *letter, enum word word, time_ms time)
{
    char text[TIME_TEXT_BYTES];
    time_text(time, text);
    row(letter, word, time ? str_of(text) : str_of(words[WORD_NONE][letter->language]));
}

static enum err row_digest(struct desk *desk, const struct cover *letter, int64_t channel, int64_t sequence,
                           struct fault *fault)
{
    struct query q;
    struct buf hex;
    buf_init(&hex, 128);
    query_open(&q, desk_store(desk), "peer/line_at", fault);
    query_int(&q, "channel", channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "first", sequence);
    if (query_next(&q))
        hex_add(&hex, (const unsigned char *)query_get_text(&q, 0).p, DIGEST_BYTES);
    enum err err = query_close(&q);
    row(letter, WORD_DIGEST, hex.n ? buf_str(&hex) : str_of(words[WORD_NONE][letter->language]));
    buf_release(&hex);
    return err;
}

static enum err rows(struct desk *desk, const struct cover *letter, const struct peer *peer, uint64_t number,
                     int64_t *sequence, struct fault *fault)
{
    struct query q;
    char reference[64];
    query_open(&q, desk_store(desk), "peer/message", fault);
    query_int(&q, "channel", peer->channel);
    query_int(&q, "direction", DIRECTION_SENT);
    query_int(&q, "number", (int64_t)number);
    bool there = query_next(&q);
    if (there) {
        snprintf(reference, sizeof reference, "%.*s-%llu", STR_ARG(desk_id(desk)),
                 (unsigned long long)number);
        row(letter, WORD_REFERENCE, str_of(reference));
        if (query_get_int(&q, 6)) {
            struct str asker = query_get_int(&q, 5) == WHOSE_SENDER ? desk_id(desk) : peer->counterpart;
            snprintf(reference, sizeof reference, "%.*s-%lld", STR_ARG(asker),
                     (long long)query_get_int(&q, 6));
            row(letter, WORD_ANSWERS, str_of(reference));
        }
        row(letter, WORD_KIND, str_of(kind_word((unsigned)query_get_int(&q, 0))));
        row_time(letter, WORD_WRITTEN, query_get_int(&q, 9));
        row_time(letter, WORD_SENT, query_get_int(&q, 12));
        if (query_get_int(&q, 7))
            row_time(letter, WORD_DUE, query_get_int(&q, 7));
        row_time(letter, WORD_RECEIPT, query_get_int(&q, 13));
        *sequence = query_get_int(&q, 11);
    }
    enum err err = query_close(&q);
    return err || there ? err
                        : fault_set(fault, ERR_NOT_FOUND, "no message %llu", (unsigned long long)number);
}

enum err cover_write(struct desk *desk, int64_t channel, uint64_t number, const char *language,
                     struct arena *arena, struct buf *out, struct fault *fault)
{
    struct peer peer;
    struct cover letter = {out, strcmp(language, "ru") == 0};
    int64_t sequence = 0;
    if (!letter.language && strcmp(language, "en") != 0)
        return fault_set(fault, ERR_USAGE, "a letter is in 'en' or 'ru', not '%s'", language);
    enum err err = peer_load(desk, channel, arena, &peer, fault);
    if (err)
        return err;
    buf_printf(out, "%s\n\n", words[WORD_TITLE][letter.language]);
    row(&letter, WORD_FROM, desk_id(desk));
    row(&letter, WORD_TO, peer.counterpart);
    err = rows(desk, &letter, &peer, number, &sequence, fault);
    if (!err)
        err = row_digest(desk, &letter, channel, sequence, fault);
    buf_printf(out, "\n%s\n", words[WORD_CONTENT][letter.language]);
    return err;
}
