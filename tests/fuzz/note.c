/* Fuzz: signed notes and their keys. What is read is written again the same;
 * a changed text is never verified by the key that signed the original. */
#include "ledger/note.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void fuzz_note(struct str bytes)
{
    struct note note;
    struct note_key key;
    struct buf again;
    /* The key of Go's published example, which stands in the corpus. */
    check(note_key_read(&key, STR("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
                        NULL) == ERR_OK);
    if (note_parse(&note, bytes, NULL))
        return;
    buf_init(&again, 1 << 20);
    buf_add_str(&again, note.text);
    buf_add_char(&again, '\n');
    buf_add_str(&again, note.signatures);
    check(str_equal(buf_str(&again), bytes));
    buf_release(&again);
    if (note_verify(&note, &key, NULL, NULL) == ERR_OK)
        check(str_equal(note.text, STR("If you think cryptography is the answer to your problem,\n"
                                       "then you don't know what your problem is.\n")));
    /* As a cosigner's key, its name and id are those of no line. */
    key.type = NOTE_COSIGNATURE;
    check(note_verify(&note, &key, NULL, NULL) != ERR_OK);
}

static void fuzz_key(struct str bytes)
{
    struct note_key key;
    struct buf again;
    if (note_key_read(&key, bytes, NULL))
        return;
    buf_init(&again, 1 << 16);
    note_key_write(&again, &key);
    check(str_equal(buf_str(&again), bytes));
    buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    fuzz_note(bytes);
    fuzz_key(bytes);
    return 0;
}
