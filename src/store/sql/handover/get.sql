SELECT * FROM handover WHERE handover = :handover;
