SELECT count(*) FROM request AS r WHERE r.request_state IN ('open', 'clarification asked')
    AND NOT (r.standing = 1 AND r.answers > 0)
    AND NOT EXISTS (SELECT 1 FROM obligation AS o WHERE o.obligation = r.obligation AND o.obligation_state = 'owed');
