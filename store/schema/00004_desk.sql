-- +goose Up
-- What is to be sent or done, when: the one timed queue.
CREATE TABLE IF NOT EXISTS letters (
	id {{id}}, committee_id BIGINT NOT NULL, kind VARCHAR(40) NOT NULL, letter_key VARCHAR(120) NOT NULL, member_id BIGINT NOT NULL, meeting_id BIGINT NOT NULL, subject TEXT NOT NULL,
	token VARCHAR(32) NOT NULL, due_at BIGINT NOT NULL, attempts INTEGER NOT NULL, rev INTEGER NOT NULL, leased_until BIGINT NOT NULL,
	CONSTRAINT letters_by_key UNIQUE (letter_key)
){{table}};
CREATE INDEX letters_by_due ON letters (due_at, id);
CREATE INDEX letters_by_meeting ON letters (meeting_id);
-- What left, to whom, and what the person's card shows now.
CREATE TABLE IF NOT EXISTS deliveries (
	id {{id}}, committee_id BIGINT NOT NULL, meeting_id BIGINT NOT NULL, kind VARCHAR(40) NOT NULL, subject_key VARCHAR(120) NOT NULL, subject TEXT NOT NULL, member_id BIGINT NOT NULL,
	platform VARCHAR(20) NOT NULL, user_id VARCHAR(100) NOT NULL, message_id VARCHAR(200) NOT NULL, card_key VARCHAR(64) NOT NULL, code VARCHAR(200) NOT NULL,
	offers TEXT NOT NULL, live INTEGER NOT NULL, face VARCHAR(64) NOT NULL, sent_at BIGINT NOT NULL, failure INTEGER NOT NULL, failed_for VARCHAR(200) NOT NULL
){{table}};
CREATE INDEX deliveries_by_member ON deliveries (member_id, live, id);
CREATE INDEX deliveries_by_subject ON deliveries (subject_key, live);
CREATE INDEX deliveries_by_meeting ON deliveries (meeting_id, kind);
CREATE INDEX deliveries_by_card ON deliveries (card_key);
CREATE TABLE IF NOT EXISTS dialogues (
	member_id BIGINT NOT NULL PRIMARY KEY, committee_id BIGINT NOT NULL, kind VARCHAR(40) NOT NULL, step INTEGER NOT NULL, answers TEXT NOT NULL, updated_at BIGINT NOT NULL
){{table}};
-- Events that took effect: a callback that is repeated has no second effect.
CREATE TABLE IF NOT EXISTS inbox (
	event_key VARCHAR(200) NOT NULL PRIMARY KEY, seen_at BIGINT NOT NULL
){{table}};
CREATE INDEX inbox_by_time ON inbox (seen_at);
CREATE TABLE IF NOT EXISTS ticks (
	job VARCHAR(40) NOT NULL, tick BIGINT NOT NULL,
	PRIMARY KEY (job, tick)
){{table}};
CREATE TABLE IF NOT EXISTS journal (
	id {{id}}, committee_id BIGINT NOT NULL, meeting_id BIGINT NOT NULL, at BIGINT NOT NULL, actor_id BIGINT NOT NULL, act VARCHAR(60) NOT NULL, detail TEXT NOT NULL
){{table}};
CREATE INDEX journal_by_meeting ON journal (committee_id, meeting_id, id);

-- +goose Down
DROP TABLE journal;
DROP TABLE ticks;
DROP TABLE inbox;
DROP TABLE dialogues;
DROP TABLE deliveries;
DROP TABLE letters;
