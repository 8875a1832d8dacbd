SELECT count(*) = 13 AS twelve_months_and_a_default
FROM pg_catalog.pg_inherits
WHERE inhparent = 'farm.stock_movements'::regclass;

SELECT bool_and(tgenabled = 'O') AND count(*) = 2 AS movements_move_the_stock
FROM pg_catalog.pg_trigger
WHERE tgrelid = 'farm.stock_movements'::regclass AND tgname IN ('stock_movements_added', 'stock_movements_removed');

SELECT coalesce(bool_and(lot.quantity_on_hand = coalesce(ledger.quantity, 0)), true) AS stock_equals_ledger
FROM farm.lots AS lot
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM farm.stock_movements GROUP BY lot_id) AS ledger USING (lot_id);
