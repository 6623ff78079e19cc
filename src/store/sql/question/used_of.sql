-- What a counterpart asked: epoch, then keys in it and in the day.
SELECT coalesce(max(epoch), 0), coalesce(sum(keys) FILTER (WHERE epoch = (SELECT max(epoch) FROM question_taken WHERE channel = :channel AND kind = :holding AND refusal = 0)), 0),
    coalesce(sum(keys) FILTER (WHERE time >= :since), 0)
FROM question_taken WHERE channel = :channel AND kind = :holding AND refusal = 0;
