SELECT o.obligation AS owed, o.obligation_kind AS what, o.owner, o.due, o.rung FROM obligation AS o
WHERE o.obligation_state = 'owed' AND o.about = :id AND o.obligation_kind IN ('tip', 'outcome') ORDER BY o.due;
