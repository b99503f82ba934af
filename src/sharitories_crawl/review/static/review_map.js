// The map: the base map's lines and the server's marks in one drawing, moved by mouse, touch and keys.
"use strict";
(() => {
  const map = document.getElementById("map");
  const NS = "http://www.w3.org/2000/svg";
  const WORLD = 1000000;
  const NEAR = 9000; // units across below which communes are shown
  const SMALLEST = 20, FIRST = 40, LARGEST = 300000; // units across: the nearest view, the nearest first one, the farthest
  const said = document.getElementById("said");
  const list = document.querySelector("#list ol");
  const form = document.getElementById("filters");

  const x = (longitude) => ((longitude + 180) / 360) * WORLD;
  const y = (latitude) => (0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI)) * WORLD;
  const longitude = (at) => (at / WORLD) * 360 - 180;
  const latitude = (at) => (Math.atan(Math.exp((0.5 - at / WORLD) * 2 * Math.PI)) * 360) / Math.PI - 90;

  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
  const marks = document.createElementNS(NS, "g");
  marks.setAttribute("class", "marks");
  const names = document.createElementNS(NS, "g");
  names.setAttribute("class", "names");
  const scale = map.querySelector(".scale");
  let tiles = null;
  let view = { x: x(-5.5), y: y(51.3), w: x(9.8) - x(-5.5), h: y(41.2) - y(51.3) };
  let asked = 0, waiting = 0, drawing = 0;

  const perPixel = () => view.w / Math.max(map.clientWidth, 1);

  function fit(box) {
    const ratio = map.clientWidth / Math.max(map.clientHeight, 1);
    const middle = { x: box.x + box.w / 2, y: box.y + box.h / 2 };
    const w = Math.min(LARGEST, Math.max(SMALLEST, box.w, box.h * ratio));
    view = { x: middle.x - w / 2, y: middle.y - w / ratio / 2, w, h: w / ratio };
    changed();
  }

  function fitInside(box) {
    // clear of the buttons on the left, and of scale and credit below
    const edge = { left: 76, right: 28, top: 28, bottom: 48 };
    const across = Math.max(map.clientWidth - edge.left - edge.right, 1);
    const down = Math.max(map.clientHeight - edge.top - edge.bottom, 1);
    const least = FIRST / Math.max(map.clientWidth, 1);
    const scale = Math.min(LARGEST / Math.max(map.clientWidth, 1), Math.max(least, box.w / across, box.h / down));
    view = {
      x: box.x + box.w / 2 - (edge.left + across / 2) * scale, y: box.y + box.h / 2 - (edge.top + down / 2) * scale,
      w: map.clientWidth * scale, h: map.clientHeight * scale,
    };
    changed();
  }

  function zoom(by, at = { x: view.x + view.w / 2, y: view.y + view.h / 2 }) {
    const w = Math.min(LARGEST, Math.max(SMALLEST, view.w * by));
    const real = w / view.w;
    view = { x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real, w, h: view.h * real };
    changed();
  }

  function move(dx, dy) {
    view.x += dx;
    view.y += dy;
    changed();
  }

  function changed() {
    if (!drawing) drawing = requestAnimationFrame(draw);
    clearTimeout(waiting);
    waiting = setTimeout(load, 150);
  }

  function draw() {
    drawing = 0;
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    svg.classList.toggle("near", view.w < NEAR);
    for (const mark of marks.children) size(mark);
    sizeNames();
    measure();
    if (tiles) lay();
  }

  function sizeNames() {
    for (const name of names.children) name.setAttribute("font-size", 15 * perPixel());
  }

  function measure() {
    const metres = (perPixel() / WORLD) * 40075017 * Math.cos((latitude(view.y + view.h / 2) * Math.PI) / 180);
    const power = 10 ** Math.floor(Math.log10(metres * 120));
    const length = [5, 2, 1].map((each) => each * power).find((each) => each <= metres * 120);
    scale.querySelector("i").style.width = `${length / metres}px`;
    scale.querySelector("span").textContent = length >= 1000 ? `${length / 1000} km` : `${length} m`;
  }

  function size(mark) {
    const scale = perPixel();
    const circle = mark.querySelector("circle");
    circle.setAttribute("r", Number(mark.dataset.size) * scale);
    const text = mark.querySelector("text");
    if (text) text.setAttribute("font-size", 12 * scale);
  }

  function lay() {
    const level = Math.max(0, Math.min(19, Math.round(Math.log2(WORLD / perPixel() / 256))));
    const side = WORLD / 2 ** level;
    const scale = perPixel();
    const wanted = new Map();
    for (let column = Math.floor(view.x / side); column * side < view.x + view.w; column++)
      for (let row = Math.floor(view.y / side); row * side < view.y + view.h; row++)
        if (column >= 0 && row >= 0 && column < 2 ** level && row < 2 ** level)
          wanted.set(`${level}/${column}/${row}`, [column, row]);
    for (const picture of [...tiles.children]) if (!wanted.has(picture.dataset.at)) picture.remove();
    for (const [at, [column, row]] of wanted) {
      let picture = [...tiles.children].find((one) => one.dataset.at === at);
      if (!picture) {
        picture = document.createElement("img");
        picture.alt = "";
        picture.referrerPolicy = "strict-origin-when-cross-origin";
        picture.dataset.at = at;
        picture.src = map.dataset.tiles.replace("{z}", level).replace("{x}", column).replace("{y}", row);
        tiles.append(picture);
      }
      picture.style.left = `${(column * side - view.x) / scale}px`;
      picture.style.top = `${(row * side - view.y) / scale}px`;
      picture.style.width = picture.style.height = `${side / scale + 0.5}px`;
    }
  }

  function filters() {
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) chosen.set(name, value);
    return chosen;
  }

  async function ask(box) {
    const parameters = filters();
    if (box) parameters.set("box", box.map((number) => number.toFixed(5)).join(","));
    const answer = await fetch(`${map.dataset.points}?${parameters}`, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function load() {
    const mine = ++asked;
    const box = [longitude(view.x), latitude(view.y + view.h), longitude(view.x + view.w), latitude(view.y)];
    try {
      const found = await ask(box);
      if (mine === asked) show(found);
    } catch {
      said.textContent = map.dataset.failed;
    }
  }

  function show(found) {
    const numbers = new Map(found.listed.map((row, at) => [row.id, at + 1]));
    marks.replaceChildren(...found.marks.map((one) => mark(one, numbers)));
    names.replaceChildren(...(found.town ? [written(...found.town)] : []));
    sizeNames();
    said.textContent = found.count
      ? map.dataset.listed.replace("{shown}", found.listed.length).replace("{count}", found.count)
      : map.dataset.none;
    list.replaceChildren(...found.listed.map(item));
  }

  function written(north, east, words) {
    const text = document.createElementNS(NS, "text");
    text.setAttribute("x", x(east));
    text.setAttribute("y", y(north));
    text.textContent = words;
    return text;
  }

  function mark([north, east, count, id, name, status], numbers) {
    const link = document.createElementNS(NS, "a");
    const circle = document.createElementNS(NS, "circle");
    const title = document.createElementNS(NS, "title");
    circle.setAttribute("cx", x(east));
    circle.setAttribute("cy", y(north));
    link.append(title, circle);
    if (count === 1) {
      link.setAttribute("class", status);
      link.setAttribute("href", map.dataset.candidate + encodeURIComponent(id));
      title.textContent = name;
      link.dataset.size = numbers.has(id) ? 11 : 7;
      if (numbers.has(id)) link.append(written(north, east, numbers.get(id)));
    } else {
      link.append(written(north, east, `×${count > 9999 ? `${Math.round(count / 1000)}k` : count}`));
      link.setAttribute("class", "several");
      link.setAttribute("href", "#list");
      title.textContent = map.dataset.many.replace("{count}", count);
      link.dataset.size = Math.min(26, 12 + 3 * Math.log10(count));
      link.addEventListener("click", (event) => {
        if (view.w <= SMALLEST * 2) return; // they stand in one place: the list names them
        event.preventDefault();
        zoom(1 / 4, { x: x(east), y: y(north) });
        const middle = { x: view.x + view.w / 2, y: view.y + view.h / 2 };
        move(x(east) - middle.x, y(north) - middle.y);
      });
    }
    size(link);
    return link;
  }

  function item(row) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    const words = document.createElement("span");
    link.href = row.page;
    link.textContent = row.name;
    words.textContent = [row.kind_label, row.town, row.status_label].join(", ");
    entry.append(link, " ", words);
    return entry;
  }

  async function everything() {
    try {
      const found = await ask(null);
      if (!found.extent) return show(found);
      const [west, south, east, north] = found.extent;
      const box = { x: x(west), y: y(north), w: x(east) - x(west), h: y(south) - y(north) };
      fitInside(box);
    } catch {
      said.textContent = map.dataset.failed;
    }
  }

  // fingers and mouse
  const held = new Map();
  let dragged = false;
  const at = (event) => {
    const area = map.getBoundingClientRect();
    return { x: view.x + (event.clientX - area.left) * perPixel(), y: view.y + (event.clientY - area.top) * perPixel() };
  };
  map.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    held.set(event.pointerId, event);
    dragged = false;
  });
  map.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    if (!dragged && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
    if (!dragged) map.setPointerCapture(event.pointerId);
    dragged = true;
    if (held.size === 2) {
      const other = [...held.values()].find((one) => one.pointerId !== event.pointerId);
      const was = Math.hypot(before.clientX - other.clientX, before.clientY - other.clientY);
      const is = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
      if (is > 0) zoom(was / is, at(other));
    } else {
      move((before.clientX - event.clientX) * perPixel(), (before.clientY - event.clientY) * perPixel());
    }
    held.set(event.pointerId, event);
  });
  for (const name of ["pointerup", "pointercancel"])
    map.addEventListener(name, (event) => held.delete(event.pointerId));
  map.addEventListener("click", (event) => {
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
      dragged = false;
    }
  }, true);
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event));
  }, { passive: false });

  const doing = { in: () => zoom(0.5), out: () => zoom(2), all: everything };
  for (const button of map.querySelectorAll("[data-do]")) button.addEventListener("click", doing[button.dataset.do]);
  map.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = view.w / 6;
    const keys = {
      ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step),
      ArrowDown: () => move(0, step), "+": doing.in, "=": doing.in, "-": doing.out, 0: everything, Home: everything,
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  form.addEventListener("change", () => {
    history.replaceState(null, "", `?${filters()}`);
    everything();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    everything();
  });
  addEventListener("resize", () => fit(view));

  map.hidden = false;
  if (map.dataset.tiles) {
    tiles = document.createElement("div");
    tiles.className = "tiles";
    map.classList.add("with-tiles");
    map.append(tiles);
  }
  map.append(svg);
  svg.append(names, marks);
  fetch(map.dataset.base).then((answer) => answer.text()).then((text) => {
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
    for (const path of [...drawn.documentElement.children].reverse()) svg.prepend(document.importNode(path, true));
    draw();
  }).catch(() => { said.textContent = map.dataset.failed; });
  everything();
})();
