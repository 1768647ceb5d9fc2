// What signs a webhook's messages, as Standard Webhooks says (https://www.standardwebhooks.com):
// HMAC-SHA-256 over id, moment and body, in base64.

package struct WebhookSecret: Sendable {
  private let key: [UInt8]

  /// 256 random bits.
  package static func new() -> WebhookSecret { WebhookSecret(key: randomBytes(size)) }

  private init(key: [UInt8]) { self.key = key }

  /// `whsec_` and 24 to 64 bytes in base64, as the standard has it; nil for anything else.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    guard let key = bytes(base64: String(text.dropFirst(Self.prefix.count))),
      (24...64).contains(key.count)
    else { return nil }
    self.key = key
  }

  /// As the receiver is given it, and as it is stored, sealed.
  package var text: String { Self.prefix + base64(key) }

  /// - Parameter at: seconds since 1970.
  /// - Returns: the header `webhook-signature`.
  package func signature(id: String, at: Int64, body: [UInt8]) -> String {
    let code = hmacSHA256(Array("\(id).\(at).".utf8) + body, key: key)
    return "v1,\(base64(code))"
  }

  private static let prefix = "whsec_"
  private static let size = 32
}
