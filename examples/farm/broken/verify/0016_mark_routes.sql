SELECT count(*) = 1 AS the_van_can_be_noted
FROM pg_catalog.pg_index
WHERE indexrelid = 'farm.delivery_addresses_visited'::regclass AND indisvalid;
