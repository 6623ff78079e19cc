SELECT count(*) FROM request AS r JOIN obligation AS o ON o.obligation = r.obligation
WHERE r.request_state NOT IN ('open', 'clarification asked') AND o.obligation_state = 'owed';
