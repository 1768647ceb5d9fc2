// Positions, groups and roles to tick in a form: for a person, or for who joins through a link.

import Languages
package import Membership

/// What there is to tick, and what is ticked.
package struct HoldingChoice: Hashable, Sendable {
  package var all: [Holding]
  package var chosen: Set<Holding.ID>
  /// What was ticked when the form was opened: it changes only what was changed in it.
  package var before: Set<Holding.ID>
  /// One that was chosen is not there any more.
  package var isGone = false

  package init(_ all: [Holding], chosen: Set<Holding.ID> = [], before: Set<Holding.ID>? = nil) {
    self.all = all
    self.chosen = chosen
    self.before = before ?? chosen
  }

  package var change: HoldingsChange { HoldingsChange(from: before, to: chosen) }

  /// Before an id, in the name of its box.
  package static let pick = "holding-"
  /// The field with the ids of what was ticked.
  package static let before = "before-holdings"
  /// As many are shown without being asked for.
  static let few = 12
}

extension Surroundings {
  /// Nothing where there is nothing to tick.
  func holdingFields(_ choice: HoldingChoice) -> HTML {
    guard !choice.all.isEmpty || choice.isGone else { return "" }
    let texts = strings.holdings
    let isOpen = choice.isGone || choice.all.count <= HoldingChoice.few
    let chosen = choice.chosen.count
    let groups: [HTML] = Holding.Kind.allCases.compactMap { kind in
      let boxes: [HTML] = choice.all.filter { $0.kind == kind }.map { holding in
        """
        <label class="check"><input type="checkbox" name="\(HoldingChoice.pick)\(holding.id.text)" value="yes"\
        \(piece(if: choice.chosen.contains(holding.id), " checked"))>\(holding.name)</label>

        """
      }
      guard !boxes.isEmpty else { return nil }
      return """
        <fieldset class="ticks"><legend>\(texts.kinds(kind))</legend>
        \(boxes)</fieldset>

        """
    }
    let before = choice.before.map(\.text).sorted().joined(separator: " ")
    return """
      <details\(piece(if: isOpen, " open"))><summary>\(texts.title): \(chosen == 0 ? texts.noneChosen : texts.chosen(chosen))</summary>
      \(piece(if: choice.isGone, "<p class=\"problem\">\(texts.gone)</p>"))
      \(groups)\
      <input type="hidden" name="\(HoldingChoice.before)" value="\(before)">
      </details>
      """
  }

  /// `Editor, Press office`
  func names(of holdings: [Holding]) -> String { strings.holdings.list(holdings.map(\.name)) }
}
