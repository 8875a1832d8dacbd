SELECT coalesce(bool_and(sale.total_amount = coalesce(line.total, 0)), true) AS totals_equal_lines
FROM farm.orders AS sale
LEFT JOIN (SELECT order_id, sum(line_total) AS total FROM farm.order_lines GROUP BY order_id) AS line USING (order_id);

SELECT attnotnull AS a_total_is_never_unknown
FROM pg_catalog.pg_attribute
WHERE attrelid = 'farm.orders'::regclass AND attname = 'total_amount';

SELECT count(*) = 0 AS the_helping_check_is_gone
FROM pg_catalog.pg_constraint
WHERE conrelid = 'farm.orders'::regclass AND conname = 'orders_total_known';
