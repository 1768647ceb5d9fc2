// What signs a webhook's messages, against the example that the standard's own libraries are tested with.

import Secrets
import Testing

@Suite("Webhook secret") struct WebhookSecretTests {
  @Test("The example of Standard Webhooks")
  func example() throws {
    let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    #expect(
      secret.signature(
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: 1_614_265_330,
        body: Array("{\"test\": 2432232314}".utf8))
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test("A new one reads back, and is another each time")
  func new() throws {
    let one = WebhookSecret.new().text
    #expect(one.hasPrefix("whsec_") && WebhookSecret(one)?.text == one)
    #expect(one != WebhookSecret.new().text)
  }

  @Test(
    "Others are none", arguments: ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
  func others(text: String) { #expect(WebhookSecret(text) == nil) }
}
