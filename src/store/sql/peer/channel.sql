SELECT counterpart, desk_id, channel_id, card, card_number, agreement, digest, digest_before, level, level_ours,
    level_theirs, numbered, sent, sent_head, received, received_head, receipted, cosigned, cosigned_root,
    cosigned_note, countersigned, cut, cut_time, paired, told,
    restored < (SELECT coalesce(max(sequence), 0) FROM restoration),
    (SELECT k.revoked IS NOT NULL FROM channel_card k WHERE k.channel = channel.channel AND k.card_number = channel.card_number)
    FROM channel WHERE channel = :channel;
