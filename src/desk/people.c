/* People: persons and posts of a desk. See people.h. */
#include "desk/people.h"

#include "rules/post.h"
#include "rules/words.h"

/* --- reading --- */

static struct str kept(struct arena *arena, struct str s)
{
    return (struct str){arena_copy(arena, s.p, s.n), s.n};
}

static void read_row(struct query *q, struct arena *arena, struct desk_person *out)
{
    *out = (struct desk_person){.person = query_get_int(q, 0),
                                .login = kept(arena, query_get_text(q, 1)),
                                .role = kept(arena, query_get_text(q, 2)),
                                .section = kept(arena, query_get_text(q, 3)),
                                .added = query_get_int(q, 4),
                                .left_at = query_get_int(q, 5)};
}

static enum err read_one(struct query *q, struct arena *arena, struct desk_person *out, bool *there,
                         struct fault *fault)
{
    *there = query_next(q);
    if (*there)
        read_row(q, arena, out);
    enum err err = query_close(q);
    return !err && arena_failed(arena) ? fault_set(fault, ERR_NO_MEMORY, "a person") : err;
}

enum err person_by_login(struct desk *desk, struct str login, struct arena *arena, struct desk_person *out,
                         struct fault *fault)
{
    struct query q;
    bool there;
    query_open(&q, desk_store(desk), "people/by_login", fault);
    query_text(&q, "login", login);
    enum err err = read_one(&q, arena, out, &there, fault);
    return err || there ? err
                        : fault_set(fault, ERR_NOT_FOUND, "no person '%.*s' at this desk", STR_ARG(login));
}

enum err person_by_number(struct desk *desk, int64_t person, struct arena *arena, struct desk_person *out,
                          struct fault *fault)
{
    struct query q;
    bool there;
    query_open(&q, desk_store(desk), "people/by_number", fault);
    query_int(&q, "person", person);
    enum err err = read_one(&q, arena, out, &there, fault);
    return err || there ? err
                        : fault_set(fault, ERR_NOT_FOUND, "no person %lld at this desk", (long long)person);
}

/* --- changing --- */

static bool is_overseer(struct str role)
{
    return str_equal(role, STR("overseer"));
}

/* How many are in office besides one person. */
static enum err others_in_role(struct desk *desk, struct str role, int64_t person, int64_t *count,
                               struct fault *fault)
{
    struct query q;
    query_open(&q, desk_store(desk), "people/others_in_role", fault);
    query_text(&q, "role", role);
    query_int(&q, "person", person);
    return query_one(&q, 0, count);
}

/* Persons and posts are an administrator's to change; who is overseer, an overseer's once there is one:
 * nobody chooses who inspects him. */
static enum err may_change(struct desk *desk, struct str role, struct arena *arena, struct fault *fault)
{
    struct desk_person person;
    int64_t overseers = 0;
    enum err err = is_overseer(role) ? others_in_role(desk, role, 0, &overseers, fault) : ERR_OK;
    if (!err)
        err = person_by_number(desk, desk_actor(desk), arena, &person, fault);
    if (err)
        return err;
    if (!str_equal(person.role, overseers ? role : STR("administrator")) || person.left_at)
        return fault_set(fault, ERR_REFUSED,
                         overseers ? "only an overseer says who is overseer"
                                   : "only an administrator changes persons and posts");
    return ERR_OK;
}

enum err login_check(struct str login, struct fault *fault)
{
    bool good = login.n >= 1 && login.n <= LOGIN_MAX;
    for (size_t i = 0; i < login.n && good; i++)
        good = (login.p[i] >= 'a' && login.p[i] <= 'z') || (login.p[i] >= '0' && login.p[i] <= '9') ||
               memchr(".-_", login.p[i], 3);
    return good ? ERR_OK
                : fault_set(fault, ERR_USAGE, "a login is 1 to %d of a-z, 0-9, '.', '-' and '_', not '%.*s'",
                            LOGIN_MAX, STR_ARG(login));
}

/* One change: what it decides, given the desk's state inside the transaction. */
struct change {
    struct new_person person;
    struct str post;
    time_ms until;
    enum err (*decide)(struct desk *desk, const struct change *change, struct arena *arena,
                       struct decision *decision, struct fault *fault);
};

static enum err decide_change_of(struct desk *desk, void *context, struct decision *decision,
                                 struct fault *fault)
{
    const struct change *change = context;
    return change->decide(desk, change, decision->arena, decision, fault);
}

static enum err make(struct desk *desk, int64_t as, struct change *change, struct fault *fault)
{
    return desk_transact(desk, as, decide_change_of, change, fault);
}

static enum err decide_add(struct desk *desk, const struct change *change, struct arena *arena,
                           struct decision *decision, struct fault *fault)
{
    const struct new_person *person = &change->person;
    struct desk_person other;
    struct query q;
    int64_t last = 0;
    int role;
    enum err err = may_change(desk, person->role, arena, fault);
    if (!err)
        err = login_check(person->login, fault);
    if (!err)
        err = word_read(WORDS_role, person->role, &role, fault);
    if (!err && person_by_login(desk, person->login, arena, &other, NULL) == ERR_OK)
        err = fault_set(fault, ERR_BUSY, "there is a person '%.*s' already", STR_ARG(person->login));
    if (!err) {
        query_open(&q, desk_store(desk), "people/last", fault);
        err = query_one(&q, 0, &last);
    }
    struct event *event = event_add(decision, EVENT_PERSON_ADDED);
    event_int(event, FIELD_person, last + 1);
    event_text(event, FIELD_login, person->login);
    event_text(event, FIELD_role, person->role);
    if (person->section.n)
        event_text(event, FIELD_section, person->section);
    if (person->name.n)
        event_text(event, FIELD_name, person->name);
    return err;
}

enum err person_add(struct desk *desk, int64_t as, const struct new_person *person, struct fault *fault)
{
    struct change change = {.person = *person, .decide = decide_add};
    return make(desk, as, &change, fault);
}

/* An administrator or overseer who is the only one keeps his office: somebody must be able to change this. */
static enum err spare_last(struct desk *desk, const struct desk_person *person, struct fault *fault)
{
    int64_t others;
    if (!is_overseer(person->role) && !str_equal(person->role, STR("administrator")))
        return ERR_OK;
    enum err err = others_in_role(desk, person->role, person->person, &others, fault);
    return err || others ? err
                         : fault_set(fault, ERR_REFUSED, "the last %.*s stays one", STR_ARG(person->role));
}

static enum err decide_change(struct desk *desk, const struct change *change, struct arena *arena,
                              struct decision *decision, struct fault *fault)
{
    struct desk_person person;
    int number;
    enum err err = may_change(desk, STR(""), arena, fault);
    if (!err)
        err = person_by_login(desk, change->person.login, arena, &person, fault);
    if (err)
        return err;
    struct str role = change->person.role.n ? change->person.role : person.role;
    struct str section = change->person.section.p ? change->person.section : person.section;
    err = word_read(WORDS_role, role, &number, fault);
    if (!err && is_overseer(role) != is_overseer(person.role))
        err = fault_set(fault, ERR_REFUSED, "an overseer has a login of his own, and is never anything else");
    if (!err && !str_equal(role, person.role))
        err = spare_last(desk, &person, fault);
    if (err)
        return err;
    struct event *event = event_add(decision, EVENT_PERSON_CHANGED);
    event_int(event, FIELD_person, person.person);
    event_text(event, FIELD_role, role);
    if (section.n)
        event_text(event, FIELD_section, section);
    return ERR_OK;
}

enum err person_change(struct desk *desk, int64_t as, struct str login, struct str role, struct str section,
                       struct fault *fault)
{
    struct change change = {.person = {.login = login, .role = role, .section = section},
                            .decide = decide_change};
    return make(desk, as, &change, fault);
}

static enum err decide_leave(struct desk *desk, const struct change *change, struct arena *arena,
                             struct decision *decision, struct fault *fault)
{
    struct desk_person person;
    enum err err = person_by_login(desk, change->person.login, arena, &person, fault);
    if (!err && person.left_at)
        err = fault_set(fault, ERR_REFUSED, "'%.*s' has left already", STR_ARG(person.login));
    if (!err)
        err = may_change(desk, person.role, arena, fault);
    if (!err)
        err = spare_last(desk, &person, fault);
    if (!err)
        event_int(event_add(decision, EVENT_PERSON_LEFT), FIELD_person, person.person);
    return err;
}

enum err person_leave(struct desk *desk, int64_t as, struct str login, struct fault *fault)
{
    struct change change = {.person = {.login = login}, .decide = decide_leave};
    return make(desk, as, &change, fault);
}

static enum err decide_post(struct desk *desk, const struct change *change, struct arena *arena,
                            struct decision *decision, struct fault *fault)
{
    struct desk_person person = {0};
    enum err err = may_change(desk, STR(""), arena, fault);
    if (err)
        return err;
    if (change->post.n > 128 || !post_is_one(change->post))
        err =
            fault_set(fault, ERR_USAGE,
                      "a post is SECTION/duty, SECTION/supervisor, or desk/duty, desk/supervisor, desk/head, "
                      "\"desk/working group\" or desk/principal, not '%.*s'",
                      STR_ARG(change->post));
    if (!err && change->person.login.n)
        err = person_by_login(desk, change->person.login, arena, &person, fault);
    if (!err && person.left_at)
        err = fault_set(fault, ERR_REFUSED, "'%.*s' has left", STR_ARG(person.login));
    if (!err && person.person && str_equal(change->post, POST_OVERSEER) && !is_overseer(person.role))
        err = fault_set(fault, ERR_REFUSED, "that post is an overseer's, and '%.*s' is none",
                        STR_ARG(person.login));
    if (err)
        return err;
    struct event *event = event_add(decision, EVENT_POST_SET);
    event_text(event, FIELD_post, change->post);
    if (person.person)
        event_int(event, FIELD_person, person.person);
    if (change->until)
        event_time(event, FIELD_until, change->until);
    return ERR_OK;
}

enum err post_set(struct desk *desk, int64_t as, struct str post, struct str login, time_ms until,
                  struct fault *fault)
{
    struct change change = {.person = {.login = login}, .post = post, .until = until, .decide = decide_post};
    return make(desk, as, &change, fault);
}
