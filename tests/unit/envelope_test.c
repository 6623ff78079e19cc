/* channel/envelope, receipt, cut, body: what is written is read; what is cut off,
 * too long, or out of range is refused; content belongs to one header only. */
#include "channel/body.h"
#include "channel/cut.h"
#include "channel/envelope.h"
#include "channel/receipt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

static struct digest digest(unsigned char fill)
{
    struct digest out;
    memset(out.bytes, fill, DIGEST_BYTES);
    return out;
}

static struct header sample(void)
{
    return (struct header){.kind = KIND_TIP,
                           .urgent = true,
                           .sender = digest(1),
                           .recipient = digest(2),
                           .channel = digest(3),
                           .agreement = digest(4),
                           .sender_card = 1,
                           .recipient_card = 2,
                           .sequence = 7,
                           .position = 12,
                           .previous = digest(5),
                           .message = 9,
                           .whose = WHOSE_RECIPIENT,
                           .about = 4,
                           .due = 1000,
                           .written = 500,
                           .sent = 600,
                           .root = digest(6)};
}

static void a_header_is_written_and_read(void **state)
{
    (void)state;
    struct buf once, twice;
    struct header header = sample(), read;
    buf_init(&once, 1000);
    buf_init(&twice, 1000);
    header_write(&once, &header);
    assert_int_equal(once.n, HEADER_BYTES);
    assert_int_equal(header_read(&read, buf_str(&once), NULL), ERR_OK);
    header_write(&twice, &read);
    assert_true(str_equal(buf_str(&once), buf_str(&twice)));
    for (size_t n = 0; n < once.n; n++)
        assert_int_not_equal(header_read(&read, (struct str){once.bytes, n}, NULL), ERR_OK);
    buf_add_char(&once, 'x');
    assert_int_equal(header_read(&read, buf_str(&once), NULL), ERR_BAD_INPUT);
    buf_release(&once);
    buf_release(&twice);
}

static void a_header_out_of_range_is_refused(void **state)
{
    (void)state;
    struct buf out;
    struct header read;
    buf_init(&out, 1000);
    for (int i = 0; i < 7; i++) {
        struct header header = sample();
        switch (i) {
        case 0:
            header.sequence = 0;
            break;
        case 1:
            header.sequence = UINT64_MAX;
            break;
        case 2:
            header.message = 0;
            break;
        case 3:
            header.whose = WHOSE_NONE;
            break;
        case 4:
            header.due = -1;
            break;
        case 5:
            header.due = INT64_MAX;
            break;
        default:
            header.whose = (enum whose)3;
            break;
        }
        buf_clear(&out);
        header_write(&out, &header);
        assert_int_equal(header_read(&read, buf_str(&out), NULL), ERR_BAD_INPUT);
    }
    buf_clear(&out);
    struct header header = sample();
    header_write(&out, &header);
    out.bytes[9] = 2;
    assert_int_equal(header_read(&read, buf_str(&out), NULL), ERR_UNSUPPORTED);
    buf_release(&out);
}

static void statements_of_different_types_are_different_bytes(void **state)
{
    (void)state;
    static const char large[STATEMENT_BYTES] = {0};
    char one[STATEMENT_BYTES], other[STATEMENT_BYTES];
    struct str message = statement_encode(one, STATEMENT_MESSAGE, STR("x"));
    assert_true(str_equal(message, STR("DSSEv1 33 application/vnd.liaison.message.1 1 x")));
    assert_false(str_equal(message, statement_encode(other, STATEMENT_RECEIPT, STR("x"))));
    assert_true(
        statement_encode(other, STATEMENT_AGREEMENT, (struct str){large, (size_t)LIMIT_AGREEMENT_BYTES}).n <=
        STATEMENT_BYTES);
    assert_null(
        statement_encode(other, STATEMENT_AGREEMENT, (struct str){large, (size_t)LIMIT_AGREEMENT_BYTES + 1})
            .p);
}

static void content_belongs_to_one_header(void **state)
{
    (void)state;
    struct arena arena;
    struct decision decision;
    struct seeded seeded = {1};
    struct random random = random_seeded(&seeded);
    struct digest header = digest(1), other = digest(2), root;
    struct event read = {0};
    struct buf content;
    arena_init(&arena, 1 << 20);
    buf_init(&content, 1 << 16);
    decision_init(&decision, &arena);
    struct event *event = event_add(&decision, EVENT_NOTE_ADDED);
    event_int(event, FIELD_file, 1);
    event_text(event, FIELD_text, STR("words"));
    event_commit_values(event, &random);
    event_root(event, &root);
    content_write(&content, &header, event);
    assert_int_equal(content_read(&read, &arena, buf_str(&content), &header, &root, NULL), ERR_OK);
    assert_true(str_equal(event_get_text(&read, FIELD_text), STR("words")));
    assert_int_equal(content_read(&read, &arena, buf_str(&content), &other, &root, NULL), ERR_FORGED);
    assert_int_equal(content_read(&read, &arena, buf_str(&content), &header, &other, NULL), ERR_FORGED);
    for (size_t n = 0; n < content.n; n++)
        assert_int_not_equal(
            content_read(&read, &arena, (struct str){content.bytes, n}, &header, &root, NULL), ERR_OK);
    buf_release(&content);
    arena_release(&arena);
}

static void a_message_cut_off_is_refused(void **state)
{
    (void)state;
    char header[HEADER_BYTES] = {0}, signature[SIGNATURE_BYTES] = {1};
    struct message message = {{header, sizeof header}, {signature, sizeof signature}, STR("sealed")}, read;
    struct buf out;
    buf_init(&out, 1000);
    message_write(&out, &message);
    assert_int_equal(message_read(&read, buf_str(&out), NULL), ERR_OK);
    assert_true(str_equal(read.sealed, STR("sealed")));
    for (size_t n = 0; n < out.n; n++)
        assert_int_equal(message_read(&read, (struct str){out.bytes, n}, NULL), ERR_BAD_INPUT);
    buf_release(&out);
}

static void a_receipt_is_written_and_read(void **state)
{
    (void)state;
    static struct receipt receipt, read;
    struct buf out;
    receipt =
        (struct receipt){.channel = digest(1), .signer = digest(2), .time = 5, .sequence = 3, .count = 2};
    receipt.entries[0] = (struct receipt_entry){digest(7), VERDICT_ACCEPTED};
    receipt.entries[1] = (struct receipt_entry){digest(8), VERDICT_LEVEL};
    buf_init(&out, 1000);
    receipt_write(&out, &receipt);
    assert_int_equal(receipt_read(&read, buf_str(&out), NULL), ERR_OK);
    assert_int_equal(read.entries[1].verdict, VERDICT_LEVEL);
    for (size_t n = 0; n < out.n; n++)
        assert_int_not_equal(receipt_read(&read, (struct str){out.bytes, n}, NULL), ERR_OK);
    /* A verdict that uses no number is no part of a receipt. */
    out.bytes[out.n - 1] = VERDICT_GAP;
    assert_int_equal(receipt_read(&read, buf_str(&out), NULL), ERR_BAD_INPUT);
    buf_release(&out);
}

static void a_cut_is_written_and_read(void **state)
{
    (void)state;
    struct cut cut = {.channel = digest(1), .number = 2, .sent = {3, digest(4)}, .statistics = digest(9)},
               read;
    struct buf out;
    buf_init(&out, 1000);
    cut_write(&out, &cut);
    assert_int_equal(out.n, CUT_BYTES);
    assert_int_equal(cut_read(&read, buf_str(&out), NULL), ERR_OK);
    assert_memory_equal(&read.statistics, &cut.statistics, sizeof read.statistics);
    for (size_t n = 0; n < out.n; n++)
        assert_int_not_equal(cut_read(&read, (struct str){out.bytes, n}, NULL), ERR_OK);
    buf_release(&out);
}

static void frames_of_a_body_are_counted_before_any_is_read(void **state)
{
    (void)state;
    struct digest one = digest(1), other = digest(2);
    struct buf out;
    struct body body;
    enum frame kind;
    struct str bytes;
    buf_init(&out, 5 << 20);
    body_begin(&out, &one, &other);
    body_add(&out, FRAME_POSITION, STR("abc"));
    size_t opened = body_open(&out, FRAME_MESSAGE);
    buf_add_str(&out, STR("defg"));
    body_close(&out, opened);
    assert_int_equal(body_read(&body, buf_str(&out), NULL), ERR_OK);
    assert_true(body_next(&body, &kind, &bytes) && kind == FRAME_POSITION && str_equal(bytes, STR("abc")));
    assert_true(body_next(&body, &kind, &bytes) && kind == FRAME_MESSAGE && str_equal(bytes, STR("defg")));
    assert_false(body_next(&body, &kind, &bytes));
    assert_int_equal(body_read(&body, (struct str){out.bytes, out.n - 1}, NULL), ERR_BAD_INPUT);
    for (int i = 0; i < 3000; i++)
        body_add(&out, FRAME_POSITION, STR(""));
    assert_int_equal(body_read(&body, buf_str(&out), NULL), ERR_TOO_LARGE);
    buf_release(&out);
}

static void a_channel_has_one_id_whoever_asks(void **state)
{
    (void)state;
    struct digest one = digest(1), other = digest(2), third = digest(3), ab, ba, ac;
    channel_id(&one, &other, &ab);
    channel_id(&other, &one, &ba);
    channel_id(&one, &third, &ac);
    assert_true(digest_equal(&ab, &ba));
    assert_false(digest_equal(&ab, &ac));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_header_is_written_and_read),
                                       cmocka_unit_test(a_header_out_of_range_is_refused),
                                       cmocka_unit_test(statements_of_different_types_are_different_bytes),
                                       cmocka_unit_test(content_belongs_to_one_header),
                                       cmocka_unit_test(a_message_cut_off_is_refused),
                                       cmocka_unit_test(a_receipt_is_written_and_read),
                                       cmocka_unit_test(a_cut_is_written_and_read),
                                       cmocka_unit_test(frames_of_a_body_are_counted_before_any_is_read),
                                       cmocka_unit_test(a_channel_has_one_id_whoever_asks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
