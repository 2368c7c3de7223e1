-- +goose Up
-- From where a thing was done: the account on its platform, or the command of the program.
ALTER TABLE journal ADD COLUMN source VARCHAR(140) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE journal DROP COLUMN source;
