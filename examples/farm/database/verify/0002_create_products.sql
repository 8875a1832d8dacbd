SELECT count(*) = 8 AS categories_are_loaded FROM farm.categories;

SELECT bool_and(parent.category_id IS NOT NULL) AS every_parent_exists
FROM farm.categories AS child
LEFT JOIN farm.categories AS parent ON parent.category_id = child.parent_id
WHERE child.parent_id IS NOT NULL;

SELECT count(*) = 2 AS two_columns_are_generated
FROM pg_catalog.pg_attribute
WHERE attrelid = 'farm.products'::regclass AND attgenerated = 's';

DO $$
BEGIN
    PERFORM 'apple'::farm.sku;
    RAISE EXCEPTION 'farm.sku accepts a word';
EXCEPTION
    WHEN check_violation THEN NULL;
END;
$$;
