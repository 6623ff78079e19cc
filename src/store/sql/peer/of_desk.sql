SELECT channel FROM channel WHERE desk_id = :desk_id;
