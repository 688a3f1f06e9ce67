CREATE TABLE script (
    branch_id TEXT    NOT NULL,
    line_id   TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    texts     TEXT    NOT NULL,
    put_by    TEXT    NOT NULL,
    put_at    INTEGER NOT NULL,
    PRIMARY KEY (branch_id, line_id, kind, version)
) STRICT;

CREATE TABLE article (
    id           BLOB    NOT NULL PRIMARY KEY,
    branch_id    TEXT    NOT NULL,
    product_line TEXT    NOT NULL,
    topic        TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    searched     TEXT    NOT NULL,
    withdrawn    INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    put_by       TEXT    NOT NULL,
    put_at       INTEGER NOT NULL,
    version      INTEGER NOT NULL
) STRICT;

CREATE INDEX article_topic ON article (product_line, topic, id);

ALTER TABLE consultation ADD COLUMN article_id BLOB;
ALTER TABLE consultation ADD COLUMN question_line TEXT;
ALTER TABLE consultation ADD COLUMN question_topic TEXT;

CREATE INDEX consultation_question ON consultation (branch_id, recorded_at);
CREATE INDEX consultation_article ON consultation (article_id, branch_id) WHERE article_id IS NOT NULL;
