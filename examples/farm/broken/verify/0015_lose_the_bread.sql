SELECT coalesce(bool_and(rule.category_id IS NOT NULL), true) AS every_product_has_a_shelf
FROM farm.products AS product
LEFT JOIN farm.shelf_rules AS rule USING (category_id);
