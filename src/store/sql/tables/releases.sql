CREATE TABLE risk_decision (
    risk_decision INTEGER PRIMARY KEY,
    file INTEGER,
    subject INTEGER,             -- whose risk was decided; or he
    question INTEGER,            -- whom this private question was about
    channel INTEGER NOT NULL,
    author INTEGER NOT NULL,     -- who wrote what is to be sent
    actor INTEGER NOT NULL,      -- the senior who decided
    risk TEXT NOT NULL,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX risk_decision_subject ON risk_decision (subject);
CREATE INDEX risk_decision_question ON risk_decision (question) WHERE question IS NOT NULL;
CREATE TABLE release (
    release INTEGER PRIMARY KEY,
    message TEXT NOT NULL,
    about INTEGER NOT NULL,
    file INTEGER,
    subject INTEGER,
    channel INTEGER,
    way TEXT NOT NULL,
    author INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    risk_decision INTEGER,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX release_file ON release (file);
CREATE TABLE refusal (
    sequence INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    message TEXT NOT NULL,
    about INTEGER,
    channel INTEGER,
    way TEXT NOT NULL,
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL
);
CREATE TABLE permission (        -- by the originator, for one use
    sequence INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    entity TEXT NOT NULL,
    about INTEGER NOT NULL,
    way TEXT NOT NULL,
    time INTEGER NOT NULL,
    used INTEGER                 -- the event that it let pass
);
CREATE INDEX permission_about ON permission (entity, about);
CREATE TABLE assessment (
    channel INTEGER PRIMARY KEY,
    level TEXT NOT NULL,
    assessed INTEGER,            -- the human-rights assessment
    warned INTEGER,
    obligation INTEGER
);
CREATE TABLE correction (
    correction INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    subject INTEGER,
    channel INTEGER,
    property TEXT,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE TABLE redress (
    redress INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,
    channel INTEGER,
    redress_state TEXT NOT NULL,
    due INTEGER NOT NULL,
    obligation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE TABLE redress_file (
    redress INTEGER NOT NULL,
    file INTEGER NOT NULL,
    PRIMARY KEY (redress, file)
) WITHOUT ROWID;
CREATE TABLE query (             -- "anything on him?"
    query INTEGER PRIMARY KEY,
    section TEXT,
    subject INTEGER,
    purpose TEXT NOT NULL,
    count INTEGER,
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL
);
CREATE TABLE use_request (       -- of a section, for another purpose
    sequence INTEGER PRIMARY KEY,
    query INTEGER NOT NULL,
    file INTEGER NOT NULL,
    section TEXT,
    purpose TEXT NOT NULL,
    channel INTEGER,
    time INTEGER NOT NULL
);
