INSERT INTO risk_decision (risk_decision, file, subject, question, channel, author, actor, risk, time, sequence)
VALUES (:risk_decision, :file, :subject, :question, :channel, :author, :actor, :risk, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
