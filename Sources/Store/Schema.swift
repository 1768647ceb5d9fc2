// The tables, as they came to be: append-only, each migration run once, in this order, in a transaction.
// The same text runs on SQLite and PostgreSQL: ids are TEXT made by the program, moments BIGINT seconds
// UTC, truth is 0 or 1.

package struct Migration: Sendable {
  package let name: String
  /// Statements, each ended by a semicolon at the end of a line.
  package let text: String
}

package enum Schema {
  /// The number of migrations is the version of the schema.
  package static let migrations = [
    Migration(
      name: "from an invitation to the welcome mail",
      text: """
        -- What people changed about the site; whatever is not here has its default.
        CREATE TABLE setting (
          name TEXT PRIMARY KEY,
          value TEXT NOT NULL
        );

        -- The organisation's tree.
        CREATE TABLE department (
          id TEXT PRIMARY KEY,
          parent TEXT REFERENCES department (id),  -- NULL: at the top
          name TEXT NOT NULL
        );
        -- Two of one name may not stand under one parent.
        CREATE UNIQUE INDEX department_name ON department (COALESCE(parent, ''), name);

        -- Logins. A public account is shared by many and never signs in itself.
        CREATE TABLE account (
          id TEXT PRIMARY KEY,
          login TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          email TEXT NOT NULL,               -- as typed; mail goes here
          email_key TEXT NOT NULL,           -- ASCII letters in lower case; compared
          kind TEXT NOT NULL CHECK (kind IN ('personal', 'public')),
          department TEXT REFERENCES department (id),
          is_administrator BIGINT NOT NULL,
          language TEXT NOT NULL,            -- BCP 47
          state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'removed')),
          password_hash TEXT NOT NULL,       -- Argon2id
          must_change_password BIGINT NOT NULL,  -- 1: the password is an initial one
          password_expires BIGINT,           -- of an initial password; else NULL
          password_used BIGINT,              -- when the initial password opened its one session
          created BIGINT NOT NULL
        );
        -- One person, one account.
        CREATE UNIQUE INDEX account_email ON account (email_key)
          WHERE kind = 'personal' AND state <> 'removed';

        -- Links with their settings. The state is derived, never stored; rows are never deleted.
        CREATE TABLE invitation (
          id TEXT PRIMARY KEY,
          code TEXT NOT NULL UNIQUE,         -- as InvitationCode spells it
          label TEXT NOT NULL,
          inviter TEXT NOT NULL REFERENCES account (id),
          department TEXT REFERENCES department (id),
          language TEXT NOT NULL,            -- of the page at the link's own address
          requires_approval BIGINT NOT NULL,
          created BIGINT NOT NULL,
          not_before BIGINT,
          expires BIGINT,
          max_uses BIGINT,                   -- NULL: no limit
          uses_reserved BIGINT NOT NULL DEFAULT 0,   -- held by pending applications
          uses_completed BIGINT NOT NULL DEFAULT 0,  -- led to an account
          revoked BIGINT,
          revoked_by TEXT REFERENCES account (id),
          published TEXT NOT NULL DEFAULT '',  -- digest of what its files on disk were made from
          CHECK (uses_reserved >= 0 AND uses_completed >= 0),
          CHECK (max_uses IS NULL OR uses_reserved + uses_completed <= max_uses)
        );
        CREATE INDEX invitation_inviter ON invitation (inviter, created);

        -- Requests to join. What the applicant saw is kept as it was.
        CREATE TABLE application (
          id TEXT PRIMARY KEY,
          reference TEXT NOT NULL UNIQUE,    -- what people call it
          token_digest TEXT NOT NULL UNIQUE, -- of the token in the status page's address
          invitation TEXT NOT NULL REFERENCES invitation (id),
          invitation_label TEXT NOT NULL,
          inviter_name TEXT NOT NULL,
          department TEXT REFERENCES department (id),
          department_path TEXT NOT NULL,
          requires_approval BIGINT NOT NULL,
          name TEXT NOT NULL,
          email TEXT NOT NULL,
          email_key TEXT NOT NULL,
          language TEXT NOT NULL,
          applied BIGINT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
          decided BIGINT,
          approver TEXT REFERENCES account (id),  -- NULL: the system, or the applicant
          approver_name TEXT,                     -- as it was then
          reason TEXT,
          account TEXT REFERENCES account (id)    -- what an approval made
        );
        -- One pending application per address.
        CREATE UNIQUE INDEX application_pending ON application (email_key) WHERE state = 'pending';
        CREATE INDEX application_applied ON application (applied, id);
        CREATE INDEX application_state ON application (state, applied, id);
        CREATE INDEX application_invitation ON application (invitation, applied, id);

        -- What is shown to who applies with an address that is known already: the same kind of
        -- page, so that nobody learns whose address that is. Kept 30 days.
        CREATE TABLE application_receipt (
          token_digest TEXT PRIMARY KEY,
          reference TEXT NOT NULL,
          invitation TEXT NOT NULL REFERENCES invitation (id),
          name TEXT NOT NULL,
          email TEXT NOT NULL,
          language TEXT NOT NULL,
          applied BIGINT NOT NULL
        );
        CREATE INDEX application_receipt_applied ON application_receipt (applied);

        -- Who is signed in.
        CREATE TABLE session (
          token_digest TEXT PRIMARY KEY,     -- of the cookie
          account TEXT NOT NULL REFERENCES account (id),
          created BIGINT NOT NULL,
          seen BIGINT NOT NULL               -- to the minute
        );
        CREATE INDEX session_account ON session (account);
        CREATE INDEX session_created ON session (created);

        -- Mails to send, in the transaction of what they tell of. What a mail says is read when
        -- it is sent; only the secret waits here, sealed, and is wiped when it is handed over.
        CREATE TABLE mail_outbox (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL,                -- welcome, rejected, known
          account TEXT REFERENCES account (id),
          application TEXT REFERENCES application (id),
          recipient TEXT NOT NULL,
          language TEXT NOT NULL,
          sealed TEXT,                       -- an initial password
          message_id TEXT NOT NULL,          -- the same at every attempt
          state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
          attempts BIGINT NOT NULL DEFAULT 0,
          next_attempt BIGINT NOT NULL,      -- while sending: when another may take it over
          gives_up BIGINT NOT NULL,
          last_error TEXT NOT NULL DEFAULT '',
          created BIGINT NOT NULL,
          sent BIGINT
        );
        CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt) WHERE state IN ('queued', 'sending');
        CREATE INDEX mail_outbox_account ON mail_outbox (account, created);
        CREATE INDEX mail_outbox_application ON mail_outbox (application, created);

        -- Who did what to what, when; by ids, so that erasing a person leaves it whole.
        CREATE TABLE audit_log (
          id TEXT PRIMARY KEY,               -- later rows sort later
          at BIGINT NOT NULL,
          actor TEXT NOT NULL,               -- an account's id, `system`, `command line`, `applicant`
          verb TEXT NOT NULL,
          subject_kind TEXT NOT NULL,
          subject TEXT NOT NULL
        );
        CREATE INDEX audit_log_subject ON audit_log (subject, at);
        """)
  ]

  package static var version: Int { migrations.count }
}
