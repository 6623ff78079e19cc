SELECT count(*), coalesce(sum(refusal = 0 AND answered), 0) FROM question_taken WHERE channel = :channel AND digest = :digest;
