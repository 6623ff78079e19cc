UPDATE redress SET redress_state = 'acknowledged', due = :due WHERE redress = :redress;
