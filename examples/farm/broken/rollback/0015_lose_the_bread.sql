DROP TABLE farm.shelf_rules;
