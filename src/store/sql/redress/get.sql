SELECT * FROM redress WHERE redress = :redress;
