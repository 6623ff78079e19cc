UPDATE handover SET handover_state = :handover_state WHERE handover = :handover;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM handover WHERE handover = :handover AND file IS NOT NULL;
