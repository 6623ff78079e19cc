-- That a message of theirs is to be read, by a section or by a person; a threat to life (29) is answered instead.
SELECT o.* FROM obligation AS o JOIN message AS m ON m.channel = o.channel AND m.direction = 2 AND m.number = o.about
WHERE o.obligation_kind = 'notice' AND o.about = :number AND o.channel = :channel AND o.direction = 'in'
    AND o.obligation_state = 'owed' AND m.kind <> 29 ORDER BY o.obligation;
