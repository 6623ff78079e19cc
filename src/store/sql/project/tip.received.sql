INSERT INTO tip (tip, tip_state, subject, section, owner, due, channel, theirs, report, reliability, credibility, origin, standing, tlp, pap, europol, time, sequence)
VALUES (:tip, 'received, not acted on', :subject, :section, :owner, :due, :channel, :theirs, :report, :reliability, :credibility, :origin, :standing, :tlp, :pap, :europol, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'tip', :tip;
