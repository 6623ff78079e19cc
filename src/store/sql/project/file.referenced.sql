UPDATE file SET theirs = :theirs, channel = coalesce(channel, :channel) WHERE file = :file;
