// What reads a stranger's bytes, each with what must hold whatever they are. libFuzzer looks for bytes for
// which it does not hold (`make fuzz`); those it found interesting lie in `corpus` and are replayed by a test.

import CGI
import JSON
import Membership
import Signatures
import Web

package enum FuzzTarget: String, CaseIterable, Sendable {
  /// A form's body, or a query.
  case form
  case cookie
  /// An address below the mount.
  case path
  /// `NAME=value`, each ended by NUL, as CGI and FastCGI hand them over; behind an empty one, the body.
  case environment
  /// What people type into fields.
  case words
  /// A table that somebody imports.
  case csv
  /// A body of JSON.
  case json
  /// The fields of a signature, a line each: Signature-Input, Signature, Content-Digest.
  case signature
  /// A whole request, answered by a site.
  case answer

  /// Traps where something does not hold.
  package func run(_ bytes: [UInt8]) {
    switch self {
    case .form: form(bytes)
    case .cookie: cookie(String(decoding: bytes, as: UTF8.self))
    case .path: path(String(decoding: bytes, as: UTF8.self))
    case .environment: environment(bytes)
    case .words: words(String(decoding: bytes, as: UTF8.self))
    case .csv: csv(bytes)
    case .json: json(bytes)
    case .signature: signature(String(decoding: bytes, as: UTF8.self))
    case .answer: FuzzedSite.shared.answer(bytes)
    }
  }

  private func json(_ bytes: [UInt8]) {
    guard let value = try? JSON(bytes) else { return }
    // What is written reads as the same.
    guard let again = try? JSON(Array(value.text.utf8)) else {
      preconditionFailure("what was written cannot be read")
    }
    precondition(again == value)
  }

  private func signature(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let names = ["signature-input", "signature", "content-digest"]
    let fields = Dictionary(uniqueKeysWithValues: zip(names, lines))
    let message = SignedMessage(
      method: "POST", scheme: "https", authority: "join.example.org", path: "/x", query: "",
      body: [0x7B, 0x7D]
    ) { fields[$0] }
    guard let signature = try? MessageSignature(of: message) else { return }
    precondition(signature.digest == (try? MessageSignature(of: message))?.digest)
    // Nobody has guessed this one.
    let secret = "4Gq7xV2nT9rLw0sYb6KpZc3HdJm8EfUa5QoIiRkXuTv"
    precondition((try? signature.check(message, secret: secret, at: 1_800_000_000)) == nil)
  }

  private func form(_ bytes: [UInt8]) {
    guard let fields = try? Fields(encoded: bytes) else { return }
    for (name, value) in fields {
      precondition(fields[name] == value && !value.utf8.contains(0))
    }
    // What is printed says the same.
    guard let again = try? Fields(encoded: Array(fields.encoded.utf8)) else {
      preconditionFailure("what was printed cannot be read")
    }
    precondition(again == fields)
  }

  private func cookie(_ text: String) {
    let environment = [
      "REQUEST_METHOD": "GET", "HTTP_COOKIE": text, "HTTP_ACCEPT_LANGUAGE": text,
    ]
    guard let request = try? Request(environment: environment, body: { _ in [] }) else {
      preconditionFailure("a header has broken a request")
    }
    for (name, value) in request.cookies { precondition(text.contains("\(name)=\(value)")) }
    for range in request.acceptedLanguages { precondition(!range.isEmpty) }
  }

  private func path(_ text: String) {
    if let route = Route(path: text) {
      precondition(Route(path: route.path) == route)
      precondition(text.isEmpty || route.path == text)
    }
    let environment = [
      "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/usher", "PATH_INFO": text, "REQUEST_URI": text,
    ]
    guard let request = try? Request(environment: environment, body: { _ in [] }) else { return }
    for mounted in [request.mounted(at: "/usher"), request.mounted(at: text)] {
      precondition((mounted.mount + mounted.path).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
  }

  private func environment(_ bytes: [UInt8]) {
    var rest = bytes[...]
    var entries: [[CChar]] = []
    while let end = rest.firstIndex(of: 0), end > rest.startIndex {
      entries.append(rest[...end].map { CChar(bitPattern: $0) })
      rest = rest[(end + 1)...]
    }
    let body = Array(rest.dropFirst())
    var pointers = entries.map { entry in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: entry.count)
      copy.initialize(from: entry, count: entry.count)
      return Optional(copy)
    }
    defer { for pointer in pointers { pointer?.deallocate() } }
    pointers.append(nil)
    guard
      let variables = try? pointers.withUnsafeMutableBufferPointer({
        try Gateway.variables($0.baseAddress)
      })
    else { return }
    var asked = 0
    let result = try? Request(environment: variables) { limit in
      asked += limit
      return Array(body.prefix(limit))
    }
    precondition(asked <= Request.longestBody + 1)
    guard let request = result else { return }
    precondition((request.mount + request.path).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    _ = (request.mounted(at: "/usher"), request.acceptedLanguages, request.client)
  }

  private func words(_ text: String) {
    if let code = InvitationCode(text) { precondition(InvitationCode(code.text) == code) }
    if let email = try? EmailAddress(text) {
      precondition((try? EmailAddress(email.text))?.text == email.text)
      precondition(email.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
      precondition(!email.text.hasPrefix("-"))
    }
    if let name = try? PersonName(text) {
      precondition(!name.text.isEmpty && !name.text.utf8.contains { $0 < 0x20 })
    }
    if let address = NetworkAddress(text) {
      let network = String(address.text.prefix { $0 != "/" })
      precondition(NetworkAddress(network) == address)
    }
    if let base = BaseAddress(text) { precondition(BaseAddress(base.text) == base) }
    let search = SearchText(text)
    precondition(search.isSearchable == !search.tokens.isEmpty)
    _ = (Login(text), Header("Location", text).value, csvLine([text]))
  }

  private func csv(_ bytes: [UInt8]) {
    func read(_ bytes: [UInt8], by size: Int) -> Result<[CSVReader.Record], CSVReader.Problem> {
      Result { () throws(CSVReader.Problem) in
        var reader = CSVReader()
        var records: [CSVReader.Record] = []
        var rest = bytes[...]
        while !rest.isEmpty {
          records += try reader.read(rest.prefix(size))
          rest = rest.dropFirst(size)
        }
        return records + (try reader.finish())
      }
    }
    let found = read(bytes, by: .max)
    precondition(found == read(bytes, by: 1))
    guard case .success(let records) = found else { return }
    // What is printed says the same; its first line says what stands between cells.
    let texts = records.map { $0.cells.map(csvText) }
    let head = csvLine(["", ""])
    let printed = [head] + texts.map(csvLine)
    guard case .success(let again) = read(printed.flatMap { Array($0.utf8) }, by: 7) else {
      preconditionFailure("what was printed cannot be read")
    }
    let readAgain = again.dropFirst().map { $0.cells.map(csvText) }
    precondition(
      readAgain.map { $0.map { Array($0.utf8) } } == texts.map { $0.map { Array($0.utf8) } })
  }
}
