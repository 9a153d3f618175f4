//! Divisions, chapters, their territory, the closure of the tree, its history, and helmsmen's terms.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE division (
    code text PRIMARY KEY,
    parent_code text REFERENCES division (code),
    province_code text NOT NULL,
    prefecture_code text,
    level smallint NOT NULL CHECK (level IN (1, 2, 3)),
    name text NOT NULL,
    kind smallint NOT NULL CHECK (kind IN (1, 2)),
    valid_from bigint NOT NULL,
    valid_to bigint
);
CREATE INDEX division_parent ON division (parent_code);

CREATE TABLE division_successor (
    code text NOT NULL REFERENCES division (code),
    successor_code text NOT NULL REFERENCES division (code),
    PRIMARY KEY (code, successor_code)
);

CREATE TABLE chapter (
    id integer PRIMARY KEY,
    parent_id integer REFERENCES chapter (id),
    level smallint NOT NULL CHECK (level IN (0, 1, 2, 3)),
    name text NOT NULL,
    pinyin text NOT NULL,
    initials text NOT NULL,
    status smallint NOT NULL CHECK (status IN (1, 2)),
    staffed boolean NOT NULL,
    opened_on bigint NOT NULL,
    closed_on bigint,
    successor_id integer REFERENCES chapter (id),
    version integer NOT NULL,
    tree_version bigint NOT NULL,
    CHECK ((parent_id IS NULL) = (level = 0))
);
CREATE INDEX chapter_parent ON chapter (parent_id);
CREATE INDEX chapter_tree_version ON chapter (tree_version);
CREATE UNIQUE INDEX chapter_one_headquarters ON chapter (level) WHERE level = 0;

-- Derived from parent_id and kept in the same transaction; `flotilla doctor` verifies and rebuilds it.
CREATE TABLE closure (
    ancestor_id integer NOT NULL,
    depth smallint NOT NULL,
    descendant_id integer NOT NULL,
    PRIMARY KEY (ancestor_id, depth, descendant_id)
);
CREATE UNIQUE INDEX closure_path ON closure (descendant_id, depth);

CREATE TABLE chapter_history (
    chapter_id integer NOT NULL REFERENCES chapter (id),
    version integer NOT NULL,
    valid_from bigint NOT NULL,
    valid_to bigint,
    parent_id integer,
    level smallint NOT NULL,
    name text NOT NULL,
    status smallint NOT NULL,
    successor_id integer,
    PRIMARY KEY (chapter_id, version)
);
CREATE INDEX chapter_history_time ON chapter_history (valid_from, valid_to);

pg:CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE territory (
    chapter_id integer NOT NULL REFERENCES chapter (id),
    division_code text NOT NULL REFERENCES division (code),
    level smallint NOT NULL,
    valid_from bigint NOT NULL,
    valid_to bigint,
    CHECK (valid_to IS NULL OR valid_to > valid_from),
pg:    CONSTRAINT territory_exclusive EXCLUDE USING gist
pg:        (division_code WITH =, level WITH =, int8range(valid_from, valid_to) WITH &&),
    PRIMARY KEY (chapter_id, division_code, valid_from)
);
CREATE INDEX territory_division ON territory (division_code);
-- SQLite has one writer at a time, so a trigger sees every committed row: as strong as the exclusion constraint.
sqlite:CREATE TRIGGER territory_exclusive_insert BEFORE INSERT ON territory BEGIN
sqlite:  SELECT RAISE(ABORT, 'territory_exclusive') FROM territory t
sqlite:  WHERE t.division_code = NEW.division_code AND t.level = NEW.level
sqlite:    AND t.valid_from < coalesce(NEW.valid_to, 9223372036854775807)
sqlite:    AND NEW.valid_from < coalesce(t.valid_to, 9223372036854775807);
sqlite:END;
sqlite:CREATE TRIGGER territory_exclusive_update BEFORE UPDATE ON territory BEGIN
sqlite:  SELECT RAISE(ABORT, 'territory_exclusive') FROM territory t
sqlite:  WHERE t.division_code = NEW.division_code AND t.level = NEW.level
sqlite:    AND t.rowid <> OLD.rowid
sqlite:    AND t.valid_from < coalesce(NEW.valid_to, 9223372036854775807)
sqlite:    AND NEW.valid_from < coalesce(t.valid_to, 9223372036854775807);
sqlite:END;
";

const DOWN: &str = r"
DROP TABLE territory;
DROP TABLE chapter_history;
DROP TABLE closure;
DROP TABLE chapter;
DROP TABLE division_successor;
DROP TABLE division;
";
