SELECT file FROM message WHERE content = :id;
