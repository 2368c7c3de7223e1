-- +goose Up
-- Who noted that a person was told by telephone, and when he noted it (NTC-06).
ALTER TABLE attendees ADD COLUMN reached_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attendees ADD COLUMN noted_at BIGINT NOT NULL DEFAULT 0;
-- Who said on the day of a meeting that he is on his way, when he said so, and when he will be there (M4).
ALTER TABLE attendees ADD COLUMN on_way_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attendees ADD COLUMN arrives_at BIGINT NOT NULL DEFAULT 0;
-- When a letter was meant to leave, however often it was put off; and the message in which it left, which several letters may share.
ALTER TABLE letters ADD COLUMN planned_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN planned_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN message_key VARCHAR(64) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE deliveries DROP COLUMN message_key;
ALTER TABLE deliveries DROP COLUMN planned_at;
ALTER TABLE letters DROP COLUMN planned_at;
ALTER TABLE attendees DROP COLUMN arrives_at;
ALTER TABLE attendees DROP COLUMN on_way_at;
ALTER TABLE attendees DROP COLUMN noted_at;
ALTER TABLE attendees DROP COLUMN reached_by;
