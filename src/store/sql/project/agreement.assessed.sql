INSERT INTO assessment (channel, level, assessed) VALUES (:channel, 'open', :assessed) ON CONFLICT (channel) DO UPDATE SET assessed = :assessed, warned = NULL, obligation = NULL;
