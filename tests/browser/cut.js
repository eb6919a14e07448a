// The words that cannot be read in full: cut off by what they stand in, or reaching out of the window.
() => {
  const CLIPS = ["hidden", "clip"], SCROLLS = ["auto", "scroll"];
  const UNSEEN = "canvas, svg, [aria-hidden=true], [data-testid=stSidebar][aria-expanded=false]";
  const SLACK = 1.5, LINE_SLACK = 4;

  const forScreenReaders = (box) => box.width <= 2 || box.height <= 2;
  const past = (rect, box, slack) => ({
    across: rect.right > box.right + slack || rect.left < box.left - slack,
    along: rect.bottom > box.bottom + LINE_SLACK || rect.top < box.top - LINE_SLACK,
  });

  function cutBy(own, rect) {
    for (let up = own; up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up), box = up.getBoundingClientRect();
      if (style.visibility === "hidden" || style.opacity === "0" || forScreenReaders(box)) return false;
      const out = past(rect, box, SLACK);
      if (CLIPS.includes(style.overflowX) && out.across) return true;
      if (SCROLLS.includes(style.overflowX) && up.scrollWidth > up.clientWidth) return false;
      if (CLIPS.includes(style.overflowY) && out.along) return true;
      if (SCROLLS.includes(style.overflowY)) return out.across;
    }
    return rect.right > innerWidth + SLACK;
  }

  function words() {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const own = walker.currentNode.parentElement, range = document.createRange();
      if (!walker.currentNode.textContent.trim() || own.closest(UNSEEN)) continue;
      range.selectNodeContents(walker.currentNode);
      const lines = [...range.getClientRects()].filter((one) => one.width > 1);
      if (lines.some((one) => cutBy(own, one))) found.push(walker.currentNode.textContent.trim());
    }
    return found;
  }

  // What is chosen from a list stands in one line that scrolls; the list itself shows its options in full.
  function fields() {
    const pen = document.createElement("canvas").getContext("2d");
    const shown = [...document.querySelectorAll("input:not([type=file], [type=checkbox], [type=radio])")]
      .filter((one) => one.clientWidth > 2 && !one.closest(UNSEEN) && !(one.role === "combobox" && one.value));
    return shown.filter((one) => {
      const style = getComputedStyle(one);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return pen.measureText(one.value || one.placeholder).width > room + SLACK;
    }).map((one) => one.value || one.placeholder);
  }

  function drawn() {
    const found = [];
    for (const chart of document.querySelectorAll("[data-testid=stVegaLiteChart] svg.marks")) {
      const frame = chart.getBoundingClientRect(), placed = [];
      for (const one of chart.querySelectorAll("text")) {
        const rect = one.getBoundingClientRect(), out = past(rect, frame, 2);
        if (one.getAttribute("opacity") === "0" || rect.width < 1) continue;
        if (out.across || out.along) found.push(one.textContent);
        const over = placed.find((other) => rect.left < other.right - 1 && other.left < rect.right - 1
          && rect.top < other.bottom - 3 && other.top < rect.bottom - 3);
        if (over) found.push(one.textContent);
        placed.push(rect);
      }
    }
    return found;
  }

  return [...words(), ...fields(), ...drawn()];
}
