SELECT coalesce(bool_and(history.unit_price = product.unit_price), true) AS every_product_has_its_present_price
FROM farm.products AS product
LEFT JOIN farm.price_history AS history
       ON history.product_id = product.product_id AND upper_inf(history.valid_during);

SELECT count(*) = 4 AS products_and_growers_are_recorded
FROM pg_catalog.pg_trigger
WHERE tgenabled = 'O'
  AND (tgrelid, tgname) IN (('farm.products'::regclass, 'products_first_price'), ('farm.products'::regclass, 'products_new_price'),
                            ('farm.products'::regclass, 'products_audit'), ('farm.growers'::regclass, 'growers_audit'));

SELECT contype = 'x' AS prices_cannot_overlap
FROM pg_catalog.pg_constraint
WHERE conrelid = 'farm.price_history'::regclass AND conname = 'price_history_one_price_at_a_time';
