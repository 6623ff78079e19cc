SELECT 1 FROM post WHERE post = :post AND person = :person AND (until IS NULL OR until > :now);
