-- One that the reader's section received, else the first.
SELECT tip FROM tip WHERE subject = :id ORDER BY section <> :section, tip LIMIT 1;
