SELECT bool_and(relrowsecurity) AND count(*) = 3 AS rows_are_guarded
FROM pg_catalog.pg_class
WHERE oid IN ('farm.growers'::regclass, 'farm.products'::regclass, 'farm.lots'::regclass);

SELECT has_table_privilege('farm_app', 'farm.orders', 'INSERT') AS the_shop_can_sell;
SELECT NOT has_table_privilege('farm_app', 'farm.stock_movements', 'UPDATE') AS the_ledger_is_append_only;
SELECT NOT has_table_privilege('farm_reader', 'farm.customers', 'SELECT') AS readers_see_no_customer;
SELECT has_column_privilege('farm_grower', 'farm.products', 'description', 'UPDATE')
   AND NOT has_column_privilege('farm_grower', 'farm.products', 'unit_price', 'UPDATE') AS growers_set_no_price;
