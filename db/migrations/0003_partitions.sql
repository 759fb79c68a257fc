-- The change log is partitioned by month, so that retention drops whole months. Rows of months that nobody prepared
-- go to the default partition.
drop table change_log;
--> statement-breakpoint
create table change_log (
  id bigint generated always as identity,
  at timestamp with time zone default now() not null,
  run_id uuid not null,
  kind text not null,
  operation text not null,
  object_id uuid not null,
  mv_id uuid,
  connector_id uuid,
  name text default '' not null,
  before jsonb,
  after jsonb
) partition by range (at);
--> statement-breakpoint
create table change_log_default partition of change_log default;
--> statement-breakpoint
create index change_log_mv on change_log (mv_id, at);
--> statement-breakpoint
create index change_log_run on change_log (run_id);
--> statement-breakpoint
-- What a read saw is worthless after a crash: the read starts again.
alter table run_seen set unlogged;
