SELECT coalesce(bool_and(feast_price < unit_price), true) AS the_feast_is_cheaper
FROM farm.products
WHERE discontinued_at IS NULL;
