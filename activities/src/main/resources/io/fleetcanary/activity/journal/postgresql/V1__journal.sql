create table journal_entry (
  run_id text not null,
  entry_number integer not null,
  namespace text not null,
  service text not null,
  rollout_id text not null,
  revision text not null,
  decided_at timestamptz not null,
  act text not null,
  about text not null,
  decided_by text not null,
  sentence text not null,
  evidence text not null,
  primary key (run_id, entry_number)
);

create index journal_entry_of_rollout on journal_entry (namespace, service, rollout_id);

-- what was decided stays decided, whoever asks
create function journal_entry_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is only added to';
end $$;

create trigger journal_entry_stays before update or delete or truncate on journal_entry
  for each statement execute function journal_entry_stays();
