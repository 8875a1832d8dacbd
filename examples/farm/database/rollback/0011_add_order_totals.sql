-- Nothing is lost: the totals are the sums of lines, which stay.
DROP TRIGGER order_lines_removed ON farm.order_lines;
DROP TRIGGER order_lines_changed ON farm.order_lines;
DROP TRIGGER order_lines_added ON farm.order_lines;
DROP FUNCTION farm.apply_order_lines();
ALTER TABLE farm.orders DROP COLUMN total_amount;
