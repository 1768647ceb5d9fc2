// What people may set about a site. Each has a name, a default and a rule; the database keeps only
// what was changed.

import Glibc

package struct Settings: Hashable, Sendable {
  /// What the organisation is called on every page and in every mail.
  package var organisation = "Our organisation"
  package var baseAddress = BaseAddress.loopback(port: 8080)
  /// Where the web server mounts usher.cgi, below the base address's origin.
  package var programPath = "/usher"
  package var timeZone = TimeZone.utc
  /// Empty: Usher's own sign-in page.
  package var signInAddress = ""
  /// Whom a stranger asks, shown as typed: an address, a telephone number, a desk.
  package var contact = ""
  package var language = Language.english
  /// `#rrggbb`; white text on it reads with a contrast of 4.5 to 1.
  package var accent = "#1f5fbf"
  /// From whom mails come.
  package var sender = ""
  /// How long an initial password is good for, in hours: 1 to 168.
  package var initialPasswordHours = 24
  /// How long an invitation is open unless its inviter says otherwise.
  package var validity = Validity.Preset.month
  /// Applications from one network address within ten minutes: 1 to 10,000.
  package var addressQuota = 20
  /// Whether members make invitations of their own.
  package var memberInvitations = false
  /// How long a member's invitation is open.
  package var memberValidity = Validity.Preset.week
  /// Whether an administrator is asked before somebody joins through a member's invitation.
  package var memberApproval = true
  /// Where newcomers through members' invitations belong; nil: to the inviter's own department.
  package var memberDepartment: Department.ID?
  /// Invitations that a member may have at the same time, not revoked and not expired: 1 to 1,000.
  package var memberLinks = 5
  /// Invitations that a member may make within 24 hours: 1 to 1,000.
  package var memberLinksPerDay = 10
  /// Whether members see the names of who joined through their invitations.
  package var memberSeesJoined = false

  package init() {}

  package enum Name: String, CaseIterable, Sendable {
    case organisation
    case baseAddress = "base_address"
    case programPath = "program_path"
    case timeZone = "time_zone"
    case signInAddress = "sign_in_address"
    case contact
    case language
    case accent
    case sender
    case initialPasswordHours = "initial_password_hours"
    case validity
    case addressQuota = "address_quota"
    case memberInvitations = "member_invitations"
    case memberValidity = "member_validity"
    case memberApproval = "member_approval"
    case memberDepartment = "member_department"
    case memberLinks = "member_links"
    case memberLinksPerDay = "member_links_per_day"
    case memberSeesJoined = "member_sees_joined"
  }

  /// What stands together where people change them.
  package enum Group: CaseIterable, Sendable {
    case organisation, addresses, joining, members

    package var names: [Name] {
      switch self {
      case .organisation: [.organisation, .contact, .language, .timeZone, .accent]
      case .addresses: [.baseAddress, .programPath, .signInAddress, .sender]
      case .joining: [.validity, .initialPasswordHours, .addressQuota]
      case .members:
        [
          .memberInvitations, .memberValidity, .memberApproval, .memberDepartment, .memberLinks,
          .memberLinksPerDay, .memberSeesJoined,
        ]
      }
    }
  }

  package subscript(name: Name) -> String {
    switch name {
    case .organisation: organisation
    case .baseAddress: baseAddress.text
    case .programPath: programPath
    case .timeZone: timeZone.name
    case .signInAddress: signInAddress
    case .contact: contact
    case .language: language.tag
    case .accent: accent
    case .sender: sender
    case .initialPasswordHours: String(initialPasswordHours)
    case .validity: validity.rawValue
    case .addressQuota: String(addressQuota)
    case .memberInvitations: Self.word(memberInvitations)
    case .memberValidity: memberValidity.rawValue
    case .memberApproval: Self.word(memberApproval)
    case .memberDepartment: memberDepartment?.text ?? ""
    case .memberLinks: String(memberLinks)
    case .memberLinksPerDay: String(memberLinksPerDay)
    case .memberSeesJoined: Self.word(memberSeesJoined)
    }
  }

  /// Why a value is refused, and what would be taken.
  package struct Refusal: Error, Hashable {
    package let name: Name
    package let rule: String

    package init(name: Name, rule: String) {
      self.name = name
      self.rule = rule
    }
  }

  package mutating func set(_ name: Name, to typed: String) throws(Refusal) {
    let value = trimmed(typed)
    func check(_ holds: Bool, _ rule: String) throws(Refusal) {
      if !holds || !isPrintable(value) { throw Refusal(name: name, rule: rule) }
    }
    switch name {
    case .organisation:
      try check((1...100).contains(value.count), "1 to 100 characters on one line")
      organisation = value
    case .baseAddress:
      guard let address = BaseAddress(value) else {
        throw Refusal(name: name, rule: "an address such as https://join.example.org")
      }
      baseAddress = address
    case .programPath:
      try check(
        value.hasPrefix("/") && value.count > 1 && !value.hasSuffix("/")
          && BaseAddress("http://x\(value)") != nil,
        "a path such as /usher or /cgi-bin/usher.cgi")
      programPath = value
    case .timeZone:
      guard let zone = TimeZone(value) else {
        throw Refusal(
          name: name, rule: "a zone that this host knows, such as Europe/Berlin or UTC")
      }
      timeZone = zone
    case .signInAddress:
      try check(
        value.isEmpty
          || (value.count <= 500 && Self.hasSite(value)
            && !value.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "\"" }),
        "empty, or an address such as https://example.org/sign-in")
      signInAddress = value
    case .contact:
      try check(value.count <= 200, "at most 200 characters on one line")
      contact = value
    case .language:
      guard let known = Language(tag: value) else {
        let tags = Language.allCases.map(\.tag).joined(separator: ", ")
        throw Refusal(name: name, rule: "one of \(tags)")
      }
      language = known
    case .accent:
      try check(
        Self.contrastWithWhite(value).map { $0 >= 4.5 } ?? false,
        "a colour such as #1f5fbf, dark enough that white text on it can be read (4.5 to 1)")
      accent = value.asciiLowercased
    case .sender:
      guard value.isEmpty || (try? EmailAddress(value)) != nil else {
        throw Refusal(name: name, rule: "an e-mail address such as join@example.org")
      }
      sender = value
    case .initialPasswordHours:
      guard let hours = Int(value), (1...168).contains(hours) else {
        throw Refusal(name: name, rule: "a number of hours from 1 to 168")
      }
      initialPasswordHours = hours
    case .validity: validity = try Self.preset(value, name)
    case .addressQuota: addressQuota = try Self.count(value, 10_000, name)
    case .memberInvitations: memberInvitations = try Self.isYes(value, name)
    case .memberValidity: memberValidity = try Self.preset(value, name)
    case .memberApproval: memberApproval = try Self.isYes(value, name)
    case .memberDepartment:
      // Whether there is such a one, who stores it has looked.
      try check(value.count <= 1000, "empty, or a department")
      memberDepartment = value.isEmpty ? nil : Department.ID(value)
    case .memberLinks: memberLinks = try Self.count(value, 1000, name)
    case .memberLinksPerDay: memberLinksPerDay = try Self.count(value, 1000, name)
    case .memberSeesJoined: memberSeesJoined = try Self.isYes(value, name)
    }
  }

  private static func preset(_ value: String, _ name: Name) throws(Refusal) -> Validity.Preset {
    guard let preset = Validity.Preset(rawValue: value) else {
      let presets = Validity.Preset.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(name: name, rule: "one of \(presets)")
    }
    return preset
  }

  private static func count(_ value: String, _ most: Int, _ name: Name) throws(Refusal) -> Int {
    guard let count = Int(value), (1...most).contains(count) else {
      throw Refusal(name: name, rule: "a number from 1 to \(most)")
    }
    return count
  }

  package static let (yes, no) = ("yes", "no")

  private static func word(_ isSo: Bool) -> String { isSo ? yes : no }

  private static func isYes(_ value: String, _ name: Name) throws(Refusal) -> Bool {
    switch value {
    case yes: true
    case no: false
    default: throw Refusal(name: name, rule: "\(yes) or \(no)")
    }
  }

  /// Where a member signs in, as mails name it.
  package var shownSignInAddress: String {
    signInAddress.isEmpty
      ? "\(baseAddress.origin)\(programPath)/sign-in" : signInAddress
  }

  /// Whether it begins as an address with a host does.
  private static func hasSite(_ address: String) -> Bool {
    guard let scheme = ["https://", "http://"].first(where: address.hasPrefix) else { return false }
    let host = address.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    return BaseAddress(scheme + host) != nil
  }

  /// WCAG 2.2, "contrast ratio"; nil where the text is no `#rrggbb`.
  static func contrastWithWhite(_ colour: String) -> Double? {
    // A number may begin with a sign, a colour may not.
    guard colour.utf8.count == 7, colour.hasPrefix("#"),
      colour.dropFirst().allSatisfy(\.isHexDigit),
      let number = UInt32(colour.dropFirst(), radix: 16)
    else { return nil }
    func channel(_ shift: UInt32) -> Double {
      let value = Double(number >> shift & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    return 1.05 / (luminance + 0.05)
  }
}
