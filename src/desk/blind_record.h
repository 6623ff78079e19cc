/* Blind record: a subject's values as the comparison reads them, in one sealed row beside the blind index
 * (blind.h), which makes it and takes it away with the subject's other rows. XChaCha20-Poly1305, bound to the
 * subject's number. */
#ifndef LIAISON_DESK_BLIND_RECORD_H
#define LIAISON_DESK_BLIND_RECORD_H

#include "desk/blind.h"
#include "record/subject.h"

MUST_USE enum err blind_record_write(struct desk *desk, const struct blind *blind, int64_t subject,
                                     const struct subject *record, struct fault *fault);

/* All lies in the arena. ERR_NOT_FOUND where he has no row, ERR_FORGED where it was changed. */
MUST_USE enum err blind_record_read(struct desk *desk, const struct blind *blind, int64_t subject,
                                    struct arena *arena, struct subject *out, struct fault *fault);

#endif
