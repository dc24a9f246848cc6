// The rules browser as files in a folder: Debian's Chromium, playwright-core and axe-core. Started by site_test.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , folder, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const address = (page) => pathToFileURL(`${folder}/${page}`).href;
const pages = ["index.html", "names.html", "rules/样.补助.html", "bundles/样.一起.html", "rules/手册.分期.html", "documents/手册.交代.html", "rules/harm.one.html"];
let looked = 0;

// What reaches beyond the window and is not in a part that scrolls by itself, also with letters set wide (WCAG 1.4.12).
const beyond = (page) => page.evaluate(() => {
  const wide = () => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5 && !one.closest(".wide, .hidden, .skip"));
    return [document.documentElement.scrollWidth, ...out.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
  };
  const found = wide();
  document.body.classList.add("set-wide");
  for (const name of ["letterSpacing", "wordSpacing"]) document.body.style[name] = "0.12em";
  found.push(...wide());
  document.body.removeAttribute("style");
  return found;
});

async function sound(page, name) {
  assert.deepEqual(await beyond(page), [], `${name}: scrolls sideways`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.html).join(" | ")}`), [], name);
  assert.equal(await page.evaluate(() => window.harm), undefined, `${name}: something of a rule file ran`);
  ++looked;
  if (shots) await page.screenshot({ path: `${shots}/site-${name.replaceAll(/[^\w]+/g, "-")}-${looked}.png`, fullPage: true });
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const faults = [];
async function opened(options) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on("pageerror", (one) => faults.push(one.message));
  page.on("console", (one) => one.type() === "error" && faults.push(one.text()));
  page.on("dialog", (one) => { faults.push("a dialog"); one.dismiss(); });
  page.on("request", (one) => { if (!one.url().startsWith("file://")) faults.push(`asks ${one.url()}`); });
  return page;
}

// every kind of page, both languages, wide and 320 pixels
for (const [width, height] of [[1280, 900], [320, 700]]) {
  const page = await opened({ viewport: { width, height } });
  for (const language of ["", "en/"]) {
    for (const one of pages) {
      await page.goto(address(language + one));
      await sound(page, `${width} ${language}${one}`);
    }
  }
  await page.context().close();
}

// the pages keep to their own policy: nothing but the files beside them runs, and the search does
{
  const page = await opened({ bypassCSP: false, viewport: { width: 1280, height: 900 } });
  await page.goto(address("rules/样.补助.html"));
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("最高额");
  await page.locator("#found a").first().waitFor();
  assert.match(await page.locator("#found [role=status]").textContent(), /找到 \d+ 处/);
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /最高额/);
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#parameter-2$/);
  assert.equal(await page.locator(":target").textContent().then((text) => text.includes("最高额")), true);

  // English words find things on Chinese pages, whatever their case; another page is reached; what is not there is said
  await page.keyboard.press("/");
  await page.locator("#search").fill("MATCH");
  await page.locator("#found a", { hasText: "样.配套" }).first().click();
  await page.waitForURL(/%E6%A0%B7\.%E9%85%8D%E5%A5%97\.html/);
  await page.locator("#search").fill("没有这样的东西");
  await page.waitForFunction(() => document.querySelector("#found [role=status]")?.textContent === "没有找到");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#found").isVisible(), false);

  // the other language shows the same page, and comes back
  await page.locator("nav.tools a", { hasText: "English" }).click();
  await page.waitForURL(/\/en\/rules\//);
  assert.equal(await page.locator("h1").textContent(), "Match");
  await page.locator("#search").fill("equipment");
  await page.locator("#found a", { hasText: "Grant for equipment" }).first().click();
  await page.waitForURL(/\/en\/rules\/.*%E8%A1%A5%E5%8A%A9\.html/);
  await page.locator("#search").fill("large enterprises");
  await page.locator("#found a").first().waitFor();
  await sound(await withoutPolicy(page), "found");
  await page.locator("nav.tools a", { hasText: "中文" }).click();
  assert.equal(await page.locator("h1").textContent(), "设备补助");

  // a rule leads to what it names, and to the case that reaches it
  await page.locator("#step-1 a").first().click();
  assert.match(page.url(), /#input-2$/);
  await page.locator("#condition-1 + .proofs a").first().click();
  assert.match(page.url(), /#case-\d+$/);
  await page.context().close();
}

// axe itself would be kept out by the policy of the page
async function withoutPolicy(page) {
  const other = await opened({ viewport: { width: 1280, height: 900 } });
  await other.goto(page.url());
  await other.locator("#search").fill("large enterprises");
  await other.locator("#found a").first().waitFor();
  return other;
}

// without JavaScript the form leads to the index of names, which has everything
{
  const page = await opened({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await page.goto(address("rules/样.补助.html"));
  await page.locator("#search").fill("投资额");
  await page.locator("form[role=search] button").click();
  await page.waitForURL(/names\.html\?q=/);
  await page.locator("dt", { hasText: "投资额" }).first().waitFor();
  await page.locator("dt", { hasText: "投资额" }).locator("xpath=..").locator("a").first().click();
  assert.match(page.url(), /#input-2$/);
  await page.context().close();
}

// on paper: nothing is cut off at the side, the picture fits
{
  const page = await opened({ viewport: { width: 718, height: 1000 } });
  await page.goto(address("rules/样.补助.html"));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1).length), 0);
  assert.equal(await page.locator(".search").isVisible(), false);
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.length > 10000);
  await page.context().close();
}

assert.deepEqual(faults, []);
await browser.close();
console.log(`${looked} pages looked at`);
