UPDATE redress SET redress_state = :redress_state WHERE redress = :redress;
