-- Facts. Rows are only added; the triggers below refuse anything else.

create table report (
  seq      bigint  primary key,            -- order of acknowledgement, from 1, without gaps
  id       text    collate "C" not null,
  version  integer not null,               -- from 1, without gaps within an id
  hash     text    not null,               -- SHA-256 of text, hex
  received bigint  not null,               -- microseconds since 1970
  meta     text    not null,               -- JSON
  text     bytea   not null,               -- as it is; bytes, as texts may hold NUL
  raw      bytea,                          -- packed; null when it is the text
  sum      bigint  not null,               -- xxHash64 of the above
  unique (id, version)
);
create index report_first on report (seq) where version = 1;

create table coder (
  n    integer primary key,
  name text    collate "C" not null unique
);

create table coding (
  seq    bigint  not null references report (seq),
  coder  integer not null references coder (n),
  coded  bigint  not null,
  claims bytea   not null,                 -- packed JSON
  sum    bigint  not null,
  primary key (seq, coder)
);

create table decision (
  seq  bigint primary key,
  kind text   not null,
  made bigint not null,
  body text   not null,                    -- JSON
  sum  bigint not null
);

create function refuse() returns trigger language plpgsql as
  $$ begin raise exception 'rows of % are only added', tg_table_name; end $$;
create trigger only_added before update or delete or truncate on report   for each statement execute function refuse();
create trigger only_added before update or delete or truncate on coder    for each statement execute function refuse();
create trigger only_added before update or delete or truncate on coding   for each statement execute function refuse();
create trigger only_added before update or delete or truncate on decision for each statement execute function refuse();

-- The words of the latest version of each report.
create table words (
  seq  bigint   primary key references report (seq),
  body tsvector not null
);
create index words_body on words using gin (body);

-- The projection: can be dropped and made again from the facts.

create table kind (
  n    integer generated always as identity primary key,
  name text    collate "C" not null unique
);

create table record (
  n    bigint  generated always as identity primary key,
  kind integer not null references kind (n),
  id   text    collate "C" not null,
  at   text    collate "C" not null,
  keys bytea   not null,                   -- 8 bytes each, little end first, ascending
  body bytea   not null,                   -- packed
  sum  bigint  not null,
  unique (kind, id)
);
create index record_at on record (kind, at desc, id);

create table record_key (
  kind integer not null,
  key  bigint  not null,
  n    bigint  not null,
  primary key (kind, key, n)
);
