-- Whom a message may tell of that is protected: its subject, whom its sighting matched, whom its file is about;
-- with :members, everybody on the file. Each as the person that he was merged into.
SELECT s.protection, s.origin FROM subject AS s
WHERE s.protection IS NOT NULL AND s.subject IN (SELECT coalesce(o.into_subject, o.subject) FROM subject AS o
    WHERE o.subject = :subject
        OR o.subject IN (SELECT f.subject FROM file AS f WHERE f.file = :file)
        OR o.subject IN (SELECT g.subject FROM sighting AS g WHERE g.sighting = :sighting)
        OR (:members AND o.subject IN (SELECT m.subject FROM file_member AS m WHERE m.file = :file)))
ORDER BY s.origin IS NOT NULL, s.subject;
