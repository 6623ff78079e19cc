UPDATE channel SET digest_before = digest, digest = :digest, agreement = :agreement, agreement_number = :number,
    level = :level_code, level_ours = 0, level_theirs = 0 WHERE channel = :channel;
INSERT OR IGNORE INTO agreement (channel, digest, agreement) VALUES (:channel, :digest, :agreement);
