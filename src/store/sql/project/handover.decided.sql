UPDATE handover SET handover_state = :handover_state WHERE handover = :handover;
