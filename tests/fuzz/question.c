/* Fuzz: what is read as a question, a match proof or a notice is written again as the same bytes, and is
 * judged the same way; what is not, is refused with a sentence. */
#include "private/question.h"
#include "private/notice.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void as_question(const uint8_t *data, size_t size)
{
    struct question question;
    struct fault fault = {.code = ERR_OK};
    enum err code = question_decode(data, size, &question, &fault);
    must(code == fault.code && (code == ERR_OK) == (fault.detail[0] == '\0'));
    if (code)
        return;
    unsigned char again[QUESTION_BYTES];
    question_encode(&question, again);
    must(size == sizeof again && memcmp(again, data, size) == 0);
    struct table_expected table = {.epoch = question.epoch};
    memcpy(table.root, question.root, sizeof table.root);
    must(question_check(&question, &table, NULL) == ERR_OK);
    table.epoch.number ^= 1;
    must(question_check(&question, &table, NULL) == ERR_STALE);
}

static void as_match_proof(const uint8_t *data, size_t size)
{
    struct match_proof proof;
    if (match_proof_decode(data, size, &proof, NULL))
        return;
    unsigned char again[MATCH_PROOF_BYTES];
    match_proof_encode(&proof, again);
    must(size == sizeof again && memcmp(again, data, size) == 0);
}

static void as_notice(const uint8_t *data, size_t size)
{
    struct notice notice;
    if (notice_decode((struct str){(const char *)data, size}, &notice, NULL))
        return;
    unsigned char again[NOTICE_BYTES];
    notice_encode(&notice, again);
    must(size == sizeof again && memcmp(again, data, size) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    must(group_start(NULL) == ERR_OK);
    as_question(data, size);
    as_match_proof(data, size);
    as_notice(data, size);
    return 0;
}
