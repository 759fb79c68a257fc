CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE SEQUENCE "public"."directory_change_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
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
CREATE UNIQUE INDEX "directory_domain_initial" ON "directory_domain" USING btree ("initial") WHERE initial;--> statement-breakpoint
CREATE INDEX "directory_edge_target" ON "directory_edge" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "directory_edge_change" ON "directory_edge" USING btree ("change_seq");--> statement-breakpoint
CREATE INDEX "directory_edge_removed_change" ON "directory_edge_removed" USING btree ("change_seq");--> statement-breakpoint
CREATE UNIQUE INDEX "directory_object_anchor" ON "directory_object" USING btree ("object_type","source_anchor");--> statement-breakpoint
CREATE INDEX "directory_object_list" ON "directory_object" USING btree ("object_type","display_name_key","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "directory_object_deleted" ON "directory_object" USING btree ("object_type","display_name_key","id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "directory_object_change" ON "directory_object" USING btree ("change_seq","id");--> statement-breakpoint
CREATE INDEX "directory_object_search" ON "directory_object" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "directory_tombstone_change" ON "directory_tombstone" USING btree ("change_seq","id");