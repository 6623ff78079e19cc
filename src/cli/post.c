/* liaison post: which posts there are, and who holds them. */
#include "cli/command.h"
#include "cli/roster.h"

static enum err list_posts(struct roster *roster, struct fault *fault)
{
    static const char *const keys[] = {"post", "person", "until"};
    struct query q;
    char text[TIME_TEXT_BYTES];
    query_open(&q, desk_store(roster->session.desk), "people/posts", fault);
    while (query_next(&q)) {
        struct str values[] = {query_get_text(&q, 0), query_get_text(&q, 2),
                               roster_time(query_get_int(&q, 3), text)};
        roster_print(roster, keys, values, 3);
    }
    return query_close(&q);
}

static enum err do_post(struct roster *roster, struct fault *fault)
{
    struct session *s = &roster->session;
    time_ms until = 0;
    if (roster_is(roster, "list", 1))
        return list_posts(roster, fault);
    if (!roster_is(roster, "set", 2) || roster->vacant == (roster->to != NULL))
        return fault_set(fault, ERR_USAGE, "post wants: list, or set POST with --to LOGIN or --vacant");
    enum err err = roster->until ? time_parse(str_of(roster->until), &until, fault) : ERR_OK;
    if (!err && roster->until && until <= desk_now(s->desk))
        err = fault_set(fault, ERR_USAGE, "--until: %s is past", roster->until);
    return err ? err
               : post_set(s->desk, s->person.person, str_of(roster->words.at[1]), roster_given(roster->to),
                          until, fault);
}

int command_post(int argc, char **argv)
{
    struct roster roster = {0};
    const struct option options[] = {
        SESSION_OPTIONS(&roster.session),
        {"--to", OPTION_TEXT, &roster.to},
        {"--vacant", OPTION_FLAG, &roster.vacant},
        {"--until", OPTION_TEXT, &roster.until},
    };
    return roster_run(argc, argv, &roster, options, sizeof options / sizeof *options, do_post);
}
