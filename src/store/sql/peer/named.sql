SELECT channel FROM channel WHERE counterpart = :counterpart;
