/* A desk with people, and the acts that tests of its rules begin with. */
#ifndef LIAISON_TESTS_PEOPLE_FIXTURE_H
#define LIAISON_TESTS_PEOPLE_FIXTURE_H

#include "desk/tip.h"
#include "desk_fixture.h"

enum { OFFICER = 2, SUPERVISOR, ANALYST, GUARD, CLERK, R = 1 }; /* person 1 is the administrator */

static inline void add_person(struct fixture *f, int64_t person, const char *role, const char *section)
{
    struct decision decision;
    decision_init(&decision, &f->arena);
    struct event *event = event_add(&decision, EVENT_PERSON_ADDED);
    event_int(event, FIELD_person, person);
    char login[16];
    snprintf(login, sizeof login, "person%d", (int)person);
    event_text(event, FIELD_login, str_of(login));
    event_text(event, FIELD_role, str_of(role));
    event_text(event, FIELD_section, str_of(section));
    fixture_ok(f, desk_begin(f->desk, ACTOR_DESK, &f->fault));
    fixture_ok(f, desk_add(f->desk, &decision, &f->fault));
    fixture_ok(f, desk_commit(f->desk, &f->fault));
}

static inline int people_setup(void **state)
{
    int status = fixture_setup(state);
    struct fixture *f = *state;
    add_person(f, OFFICER, "officer", "investigation");
    add_person(f, SUPERVISOR, "supervisor", "investigation");
    add_person(f, ANALYST, "officer", "analysis");
    add_person(f, GUARD, "officer", "border");
    add_person(f, CLERK, "section", "citizenship");
    return status;
}

/* Runs acts in a task of their own. */
#define ACT(f, person, act)                                                                                  \
    do {                                                                                                     \
        struct task task;                                                                                    \
        enum err act_err = task_begin(&task, (f)->desk, (person), &(f)->fault);                              \
        if (!act_err)                                                                                        \
            act_err = (act);                                                                                 \
        fixture_ok((f), task_end(&task, act_err));                                                           \
    } while (0)

/* The same, where a rule stands against it. */
#define ACT_REFUSED(f, person, act)                                                                          \
    do {                                                                                                     \
        struct task task;                                                                                    \
        enum err act_err = task_begin(&task, (f)->desk, (person), &(f)->fault);                              \
        if (!act_err)                                                                                        \
            act_err = (act);                                                                                 \
        assert_int_equal(task_end(&task, act_err), ERR_REFUSED);                                             \
    } while (0)

static inline int64_t tip(struct fixture *f, const char *section, const char *name, const char *born,
                          const char *reference, size_t *duplicates)
{
    int64_t number = 0;
    struct value_new values[] = {
        {.property = STR("name"), .value = str_of(name)},
        {.property = STR("birthDate"), .value = str_of(born)},
    };
    struct tip_new new = {.section = str_of(section),
                          .channel = R,
                          .theirs = str_of(reference),
                          .origin = STR("ru"),
                          .reliability = STR("B"),
                          .credibility = STR("2"),
                          .text = STR("has changed, and may travel to join an armed group"),
                          .standing = true};
    ACT(f, ACTOR_DESK, desk_tip_receive(&task, new, SUBJECT_SUSPECT, values, 2, &number, duplicates));
    return number;
}

static inline void assess(struct fixture *f, int64_t number)
{
    struct tip_answers answers = {.offence = ANSWER_YES,
                                  .political = ANSWER_NO,
                                  .mistreatment = ANSWER_NO,
                                  .ground = GROUND_OFFENCE_HERE,
                                  .reason = STR("joining an armed group is an offence here")};
    ACT(f, OFFICER, desk_tip_assess(&task, number, &answers));
}

#endif
