/* desk/: a commit is durable, ordered, provable and readable again; a refused one leaves nothing. */
#include "desk_fixture.h"
#include "ledger/checkpoint.h"

static int64_t number(struct fixture *f, const char *query, int64_t otherwise)
{
    struct query q;
    int64_t out;
    query_open(&q, desk_store(f->desk), query, &f->fault);
    fixture_ok(f, query_one(&q, otherwise, &out));
    return out;
}

static struct event *open_file(struct decision *decision, int64_t file, const char *reference)
{
    struct event *event = event_add(decision, EVENT_FILE_OPENED);
    event_int(event, FIELD_file, file);
    event_text(event, FIELD_reference, str_of(reference));
    event_int(event, FIELD_subject, 1);
    event_text(event, FIELD_section, STR("border"));
    event_text(event, FIELD_owner, STR("border/duty"));
    event_text(event, FIELD_reason, STR("Aslan Invented"));
    return event;
}

static void reopen(struct fixture *f)
{
    desk_close(f->desk);
    f->desk = NULL;
    fixture_ok(f, desk_open(f->path, &f->env, &f->desk, &f->fault));
}

static void an_event_is_projected_and_read_again_with_its_openings(void **state)
{
    struct fixture *f = *state;
    struct decision decision;
    struct event read;
    decision_init(&decision, &f->arena);
    struct event *event = open_file(&decision, 1, "N-1");
    fixture_ok(f, desk_begin(f->desk, 4, &f->fault));
    fixture_ok(f, desk_add(f->desk, &decision, &f->fault));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
    reopen(f);
    fixture_ok(f, desk_event(f->desk, event->sequence, &f->arena, &read, &f->fault));
    assert_int_equal(read.kind, EVENT_FILE_OPENED);
    assert_int_equal(read.actor, 4);
    assert_int_equal(read.time, f->now);
    assert_true(str_equal(event_get_text(&read, FIELD_reason), STR("Aslan Invented")));
    assert_int_equal(event_get_int(&read, FIELD_file, 0), 1);
}

static void a_checkpoint_covers_every_leaf(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint;
    struct note_key key;
    struct buf note;
    uint64_t size;
    for (int i = 1; i <= 300; i++) {
        struct decision decision;
        char reference[16];
        snprintf(reference, sizeof reference, "N-%d", i);
        arena_reset(&f->arena);
        decision_init(&decision, &f->arena);
        open_file(&decision, i, reference);
        fixture_ok(f, desk_begin(f->desk, 4, &f->fault));
        fixture_ok(f, desk_add(f->desk, &decision, &f->fault));
        fixture_ok(f, desk_commit(f->desk, &f->fault));
        if (i % 100 == 0)
            reopen(f);
    }
    buf_init(&note, 1 << 16);
    fixture_ok(f, desk_checkpoint(f->desk, LEDGER_DOMESTIC, &size, &note, &f->fault));
    assert_int_equal(size, 307);
    fixture_ok(f, note_key_init(&key, STR("north"), NOTE_ED25519,
                                desk_keys(f->desk)->current[KEEPER_CHECKPOINTS], &f->fault));
    fixture_ok(f, checkpoint_open(&checkpoint, NULL, buf_str(&note), &key, &f->fault));
    assert_int_equal(checkpoint.head.size, 307);
    buf_release(&note);
}

static void a_rolled_back_transaction_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct decision decision;
    decision_init(&decision, &f->arena);
    open_file(&decision, 1, "N-1");
    fixture_ok(f, desk_begin(f->desk, 4, &f->fault));
    fixture_ok(f, desk_add(f->desk, &decision, &f->fault));
    desk_rollback(f->desk);
    assert_int_equal(number(f, "core/last_event", 0), 7);
}

static void an_event_without_a_field_its_kind_asks_for_is_a_bug(void **state)
{
    struct fixture *f = *state;
    struct decision decision;
    decision_init(&decision, &f->arena);
    event_int(event_add(&decision, EVENT_FILE_OPENED), FIELD_file, 1);
    fixture_ok(f, desk_begin(f->desk, 4, &f->fault));
    assert_int_equal(desk_add(f->desk, &decision, &f->fault), ERR_BUG);
    desk_rollback(f->desk);
}

static void time_never_runs_backwards(void **state)
{
    struct fixture *f = *state;
    time_ms before = f->now;
    f->now -= 86400000;
    fixture_ok(f, desk_begin(f->desk, 4, &f->fault));
    assert_int_equal(desk_now(f->desk), before);
    desk_rollback(f->desk);
}

static void a_second_desk_is_not_made_over_the_first(void **state)
{
    struct fixture *f = *state;
    struct desk_founding founding = {.id = STR("south"), .admin = STR("admin")};
    assert_int_equal(desk_init(f->path, &founding, &f->env, &f->fault), ERR_BUSY);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(an_event_is_projected_and_read_again_with_its_openings),
        T(a_checkpoint_covers_every_leaf),
        T(a_rolled_back_transaction_leaves_nothing),
        T(an_event_without_a_field_its_kind_asks_for_is_a_bug),
        T(time_never_runs_backwards),
        T(a_second_desk_is_not_made_over_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
