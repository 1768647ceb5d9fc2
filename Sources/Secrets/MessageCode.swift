// What other people's programs compute too: HMAC-SHA-256 (RFC 2104), SHA-256 and SHA-512 (FIPS 180-4), base 64
// (RFC 4648, section 4).

import CSodium

package func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
  var state = crypto_auth_hmacsha256_state()
  var code = [UInt8](repeating: 0, count: 32)
  crypto_auth_hmacsha256_init(&state, key, key.count)
  crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
  crypto_auth_hmacsha256_final(&state, &code)
  return code
}

package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var hash = [UInt8](repeating: 0, count: 32)
  crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
  return hash
}

package func sha512(_ bytes: [UInt8]) -> [UInt8] {
  var hash = [UInt8](repeating: 0, count: 64)
  crypto_hash_sha512(&hash, bytes, UInt64(bytes.count))
  return hash
}

/// Equal or not, in a time that does not tell where the difference is.
package func isEqualInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  one.count == other.count && sodium_memcmp(one, other, one.count) == 0
}

package func base64(_ bytes: [UInt8]) -> String {
  let variant = Int32(sodium_base64_VARIANT_ORIGINAL)
  var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
  sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
  return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

package func bytes(base64 text: String) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: text.utf8.count)
  var count = 0
  let status = sodium_base642bin(
    &bytes, bytes.count, text, text.utf8.count, nil, &count, nil,
    Int32(sodium_base64_VARIANT_ORIGINAL))
  return status == 0 ? Array(bytes.prefix(count)) : nil
}

/// Two digits a byte, in small letters.
package func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
