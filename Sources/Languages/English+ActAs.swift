// English: the public accounts that a person may act as.

extension Strings.ActAs {
  static let english = Strings.ActAs(
    title: "Public accounts",
    lead: "You stay signed in as yourself, and choose here as which public account you act.",
    none: "No public account is open to you.",
    use: "Use", inUse: "in use",
    acting: { "You act as \($0)" },
    yourself: "Be yourself again", isYourself: "You are yourself again.",
    refused: "That account is not open to you any more. Nothing was changed.",
    usesTitle: "How you used them", account: "Public account", from: "From", until: "Until",
    goesOn: "goes on",
    endedTitle: { "You cannot use \($0) any more" },
    endedText:
      "It was suspended, or is not open to you any more. From now on you are yourself again.",
    notDone: "What you have just sent was not done.", goOn: "Go on as yourself")
}
