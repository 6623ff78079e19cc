/* People: who works at this desk, in which role and section, and who holds which
 * post. Posts are "SECTION/WHAT"; they are there whoever holds them. Only an
 * administrator changes this; he reads no content. */
#ifndef LIAISON_DESK_PEOPLE_H
#define LIAISON_DESK_PEOPLE_H

#include "desk/desk.h"

enum { LOGIN_MAX = 64 };

/* strs lie in the arena handed in. left_at is 0 of who is here. */
struct desk_person {
    int64_t person;
    struct str login, role, section;
    int64_t added; /* the event in which his name lies sealed */
    time_ms left_at;
};

/* ERR_NOT_FOUND names him. */
MUST_USE enum err person_by_login(struct desk *desk, struct str login, struct arena *arena,
                                  struct desk_person *out, struct fault *fault);
MUST_USE enum err person_by_number(struct desk *desk, int64_t person, struct arena *arena,
                                   struct desk_person *out, struct fault *fault);

/* ERR_USAGE unless it is 1 to LOGIN_MAX of a-z, 0-9, '.', '-' and '_'. */
MUST_USE enum err login_check(struct str login, struct fault *fault);

/* The changes are transactions of their own, by the person named as; ERR_REFUSED unless he is an
 * administrator and still here. Who is overseer, an overseer says, and an administrator only where none is
 * here. login: 1 to LOGIN_MAX of a-z, 0-9, '.', '-' and '_'; ERR_BUSY where it is taken. role is one of
 * rules/words.def. section and name may be empty. */
struct new_person {
    struct str login, role, section, name;
};
MUST_USE enum err person_add(struct desk *desk, int64_t as, const struct new_person *person,
                             struct fault *fault);
/* What is not given stays as it is: an empty role; a section without p (an empty one: none from then on).
 * ERR_REFUSED for a role that was an overseer's or would be, and for the last administrator. */
MUST_USE enum err person_change(struct desk *desk, int64_t as, struct str login, struct str role,
                                struct str section, struct fault *fault);
/* His posts are vacant from then on. ERR_REFUSED for the last administrator or overseer. */
MUST_USE enum err person_leave(struct desk *desk, int64_t as, struct str login, struct fault *fault);

/* Gives a post to a person until a time (0: without an end); an empty login leaves it vacant. The
 * overseer's is for an overseer. */
MUST_USE enum err post_set(struct desk *desk, int64_t as, struct str post, struct str login, time_ms until,
                           struct fault *fault);

#endif
