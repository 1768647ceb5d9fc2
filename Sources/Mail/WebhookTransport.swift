// How a webhook is told: by the `curl` program, over HTTPS alone, to an address that was looked at before. The
// name is looked up here, and curl is bound to what came of it: what a second look-up would say changes nothing.

import Glibc
package import Membership
import Processes

package struct WebhookTransport: Sendable {
  private let mayReachPrivate: Bool
  private let certificates: String

  /// - Parameter certificates: a file; empty for the host's own.
  package init(mayReachPrivate: Bool, certificates: String) {
    self.mayReachPrivate = mayReachPrivate
    self.certificates = certificates
  }

  package enum Outcome: Hashable, Sendable {
    case sent
    /// 410
    case gone
    case failed(String)
  }

  /// Seconds for one message.
  private static let patience: Int32 = 15

  package func deliver(
    _ body: [UInt8], to address: WebhookAddress, id: String, at seconds: Int64, signature: String
  ) -> Outcome {
    let found: [Found]
    do throws(Unreachable) { found = try Self.lookUp(address) } catch {
      return .failed(error.description)
    }
    if !mayReachPrivate, let closed = found.first(where: { !PublicNetwork.contains($0.bytes) }) {
      return .failed(
        "\(address.host) is \(closed.text), in no public network: "
          + "usher.conf allows it with webhooks_private = yes")
    }
    do {
      return try post(
        body, to: address, at: found,
        headers: [
          "content-type: application/json", "webhook-id: \(id)", "webhook-timestamp: \(seconds)",
          "webhook-signature: \(signature)", "user-agent: Usher", "expect:",
        ])
    } catch {
      return .failed("\(error)")
    }
  }

  // MARK: Looking up

  private struct Found {
    let bytes: [UInt8]
    /// As curl takes it: IPv6 in brackets.
    let text: String
  }

  private struct Unreachable: Error {
    let description: String
  }

  /// Every address of the host, also of a number in whatever spelling.
  private static func lookUp(_ address: WebhookAddress) throws(Unreachable) -> [Found] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(address.host, nil, &hints, &list)
    guard status == 0 else {
      throw Unreachable(
        description: "\(address.host): \(String(cString: gai_strerror(status)))")
    }
    defer { freeaddrinfo(list) }
    var found: [Found] = []
    var next = list
    while let entry = next?.pointee {
      next = entry.ai_next
      guard let bytes = bytes(of: entry) else { continue }
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(entry.ai_family, bytes, &text, socklen_t(text.count))
      let spelled = String(
        decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      found.append(Found(bytes: bytes, text: bytes.count == 16 ? "[\(spelled)]" : spelled))
    }
    guard !found.isEmpty else {
      throw Unreachable(description: "\(address.host) has no address")
    }
    return found
  }

  private static func bytes(of entry: addrinfo) -> [UInt8]? {
    guard let address = UnsafeRawPointer(entry.ai_addr) else { return nil }
    switch entry.ai_family {
    case AF_INET:
      let four = address.loadUnaligned(as: sockaddr_in.self).sin_addr
      return withUnsafeBytes(of: four, Array.init)
    case AF_INET6:
      let six = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
      return withUnsafeBytes(of: six, Array.init)
    default: return nil
    }
  }

  // MARK: Telling

  /// The configuration on standard input and the body on another descriptor, so that neither is seen in the list
  /// of processes. `connect-to` with neither host nor port holds for whatever curl reads in the address.
  private func post(
    _ body: [UInt8], to address: WebhookAddress, at found: [Found], headers: [String]
  ) throws -> Outcome {
    // A name has all its addresses; a number is itself, however curl would spell it.
    let pin =
      found.count == 1
      ? "connect-to = \"::\(found[0].text):\(address.port)\""
      : "resolve = \"\(address.host):\(address.port):\(found.map(\.text).joined(separator: ","))\""
    var configuration = """
      url = "\(address.text)"
      \(pin)
      proto = "=https"
      noproxy = "*"
      globoff
      path-as-is
      data-binary = "@/dev/fd/3"
      connect-timeout = 10
      max-time = 10
      output = "/dev/null"
      write-out = "%{response_code}"
      silent
      show-error

      """
    configuration += headers.map { "header = \"\($0)\"\n" }.joined()
    if !certificates.isEmpty { configuration += "cacert = \"\(Transport.quoted(certificates))\"\n" }
    let outcome = try Child("/usr/bin/curl", ["--disable", "--config", "-"]).run(
      input: Array(configuration.utf8), extra: body, seconds: Self.patience)
    let code = Int(outcome.output.suffix(3)) ?? 0
    switch code {
    case 200..<300 where outcome.exit == 0: return .sent
    case 410: return .gone
    case 300..<400: return .failed("answer \(code): redirections are not followed")
    case 400...: return .failed("answer \(code)")
    default:
      if outcome.timedOut || outcome.exit == 28 { return .failed("no answer within 10 seconds") }
      let said = outcome.complaint.split(whereSeparator: \.isNewline).joined(separator: "; ")
      return .failed(said.isEmpty ? "curl ended with \(outcome.exit)" : String(said.prefix(300)))
    }
  }
}
