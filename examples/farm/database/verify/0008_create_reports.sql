SELECT (SELECT count(*) FROM farm.product_stock)
     = (SELECT count(*) FROM farm.products WHERE discontinued_at IS NULL) AS the_window_shows_every_product;

SELECT ispopulated AS sales_can_be_read
FROM pg_catalog.pg_matviews
WHERE schemaname = 'farm' AND matviewname = 'monthly_sales';
