// Tests by which network address limits are counted.

import Membership
import Testing

@Suite struct NetworkAddressTests {
  @Test(
    "One IPv4 address, or an IPv6 network of 64 bits; anything else is none",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"),
      ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"), ("::1", "0:0:0:0::/64"),
      ("2001:DB8::", "2001:db8:0:0::/64"), ("", nil), ("192.0.2", nil), ("192.0.2.256", nil),
      ("192.0.2.1 ", nil), ("192.0.2.1:80", nil), ("[::1]", nil), ("fe80::1%eth0", nil),
      ("192.0.2.1\0/", nil), ("::1\0", nil), ("unix:", nil),
    ] as [(String, String?)])
  func text(given: String, text: String?) {
    #expect(NetworkAddress(given)?.text == text)
  }
}
