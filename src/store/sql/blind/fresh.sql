DELETE FROM blind_stale WHERE subject = :subject;
