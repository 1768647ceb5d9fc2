// For the pages of business systems: <button data-usher-invite="/own/back-end/address"> asks the business system's own
// back end, which makes a link at Usher and hands on its JSON answer, and shows link and QR code below the button.
for (const button of document.querySelectorAll("button[data-usher-invite]")) {
  const isChinese = (document.documentElement.lang || navigator.language).startsWith("zh");
  const says = isChinese
    ? {
        link: "邀请链接", copy: "复制链接", copied: "已复制", off: "目前不能生成邀请链接。",
        limit: "暂时不能再生成链接：数量已达上限。请稍后再试。", failed: "没有成功，请稍后再试。",
      }
    : {
        link: "Invitation link", copy: "Copy link", copied: "Copied", off: "Invitation links cannot be made at present.",
        limit: "No more links for now: as many have been made as are allowed. Please try again later.",
        failed: "That did not work. Please try again later.",
      };
  const shown = document.createElement("div");
  shown.setAttribute("role", "status");
  button.after(shown);

  function make(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  function show(answer) {
    for (const address of [answer.link, answer.qr_svg]) {
      if (!/^https?:$/.test(new URL(address).protocol)) throw new Error("no web address");
    }
    const field = make("input", { value: answer.link, readOnly: true, ariaLabel: says.link });
    const copy = make("button", { type: "button", textContent: says.copy });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        document.execCommand("copy");
      }
      copy.textContent = says.copied;
    });
    const code = document.createElement("div");
    code.append(make("img", { src: answer.qr_svg, alt: answer.link, width: 200, height: 200 }));
    shown.replaceChildren(field, copy, code);
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.usherInvite, {
        method: "POST", credentials: "same-origin", mode: "same-origin", headers: { Accept: "application/json" },
      });
      if (answer.ok) show(await answer.json());
      else shown.textContent = { 403: says.off, 429: says.limit }[answer.status] ?? says.failed;
    } catch {
      shown.textContent = says.failed;
    }
    button.disabled = false;
  });
}
