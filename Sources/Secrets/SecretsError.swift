// What can go wrong with secrets. Texts are for operators.

package enum SecretsError: Error, CustomStringConvertible {
  case outOfMemory
  /// The file, and what is wrong with it.
  case key(file: String, problem: String)
  case notSealedWithThisKey
  /// Four passwords are being hashed already.
  case busy

  package var description: String {
    switch self {
    case .outOfMemory: "not enough memory to hash a password (19 MiB)"
    case .key(let file, let problem): "key file \(file) \(problem)"
    case .notSealedWithThisKey: "a secret in the outbox was sealed with another key"
    case .busy: "four passwords are being hashed already"
    }
  }
}
