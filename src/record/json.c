/* Json: jansson where there is no memory. See json.h. */
#include "record/json.h"

#include <pthread.h>
#include <stdlib.h>

/* A text of n bytes under way. Room that a token needs and does not get from
 * malloc is the reserve, and then the text ends: no byte is lost before jansson
 * notices. One growth is all that can come before that end, and it is to twice
 * the token at most. */
struct reading {
    struct str rest;
    void *reserve;
    size_t room;
    bool starved;
};

enum { LEAST_ROOM = 64 };

static _Thread_local struct reading *reading;
static _Thread_local bool starved;

static void *take(size_t n)
{
    void *got = malloc(n);
    if (got)
        return got;
    if (!reading) {
        starved = true;
        return NULL;
    }
    if (!reading->starved && n <= reading->room)
        got = reading->reserve;
    reading->starved = true;
    return got;
}

static void give_back(void *at)
{
    if (!reading || at != reading->reserve)
        free(at);
}

/* The next byte, one at a time so that nothing is read after a failure. */
static size_t next(void *bytes, size_t room, void *context)
{
    struct reading *now = context;
    if (room == 0 || now->rest.n == 0 || now->starved)
        return 0;
    *(char *)bytes = *now->rest.p++;
    now->rest.n--;
    return 1;
}

static void install(void)
{
    json_set_alloc_funcs(take, give_back);
}

static void install_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, install);
}

json_t *json_read(struct str text, size_t flags, json_error_t *error, bool *short_of_memory)
{
    struct reading now = {.rest = text, .room = 2 * text.n + LEAST_ROOM};
    json_t *value = NULL;
    install_once();
    now.reserve = malloc(now.room);
    now.starved = !now.reserve;
    reading = &now;
    if (now.reserve)
        value = json_load_callback(next, &now, flags, error);
    if (now.starved) {
        json_decref(value);
        value = NULL;
    }
    reading = NULL;
    free(now.reserve);
    *short_of_memory = now.starved;
    return value;
}

void json_watch(void)
{
    install_once();
    starved = false;
}

bool json_starved(void)
{
    return starved;
}
