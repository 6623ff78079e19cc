UPDATE assessment SET warned = :until, obligation = :obligation WHERE channel = :channel;
