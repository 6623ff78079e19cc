SELECT person FROM post WHERE post = :post;
