-- Who has eaten of this lot? From 0010_add_recalled_lots on, it can be taken off the shelf too:
--     UPDATE farm.lots SET status = 'recalled' WHERE lot_code = 'L0000042';
-- psql "$FARM_DATABASE_URL" -v lot=L0000042 -f scripts/recall_lot.sql

SELECT sale.order_number, sale.delivery_on, customer.name, customer.email, line.quantity, product.name AS product
FROM farm.lots AS lot
JOIN farm.order_lines AS line USING (lot_id)
JOIN farm.products AS product ON product.product_id = lot.product_id
JOIN farm.orders AS sale USING (order_id)
JOIN farm.customers AS customer USING (customer_id)
WHERE lot.lot_code = :'lot' AND sale.status <> 'cancelled'
ORDER BY sale.delivery_on, sale.order_number;
