// The migration that brings people, departments and public accounts.

extension Schema {
  static let directory = Migration(
    name: "people, departments, public accounts",
    text: """
      -- Positions, groups and roles: what accounts hold, and links give.
      CREATE TABLE holding (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('position', 'group', 'role')),
        name TEXT NOT NULL,
        name_key TEXT NOT NULL             -- folded: two that read alike are one
      );
      CREATE UNIQUE INDEX holding_name ON holding (kind, name_key);
      CREATE TABLE account_holding (
        account TEXT NOT NULL REFERENCES account (id),
        holding TEXT NOT NULL REFERENCES holding (id),
        PRIMARY KEY (account, holding)
      );
      CREATE INDEX account_holding_holding ON account_holding (holding, account);
      CREATE TABLE invitation_holding (
        invitation TEXT NOT NULL REFERENCES invitation (id),
        holding TEXT NOT NULL REFERENCES holding (id),
        PRIMARY KEY (invitation, holding)
      );
      CREATE INDEX invitation_holding_holding ON invitation_holding (holding);

      -- The list of accounts, in the order of the names: what is filtered stands in the index.
      ALTER TABLE account ADD COLUMN name_key TEXT NOT NULL DEFAULT '';  -- folded; sorted by
      ALTER TABLE account ADD COLUMN number BIGINT;       -- 1, 2, … as they came
      CREATE UNIQUE INDEX account_number ON account (number);
      CREATE INDEX account_name ON account (name_key, id, state, kind, department);
      CREATE INDEX account_state_name ON account (state, name_key, id, kind, department);
      CREATE INDEX account_kind_name ON account (kind, name_key, id, state, department);
      CREATE INDEX account_department ON account (department, name_key, id, state);
      -- As application_gram, by the account's number.
      CREATE VIRTUAL TABLE account_gram USING fts5
        (tokens, content='', detail=none, columnsize=0, tokenize='ascii');

      -- A person's application from the account's page; and whatever has to be erased with the person.
      CREATE INDEX application_account ON application (account) WHERE account IS NOT NULL;
      CREATE INDEX application_approver ON application (approver) WHERE approver IS NOT NULL;
      CREATE INDEX application_receipt_email ON application_receipt (LOWER(email));
      -- Who was erased, until what is left in unused parts of the file is gone too.
      CREATE TABLE erasure (
        account TEXT PRIMARY KEY REFERENCES account (id),
        at BIGINT NOT NULL
      );

      CREATE INDEX department_parent ON department (parent);
      CREATE INDEX application_receipt_department ON application_receipt (department);

      -- With whom or what a public account is associated; who may use it follows, when it is asked.
      CREATE TABLE public_account_grant (
        public_account TEXT NOT NULL REFERENCES account (id),
        subject_kind TEXT NOT NULL CHECK (subject_kind IN ('account', 'department', 'holding')),
        subject TEXT NOT NULL,
        PRIMARY KEY (public_account, subject_kind, subject)
      );
      CREATE INDEX public_account_grant_subject ON public_account_grant
        (subject_kind, subject, public_account);

      -- Who acted as which public account, and when.
      CREATE TABLE public_account_access (
        id TEXT PRIMARY KEY,
        public_account TEXT NOT NULL REFERENCES account (id),
        account TEXT NOT NULL REFERENCES account (id),
        began BIGINT NOT NULL,
        ended BIGINT                       -- NULL: it goes on, or its session ended without a word
      );
      CREATE INDEX public_account_access_public ON public_account_access
        (public_account, began, id);
      CREATE INDEX public_account_access_running ON public_account_access (public_account)
        WHERE ended IS NULL;
      CREATE INDEX public_account_access_account ON public_account_access (account, began, id);

      ALTER TABLE session ADD COLUMN access TEXT REFERENCES public_account_access (id);  -- NULL: as oneself
      CREATE INDEX session_access ON session (access) WHERE access IS NOT NULL;
      ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';  -- as its owner recognises it: Firefox, Android
      ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';  -- digest of that browser's other cookie
      """,
    then: { store in try store.accounts.completeAll() })

  static let directoryLists = Migration(
    name: "lists of who holds what, and of who belongs where",
    text: """
      ALTER TABLE account_holding ADD COLUMN name_key TEXT NOT NULL DEFAULT '';  -- the account's; sorted by
      UPDATE account_holding SET name_key =
        (SELECT account.name_key FROM account WHERE account.id = account_holding.account);
      DROP INDEX account_holding_holding;
      CREATE INDEX account_holding_name ON account_holding (holding, name_key, account);
      DROP INDEX account_department;
      CREATE INDEX account_department ON account (department, name_key, id, state, kind);
      DROP INDEX department_parent;
      CREATE INDEX department_parent ON department (parent, id);
      """)
}
