// The tables, as they came to be: append-only, each migration run once, in this order, in a transaction.
// The same text runs on SQLite and PostgreSQL: ids are TEXT made by the program, moments BIGINT seconds
// UTC, truth is 0 or 1.

package struct Migration: Sendable {
  package let name: String
  /// Statements, each ended by a semicolon at the end of a line.
  package let text: String
  /// What SQL alone cannot say of the rows that are there already.
  var then: (@Sendable (Store) throws -> Void)?
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
          kind TEXT NOT NULL,                -- as MailKind spells it
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
        """),
    Migration(
      name: "the administrators' pages",
      text: """
        -- The application list: every filter in the order of every page.
        ALTER TABLE application ADD COLUMN number BIGINT;   -- 1, 2, … as they came
        ALTER TABLE application ADD COLUMN inviter TEXT REFERENCES account (id);
        ALTER TABLE application ADD COLUMN name_key TEXT NOT NULL DEFAULT '';  -- folded; sorted by
        CREATE UNIQUE INDEX application_number ON application (number);
        CREATE INDEX application_inviter ON application (inviter, applied, id);
        CREATE INDEX application_inviter_state ON application (inviter, state, applied, id);
        CREATE INDEX application_department ON application (department, applied, id);
        CREATE INDEX application_department_state ON application (department, state, applied, id);
        -- In the order of names, with what else is filtered: a row that does not fit is not read.
        CREATE INDEX application_name ON application (name_key, id, inviter, department, applied);
        CREATE INDEX application_state_name ON application
          (state, name_key, id, inviter, department, applied);
        CREATE INDEX application_email ON application (email_key, id);
        CREATE INDEX application_invitation_state ON application (invitation, state, applied, id);

        -- Quick query: pairs and triples of characters of name and address, by the application's number.
        -- The one table of an engine's own: SQLite's FTS5, which holds the grams of a million people in
        -- 70 MB and finds among them in a few milliseconds.
        CREATE VIRTUAL TABLE application_gram USING fts5
          (tokens, content='', detail=none, columnsize=0, tokenize='ascii');

        -- Who mends an address to one that waits already, waits beside it: nobody learns whose it is.
        ALTER TABLE application ADD COLUMN duplicate BIGINT NOT NULL DEFAULT 0;  -- 1: such a one
        DROP INDEX application_pending;
        CREATE UNIQUE INDEX application_pending ON application (email_key)
          WHERE state = 'pending' AND duplicate = 0;

        -- A receipt shows what its page said when it was made, whatever becomes of the link.
        ALTER TABLE application_receipt ADD COLUMN withdrawn BIGINT;
        ALTER TABLE application_receipt ADD COLUMN requires_approval BIGINT NOT NULL DEFAULT 1;
        ALTER TABLE application_receipt ADD COLUMN department TEXT REFERENCES department (id);
        ALTER TABLE application_receipt ADD COLUMN department_path TEXT NOT NULL DEFAULT '';

        -- The list of invitations.
        ALTER TABLE invitation ADD COLUMN label_key TEXT NOT NULL DEFAULT '';  -- folded; sorted by
        ALTER TABLE invitation ADD COLUMN printed BIGINT;   -- when somebody said that it hangs on a wall
        DROP INDEX invitation_inviter;
        CREATE INDEX invitation_inviter ON invitation (inviter, created, id);
        CREATE INDEX invitation_living ON invitation (inviter, COALESCE(expires, 9223372036854775807), id)
          WHERE revoked IS NULL;
        CREATE INDEX invitation_created ON invitation (created, id);
        CREATE INDEX invitation_department ON invitation (department, created, id);
        CREATE INDEX invitation_label ON invitation (label_key, id);
        -- One for each state; 9223372036854775807 is never, and any number. SQLite takes a partial index only
        -- where the statement has its condition word for word, and none with OR in it.
        CREATE INDEX invitation_active ON invitation (COALESCE(expires, 9223372036854775807), id)
          WHERE revoked IS NULL
            AND uses_reserved + uses_completed < COALESCE(max_uses, 9223372036854775807);
        CREATE INDEX invitation_full ON invitation (COALESCE(expires, 9223372036854775807), id)
          WHERE revoked IS NULL
            AND uses_reserved + uses_completed >= COALESCE(max_uses, 9223372036854775807);
        CREATE INDEX invitation_expired ON invitation (expires, id) WHERE revoked IS NULL;
        CREATE INDEX invitation_opens ON invitation (not_before, id) WHERE revoked IS NULL;
        CREATE INDEX invitation_revoked ON invitation (revoked, id) WHERE revoked IS NOT NULL;

        CREATE INDEX department_by_name ON department (name);

        -- Administrators: the second factor, and how often they want to hear of what waits.
        ALTER TABLE account ADD COLUMN totp_sealed TEXT;    -- NULL: no second factor
        ALTER TABLE account ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;  -- of the last code taken
        ALTER TABLE account ADD COLUMN digest_hours BIGINT NOT NULL DEFAULT 24;  -- 0: never
        ALTER TABLE account ADD COLUMN digest_sent BIGINT;
        CREATE INDEX account_administrator ON account (name, id) WHERE is_administrator = 1;

        -- For who has lost the telephone: each opens once.
        CREATE TABLE recovery_code (
          digest TEXT PRIMARY KEY,
          account TEXT NOT NULL REFERENCES account (id),
          used BIGINT
        );
        CREATE INDEX recovery_code_account ON recovery_code (account);

        ALTER TABLE session ADD COLUMN awaits_code BIGINT NOT NULL DEFAULT 0;  -- 1: password given, code not

        -- Browsers in which somebody has signed in: others' guessing does not lock these out.
        CREATE TABLE device (
          token_digest TEXT PRIMARY KEY,     -- of the cookie
          account TEXT NOT NULL REFERENCES account (id),
          created BIGINT NOT NULL,
          seen BIGINT NOT NULL
        );
        CREATE INDEX device_account ON device (account);
        CREATE INDEX device_seen ON device (seen);

        -- Wrong passwords and codes in a row; five are free, then each doubles the wait.
        CREATE TABLE guess (
          subject TEXT PRIMARY KEY,          -- an account, a device, or a digest of what was typed
          failures BIGINT NOT NULL,
          again BIGINT NOT NULL,             -- not looked at before that moment
          at BIGINT NOT NULL                 -- of the last
        );
        CREATE INDEX guess_at ON guess (at);

        -- How much came from one network address, or through one link, within a window of time.
        CREATE TABLE quota (
          subject TEXT PRIMARY KEY,
          since BIGINT NOT NULL,
          taken BIGINT NOT NULL
        );
        CREATE INDEX quota_since ON quota (since);

        -- The mail page.
        ALTER TABLE mail_outbox ADD COLUMN replaced BIGINT NOT NULL DEFAULT 0;  -- 1: another took its place, or it is void
        CREATE INDEX mail_outbox_created ON mail_outbox (created, id);
        CREATE INDEX mail_outbox_state ON mail_outbox (state, created, id);
        CREATE INDEX mail_outbox_failed ON mail_outbox (created) WHERE state = 'failed' AND replaced = 0;
        DROP INDEX mail_outbox_due;
        CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt)
          WHERE state || '' IN ('queued', 'sending');

        -- Each line's digest covers the line before it: none can be changed, moved or taken out unseen.
        ALTER TABLE audit_log ADD COLUMN number BIGINT;     -- 1, 2, … without a gap
        ALTER TABLE audit_log ADD COLUMN digest TEXT NOT NULL DEFAULT '';
        CREATE UNIQUE INDEX audit_log_number ON audit_log (number);
        DROP INDEX audit_log_subject;
        CREATE INDEX audit_log_subject ON audit_log (subject, number);
        CREATE TABLE audit_head (
          number BIGINT NOT NULL,            -- of the last line
          digest TEXT NOT NULL
        );
        INSERT INTO audit_head (number, digest) VALUES (0, '');
        """,
      then: { store in
        try store.applications.completeAll()
        try store.invitations.completeAll()
        try store.audit.chainAll()
      }),
    Migration(
      name: "publication",
      text: """
        -- When `usher build` last found every file in its place: what changed on the disk since then is looked at.
        CREATE TABLE publication (
          built BIGINT NOT NULL              -- nanoseconds, by the clock that files are stamped with
        );
        """),
    directory,
    directoryLists,
    members,
  ]

  package static var version: Int { migrations.count }
}
