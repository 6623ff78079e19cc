SELECT tlp, pap, europol, coalesce(channel, 0) AS channel FROM tip WHERE file = :file;
