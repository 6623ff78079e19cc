SELECT sequence AS attachment, sequence AS "name@", media, size AS bytes, lower(hex(digest)) AS sha256, time, actor
FROM attachment WHERE file = :id ORDER BY sequence;
