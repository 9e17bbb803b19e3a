// Looks at the pages of the example `briefing` in headless Chromium: `.ci/briefing.sh`.
//
// Each page, light and dark: no message on the console, no request, no overflow at three widths, and no violation
// that axe-core finds. Then the filters, the order of the keyboard, the page without script, and paper.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , modules, pages, root] = process.argv;
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let passed = 0;
const failures = [];
function check(holds, what) {
  if (holds) { passed += 1; } else { failures.push(what); console.log("FAILED " + what); }
}

// The page's policy names the script by its hash.
const script = readFileSync(join(root, "src/briefing/html/page.js"));
const hash = createHash("sha256").update(script).digest("base64");
const writer = readFileSync(join(root, "src/briefing/html.rs"), "utf8");
check(writer.includes(`"${hash}"`), `SCRIPT_HASH in src/briefing/html.rs: expected "${hash}"`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

async function open(name, options) {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const page = await context.newPage();
  page.messages = [];
  page.on("console", (message) => page.messages.push(message.text()));
  page.on("pageerror", (error) => page.messages.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) { page.messages.push("request " + request.url()); }
  });
  await page.goto("file://" + join(pages, name + ".html"));
  return page;
}

const shown = (page) => page.locator(".events > li:not([hidden])").count();

for (const name of ["article", "us-russia-2025", "us-russia-2025.de"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 900, 1600]) {
      const label = `${name}, ${colorScheme}, ${width} px`;
      const page = await open(name, { viewport: { width, height: 900 }, colorScheme });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(over <= 0, `${label}: overflows by ${over} px`);
      const charts = await page.locator(".chart svg:visible").count();
      check(charts === await page.locator(".chart.wide").count(), `${label}: ${charts} charts are visible`);
      if (process.env.SCREENSHOTS) {
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      }
      check(page.messages.length === 0, `${label}: ${page.messages.join("; ")}`);
      await page.context().close();
    }
    // The policy of the page stops every script but its own, so axe-core needs a page without it.
    const page = await open(name, { viewport: { width: 900, height: 900 }, colorScheme, bypassCSP: true });
    await page.evaluate(() => document.querySelectorAll("details").forEach((one, at) => { one.open = at < 20; }));
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
    check(passes.length > 15, `${name}, ${colorScheme}: axe-core ran ${passes.length} rules`);
    for (const one of violations) {
      check(false, `${name}, ${colorScheme}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
    }
    await page.context().close();
  }

  // The words of the page in German differ, and its script is the same.
  if (name.endsWith(".de")) {
    const page = await open(name, { viewport: { width: 900, height: 900 } });
    check(await page.locator("html").getAttribute("lang") === "de", `${name}: the page is in German`);
    check((await page.locator("#filter-count").textContent()).startsWith("Gezeigt: "), `${name}: the count is in German`);
    await page.getByLabel("Stand am Ende des").fill("2025-10-18");
    check(await page.locator(".status", { hasText: "geplant" }).count() > 0, `${name}: statuses of an earlier day are in German`);
    check(page.messages.length === 0, `${name}: ${page.messages.join("; ")}`);
    await page.context().close();
    continue;
  }

  // Filters.
  const page = await open(name, { viewport: { width: 900, height: 900 } });
  const all = await page.locator(".events > li").count();
  check(await shown(page) === all, `${name}: all events are shown at first`);
  await page.getByLabel("call", { exact: true }).uncheck();
  const withoutCalls = await shown(page);
  check(all > withoutCalls && await page.locator(".events > li[data-kind=call]:not([hidden])").count() === 0, `${name}: filter of kinds`);
  check((await page.locator("#filter-count").textContent()).startsWith(`Shown: ${withoutCalls} of ${all} events`), `${name}: the count is announced`);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(50);
  check(await shown(page) === all, `${name}: reset`);
  await page.getByLabel("Actor").selectOption({ label: "Sergey Lavrov" });
  const ofLavrov = await shown(page);
  check(ofLavrov > 0 && all > ofLavrov, `${name}: filter of actors`);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(50);
  await page.getByLabel("planned", { exact: true }).uncheck();
  check(await page.locator(".status[data-status=planned]:visible").count() === 0, `${name}: filter of statuses`);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(50);
  if (name === "us-russia-2025") {
    // The summit in Budapest was called off on 21 October. The day before it was still planned.
    const budapest = page.locator(".events > li", { has: page.locator("h3", { hasText: "Second summit, in Budapest" }) });
    const status = () => budapest.locator(".status").textContent();
    check(await status() === "cancelled", `${name}: Budapest is cancelled`);
    await page.getByLabel("As of the end of").fill("2025-10-18");
    check(await status() === "planned", `${name}: Budapest was planned, but is shown as ${await status()}`);
    check(all > await shown(page), `${name}: later events are hidden`);
    await page.getByLabel("As of the end of").fill("2025-10-01");
    check(await budapest.isHidden(), `${name}: Budapest was not known`);
  }

  // Keyboard: the first stop skips to the content, and the stops follow the document.
  await page.reload();
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.className) === "skip", `${name}: the first stop is the skip link`);
  const stops = [];
  for (let stop = 0; 40 > stop; stop += 1) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => {
      const all = Array.from(document.querySelectorAll("*"));
      const outline = getComputedStyle(document.activeElement).outlineStyle;
      return { at: all.indexOf(document.activeElement), outline };
    }));
  }
  check(stops.every((stop, at) => at === 0 || stop.at > stops[at - 1].at || stop.at === stops[at - 1].at), `${name}: stops follow the document`);
  check(stops.every((stop) => stop.outline !== "none"), `${name}: each stop is outlined`);
  check(page.messages.length === 0, `${name}: ${page.messages.join("; ")}`);
  await page.context().close();

  // Without script everything is shown, and there is no filter.
  const plain = await open(name, { javaScriptEnabled: false });
  check(await plain.locator(".events > li:visible").count() === all, `${name}: all events without script`);
  check(await plain.locator(".reports > li:visible").count() > 0, `${name}: reports without script`);
  check(await plain.locator("#filters").isHidden(), `${name}: no filters without script`);
  await plain.context().close();

  // Paper is light, without filters, with wide charts.
  const paper = await open(name, { viewport: { width: 360, height: 900 }, colorScheme: "dark" });
  await paper.emulateMedia({ media: "print", colorScheme: "dark" });
  const ground = await paper.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  check(ground === "rgb(255, 255, 255)", `${name}: paper is ${ground}`);
  check(await paper.locator("#filters").isHidden(), `${name}: no filters on paper`);
  check(await paper.locator(".chart.wide").first().isVisible(), `${name}: wide charts on paper`);
  if (process.env.SCREENSHOTS) {
    await paper.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await paper.pdf({ path: join(process.env.SCREENSHOTS, `${name}.pdf`), format: "A4", margin: { top: "14mm", bottom: "14mm", left: "14mm", right: "14mm" } });
  }
  await paper.context().close();
}

await browser.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
