-- The ten products that earned most, with their share of all sales.

SELECT product.sku, product.name, grower.name AS grower,
       sum(sales.quantity) AS sold, product.unit,
       sum(sales.revenue) AS revenue,
       round(100 * sum(sales.revenue) / sum(sum(sales.revenue)) OVER (), 1) AS percent
FROM farm.monthly_sales AS sales
JOIN farm.products AS product USING (product_id)
JOIN farm.growers AS grower USING (grower_id)
GROUP BY product.product_id, grower.name
ORDER BY revenue DESC
LIMIT 10;
