#!/usr/bin/env python3
"""Measures pictures as Chromium draws them.

Usage: pictures.py DRAW [FOLDER]

DRAW is the example `draw`. It draws twenty random records of 60 events and the records of
`examples/data`, light and dark, 900 and 360 pixels wide, into FOLDER (the default is a new folder). Those
pictures, other pictures in FOLDER and the golden files of `tests/data/plot` are shown in a page, one at a time, and measured there:

- no two texts overlap, and no text leaves the picture;
- each text has a contrast of at least 4.5 with what is below it, in both schemes;
- each mark that says something by its colour has at least 3.

The random records are the same on each run.
"""

import glob
import html
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

RECORDS = 20
EVENTS = 60
PEOPLE = ["Marco Rubio", "Sergey Lavrov", "Wang Yi", "Kaja Kallas", "Hakan Fidan", "Péter Szijjártó"]
STATES = [("USA", "United States"), ("RUS", "Russia"), ("CHN", "China"), ("TUR", "Türkiye")]
WORDS = """talks statement sanctions on the grain corridor prisoners exchanged ministers met beside a
summit in Kuala Lumpur note handed over deliveries of air defence resumed ceasefire proposal refused
Ukraine-related communiqué Ministerstvo spokeswoman says no negotiations before autumn""".split()
CODES = ["THREATEN", "COERCE", "AGREE", "CONSULT", "SUPPORT", "ACCUSE"]

# Runs in the page: `pictures` is a list of [name, svg]. Writes what is wrong as text.
MEASURE = r"""
const found = [];
let texts = 0, marks = 0;
const parse = (text) => {
  const part = text.match(/rgba?\(([^)]+)\)/);
  return part ? part[1].split(',').map(Number) : null;
};
const over = (top, bottom, opacity) => top.slice(0, 3).map((one, at) => one * opacity + bottom[at] * (1 - opacity));
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((one) => {
    const share = one / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};
// The colour below an element at a point: shapes from the top down until one is opaque.
const below = (root, element, x, y) => {
  const stack = root.elementsFromPoint(x, y).filter((one) => one.ownerSVGElement);
  const from = stack.indexOf(element);
  const layers = [];
  for (const one of stack.slice(from + 1)) {
    if (one.tagName === 'text') continue;
    const style = getComputedStyle(one);
    const opacity = Number(style.opacity);
    for (const paint of ['stroke', 'fill']) {
      if (paint === 'stroke' && one.tagName !== 'line') continue;
      const colour = parse(style[paint]);
      if (!colour) continue;
      layers.push([colour, opacity]);
    }
    if (layers.length && layers[layers.length - 1][1] === 1) break;
  }
  let colour = [255, 255, 255];
  for (const [top, opacity] of layers.reverse()) colour = over(top, colour, opacity);
  return colour;
};
const measure = (name, svg) => {
  const host = document.createElement('div');
  document.body.append(host);
  const root = host.attachShadow({mode: 'open'});
  root.innerHTML = svg;
  const picture = root.querySelector('svg');
  const frame = picture.getBoundingClientRect();
  const all = [...root.querySelectorAll('text')].map((element) => {
    const box = element.getBoundingClientRect();
    // Without the room above capitals and below the line, which the box of a font has.
    const size = parseFloat(getComputedStyle(element).fontSize);
    const cut = element.hasAttribute('transform') ? 0 : (box.height - size) / 2;
    return {element, text: element.textContent, left: box.left, right: box.right,
            top: box.top + cut, bottom: box.bottom - cut};
  });
  texts += all.length;
  all.sort((a, b) => a.top - b.top);
  all.forEach((one, at) => {
    if (one.left < frame.left - 1 || one.right > frame.right + 1 || one.top < frame.top - 1 || one.bottom > frame.bottom + 1)
      found.push(`${name}: "${one.text}" leaves the picture`);
    for (const other of all.slice(at + 1)) {
      if (other.top >= one.bottom) break;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 1 && high > 1) found.push(`${name}: "${one.text}" and "${other.text}" overlap by ${wide.toFixed(1)} x ${high.toFixed(1)}`);
    }
    const style = getComputedStyle(one.element);
    const edge = style.paintOrder.startsWith('stroke') ? parse(style.stroke) : null;
    for (const share of [0.2, 0.5, 0.8]) {
      const x = one.left + (one.right - one.left) * share, y = (one.top + one.bottom) / 2;
      const ground = edge || below(root, one.element, x, y);
      const got = contrast(parse(style.fill), ground);
      if (got < 4.5) { found.push(`${name}: "${one.text}" has a contrast of ${got.toFixed(2)} (${style.fill} on ${ground})`); break; }
    }
  });
  const telling = '.f-up,.f-down,.f-flat,.f-ink,.f-d1,.f-d2,.f-d3,.f-m0,.f-u1,.f-u2,.f-u3';
  for (const mark of root.querySelectorAll(telling)) {
    if (mark.tagName === 'text' || mark.hasAttribute('opacity')) continue;
    marks += 1;
    const ground = parse(getComputedStyle(root.querySelector('svg > rect')).fill);
    const got = contrast(parse(getComputedStyle(mark).fill), ground);
    if (got < 3) { found.push(`${name}: a mark ${mark.className.baseVal} has a contrast of ${got.toFixed(2)}`); break; }
  }
  host.remove();
};
for (const [name, svg] of pictures) measure(name, svg);
const result = document.createElement('pre');
result.textContent = JSON.stringify({found, texts, marks, pictures: pictures.length});
document.body.append(result);
"""


def date(rng, dense):
    day = rng.randrange(175, 182) if dense else rng.randrange(0, 330)
    month, of_month = day // 28 % 12 + 1, day % 28 + 1
    plain = f"2025-{month:02}-{of_month:02}"
    return rng.choice(
        [plain] * 8
        + [f"2025-{month:02}", f"2025-{month:02}~", f"{plain}?", f"{plain}/..", f"../{plain}"]
        + [f"{plain}/2025-{month:02}-{min(of_month + 4, 28):02}", f"2025-{month:02}-XX", "undated"]
    )


def event(rng, at, actors):
    a, b = rng.sample(actors, 2)
    title = " ".join(rng.choice(WORDS) for _ in range(rng.randrange(2, 12)))
    one = {"id": f"event-{at}", "title": title.capitalize(), "kind": rng.choice(["meeting", "call", "statement", "act"])}
    # A third of the events are in one week.
    when = date(rng, rng.random() < 0.33)
    if when != "undated":
        one["when"] = when
    if one["kind"] in ("meeting", "call"):
        one["parties"] = [a, b]
    elif one["kind"] == "statement":
        one |= {"speaker": a, "target": b, "code": rng.choice(CODES)}
    else:
        one |= {"source": a, "target": b, "code": rng.choice(CODES)}
    status = rng.choice(["realised"] * 6 + ["planned", "disputed", "cancelled"])
    one["reports"] = [{"by": "paper", "status": status, "asserted": "2024-12-01"}]
    return one


def record(seed):
    rng = random.Random(seed)
    actors = [{"id": id, "kind": "state", "name": name} for id, name in STATES]
    for at, name in enumerate(PEOPLE):
        office = {"party": STATES[at % len(STATES)][0], "office": "minister", "when": "2025-01-01/.."}
        actors.append({"id": f"person-{at}", "kind": "person", "name": name, "affiliations": office})
    ids = [actor["id"] for actor in actors]
    return {
        "format": "detente-timeline",
        "version": 1,
        "title": f"Random record {seed}",
        "actors": actors,
        "sources": [{"id": "paper", "name": "A paper"}],
        "events": [event(rng, at, ids) for at in range(EVENTS)],
    }


def with_dark(name, svg):
    """A picture that follows the system, in each scheme; others as they are."""
    media = "@media(prefers-color-scheme:dark)"
    if media not in svg:
        return [(name, svg)]
    return [(f"{name} light", svg.replace(media, "@media not all")), (f"{name} dark", svg.replace(media, "@media all"))]


def chromium():
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    sys.exit("chromium is not installed: apt-get install --yes chromium")


def measure(pictures, folder):
    page = os.path.join(folder, "page.html")
    data = json.dumps(pictures).replace("</", "<\\/")
    with open(page, "w", encoding="utf-8") as file:
        file.write(f"<!doctype html><meta charset=utf-8><style>body{{margin:0}}</style><body><script>const pictures = {data};{MEASURE}</script>")
    profile = os.path.join(folder, "profile")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    command = [chromium(), *flags.split(), f"--user-data-dir={profile}", "--window-size=1000,5000", "--virtual-time-budget=1000000", "--dump-dom", f"file://{page}"]
    dom = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout
    result = re.search(r"<pre>(.*)</pre>", dom, re.DOTALL)
    if result is None:
        sys.exit("the page did not finish")
    return json.loads(html.unescape(result[1]))


def main():
    draw = sys.argv[1]
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
    folder = os.path.abspath(folder)
    os.makedirs(folder, exist_ok=True)
    paths = []
    for seed in range(1, RECORDS + 1):
        path = os.path.join(folder, f"random-{seed}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(record(seed), file, ensure_ascii=False)
        paths.append(path)
    paths += sorted(glob.glob("examples/data/*.json"))
    subprocess.run([draw, folder, *paths], check=True, stdout=subprocess.DEVNULL)
    found, texts, marks, count = [], 0, 0, 0
    files = sorted(glob.glob("tests/data/plot/*.svg")) + sorted(glob.glob(os.path.join(folder, "*-*.svg")))
    files = [path for path in files if not path.endswith(".vl.svg")]
    for at in range(0, len(files), 100):
        pictures = []
        for path in files[at : at + 100]:
            with open(path, encoding="utf-8") as file:
                pictures += with_dark(os.path.basename(path), file.read())
        result = measure(pictures, folder)
        found += result["found"]
        texts, marks, count = texts + result["texts"], marks + result["marks"], count + result["pictures"]
    for one in found[:40]:
        print(one)
    print(f"{count} pictures, {texts} texts, {marks} marks: {len(found)} faults")
    if found or count < 400 or texts < 10_000:
        sys.exit(1)


if __name__ == "__main__":
    main()
