-- What an officer asked: epoch, then keys in it and in the day.
SELECT coalesce(max(epoch), 0), coalesce(sum(keys) FILTER (WHERE epoch = (SELECT max(epoch) FROM question WHERE channel = :channel AND kind = :holding AND actor = :person)), 0),
    coalesce((SELECT sum(d.keys) FROM question AS d WHERE d.kind = :holding AND d.actor = :person AND d.time >= :since), 0)
FROM question WHERE channel = :channel AND kind = :holding AND actor = :person;
