INSERT INTO obligation (obligation, obligation_kind, about, file, section, owner, owner_person, channel, direction, created, due, climbs, rung, urgency, obligation_state, sequence)
VALUES (:obligation, :obligation_kind, :about, :file, :section, :owner, :owner_person, :channel, :direction, :time, :due, :climbs, 'owner', :urgency, 'owed', :sequence);
