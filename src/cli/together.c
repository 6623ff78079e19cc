/* liaison together: what each side of a channel asked, answered and owes, as of now
 * and as of the last cut that both signed. */
#include "channel/cut.h"
#include "channel/sheet.h"
#include "cli/command.h"
#include "cli/roster.h"
#include "cli/view.h"
#include "desk/peer.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* A span to the two greatest of its units, none less than a minute. */
static void print_span(uint64_t seconds)
{
    uint64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
    if (days)
        printf("%" PRIu64 " d %" PRIu64 " h", days, hours % 24);
    else if (hours)
        printf("%" PRIu64 " h %" PRIu64 " min", hours, minutes % 60);
    else
        printf("%" PRIu64 " min", minutes);
}

/* A line as both sign it, whose span, at its end, is in seconds. */
static void print_line(struct str line)
{
    static const char mark[] = ", answered in ";
    const char *at = memmem(line.p, line.n, mark, sizeof mark - 1);
    uint64_t seconds = 0;
    size_t end = at ? (size_t)(at - line.p) + sizeof mark - 1 : line.n;
    printf("%.*s", STR_ARG(((struct str){line.p, end})));
    for (; end < line.n && line.p[end] >= '0' && line.p[end] <= '9'; end++)
        seconds = seconds * 10 + (uint64_t)(line.p[end] - '0');
    if (at)
        print_span(seconds);
    printf("\n");
}

/* "request: asked 2, open 2": what it counts and each count, an object a line; a lone number is the count. */
static void print_json(struct str name, const char *as_of, struct str line)
{
    struct str counts = line, what = str_cut(&counts, ':');
    json_t *row =
        json_pack("{s:s, s:s%, s:s%}", "as_of", as_of, "side", name.p, name.n, "what", what.p, what.n);
    while (row && counts.n) {
        struct str key = str_trim(str_cut(&counts, ',')), number = key;
        while (key.n && key.p[key.n - 1] != ' ')
            key.n--;
        number = (struct str){number.p + key.n, number.n - key.n};
        key = key.n ? str_trim(key) : STR("count");
        json_object_setn_new(row, key.p, key.n, view_value(number));
    }
    json_dumpf(row, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(row);
}

static void print(const struct session *s, const struct peer *peer, const char *what, struct str text)
{
    bool lower = memcmp(peer->line.ours.bytes, peer->line.theirs.bytes, DIGEST_BYTES) < 0;
    struct str line;
    if (!s->json)
        printf("%s\n", what);
    while (text.n && (line = str_cut(&text, '\n')).n) {
        struct str side = str_cut(&line, ' ');
        bool ours = str_equal(side, STR("lower")) == lower;
        struct str name = ours ? desk_id(s->desk) : peer->counterpart;
        if (s->json) {
            print_json(name, what, line);
            continue;
        }
        printf("  %-12.*s ", STR_ARG(name));
        print_line(line);
    }
}

/* The newest cut, whoever proposed it. */
static enum err last_cut(struct session *s, const struct peer *peer, struct fault *fault)
{
    int64_t event_at = 0;
    struct event event;
    char when[TIME_TEXT_BYTES], title[96];
    for (int ours = 0; ours < 2; ours++) {
        struct query q;
        query_open(&q, desk_store(s->desk), "peer/cut_last", fault);
        query_int(&q, "channel", peer->channel);
        query_int(&q, "ours", ours);
        if (query_next(&q) && query_get_int(&q, 2) > event_at)
            event_at = query_get_int(&q, 2);
        enum err err = query_close(&q);
        if (err)
            return err;
    }
    if (event_at == 0) {
        if (!s->json)
            printf("no cut yet\n");
        return ERR_OK;
    }
    enum err err = desk_event(s->desk, event_at, &s->arena, &event, fault);
    struct cut cut;
    if (!err)
        err = cut_read(&cut, event_get_text(&event, FIELD_cut), fault);
    if (err)
        return err;
    time_text(cut.time, when);
    snprintf(title, sizeof title, "cut %llu of %.10s %.5s, signed by both", (unsigned long long)cut.number,
             when, when + 11);
    print(s, peer, title, event_get_text(&event, FIELD_statistics_text));
    return ERR_OK;
}

static enum err together(struct roster *roster, struct fault *fault)
{
    struct session *s = &roster->session;
    struct peer peer;
    struct buf text;
    int64_t channel = 0;
    enum err err = roster->words.n == 1
                       ? peer_find(s->desk, str_of(roster->words.at[0]), &channel, fault)
                       : fault_set(fault, ERR_USAGE, "together wants: %s", options_words("together"));
    if (!err)
        err = peer_load(s->desk, channel, &s->arena, &peer, fault);
    if (err)
        return err;
    buf_init(&text, 1 << 20);
    err = peer_statistics(s->desk, &peer, desk_now(s->desk), &text, fault);
    if (!err)
        print(s, &peer, "now, as this desk sees it", buf_str(&text));
    buf_release(&text);
    return err ? err : last_cut(s, &peer, fault);
}

int command_together(int argc, char **argv)
{
    struct roster roster = {0};
    const struct option options[] = {SESSION_OPTIONS(&roster.session)};
    return roster_run(argc, argv, &roster, options, sizeof options / sizeof *options, together);
}
