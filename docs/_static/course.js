// What a page does beyond being read: figures come to life, the ledger filters, a box that scrolls can
// be reached by keyboard. Without scripts each of these is there, and still.

const root = document.documentElement.dataset.content_root ?? "./";

// Figures.

const loaded = new Map();

function load(path) {
  if (!loaded.has(path)) {
    loaded.set(
      path,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${root}_static/${path}`;
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
      }),
    );
  }
  return loaded.get(path);
}

async function draw(figure) {
  if (figure.dataset.state) return;
  figure.dataset.state = "loading";
  const name = figure.id.replace(/^figure-/, "");
  await Promise.all([load("plotly.min.js"), load(`figures/${name}.js`)]);
  const { data, layout, frames, config, slider } = window.courseFigures[name];
  const still = figure.querySelector("img");
  const live = document.createElement("div");
  live.className = "figure-live";
  live.setAttribute("role", "group");
  live.setAttribute("aria-label", still.alt);
  const sized = () => fitted(layout, figure.clientWidth);
  await new Promise(requestAnimationFrame);
  still.after(live);
  const shownData = slider ? frames[slider.shown].data : data;
  await window.Plotly.newPlot(live, structuredClone(shownData ?? data), sized(), config);
  still.hidden = true;
  still.style.display = "none";
  if (slider) live.after(sliderFor(live, slider, frames));
  figure.dataset.state = "live";
  let width = figure.clientWidth;
  new ResizeObserver(() => {
    if (figure.clientWidth === width) return;
    width = figure.clientWidth;
    const { height, font } = sized();
    window.Plotly.relayout(live, { width, height, "font.size": font.size });
  }).observe(figure);
}

function fitted(layout, width) {
  const small = width < 520;
  return {
    ...structuredClone(layout),
    width,
    height: small ? Math.round(layout.height * 0.8) : layout.height,
    font: { ...layout.font, size: small ? 11 : layout.font.size },
  };
}

function sliderFor(live, { label, names, shown }, frames) {
  const box = document.createElement("label");
  box.className = "figure-slider";
  const words = document.createElement("span");
  const input = document.createElement("input");
  Object.assign(input, { type: "range", min: 0, max: names.length - 1, step: 1, value: shown });
  const show = () => {
    words.textContent = `${label} = ${names[input.value]}`;
    input.setAttribute("aria-valuetext", names[input.value]);
  };
  input.addEventListener("input", () => {
    show();
    window.Plotly.react(live, structuredClone(frames[input.value].data), live.layout, {
      displaylogo: false,
    });
  });
  show();
  box.append(words, input);
  return box;
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: "200px" },
);
for (const figure of document.querySelectorAll("figure.live")) {
  seen.observe(figure);
  for (const event of ["pointerenter", "focusin"])
    figure.addEventListener(event, () => draw(figure), { once: true });
}
window.addEventListener("beforeprint", () => {
  for (const still of document.querySelectorAll("figure.live img")) still.style.display = "";
  for (const live of document.querySelectorAll(".figure-live")) live.style.display = "none";
});
window.addEventListener("afterprint", () => {
  for (const still of document.querySelectorAll("figure.live img[hidden]"))
    still.style.display = "none";
  for (const live of document.querySelectorAll(".figure-live")) live.style.display = "";
});

// Boxes that scroll.

function reachable() {
  for (const box of document.querySelectorAll(".equation-body, span.math, .cell-output"))
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Scrolls sideways");
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
}
reachable();
document.fonts.ready.then(reachable);
window.addEventListener("resize", reachable);

// The ledger.

const filters = document.getElementById("ledger-filters");
if (filters) {
  const rows = [...document.querySelectorAll("table.ledger tbody tr")];
  const kinds = ["note", "status", "lesson"];
  const values = (row, kind) => row.dataset[kind].split("|").filter(Boolean);
  const count = document.createElement("output");
  const chosen = new Map();
  const apply = () => {
    let left = 0;
    for (const row of rows) {
      const kept = kinds.every(
        (kind) => !chosen.get(kind).value || values(row, kind).includes(chosen.get(kind).value),
      );
      row.hidden = !kept;
      const section = document.getElementById(row.dataset.item.toLowerCase());
      (section?.closest("section") ?? section).hidden = !kept;
      left += kept ? 1 : 0;
    }
    count.textContent = `${left} of ${rows.length} items`;
  };
  for (const kind of kinds) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    const all = [...new Set(rows.flatMap((row) => values(row, kind)))];
    all.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    select.append(new Option("all", ""), ...all.map((value) => new Option(value, value)));
    select.addEventListener("change", apply);
    label.append(kind[0].toUpperCase() + kind.slice(1), select);
    chosen.set(kind, select);
    filters.append(label);
  }
  filters.append(count);
  apply();
}
