// One page for each way in which a request can go wrong.

import Languages
import Membership

package enum Mishap: Hashable, Sendable {
  case notFound, forbidden, closed, foreign, badRequest, method, tooLarge, type, tooSlow, busy
  /// - Parameter reference: what the log calls it.
  case broken(reference: String)
}

extension Surroundings {
  package func failurePage(_ mishap: Mishap) -> HTML {
    let texts = strings.failure
    switch mishap {
    case .notFound: return failurePage(texts.notFoundTitle, texts.notFoundText)
    case .forbidden:
      return failurePage(texts.forbiddenTitle, texts.forbiddenText, toSignIn)
    case .closed: return failurePage(texts.forbiddenTitle, texts.closedText, toSignIn)
    case .foreign: return failurePage(texts.foreignTitle, texts.foreignText)
    case .badRequest: return failurePage(texts.badRequestTitle, texts.badRequestText)
    case .method: return failurePage(texts.methodTitle, texts.methodText)
    case .tooLarge: return failurePage(texts.tooLargeTitle, texts.tooLargeText)
    case .type: return failurePage(texts.typeTitle, texts.typeText)
    case .tooSlow: return failurePage(texts.tooSlowTitle, texts.tooSlowText)
    case .busy: return failurePage(texts.busyTitle, texts.busyText)
    case .broken(let reference):
      return failurePage(
        texts.brokenTitle, texts.brokenText,
        "<dl class=\"facts\"><dt>\(texts.reference)</dt><dd>\(reference)</dd></dl>")
    }
  }

  private var toSignIn: HTML {
    "<p><a class=\"button\" href=\"\(address(.signIn))\">\(strings.signIn.title)</a></p>"
  }

  private var toStart: HTML {
    "<p><a class=\"button quiet\" href=\"\(address(.entry))\">\(strings.failure.toStart)</a></p>"
  }

  private func failurePage(_ title: String, _ text: String, _ more: HTML = "") -> HTML {
    sheet(title: title, "<h1>\(title)</h1>\n<p>\(text)</p>\n\(more)\(toStart)")
  }
}
