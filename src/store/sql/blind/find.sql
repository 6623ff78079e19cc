SELECT posting FROM blind WHERE tag = :tag;
