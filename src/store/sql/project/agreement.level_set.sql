INSERT INTO assessment (channel, level) VALUES (:channel, :level) ON CONFLICT (channel) DO UPDATE SET level = :level;
