// English: the page to which a business system's button leads.

extension Strings.InviteButton {
  static let english = Strings.InviteButton(
    title: "Your invitation link",
    lead: { "\($0), make a link to hand out. Whoever opens it can apply to join." },
    stale:
      "The way here was open for some minutes only, or its address was changed. Please go back and press the button there again.",
    unknownMember:
      "The page that you came from does not say who of our members you are. Please tell whoever runs it.",
    madeBefore: "You have made this link before. Here it is again.")
}
