SELECT sequence AS "name@", media, size AS bytes, time, actor FROM attachment WHERE file = :id ORDER BY sequence;
