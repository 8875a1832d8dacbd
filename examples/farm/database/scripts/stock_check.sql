-- Is the stock what the ledger says? Every row is one rule; "wrong" counts the rows that break it, and is 0 in a sound shop.
-- psql "$FARM_DATABASE_URL" -f scripts/stock_check.sql

SELECT 'the stock of a lot is the sum of its movements' AS rule, count(*) AS wrong
FROM farm.lots AS lot
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM farm.stock_movements GROUP BY lot_id) AS ledger USING (lot_id)
WHERE lot.quantity_on_hand <> coalesce(ledger.quantity, 0)
UNION ALL
SELECT 'what a lot received is the sum of its receipts', count(*)
FROM farm.lots AS lot
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM farm.stock_movements WHERE kind = 'receipt' GROUP BY lot_id) AS ledger USING (lot_id)
WHERE lot.quantity_received <> coalesce(ledger.quantity, 0)
UNION ALL
SELECT 'an order took from stock what its lines say, and a cancelled one nothing', count(*)
FROM (SELECT order_id, CASE status WHEN 'cancelled' THEN 0 ELSE sum(line.quantity) END AS quantity
      FROM farm.orders JOIN farm.order_lines AS line USING (order_id)
      GROUP BY order_id, status) AS sale
LEFT JOIN (SELECT order_id, -sum(quantity) AS quantity FROM farm.stock_movements WHERE order_id IS NOT NULL GROUP BY order_id) AS ledger USING (order_id)
WHERE sale.quantity <> coalesce(ledger.quantity, 0)
UNION ALL
SELECT 'every order has a line', count(*)
FROM farm.orders AS sale
WHERE NOT EXISTS (SELECT FROM farm.order_lines AS line WHERE line.order_id = sale.order_id)
UNION ALL
SELECT 'a line''s lot is a lot of the line''s product', count(*)
FROM farm.order_lines AS line
LEFT JOIN farm.lots AS lot USING (lot_id, product_id)
WHERE lot.lot_id IS NULL
UNION ALL
SELECT 'a line''s price is what the price tag said', count(*)
FROM farm.order_lines AS line
JOIN farm.orders AS sale USING (order_id)
LEFT JOIN farm.price_history AS price ON price.product_id = line.product_id AND price.valid_during @> sale.placed_at
WHERE price.unit_price IS DISTINCT FROM line.unit_price
UNION ALL
SELECT 'a product has exactly one present price', count(*)
FROM (SELECT product.product_id
      FROM farm.products AS product
      LEFT JOIN farm.price_history AS price
             ON price.product_id = product.product_id AND upper_inf(price.valid_during) AND price.unit_price = product.unit_price
      GROUP BY product.product_id
      HAVING count(price.price_id) <> 1) AS product;
