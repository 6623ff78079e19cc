/* Posts: people leave and sleep, posts do not. A post is "SECTION/WHAT"; the
 * duty post of a section is there because the section is, whoever stands in it,
 * so that what has a section has an owner. */
#ifndef LIAISON_RULES_POST_H
#define LIAISON_RULES_POST_H

#include "base/arena.h"
#include "base/str.h"
#include "rules/words.h"

/* Who inspects: what is owed to him. */
#define POST_OVERSEER STR("desk/overseer")

/* "border/duty"; "desk/duty" where section is empty. In the arena; empty without memory. */
struct str post_duty(struct arena *arena, struct str section);

/* Who is told at a rung: the owner's section's supervisor, then the desk's own posts. */
struct str post_at_rung(struct arena *arena, struct str section, enum rung rung);

/* Whether something could be owed by it, or climb to it: a section's duty and supervisor, and the desk's own.
 */
bool post_is_one(struct str post);

/* "border" of "border/duty". */
struct str post_section(struct str post);

#endif
