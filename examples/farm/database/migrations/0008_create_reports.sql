-- What people look at: the shop window now, and the sales of past months.

CREATE VIEW farm.product_stock WITH (security_barrier = true) AS
SELECT product.product_id,
       product.sku,
       product.name,
       product.unit,
       product.unit_price,
       grower.name AS grower,
       coalesce(sum(lot.quantity_on_hand), 0) AS quantity_on_hand,
       min(lot.best_before) FILTER (WHERE lot.quantity_on_hand > 0) AS next_best_before
FROM farm.products AS product
JOIN farm.growers AS grower USING (grower_id)
LEFT JOIN farm.lots AS lot ON lot.product_id = product.product_id AND lot.status = 'available'
WHERE product.discontinued_at IS NULL
GROUP BY product.product_id, grower.name;
COMMENT ON VIEW farm.product_stock IS 'What can be sold now.';
COMMENT ON COLUMN farm.product_stock.next_best_before IS 'The date of the lot that is sold first.';

CREATE MATERIALIZED VIEW farm.monthly_sales AS
SELECT date_trunc('month', sale.placed_at AT TIME ZONE 'UTC')::date AS month,
       line.product_id,
       count(*) AS lines,
       sum(line.quantity) AS quantity,
       sum(line.line_total) AS revenue
FROM farm.orders AS sale
JOIN farm.order_lines AS line USING (order_id)
WHERE sale.status <> 'cancelled'
GROUP BY 1, 2;
COMMENT ON MATERIALIZED VIEW farm.monthly_sales IS 'Refreshed by night; the day itself is missing.';

-- REFRESH ... CONCURRENTLY needs a unique index.
CREATE UNIQUE INDEX monthly_sales_key ON farm.monthly_sales (month, product_id);

CREATE VIEW farm.best_sellers AS
SELECT sales.month, product.name, sales.revenue,
       rank() OVER (PARTITION BY sales.month ORDER BY sales.revenue DESC) AS place
FROM farm.monthly_sales AS sales
JOIN farm.products AS product USING (product_id);
