DROP PROCEDURE farm.write_off_expired_lots(date);
DROP TABLE farm.stock_movements;
DROP FUNCTION farm.apply_movements();
DROP TYPE farm.movement_kind;
