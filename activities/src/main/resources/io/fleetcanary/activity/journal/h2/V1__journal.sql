create table journal_entry (
  run_id varchar(255) not null,
  entry_number integer not null,
  namespace varchar(255) not null,
  service varchar(255) not null,
  rollout_id varchar(255) not null,
  revision varchar(255) not null,
  decided_at timestamp(6) with time zone not null,
  act varchar(255) not null,
  about varchar(1000) not null,
  decided_by varchar(1000) not null,
  sentence character large object not null,
  evidence character large object not null,
  primary key (run_id, entry_number)
);

create index journal_entry_of_rollout on journal_entry (namespace, service, rollout_id);
