// Times in the reader's zone; the title keeps UTC.

const full = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-as-is])")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const isToday = moment.toDateString() === new Date().toDateString();
    time.textContent = time.closest(".saved") && isToday
      ? clock.format(moment)
      : full.format(moment).replace(" at ", ", ");
    time.dataset.asIs = "";
  }
}

localise(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) localise(node.parentNode ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });
