// A browser as its owner knows it again: its name and what it runs on, and nothing else of what it says of itself.

package struct Browser: Hashable, Sendable {
  /// `Firefox`; empty where it is none that is known.
  package let name: String
  /// `Android`; empty likewise.
  package let system: String

  /// - Parameter userAgent: of whatever length and content; what is not known in it is left out.
  package init(userAgent: String) {
    let text = userAgent.utf8.prefix(1000).split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    name = Self.first(of: Self.names, in: text)
    system = Self.first(of: Self.systems, in: text)
  }

  /// As a session has it; at most 60 characters.
  package var stored: String { "\(name), \(system)" }

  package init(stored: String) {
    let halves = stored.split(separator: ", ", maxSplits: 1, omittingEmptySubsequences: false)
    name = halves.first.map(String.init) ?? ""
    system = halves.count == 2 ? String(halves[1]) : ""
  }

  private static func first(of table: [(sign: String, name: String)], in text: String) -> String {
    table.first { text.contains($0.sign) }?.name ?? ""
  }

  /// In the order of looking: most pretend to be those further down as well.
  private static let names: [(sign: String, name: String)] = [
    ("MicroMessenger/", "WeChat"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"),
    ("Edge/", "Edge"), ("OPR/", "Opera"), ("OPT/", "Opera"), ("Opera", "Opera"),
    ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex Browser"), ("UCBrowser/", "UC Browser"),
    ("MQQBrowser/", "QQ Browser"), ("QQBrowser/", "QQ Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MiuiBrowser/", "Mi Browser"), ("SamsungBrowser/", "Samsung Internet"),
    ("DuckDuckGo/", "DuckDuckGo"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ("Trident/", "Internet Explorer"), ("MSIE ", "Internet Explorer"), ("curl/", "curl"),
  ]

  private static let systems: [(sign: String, name: String)] = [
    ("OpenHarmony", "HarmonyOS"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"),
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"), ("Mac OS X", "macOS"), ("FreeBSD", "FreeBSD"), ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
  ]
}
