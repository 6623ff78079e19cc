/* Columns: what the tokens of a query agree with tokens of a part, each worked out once a query: from
 * sketches first, and in truth where that is asked for. */
#ifndef LIAISON_INDEX_COLUMNS_H
#define LIAISON_INDEX_COLUMNS_H

#include "index/segment.h"
#include "match/glance.h"

struct columns;

/* Memory for it, one a searcher; model and cache are borrowed, and every segment that it is asked about stays
 * open as long: what was compared is kept from query to query. NULL where there is no memory. */
struct columns *columns_new(const struct model *model, struct forms_cache *cache);
void columns_free(struct columns *columns);

/* Begins a query, with what it was made into, then a part. False where there is no memory. */
void columns_ask(struct columns *columns, const struct person *query, const struct glance *glance);
bool columns_begin(struct columns *columns, struct segment *segment);

/* Makes room: columns got before are gone. */
void columns_trim(struct columns *columns);

/* Of a token as records have it (number << RECORD_PART_BITS | part); valid until columns_trim. NULL where the
 * segment is damaged. */
const struct glance_column *columns_get(struct columns *columns, uint32_t token);

/* Says to the processor that columns_get will be called. */
void columns_expect(const struct columns *columns, uint32_t token);

/* Makes what it agrees with some tokens of the query (a bit each) true; false where it was so. */
bool columns_sharpen(struct columns *columns, uint32_t token, uint64_t wanted);

#endif
