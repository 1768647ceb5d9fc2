// One row of a file of accounts: whom it is about, and what is wrong with it. A column that the file does not have
// leaves what there is; an empty cell takes away a department and what is held.

import Membership
import Store

extension AccountCheck {
  mutating func takeRow(_ record: CSVReader.Record) throws {
    var problems: [AccountRowProblem] = []
    let typedLogin = text(.login, in: record) ?? ""
    let login = Login(typedLogin)
    if !typedLogin.isEmpty, login == nil { return refuse(record, [.login]) }
    let email = address(in: record, &problems)
    let old = try account(login, email, record.line, &problems)
    let kind = kind(in: record, old, &problems)
    let name = name(in: record, old, &problems)
    let settled = try settled(email, in: record, kind, old, &problems)
    var new = old ?? blank(login, settled, kind)
    if let name { new.name = name }
    if let settled { new.email = settled }
    if let chosen = department(in: record, &problems) { new.department = chosen }
    if let language = language(in: record, &problems) { new.language = language }
    if let state = state(in: record, &problems) { new.state = state }
    if let old, old.isAdministrator, old.state != new.state { problems.append(.administrator) }
    if let old, old.state == .active, new.state == .suspended, !old.isAdministrator {
      let living = try installation.store.invitations.living(of: old.id, at: .now)
      if living.links > 0 { problems.append(.hasLinks(living.links)) }
    }
    if old == nil, login == nil, kind == .public { problems.append(.loginMissing) }
    let held = try held(in: record, &problems)
    guard problems.isEmpty else { return refuse(record, problems) }
    guard let old else {
      return create(
        new, hasLogin: login != nil, holds: held.values.flatMap { $0 }, line: record.line)
    }
    let (given, taken, kinds) = try differences(of: old, held)
    change(
      old, to: new, columns(old, new, kinds), given: given, taken: taken, line: record.line)
  }

  // MARK: Whom it is about

  /// nil where there is none, or none that is right.
  private func address(
    in record: CSVReader.Record, _ problems: inout [AccountRowProblem]
  ) -> EmailAddress? {
    guard let typed = text(.email, in: record), !typed.isEmpty else { return nil }
    do throws(EmailAddress.Problem) { return try EmailAddress(typed) } catch {
      problems.append(.email(error))
      return nil
    }
  }

  /// By login; where the row has none, by address.
  private mutating func account(
    _ login: Login?, _ email: EmailAddress?, _ line: Int, _ problems: inout [AccountRowProblem]
  ) throws -> Account? {
    let rows = installation.store.accounts
    var found: Account?
    if let login {
      if let before = logins.updateValue(line, forKey: login) {
        problems.append(.loginTwice(line: before))
        return nil
      }
      found = try rows.find(login: login)
      if found?.state == .removed {
        problems.append(.loginRemoved)
        return nil
      }
    } else if let email {
      found = try rows.find(email: email)
    }
    guard let found else { return nil }
    if let before = accounts.updateValue(line, forKey: found.id) {
      problems.append(.accountTwice(line: before))
    }
    return found
  }

  private func blank(_ login: Login?, _ email: EmailAddress?, _ kind: Account.Kind) -> Account {
    let email = email ?? EmailAddress(stored: "")
    // Its id comes with all others', in the order of the file.
    return Account(
      id: Account.ID(""), login: login ?? .suggestion(for: email, attempt: 1),
      name: PersonName(stored: ""), email: email, kind: kind,
      language: installation.settings.language, mustChangePassword: kind == .personal,
      created: .now)
  }

  // MARK: What it says

  private func kind(
    in record: CSVReader.Record, _ old: Account?, _ problems: inout [AccountRowProblem]
  ) -> Account.Kind {
    let typed = text(.kind, in: record) ?? ""
    let kind = Account.Kind(rawValue: typed.asciiLowercased)
    if !typed.isEmpty, kind == nil { problems.append(.kind(typed)) }
    if let kind, let old, kind != old.kind { problems.append(.otherKind(old.kind)) }
    return old?.kind ?? kind ?? .personal
  }

  private func name(
    in record: CSVReader.Record, _ old: Account?, _ problems: inout [AccountRowProblem]
  ) -> PersonName? {
    guard let typed = text(.name, in: record) else {
      if old == nil { problems.append(.columnMissing(.name)) }
      return nil
    }
    do throws(PersonName.Problem) { return try PersonName(typed) } catch {
      problems.append(.name(error))
      return nil
    }
  }

  /// The address that the account shall have; a public one needs none.
  private mutating func settled(
    _ email: EmailAddress?, in record: CSVReader.Record, _ kind: Account.Kind, _ old: Account?,
    _ problems: inout [AccountRowProblem]
  ) throws -> EmailAddress? {
    let typed = text(.email, in: record)
    guard kind == .personal else { return typed == "" ? EmailAddress(stored: "") : email }
    if typed == nil, old == nil { problems.append(.columnMissing(.email)) }
    if typed == "" { problems.append(.email(.missing)) }
    guard let email else { return nil }
    if let before = addresses.updateValue(record.line, forKey: email.key) {
      problems.append(.addressTwice(line: before))
      return nil
    }
    if email.key != old?.email.key, let holder = try installation.store.accounts.find(email: email)
    {
      want(addressOf: holder)
    }
    return email
  }

  /// nil: as it was; `.some(nil)`: none.
  private mutating func department(
    in record: CSVReader.Record, _ problems: inout [AccountRowProblem]
  ) -> Department.ID?? {
    guard let typed = text(.department, in: record) else { return nil }
    if typed.isEmpty { return .some(nil) }
    let names = Department.names(inPath: typed)
    if let bad = names.first(where: { !Department.isName($0) }) {
      problems.append(.departmentName(bad))
      return nil
    }
    guard let found = department(names) else {
      problems.append(.departmentUnknown(typed))
      return nil
    }
    return .some(found)
  }

  private func language(
    in record: CSVReader.Record, _ problems: inout [AccountRowProblem]
  ) -> Language? {
    guard let typed = text(.language, in: record), !typed.isEmpty else { return nil }
    let language = Language(tag: typed)
    if language == nil { problems.append(.language(typed)) }
    return language
  }

  private func state(
    in record: CSVReader.Record, _ problems: inout [AccountRowProblem]
  ) -> Account.State? {
    guard let typed = text(.state, in: record), !typed.isEmpty else { return nil }
    switch Account.State(rawValue: typed.asciiLowercased) {
    case .active: return .active
    case .suspended: return .suspended
    // Removing asks what becomes of somebody's links.
    case .removed, nil:
      problems.append(.state(typed))
      return nil
    }
  }

  /// What shall be held, of each kind that the file has a column for.
  private mutating func held(
    in record: CSVReader.Record, _ problems: inout [AccountRowProblem]
  ) throws -> [Holding.Kind: [Holding.ID]] {
    var held: [Holding.Kind: [Holding.ID]] = [:]
    for kind in Holding.Kind.allCases {
      guard let list = text(AccountColumn(kind), in: record) else { continue }
      var ids: [Holding.ID] = []
      for name in AccountColumn.names(inList: list) {
        if !Holding.isName(name) {
          problems.append(.holdingName(name))
        } else if let found = try holding(kind, name) {
          if !ids.contains(found.id) { ids.append(found.id) }
        } else {
          problems.append(.holdingUnknown(kind, name))
        }
      }
      held[kind] = ids
    }
    return held
  }

  // MARK: What changes

  private func differences(
    of old: Account, _ held: [Holding.Kind: [Holding.ID]]
  ) throws -> (given: [Holding.ID], taken: [Holding.ID], kinds: Set<Holding.Kind>) {
    if held.isEmpty { return ([], [], []) }
    let before = try installation.store.holdings.all(of: old.id)
    var (given, taken, kinds): ([Holding.ID], [Holding.ID], Set<Holding.Kind>) = ([], [], [])
    for (kind, wanted) in held {
      let had = before.filter { $0.kind == kind }.map(\.id)
      let (more, less) = (
        wanted.filter { !had.contains($0) }, had.filter { !wanted.contains($0) }
      )
      if !more.isEmpty || !less.isEmpty { kinds.insert(kind) }
      given += more
      taken += less
    }
    return (given, taken, kinds)
  }

  private func columns(_ old: Account, _ new: Account, _ kinds: Set<Holding.Kind>)
    -> [AccountColumn]
  {
    AccountColumn.allCases.filter { column in
      switch column {
      case .login, .kind: false
      // By bytes: two spellings of one letter are two.
      case .name: !old.name.text.utf8.elementsEqual(new.name.text.utf8)
      case .email: old.email != new.email
      case .department: old.department != new.department
      case .positions, .groups, .roles: column.holdingKind.map(kinds.contains) ?? false
      case .language: old.language != new.language
      case .state: old.state != new.state
      }
    }
  }
}
