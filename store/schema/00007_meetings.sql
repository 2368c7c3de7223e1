-- +goose Up
ALTER TABLE meetings ADD COLUMN chair_reason VARCHAR(200) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE meetings DROP COLUMN chair_reason;
