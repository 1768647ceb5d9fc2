// The migration that brings members' invitations, business systems and webhooks.

extension Schema {
  static let members = Migration(
    name: "members' invitations, business systems, webhooks",
    text: """
      -- Other web applications of the organisation, in which people make invitations.
      CREATE TABLE business_system (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,     -- folded: two that read alike are one
        links_per_day BIGINT NOT NULL,     -- within 24 hours, of all its people together
        created BIGINT NOT NULL,
        revoked BIGINT                     -- NULL: its requests are taken
      );
      CREATE TABLE business_system_key (
        id TEXT PRIMARY KEY,               -- the `keyid` of its signatures
        business_system TEXT NOT NULL REFERENCES business_system (id),
        sealed TEXT NOT NULL,              -- the shared secret
        created BIGINT NOT NULL,
        ends BIGINT                        -- NULL: the one of now; another is good until then
      );
      CREATE INDEX business_system_key_of ON business_system_key (business_system, created);
      -- Signatures that were taken: each counts once, for as long as it could come again.
      CREATE TABLE signature_taken (
        digest TEXT PRIMARY KEY,
        at BIGINT NOT NULL
      );
      CREATE INDEX signature_taken_at ON signature_taken (at);
      -- Which invitation an Idempotency-Key has made or ended, so that it comes again and nothing else is made.
      CREATE TABLE idempotent_answer (
        business_system TEXT NOT NULL REFERENCES business_system (id),
        key_digest TEXT NOT NULL,
        request_digest TEXT NOT NULL,
        invitation TEXT NOT NULL REFERENCES invitation (id),
        at BIGINT NOT NULL,
        PRIMARY KEY (business_system, key_digest)
      );
      CREATE INDEX idempotent_answer_at ON idempotent_answer (at);

      -- Links that are made under the members' rules: by themselves, or in a business system.
      ALTER TABLE invitation ADD COLUMN is_members BIGINT NOT NULL DEFAULT 0;
      ALTER TABLE invitation ADD COLUMN business_system TEXT REFERENCES business_system (id);
      CREATE INDEX invitation_members ON invitation (COALESCE(expires, 9223372036854775807), id)
        WHERE is_members = 1 AND revoked IS NULL;
      CREATE INDEX invitation_members_living ON invitation
        (inviter, COALESCE(expires, 9223372036854775807), id) WHERE is_members = 1 AND revoked IS NULL;
      CREATE INDEX invitation_members_made ON invitation (inviter, created, id) WHERE is_members = 1;
      CREATE INDEX invitation_business_system ON invitation (business_system, created, id)
        WHERE business_system IS NOT NULL;

      -- Addresses that are told what happens. What is to be told waits in the outbox.
      CREATE TABLE webhook (
        id TEXT PRIMARY KEY,
        address TEXT NOT NULL,
        sealed TEXT NOT NULL,              -- the secret that signs
        events TEXT NOT NULL,              -- words with a space between: applied decided joined
        state TEXT NOT NULL CHECK (state IN ('active', 'stopped', 'gone')),
        created BIGINT NOT NULL
      );
      ALTER TABLE mail_outbox ADD COLUMN webhook TEXT REFERENCES webhook (id);
      ALTER TABLE mail_outbox ADD COLUMN event TEXT NOT NULL DEFAULT '';
      -- What is due of mails (no webhook), and of each webhook.
      DROP INDEX mail_outbox_due;
      CREATE INDEX mail_outbox_due ON mail_outbox (webhook, next_attempt)
        WHERE state || '' IN ('queued', 'sending');
      """)
}
