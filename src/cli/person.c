/* liaison person: who works here. */
#include "cli/command.h"
#include "cli/roster.h"

static enum err list_persons(struct roster *roster, struct fault *fault)
{
    static const char *const keys[] = {"login", "role", "section", "left"};
    struct query q;
    char text[TIME_TEXT_BYTES];
    query_open(&q, desk_store(roster->session.desk), "people/all", fault);
    while (query_next(&q)) {
        struct str values[] = {query_get_text(&q, 1), query_get_text(&q, 2), query_get_text(&q, 3),
                               roster_time(query_get_int(&q, 5), text)};
        roster_print(roster, keys, values, 4);
    }
    return query_close(&q);
}

static enum err do_person(struct roster *roster, struct fault *fault)
{
    struct session *s = &roster->session;
    struct str login = roster->words.n == 2 ? str_of(roster->words.at[1]) : STR("");
    struct new_person person = {login, roster_given(roster->role), roster_given(roster->section),
                                roster_given(roster->name)};
    if (roster_is(roster, "list", 1))
        return list_persons(roster, fault);
    if (roster_is(roster, "add", 2))
        return person_add(s->desk, s->person.person, &person, fault);
    if (roster_is(roster, "change", 2) && !roster->role && !roster->section)
        return fault_set(fault, ERR_USAGE, "person change wants --role or --section");
    if (roster_is(roster, "change", 2))
        return person_change(s->desk, s->person.person, login, person.role,
                             roster->section ? person.section : (struct str){0}, fault);
    if (roster_is(roster, "leave", 2))
        return person_leave(s->desk, s->person.person, login, fault);
    return fault_set(fault, ERR_USAGE, "person wants: %s", options_words("person"));
}

int command_person(int argc, char **argv)
{
    struct roster roster = {0};
    const struct option options[] = {
        SESSION_OPTIONS(&roster.session),
        {"--role", OPTION_TEXT, &roster.role},
        {"--section", OPTION_TEXT, &roster.section},
        {"--name", OPTION_TEXT, &roster.name},
    };
    return roster_run(argc, argv, &roster, options, sizeof options / sizeof *options, do_person);
}
