INSERT INTO blind (tag, posting) VALUES (:tag, :posting) ON CONFLICT DO NOTHING;
