UPDATE channel_card SET revoked = min(coalesce(revoked, :since), :since)
    WHERE channel = :channel AND card_number = :card_number;
