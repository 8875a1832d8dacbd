-- At what temperature the shelves are kept. Nobody thought of the bread.

CREATE TABLE farm.shelf_rules (
    category_id smallint NOT NULL,
    celsius     int4range NOT NULL,
    CONSTRAINT shelf_rules_pkey PRIMARY KEY (category_id),
    CONSTRAINT shelf_rules_category_fkey FOREIGN KEY (category_id) REFERENCES farm.categories (category_id)
);

INSERT INTO farm.shelf_rules (category_id, celsius)
SELECT category_id,
       CASE slug
           WHEN 'dairy-and-eggs' THEN int4range(2, 8)
           WHEN 'preserves' THEN int4range(5, 25)
           ELSE int4range(8, 15)
       END
FROM farm.categories
WHERE slug <> 'bread';
