CREATE SEQUENCE "public"."directory_change_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_sign_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_email_key_unique" UNIQUE("email_key")
);
--> statement-breakpoint
CREATE TABLE "api_token" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"role" text NOT NULL,
	"account_id" uuid,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"last_used_ip" text,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_token_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "attempt_counter" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "install_code" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"hash" "bytea" NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "install_code_single" CHECK ("only")
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisation_single" CHECK ("only")
);
--> statement-breakpoint
CREATE TABLE "role_assignment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"scope_type" text NOT NULL,
	"scope_id" uuid,
	"assigned_by" text NOT NULL,
	"assigned_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_assignment_once" UNIQUE NULLS NOT DISTINCT("account_id","role","scope_type","scope_id"),
	CONSTRAINT "role_assignment_scope" CHECK (scope_type in ('organisation', 'unit', 'connector', 'configuration')),
	CONSTRAINT "role_assignment_scope_id" CHECK ((scope_type = 'organisation') = (scope_id is null))
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"ip" text,
	"user_agent" text,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"action" text NOT NULL,
	"category" text NOT NULL,
	"outcome" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"target_name" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"correlation_id" text NOT NULL,
	"ip" text,
	CONSTRAINT "audit_entry_outcome_known" CHECK (outcome in ('done', 'refused')),
	CONSTRAINT "audit_entry_actor_known" CHECK (actor_kind in ('account', 'token', 'system', 'anonymous'))
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"position" bigint PRIMARY KEY NOT NULL,
	"entry_id" bigint NOT NULL,
	"mac" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_seal_entry_id_unique" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "configuration_version" (
	"number" integer PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"hash" text NOT NULL,
	"author" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connector" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"role" text NOT NULL,
	"ordinal" integer NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"stage" text DEFAULT 'active' NOT NULL,
	"schema" jsonb,
	"parameters" jsonb,
	"full_import_at" timestamp with time zone,
	"cursor" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connector_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "cs_edge" (
	"source_id" uuid NOT NULL,
	"attribute" text NOT NULL,
	"target_id" uuid NOT NULL,
	"state" text,
	CONSTRAINT "cs_edge_source_id_attribute_target_id_pk" PRIMARY KEY("source_id","attribute","target_id")
);
--> statement-breakpoint
CREATE TABLE "cs_object" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connector_id" uuid NOT NULL,
	"partition" text DEFAULT '' NOT NULL,
	"object_type" text NOT NULL,
	"anchor" text collate "C",
	"dn" text NOT NULL,
	"dn_key" text collate "C" NOT NULL,
	"placeholder" boolean DEFAULT false NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reference_counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hash" text,
	"pending_import" text,
	"mv_id" uuid,
	"link_kind" text,
	"link_rule" text,
	"staged" jsonb,
	"export_operation" text,
	"export_state" text,
	"export_since" timestamp with time zone,
	"export_error" jsonb,
	"export_warnings" jsonb,
	"reference_flows" jsonb,
	"origin_id" uuid,
	"source_created" text collate "C",
	"sync_error" jsonb,
	"imported_at" timestamp with time zone,
	"exported_at" timestamp with time zone,
	CONSTRAINT "cs_object_pending_import_known" CHECK (pending_import in ('add', 'update', 'delete', 'delete-add')),
	CONSTRAINT "cs_object_export_known" CHECK (export_operation in ('add', 'update', 'delete')),
	CONSTRAINT "cs_object_export_state_known" CHECK (export_state in ('pending', 'exported', 'error'))
);
--> statement-breakpoint
CREATE TABLE "edge_work" (
	"mv_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "directory_domain" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"initial" boolean DEFAULT false NOT NULL,
	"verified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "directory_edge" (
	"source_id" uuid NOT NULL,
	"attribute" text NOT NULL,
	"target_id" uuid NOT NULL,
	"change_seq" bigint NOT NULL,
	CONSTRAINT "directory_edge_source_id_attribute_target_id_pk" PRIMARY KEY("source_id","attribute","target_id")
);
--> statement-breakpoint
CREATE TABLE "directory_edge_removed" (
	"source_id" uuid NOT NULL,
	"attribute" text NOT NULL,
	"target_id" uuid NOT NULL,
	"change_seq" bigint NOT NULL,
	"removed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "directory_edge_removed_source_id_attribute_target_id_pk" PRIMARY KEY("source_id","attribute","target_id")
);
--> statement-breakpoint
CREATE TABLE "directory_object" (
	"id" uuid PRIMARY KEY NOT NULL,
	"object_type" text NOT NULL,
	"source_anchor" text collate "C",
	"synced" boolean NOT NULL,
	"mastered_by" text NOT NULL,
	"privileged" boolean DEFAULT false NOT NULL,
	"attributes" jsonb NOT NULL,
	"written" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"display_name_key" text collate "C" NOT NULL,
	"search_text" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"change_seq" bigint NOT NULL,
	CONSTRAINT "directory_object_type_known" CHECK (object_type in ('user', 'group', 'contact')),
	CONSTRAINT "directory_object_master_known" CHECK (mastered_by in ('cloud', 'on-premises')),
	CONSTRAINT "directory_object_synced_has_anchor" CHECK (not synced or source_anchor is not null),
	CONSTRAINT "directory_object_deleted_not_synced" CHECK (not (synced and deleted_at is not null))
);
--> statement-breakpoint
CREATE TABLE "directory_tombstone" (
	"id" uuid PRIMARY KEY NOT NULL,
	"object_type" text NOT NULL,
	"change_seq" bigint NOT NULL,
	"purged_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "directory_unique_value" (
	"kind" text NOT NULL,
	"value_key" text collate "C" NOT NULL,
	"object_id" uuid NOT NULL,
	CONSTRAINT "directory_unique_value_kind_value_key_pk" PRIMARY KEY("kind","value_key")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"keys" text[] NOT NULL,
	"permission" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change_log" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "change_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"operation" text NOT NULL,
	"object_id" uuid NOT NULL,
	"mv_id" uuid,
	"connector_id" uuid,
	"name" text DEFAULT '' NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "mv_join_key" (
	"attribute" text NOT NULL,
	"key" text collate "C" NOT NULL,
	"mv_id" uuid NOT NULL,
	CONSTRAINT "mv_join_key_attribute_key_mv_id_pk" PRIMARY KEY("attribute","key","mv_id")
);
--> statement-breakpoint
CREATE TABLE "mv_object" (
	"id" uuid PRIMARY KEY NOT NULL,
	"object_type" text NOT NULL,
	"attributes" jsonb NOT NULL,
	"references" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"lineage" jsonb NOT NULL,
	"source_anchor" text collate "C",
	"name_key" text collate "C" DEFAULT '' NOT NULL,
	"search_text" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_rule" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sync_rule_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"name" text NOT NULL,
	"connector_id" uuid NOT NULL,
	CONSTRAINT "sync_rule_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "cycle" (
	"id" uuid PRIMARY KEY NOT NULL,
	"policy" text NOT NULL,
	"connector_id" uuid,
	"state" text NOT NULL,
	"started_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"error" jsonb
);
--> statement-breakpoint
CREATE TABLE "export_approval" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connector_id" uuid NOT NULL,
	"set_hash" text NOT NULL,
	"deletes" integer NOT NULL,
	"disables" integer NOT NULL,
	"approved_by" text NOT NULL,
	"approved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"resource" text PRIMARY KEY NOT NULL,
	"fencing" bigint NOT NULL,
	"holder" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operation_switch" (
	"name" text PRIMARY KEY NOT NULL,
	"on" boolean NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"cycle_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"connector_name" text NOT NULL,
	"profile" text NOT NULL,
	"ordinal" integer NOT NULL,
	"state" text NOT NULL,
	"configuration_version" integer,
	"attempt" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"statistics" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"progress" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"cursor" jsonb,
	"error" jsonb
);
--> statement-breakpoint
CREATE TABLE "run_error" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "run_error_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" uuid NOT NULL,
	"cs_id" uuid,
	"name" text NOT NULL,
	"code" text NOT NULL,
	"error" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_seen" (
	"run_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"cs_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_touched" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "run_touched_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" uuid NOT NULL,
	"statistic" text NOT NULL,
	"object_ids" uuid[] NOT NULL,
	"names" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sealing_key" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sealing_key_single" CHECK ("only")
);
--> statement-breakpoint
CREATE TABLE "secret" (
	"id" uuid PRIMARY KEY NOT NULL,
	"envelope" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "upload" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"size_bytes" bigint,
	"sha256" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "upload_state" CHECK (state in ('receiving', 'ready')),
	CONSTRAINT "upload_ready_is_known" CHECK (state <> 'ready' or (size_bytes is not null and sha256 is not null))
);
--> statement-breakpoint
CREATE TABLE "upload_chunk" (
	"upload_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "upload_chunk_upload_id_n_pk" PRIMARY KEY("upload_id","n"),
	CONSTRAINT "upload_chunk_size" CHECK (octet_length(bytes) between 1 and 1048576)
);
--> statement-breakpoint
CREATE TABLE "worker_heartbeat" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_entry_id_audit_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."audit_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cs_object" ADD CONSTRAINT "cs_object_connector_id_connector_id_fk" FOREIGN KEY ("connector_id") REFERENCES "public"."connector"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_chunk" ADD CONSTRAINT "upload_chunk_upload_id_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."upload"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "session_created" ON "session" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "audit_entry_action" ON "audit_entry" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_entry_category" ON "audit_entry" USING btree ("category","id");--> statement-breakpoint
CREATE INDEX "audit_entry_actor" ON "audit_entry" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_entry_target" ON "audit_entry" USING btree ("target_id","id");--> statement-breakpoint
CREATE INDEX "cs_edge_target" ON "cs_edge" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "cs_edge_pending" ON "cs_edge" USING btree ("source_id") WHERE state in ('add', 'remove');--> statement-breakpoint
CREATE UNIQUE INDEX "cs_object_anchor" ON "cs_object" USING btree ("connector_id","anchor");--> statement-breakpoint
CREATE INDEX "cs_object_dn" ON "cs_object" USING btree ("connector_id","dn_key");--> statement-breakpoint
CREATE INDEX "cs_object_mv" ON "cs_object" USING btree ("mv_id");--> statement-breakpoint
CREATE INDEX "cs_object_type" ON "cs_object" USING btree ("connector_id","object_type","anchor");--> statement-breakpoint
CREATE INDEX "cs_object_free" ON "cs_object" USING btree ("connector_id","object_type","anchor") WHERE mv_id is null and not placeholder;--> statement-breakpoint
CREATE INDEX "cs_object_pending_import" ON "cs_object" USING btree ("connector_id","object_type","anchor") WHERE pending_import is not null;--> statement-breakpoint
CREATE INDEX "cs_object_pending_export" ON "cs_object" USING btree ("connector_id","export_state","export_operation","source_created","dn_key") WHERE export_state is not null;--> statement-breakpoint
CREATE INDEX "cs_object_errors" ON "cs_object" USING btree ("connector_id") WHERE sync_error is not null or export_error is not null;--> statement-breakpoint
CREATE INDEX "cs_object_warnings" ON "cs_object" USING btree ("connector_id") WHERE export_warnings is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "directory_domain_initial" ON "directory_domain" USING btree ("initial") WHERE initial;--> statement-breakpoint
CREATE INDEX "directory_edge_target" ON "directory_edge" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "directory_edge_change" ON "directory_edge" USING btree ("change_seq");--> statement-breakpoint
CREATE INDEX "directory_edge_removed_change" ON "directory_edge_removed" USING btree ("change_seq");--> statement-breakpoint
CREATE UNIQUE INDEX "directory_object_anchor" ON "directory_object" USING btree ("object_type","source_anchor");--> statement-breakpoint
CREATE INDEX "directory_object_list" ON "directory_object" USING btree ("object_type","display_name_key","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "directory_object_deleted" ON "directory_object" USING btree ("object_type","display_name_key","id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "directory_object_unsynced" ON "directory_object" USING btree ("object_type") WHERE deleted_at is null and not synced;--> statement-breakpoint
CREATE INDEX "directory_object_change" ON "directory_object" USING btree ("change_seq","id");--> statement-breakpoint
CREATE INDEX "directory_object_search" ON "directory_object" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "directory_tombstone_change" ON "directory_tombstone" USING btree ("change_seq","id");--> statement-breakpoint
CREATE INDEX "event_at" ON "event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "change_log_mv" ON "change_log" USING btree ("mv_id","at");--> statement-breakpoint
CREATE INDEX "change_log_run" ON "change_log" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "mv_join_key_mv" ON "mv_join_key" USING btree ("mv_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mv_object_source_anchor" ON "mv_object" USING btree ("source_anchor") WHERE source_anchor is not null;--> statement-breakpoint
CREATE INDEX "mv_object_name" ON "mv_object" USING btree ("name_key","id");--> statement-breakpoint
CREATE UNIQUE INDEX "cycle_single" ON "cycle" USING btree ((true)) WHERE state in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "cycle_created" ON "cycle" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "run_cycle" ON "run" USING btree ("cycle_id","ordinal");--> statement-breakpoint
CREATE INDEX "run_started" ON "run" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "run_error_run" ON "run_error" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "run_seen_run" ON "run_seen" USING btree ("run_id","attempt","cs_id");--> statement-breakpoint
CREATE INDEX "run_touched_statistic" ON "run_touched" USING btree ("run_id","statistic","id");--> statement-breakpoint
CREATE INDEX "upload_created_at" ON "upload" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "worker_heartbeat_seen_at" ON "worker_heartbeat" USING btree ("seen_at");