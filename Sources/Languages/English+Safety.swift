// English: what keeps accounts safe.

extension Strings.Safety {
  static let english = Strings.Safety(
    tooManyTries: { "There were too many tries. Please try again at \($0)." },
    kept: "What you typed is kept.",
    nothingLost: "Nothing was lost",
    signedInAgain: "You are signed in again. Press the button to go on.",
    goOn: "Go on",
    openTitle: "Please fill in the page again",
    openText: "It was open for too long, and passwords and codes are never kept.",
    open: "Open the page")
}

extension Strings.SecondFactor {
  static let english = Strings.SecondFactor(
    codeTitle: "Enter your code",
    codeText: "Your authenticator app shows six digits. Type those that it shows now.",
    code: "Code", codeHint: "Without the app, type one of your recovery codes.",
    goOn: "Go on",
    wrong: "This code is not right, or was used already. Wait for the next one and type that.",
    tooMany: { "There were too many wrong codes. Please try again at \($0)." },
    title: "Second step for signing in",
    lead:
      "Signing in can ask for a code from an app on your phone as well. Then whoever learns your password still cannot get in.",
    setUp: "Set it up",
    scan:
      "Scan this image with an authenticator app, or type the key into the app. Then type the code that the app shows.",
    image: "QR code of the key", key: "Key", newCode: "Code that the app shows", turnOn: "Turn on",
    stale: "That image was open for too long. Please scan this new one.",
    isOn: "It is on: signing in asks for a code from your app.",
    turnedOn: "The second step is on.", turnedOff: "The second step is off.",
    codesLeft: {
      switch $0 {
      case 0: "No recovery code is left. Make new ones."
      case 1: "One recovery code is left. Make new ones soon."
      default: "\($0) recovery codes are left."
      }
    },
    codesTitle: "Your recovery codes",
    codesText:
      "Print them or write them down. Each lets you in once if you lose your phone. They are not shown again.",
    codesKept: "I have them",
    newCodesTitle: "New recovery codes",
    newCodesText: "The codes of before are no longer good then.",
    newCodes: "Make new codes",
    offTitle: "Turn it off",
    offText: "Signing in then asks for your password alone.",
    turnOff: "Turn off")
}
