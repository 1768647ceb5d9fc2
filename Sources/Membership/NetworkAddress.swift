// Where a request comes from, as far as limits are concerned: one IPv4 address, or one IPv6 network of
// 64 bits, which is what one household or one attacker has.

import Glibc

package struct NetworkAddress: Hashable, Sendable {
  /// `192.0.2.1`, or `2001:db8:0:1::/64`.
  package let text: String

  /// - Parameter text: as the web server gives it (`REMOTE_ADDR`, RFC 3875); nil for what is no address.
  package init?(_ text: String) {
    // C would read up to there, and the rest would be kept.
    guard !text.utf8.contains(0) else { return nil }
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.text = text
      return
    }
    var six = [UInt8](repeating: 0, count: 16)
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    if six.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255] {
      // IPv4 in IPv6's clothes (RFC 4291, section 2.5.5.2).
      self.text = six.suffix(4).map { String($0) }.joined(separator: ".")
      return
    }
    let groups = (0..<4).map { place in
      String(Int(six[2 * place]) << 8 | Int(six[2 * place + 1]), radix: 16)
    }
    self.text = groups.joined(separator: ":") + "::/64"
  }
}
