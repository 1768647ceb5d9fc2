// What signs a webhook's messages, as Standard Webhooks says (https://www.standardwebhooks.com):
// HMAC-SHA-256 over id, moment and body, in base64.

import CNettle
import CSodium

package struct WebhookSecret: Sendable {
  private let key: [UInt8]

  /// 256 random bits.
  package static func new() -> WebhookSecret { WebhookSecret(key: randomBytes(size)) }

  private init(key: [UInt8]) { self.key = key }

  /// `whsec_` and 24 to 64 bytes in base64, as the standard has it; nil for anything else.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let typed = String(text.dropFirst(Self.prefix.count))
    var bytes = [UInt8](repeating: 0, count: 64)
    var count = 0
    let status = sodium_base642bin(
      &bytes, bytes.count, typed, typed.utf8.count, nil, &count, nil,
      Int32(sodium_base64_VARIANT_ORIGINAL))
    guard status == 0, count >= 24 else { return nil }
    key = Array(bytes.prefix(count))
  }

  /// As the receiver is given it, and as it is stored, sealed.
  package var text: String { Self.prefix + base64(key) }

  /// - Parameter at: seconds since 1970.
  /// - Returns: the header `webhook-signature`.
  package func signature(id: String, at: Int64, body: [UInt8]) -> String {
    let message = Array("\(id).\(at).".utf8) + body
    var context = hmac_sha256_ctx()
    var hash = [UInt8](repeating: 0, count: 32)
    nettle_hmac_sha256_set_key(&context, key.count, key)
    nettle_hmac_sha256_update(&context, message.count, message)
    nettle_hmac_sha256_digest(&context, hash.count, &hash)
    return "v1,\(base64(hash))"
  }

  private static let prefix = "whsec_"
  private static let size = 32
}

/// RFC 4648, 4, with padding.
private func base64(_ bytes: [UInt8]) -> String {
  let variant = Int32(sodium_base64_VARIANT_ORIGINAL)
  var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
  sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
  return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
