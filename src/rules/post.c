/* Names of posts. */
#include "rules/post.h"

#include <stdio.h>

static struct str post_named(struct arena *arena, struct str section, const char *what)
{
    char text[160];
    struct str of = section.n ? section : STR("desk");
    int n = snprintf(text, sizeof text, "%.*s/%s", (int)(of.n > 100 ? 100 : of.n), of.p, what);
    char *copy = arena_copy(arena, text, (size_t)n);
    return copy ? (struct str){copy, (size_t)n} : (struct str){"", 0};
}

struct str post_duty(struct arena *arena, struct str section)
{
    return post_named(arena, section, "duty");
}

struct str post_at_rung(struct arena *arena, struct str section, enum rung rung)
{
    switch (rung) {
    case RUNG_SUPERVISOR:
        return post_named(arena, section, "supervisor");
    case RUNG_HEAD:
        return STR("desk/head");
    case RUNG_GROUP:
        return STR("desk/working group");
    case RUNG_PRINCIPAL:
        return STR("desk/principal");
    default:
        return post_duty(arena, section);
    }
}

bool post_is_one(struct str post)
{
    static const char *const own[] = {"duty",      "supervisor", "head",           "working group",
                                      "principal", "overseer",   "data protection"};
    struct str what = post, section = str_cut(&what, '/');
    size_t last = str_equal(section, STR("desk")) ? sizeof own / sizeof *own : 2;
    for (size_t i = 0; section.n && i < last; i++)
        if (str_equal(what, str_of(own[i])))
            return true;
    return false;
}

struct str post_section(struct str post)
{
    return str_cut(&post, '/');
}
