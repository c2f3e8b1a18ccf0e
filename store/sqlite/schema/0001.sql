-- Facts. Rows are only added; the triggers below refuse anything else.

create table report (
  seq      integer primary key,  -- order of acknowledgement, from 1, without gaps
  id       text    not null,
  version  integer not null,     -- from 1, without gaps within an id
  hash     text    not null,     -- SHA-256 of text, hex
  received integer not null,     -- microseconds since 1970
  meta     text    not null,     -- JSON
  text     blob    not null,     -- as it is
  raw      blob,                 -- packed; null when it is the text
  sum      integer not null,     -- xxHash64 of the above
  unique (id, version)
);
create index report_first on report (seq) where version = 1;

create table coder (
  n    integer primary key,
  name text    not null unique
);

create table coding (
  seq    integer not null references report (seq),
  coder  integer not null references coder (n),
  coded  integer not null,
  claims blob    not null,       -- packed JSON
  sum    integer not null,
  primary key (seq, coder)
);

create table decision (
  seq  integer primary key,
  kind text    not null,
  made integer not null,
  body text    not null,         -- JSON
  sum  integer not null
);

create trigger report_update   before update on report   begin select raise(abort, 'reports are only added'); end;
create trigger report_delete   before delete on report   begin select raise(abort, 'reports are only added'); end;
create trigger coder_update    before update on coder    begin select raise(abort, 'coders are only added'); end;
create trigger coder_delete    before delete on coder    begin select raise(abort, 'coders are only added'); end;
create trigger coding_update   before update on coding   begin select raise(abort, 'codings are only added'); end;
create trigger coding_delete   before delete on coding   begin select raise(abort, 'codings are only added'); end;
create trigger decision_update before update on decision begin select raise(abort, 'decisions are only added'); end;
create trigger decision_delete before delete on decision begin select raise(abort, 'decisions are only added'); end;

-- The words of the latest version of each report; rowid is report.seq.
create virtual table words using fts5 (body, content = '', contentless_delete = 1, tokenize = 'ascii');

-- The projection: can be dropped and made again from the facts.

create table kind (
  n    integer primary key,
  name text    not null unique
);

create table record (
  n    integer primary key,
  kind integer not null references kind (n),
  id   text    not null,
  at   text    not null,
  keys blob    not null,         -- 8 bytes each, little end first, ascending
  body blob    not null,         -- packed
  sum  integer not null,
  unique (kind, id)
);
create index record_at on record (kind, at desc, id);

create table record_key (
  kind integer not null,
  key  integer not null,
  n    integer not null,
  primary key (kind, key, n)
) without rowid;
