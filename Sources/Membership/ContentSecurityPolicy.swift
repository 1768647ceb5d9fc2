// What browsers may load and do on every page of a site, whether usher.cgi or the web server sends it.

package enum ContentSecurityPolicy {
  /// https://www.w3.org/TR/CSP3/: nothing inline, nothing of others, no framing.
  package static let text =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    + "frame-ancestors 'none'; base-uri 'none'"
}
