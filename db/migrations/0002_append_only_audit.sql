-- The audit log only grows. Row triggers refuse changes of single rows, statement triggers refuse truncating.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log only grows: % of % is refused.', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
--> statement-breakpoint
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_entry_not_truncated before truncate on audit_entry
  for each statement execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_seal_append_only before update or delete on audit_seal
  for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_seal_not_truncated before truncate on audit_seal
  for each statement execute function refuse_audit_change();
