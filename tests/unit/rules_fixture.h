/* What tests of rules begin with: a context, a decision to look into, a fault. */
#ifndef LIAISON_TESTS_RULES_FIXTURE_H
#define LIAISON_TESTS_RULES_FIXTURE_H

#include "rules/context.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

struct rules {
    struct arena arena;
    struct decision decision;
    struct rule_context context;
    struct fault fault;
};

enum { PERSON_OFFICER = 2, PERSON_SUPERVISOR, PERSON_HEAD, PERSON_OVERSEER };

static inline int rules_setup(void **state)
{
    struct rules *r = calloc(1, sizeof *r);
    if (!r)
        return -1;
    arena_init(&r->arena, (size_t)16 << 20);
    decision_init(&r->decision, &r->arena);
    r->context.now = 1300000000000; /* 13 March 2011, a Sunday */
    r->context.actor =
        (struct actor){.person = PERSON_OFFICER, .role = ROLE_OFFICER, .section = STR("investigation")};
    for (int i = 0; i < ENTITY_COUNT; i++)
        r->context.next[i] = 1;
    *state = r;
    return 0;
}

static inline int rules_teardown(void **state)
{
    struct rules *r = *state;
    arena_release(&r->arena);
    free(r);
    return 0;
}

static inline void act_as(struct rules *r, int64_t person, int role)
{
    r->context.actor.person = person;
    r->context.actor.role = role;
}

static inline void forget(struct rules *r)
{
    decision_init(&r->decision, &r->arena);
}

/* How many events of a kind were decided; the first of them. Each event must be well formed. */
static inline size_t decided(struct rules *r, enum event_kind kind, const struct event **first)
{
    size_t n = 0;
    for (const struct event *event = r->decision.first; event; event = event->next) {
        if (event_check(event, &r->fault))
            print_error("%s\n", r->fault.detail);
        assert_int_equal(event_check(event, NULL), ERR_OK);
        if (event->kind == kind && n++ == 0 && first)
            *first = event;
    }
    return n;
}

static inline void rules_ok(struct rules *r, enum err err)
{
    if (err)
        print_error("%s: %s\n", err_name(err), r->fault.detail);
    assert_int_equal(err, ERR_OK);
}

/* Refused, by that rule, and nothing decided. */
static inline void rules_refused(struct rules *r, enum err err, enum rule rule)
{
    char begins[64];
    int n = snprintf(begins, sizeof begins, "rule %s:", rule_name(rule));
    assert_int_equal(err, ERR_REFUSED);
    if (memcmp(r->fault.detail, begins, (size_t)n) != 0)
        print_error("%s\n", r->fault.detail);
    assert_memory_equal(r->fault.detail, begins, (size_t)n);
}

#define RULES_TEST(function) cmocka_unit_test_setup_teardown(function, rules_setup, rules_teardown)

#endif
