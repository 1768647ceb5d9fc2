// Which addresses belong to the internet at large, after IANA's registries of special-purpose addresses
// (RFC 6890): what is asked for by somebody's address must not reach what stands beside the host.

package enum PublicNetwork {
  /// - Parameter address: 4 bytes or 16, in the network's order; anything else is not public.
  package static func contains(_ address: [UInt8]) -> Bool {
    switch address.count {
    case 4: isPublic(four: address)
    case 16: isPublic(sixteen: address)
    default: false
    }
  }

  private static let closedFour: [(network: [UInt8], bits: Int)] = [
    ([0, 0, 0, 0], 8),  // this network
    ([10, 0, 0, 0], 8), ([172, 16, 0, 0], 12), ([192, 168, 0, 0], 16),  // RFC 1918
    ([100, 64, 0, 0], 10),  // carriers' NAT
    ([127, 0, 0, 0], 8),  // this host
    ([169, 254, 0, 0], 16),  // this link, clouds' metadata among it
    ([192, 0, 0, 0], 24),  // protocols
    ([192, 0, 2, 0], 24), ([198, 51, 100, 0], 24), ([203, 0, 113, 0], 24),  // documentation
    ([192, 88, 99, 0], 24),  // relays of 6to4, given up
    ([198, 18, 0, 0], 15),  // benchmarks
    ([224, 0, 0, 0], 4),  // many at once
    ([240, 0, 0, 0], 4),  // kept back, and everybody
  ]

  private static let closedSixteen: [(network: [UInt8], bits: Int)] = [
    ([0x20, 0x01, 0x00], 23),  // protocols, Teredo and benchmarks among them
    ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF, 0x00], 20),  // documentation
  ]

  private static func isPublic(four: [UInt8]) -> Bool {
    !closedFour.contains { begins(four, with: $0.network, bits: $0.bits) }
  }

  private static func isPublic(sixteen: [UInt8]) -> Bool {
    let zeros = [UInt8](repeating: 0, count: 10)
    // IPv4 in other clothes: mapped (RFC 4291), translated (RFC 6052), 6to4 (RFC 3056).
    if begins(sixteen, with: zeros + [0xFF, 0xFF], bits: 96) {
      return isPublic(four: Array(sixteen.suffix(4)))
    }
    if begins(sixteen, with: [0, 0x64, 0xFF, 0x9B] + zeros.prefix(8), bits: 96) {
      return isPublic(four: Array(sixteen.suffix(4)))
    }
    if begins(sixteen, with: [0x20, 0x02], bits: 16) {
      return isPublic(four: Array(sixteen[2..<6]))
    }
    // Only there are addresses of the internet given out; all else is this host, link or house.
    return begins(sixteen, with: [0x20], bits: 3)
      && !closedSixteen.contains { begins(sixteen, with: $0.network, bits: $0.bits) }
  }

  private static func begins(_ address: [UInt8], with network: [UInt8], bits: Int) -> Bool {
    let (whole, rest) = (bits / 8, bits % 8)
    guard address.prefix(whole) == network.prefix(whole) else { return false }
    return rest == 0 || (address[whole] ^ network[whole]) >> UInt8(8 - rest) == 0
  }
}
