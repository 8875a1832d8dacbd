DROP VIEW farm.best_sellers;
DROP MATERIALIZED VIEW farm.monthly_sales;
DROP VIEW farm.product_stock;
