-- Whether there is such a post: of the desk, of a section, one that was given to somebody, or one that owes something.
SELECT 1 WHERE :key IN ('desk/duty', 'desk/supervisor', 'desk/head', 'desk/working group', 'desk/principal')
    OR EXISTS (SELECT 1 FROM post WHERE post = :key)
    OR EXISTS (SELECT 1 FROM person WHERE :key IN (section || '/duty', section || '/supervisor'))
    OR EXISTS (SELECT 1 FROM obligation WHERE obligation_state = 'owed' AND owner = :key);
