// What keeps accounts safe: limits on guessing, forms that outlive a session, the second step of signing in.

extension Strings {
  /// Signing in, where it does not go straight on.
  package struct Safety: Sendable {
    package let tooManyTries: @Sendable (_ until: String) -> String
    /// Of what was typed into a form of before.
    package let kept: String
    package let nothingLost, signedInAgain, goOn: String
    /// Where passwords were typed, which nobody keeps.
    package let openTitle, openText, open: String
  }

  package struct SecondFactor: Sendable {
    // The second step of signing in.
    package let codeTitle, codeText, code, codeHint, goOn, wrong: String
    package let tooMany: @Sendable (_ until: String) -> String
    // The page on which it is turned on and off.
    package let title, lead, setUp: String
    package let scan, image, key, newCode, turnOn, stale: String
    package let isOn, turnedOn, turnedOff: String
    package let codesLeft: @Sendable (Int) -> String
    package let codesTitle, codesText, codesKept: String
    package let newCodesTitle, newCodesText, newCodes: String
    package let offTitle, offText, turnOff: String
  }
}
