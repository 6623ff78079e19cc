UPDATE subject SET protection = :protection, origin = :origin WHERE subject = :subject;
