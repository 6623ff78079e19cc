SELECT time, actor, sequence AS "text@" FROM note WHERE file = :id ORDER BY sequence;
