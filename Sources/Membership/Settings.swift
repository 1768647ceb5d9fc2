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
  }

  /// What stands together where people change them.
  package enum Group: CaseIterable, Sendable {
    case organisation, addresses, joining

    package var names: [Name] {
      switch self {
      case .organisation: [.organisation, .contact, .language, .timeZone, .accent]
      case .addresses: [.baseAddress, .programPath, .signInAddress, .sender]
      case .joining: [.validity, .initialPasswordHours, .addressQuota]
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
    }
  }

  /// Why a value is refused, and what would be taken.
  package struct Refusal: Error, Hashable {
    package let name: Name
    package let rule: String
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
    case .validity:
      guard let preset = Validity.Preset(rawValue: value) else {
        let presets = Validity.Preset.allCases.map(\.rawValue).joined(separator: ", ")
        throw Refusal(name: name, rule: "one of \(presets)")
      }
      validity = preset
    case .addressQuota:
      guard let count = Int(value), (1...10_000).contains(count) else {
        throw Refusal(name: name, rule: "a number from 1 to 10000")
      }
      addressQuota = count
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
