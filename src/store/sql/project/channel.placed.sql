INSERT INTO channel_place (channel, country) VALUES (:channel, :country) ON CONFLICT (channel) DO UPDATE SET country = :country;
