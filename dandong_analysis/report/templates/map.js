"use strict";
// Moves, enlarges, explains maps: reads elements and attributes of the page, writes
// text only. Lengths: units of the map or pixels of the screen; scale: units to the pixel.
const ZOOM = 1.6;
const NEAREST = 0.4; // scale; closer, rounding would show
const TREMBLE = 4; // pixels that a press may move before it drags
const [MOUSE, TOUCH] = [8, 20]; // pixels round a point that still mean it
const FONT = 12;
const RING = 10;
const LONGEST_BAR = 120;
const MOVES = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1, Home: -1e9, End: 1e9 };
const ZOOMS = { "+": ZOOM, "=": ZOOM, "-": 1 / ZOOM, 0: 0 }; // nought is the whole map

const { abs, hypot, max, min } = Math;
const clamp = (value, least, most) => min(max(value, least), most);

function write(name, text, parent, attributes = {}) {
  const made = document.createElementNS(parent.namespaceURI, name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return parent.appendChild(made);
}

function readLayer(group) {
  const layer = { group };
  const isPoint = group.matches(".point");
  const topFirst = [...group.children].reverse();
  layer.features = topFirst.flatMap((part) => [...part.querySelectorAll("[role=option]")]).map((shape) => {
    const place = (axis) => Number(shape.dataset[axis] ?? shape.getAttribute(`c${axis}`));
    return { layer, shape, isPoint, x: place("x"), y: place("y") };
  });
  return layer;
}

const isShown = ({ shape }) => !shape.closest(".off");

class MapView {
  constructor(figure) {
    const parts = "live view panel said facts hint labels outline bar length legend buttons";
    for (const name of parts.split(" ")) this[name] = figure.querySelector(`.${name}`);
    const { width, height } = this.view.viewBox.baseVal;
    Object.assign(this, { width, height, x: 0, y: 0, presses: new Map() });
    this.layers = [...this.view.querySelectorAll(".layer")].map(readLayer);
    this.features = new Map(this.layers.flatMap(({ features }) => features.map((f) => [f.shape, f])));
    this.live.hidden = false;
    this.writeLabels();
    this.settle();
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.view);
  }

  listen() {
    const on = (part, names, handle) => names.split(" ").map((name) => part.addEventListener(name, handle));
    on(this.view, "focusin keydown pointerdown pointermove click wheel", (event) => this[event.type](event));
    on(window, "pointerup pointercancel", ({ pointerId }) => this.presses.delete(pointerId));
    on(this.buttons, "click", ({ target }) => target.value && this.zoom(ZOOMS[target.value]));
    on(this.panel, "keydown", ({ key }) => key === "Escape" && (this.current?.shape ?? this.view).focus());
    on(this.legend, "change", ({ target }) => this.switch(target));
  }

  // The view: its middle (x, y) and its scale.

  resize() {
    const size = this.view.getBoundingClientRect();
    if (!(size.width * size.height)) return; // not on the screen, as while printing
    const scale = this.scale === this.farthest ? Infinity : this.scale;
    this.size = size;
    this.farthest = max(this.width / size.width, this.height / size.height);
    this.look(this.x, this.y, scale);
  }

  look(x, y, scale) {
    this.scale = clamp(scale, min(NEAREST, this.farthest), this.farthest);
    const [width, height] = [this.size.width * this.scale, this.size.height * this.scale];
    const keep = (middle, seen, all) => (seen >= all ? all / 2 : clamp(middle, seen / 2, all - seen / 2));
    this.x = keep(x, width, this.width);
    this.y = keep(y, height, this.height);
    this.view.setAttribute("viewBox", [this.x - width / 2, this.y - height / 2, width, height].join(" "));
    this.view.classList.toggle("near", this.scale < this.farthest);
    this.fit();
    this.drawBar();
    this.drawRing();
  }

  pan(right, down) {
    this.look(this.x + right * this.scale, this.y + down * this.scale, this.scale);
  }

  // What is at `spot`, in pixels from the middle, stays there.
  zoom(factor, spot = { x: 0, y: 0 }) {
    const { x, y, scale } = this;
    this.look(x, y, scale / factor);
    const change = scale - this.scale;
    this.look(x + spot.x * change, y + spot.y * change, this.scale);
  }

  // Symbols and labels keep their size on the screen.
  fit() {
    const scaling = `scale(${this.scale})`;
    for (const symbol of this.view.querySelectorAll(".mark, .hatch"))
      symbol.setAttribute(symbol.matches(".mark") ? "transform" : "patternTransform", scaling);
    this.labels.setAttribute("font-size", FONT * this.scale);
    this.placeLabels();
  }

  drawBar() {
    const metres = this.scale * this.live.dataset.unit; // to the pixel
    const power = 10 ** Math.floor(Math.log10(metres * LONGEST_BAR));
    const length = [5, 2, 1].find((digit) => digit * power <= metres * LONGEST_BAR) * power;
    this.bar.style.width = `${length / metres}px`;
    const { m, km } = this.length.dataset;
    this.length.textContent = length < 1000 ? `${length} ${m}` : `${length / 1000} ${km}`;
  }

  drawRing() {
    const { shape, isPoint, x, y } = this.current ?? {};
    const r = RING * this.scale;
    const circle = `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    this.outline.setAttribute("d", isPoint ? circle : (shape?.getAttribute("d") ?? ""));
  }

  // Labels: an earlier one stays, a later one that would touch it hides.

  writeLabels() {
    this.labels.setAttribute("font-size", FONT);
    this.labelled = [...this.features.values()].filter((feature) => feature.shape.dataset.label);
    for (const feature of this.labelled) {
      const { x, y, shape, isPoint } = feature;
      feature.label = write("text", shape.dataset.label, this.labels, { x, y, class: isPoint ? "beside" : "" });
    }
    for (const feature of this.labelled) feature.width = feature.label.getComputedTextLength();
  }

  placeLabels() {
    const taken = [];
    const touches = (a) => taken.some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
    for (const feature of this.labelled) {
      const left = feature.x / this.scale + (feature.isPoint ? 0.7 * FONT : -feature.width / 2);
      const y = feature.y / this.scale;
      const box = [left, y - 0.7 * FONT, left + feature.width + FONT / 3, y + 0.7 * FONT];
      const isPlaced = isShown(feature) && !touches(box);
      if (isPlaced) taken.push(box);
      feature.label.classList.toggle("off", !isPlaced);
    }
  }

  // The legend switches layers and classes.

  switch({ dataset, checked }) {
    const { group } = this.layers[dataset.layer];
    const parts = [...group.children].filter((part) => part.dataset.symbol === dataset.symbol);
    for (const part of dataset.symbol ? parts : [group]) part.classList.toggle("off", !checked);
    this.settle();
  }

  settle() {
    for (const layer of this.layers) {
      layer.shown = layer.features.filter(isShown);
      if (!layer.shown.includes(layer.stop)) this.stopAt(layer.shown[0], layer);
    }
    this.points = this.layers.flatMap((layer) => layer.shown.filter((feature) => feature.isPoint));
    if (this.current && !isShown(this.current)) this.show(null);
    if (this.size) this.placeLabels();
  }

  // Tab reaches one feature of each layer, arrow keys the others.
  stopAt(feature, layer) {
    if (feature === layer.stop) return;
    layer.stop?.shape.removeAttribute("tabindex");
    feature?.shape.setAttribute("tabindex", "0");
    layer.stop = feature;
  }

  // The panel tells about a feature, and keeps it when it was clicked or has the focus.
  show(feature, isKept = false) {
    this.isKept = isKept;
    if (feature === this.current) return;
    this.current?.shape.removeAttribute("aria-selected");
    feature?.shape.setAttribute("aria-selected", "true");
    this.current = feature;
    this.said.replaceChildren(...(feature ? [] : [this.hint]));
    this.facts.replaceChildren();
    if (feature) {
      this.stopAt(feature, feature.layer);
      this.tell(feature.shape);
    }
    this.panel.scrollTop = 0;
    this.drawRing();
  }

  tell(shape) {
    write("p", shape.getAttribute("aria-label"), this.said, { class: "name" });
    write("p", shape.parentNode.dataset.kind, this.said, { class: "kind" });
    for (const line of shape.dataset.text?.split("\n") ?? []) write("p", line, this.said);
    const facts = document.getElementById(shape.dataset.facts);
    if (facts) this.facts.append(facts.content.cloneNode(true));
  }

  // Pointers: one drags, two pinch, a press that stays opens.

  spot({ clientX, clientY }) {
    const { left, top, width, height } = this.view.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }

  featureAt(event) {
    const spot = this.spot(event);
    const [x, y] = [this.x + spot.x * this.scale, this.y + spot.y * this.scale];
    const reach = event.pointerType === "touch" ? TOUCH : MOUSE;
    let [found, least] = [this.features.get(event.target) ?? null, reach * this.scale];
    for (const point of this.points) {
      const distance = hypot(point.x - x, point.y - y);
      if (distance < least) [found, least] = [point, distance];
    }
    return found;
  }

  pointerdown(event) {
    if (event.isPrimary) this.presses.clear();
    this.isDrag = this.presses.size > 0;
    this.presses.set(event.pointerId, this.spot(event));
  }

  pointermove(event) {
    const before = event.buttons && this.presses.get(event.pointerId);
    const now = this.spot(event);
    if (!before) {
      if (event.pointerType === "mouse" && !this.isKept) this.show(this.featureAt(event));
    } else if (this.isDrag || hypot(now.x - before.x, now.y - before.y) > TREMBLE) {
      this.isDrag = true;
      this.view.setPointerCapture(event.pointerId);
      this.presses.set(event.pointerId, now);
      const other = [...this.presses].find(([id]) => id !== event.pointerId)?.[1];
      if (other) this.pinch(other, before, now);
      else this.pan(before.x - now.x, before.y - now.y);
    }
  }

  pinch(other, before, now) {
    const apart = (spot) => hypot(spot.x - other.x, spot.y - other.y) || 1;
    const middle = { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 };
    this.zoom(apart(now) / apart(before), middle);
    this.pan((before.x - now.x) / 2, (before.y - now.y) / 2);
  }

  click(event) {
    if (this.isDrag) return;
    const feature = this.featureAt(event);
    this.show(feature, feature !== null);
  }

  // The page scrolls over a map that is not in use.
  wheel(event) {
    if (!event.ctrlKey && !this.view.contains(document.activeElement)) return;
    const before = this.scale;
    const pixels = event.deltaMode ? event.deltaY * 20 : event.deltaY;
    this.zoom(2 ** (-pixels / (event.ctrlKey ? 100 : 300)), this.spot(event));
    if (event.ctrlKey || this.scale !== before) event.preventDefault();
  }

  // Keys: on the map they move it, on a feature they go to the next one.

  keydown(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const feature = this.features.get(event.target);
    if (key in ZOOMS) this.zoom(ZOOMS[key]);
    else if (key === "Escape") this.leave();
    else if (!feature && key in MOVES) this.pan(...MOVES[key]);
    else if (feature && key in STEPS) this.step(feature, STEPS[key]);
    else if (feature && key === "Enter") this.panel.focus();
    else return;
    event.preventDefault();
  }

  leave() {
    this.view.focus();
    this.show(null);
  }

  step(feature, steps) {
    const { shown } = feature.layer;
    const next = shown[clamp(shown.indexOf(feature) + steps, 0, shown.length - 1)];
    this.show(next);
    next.shape.focus();
  }

  // A press may begin a drag.
  focusin(event) {
    const feature = this.features.get(event.target);
    if (!feature?.shape.matches(":focus-visible")) return;
    const { x, y } = feature;
    const away = max(abs(x - this.x) / this.size.width, abs(y - this.y) / this.size.height);
    if (away > 0.45 * this.scale) this.look(x, y, this.scale);
    this.show(feature, true);
  }
}

for (const figure of document.querySelectorAll("figure.map")) new MapView(figure);
