/* FtM write: subjects as FollowTheMoney entities, one a line. */
#ifndef LIAISON_RECORD_FTM_WRITE_H
#define LIAISON_RECORD_FTM_WRITE_H

#include "base/buf.h"
#include "record/subject.h"

/* Appends {"id":...,"schema":"Person","properties":{...}} and a line end. Values
 * must be UTF-8. What ftm_row reads back is equal. Check buf_failed. */
void ftm_write(struct buf *out, const struct subject *subject);

/* Appends text as a JSON string with its quotes. */
void json_write_text(struct buf *out, struct str text);

#endif
