// The self-check in a browser: Debian's Chromium, playwright-core and axe-core. Started by journey_test.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , address, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const words = {
  zh: { name: "惠企自测", on: "继续", start: "开始", next: "下一步", unknown: "不清楚", back: "上一步", review: "核对回答", result: "看结果", large: "长者模式", draw: "画图", compare: "比较", change: "修改" },
  en: { name: "Huiqi self-check", on: "Go on", start: "Start", next: "Continue", unknown: "I do not know", back: "Back", review: "Check your answers", result: "Show the result", large: "Large type", draw: "Draw", compare: "Compare", change: "Change" },
};
let shot = 0;
let looked = 0;

// What reaches beyond the window, and is not in a part that scrolls by itself. No font that a machine has may
// make the page scroll: it is asked once with the machine's own and once with letters set wide (WCAG 1.4.12).
async function beyond(page) {
  return page.evaluate(() => {
    const wide = () => {
      if (document.documentElement.scrollWidth <= window.innerWidth) return [];
      const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5 && !one.closest(".wide, .hidden, .skip"));
      return [document.documentElement.scrollWidth, ...out.map((one) => one.outerHTML.slice(0, 160))];
    };
    const found = wide();
    document.body.style.letterSpacing = "0.12em";
    document.body.style.wordSpacing = "0.16em";
    document.body.style.fontWeight = "700";
    found.push(...wide());
    document.body.removeAttribute("style");
    return found;
  });
}

async function screen(page, name) {
  assert.ok(await page.evaluate(() => document.styleSheets.length === 1), `${name}: no style sheet`);
  assert.deepEqual(await beyond(page), [], `${name}: scrolls sideways`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`), [], name);
  ++looked;
  if (shots) await page.screenshot({ path: `${shots}/${String(++shot).padStart(2, "0")}-${name}.png`, fullPage: true });
}

async function renewed(page, act) {
  const before = await page.evaluate(() => document.documentElement.dataset.shown);
  await act();
  await page.waitForFunction((one) => document.documentElement.dataset.shown !== one, before);
}

async function journey(browser, language, size, name, script) {
  const context = await browser.newContext({ viewport: size, javaScriptEnabled: true, bypassCSP: true });
  if (script === false) await context.route("**/assets/page.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  const page = await context.newPage();
  const w = words[language];
  const away = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) away.push(request.url());
    assert.ok(!request.url().includes("small"), "an answer in an address");
  });
  // Every button brings a new page, or with the script a new body: what is looked at next is that.
  const shown = (act) => (script === false ? Promise.all([page.waitForEvent("load"), act()]) : renewed(page, act));
  const press = (text) => shown(() => page.getByRole("button", { name: text, exact: true }).last().click());
  await page.goto(`${address}?lang=${language}`);
  await screen(page, `${name}-start`);
  await press(w.start);
  await screen(page, `${name}-choice`);

  // an empty choice: the summary has the focus and leads to the first choice
  await press(w.next);
  await page.waitForFunction(() => document.activeElement.id === "errors", null, { timeout: 10000 });
  await screen(page, `${name}-choice-error`);
  await page.locator(".summary a").click();
  await page.keyboard.press("Space");
  await page.getByLabel(language === "zh" ? "小型" : "Small", { exact: true }).check();
  await shown(() => page.keyboard.press("Enter"));   // by keyboard alone

  await page.getByLabel(language === "zh" ? "否" : "No", { exact: true }).check();
  await press(w.next);
  await page.locator("#v").fill("2022-02-30");
  await press(w.next);
  assert.equal(await page.locator("#v").inputValue(), "2022-02-30", "what was typed stays");
  assert.equal(await page.locator("#v").getAttribute("aria-invalid"), "true");
  await screen(page, `${name}-date-error`);
  await page.locator("#v").fill("2022年9月15日");
  if (script !== false) await page.getByText(language === "zh" ? "读作 2022-09-15" : "read as 2022-09-15").waitFor();
  await press(w.next);
  await page.locator("#v").fill("10.123");
  await press(w.next);
  assert.equal(await page.locator("[aria-invalid=true]").count(), 1, "a third decimal");
  await page.locator("#v").fill("1234.56789万");
  await press(w.next);
  assert.ok((await page.locator(".read-back").innerText()).includes("12,345,678.90"));
  await screen(page, `${name}-amount`);

  // the start in between loses nothing
  const asked = await page.locator("h1").innerText();
  await press(w.name);
  await screen(page, `${name}-start-again`);
  if (script !== false) {
    await shown(() => page.goBack());
    await shown(() => page.goForward());
  }
  await press(w.on);
  assert.equal(await page.locator("h1").innerText(), asked);

  // back and forth loses nothing
  await press(w.back);
  assert.equal(await page.locator("#v").inputValue(), "1234.56789万元");
  await press(w.back);
  assert.equal(await page.locator("#v").inputValue(), "2022-09-15");
  await press(w.next);
  await page.locator("#v").fill("600000");
  await press(w.next);
  for (let times = 0; times < 20 && !(await page.locator("h1").innerText()).includes(w.review); ++times) {
    await press(w.unknown);
  }
  await screen(page, `${name}-review`);
  await press(w.result);
  await screen(page, `${name}-result`);
  const range = await page.locator(".incentive h2 + p").first().innerText();
  assert.ok(range.includes("600,000.00") || range.includes("30,000.00"), range);

  await page.locator("#axis").selectOption({ index: 0 });
  await press(w.draw);
  await screen(page, `${name}-chart`);
  await page.locator("#other").selectOption({ index: 0 });
  await page.locator("#other_value").selectOption("large");
  await page.locator("#compare summary").click();
  await page.locator("#other2").selectOption("paid_amount");
  await page.locator("#other_value2").fill("1.001");
  await press(w.compare);   // a fault in the second of two changes
  assert.equal(await page.locator("#other_value2").getAttribute("aria-invalid"), "true");
  assert.equal(await page.locator("#compare table").count(), 0);
  await page.locator("#other_value2").fill("2万");
  await press(w.compare);
  assert.ok((await page.locator("#compare thead").innerText()).includes("20,000.00"), "both changes are named");
  assert.equal(await page.locator("#compare tbody").count(), 6, "each incentive and the sum");
  await screen(page, `${name}-compare`);

  await press(language === "zh" ? "长者模式" : "Large type");
  await screen(page, `${name}-large`);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("form").first().isVisible(), false);
  if (shots) await page.screenshot({ path: `${shots}/${String(++shot).padStart(2, "0")}-${name}-print.png`, fullPage: true });
  if (shots) await page.pdf({ path: `${shots}/${name}.pdf`, format: "A4" });
  await page.emulateMedia({ media: "screen" });

  if (script !== false) {
    // the link holds the answers after the # and brings the same result
    const before = await page.locator(".total").innerText();
    await page.locator("[data-share]").click();
    await page.waitForFunction(() => document.getElementById("shared").textContent !== "");
    const made = await page.evaluate(() => {
      const form = document.querySelector("main form");
      const field = (one) => form.elements.namedItem(one).value;
      const bytes = new TextEncoder().encode(JSON.stringify({ answers: field("answers"), rules: field("rules"), lang: field("lang"), large: field("large") }));
      return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    });
    const other = await context.newPage();
    other.on("request", (request) => assert.ok(!request.url().includes(made.slice(0, 20)), "the fragment was sent"));
    await other.goto(`${address}#a=${made}`);
    await other.locator(".total").waitFor();
    assert.equal(await other.locator(".total").innerText(), before);
    await other.close();
  }
  await page.goto(`${address}rules/benchmark.transaction?lang=${language}`);
  await screen(page, `${name}-rules`);
  assert.deepEqual(away, []);
  await context.close();
}

// Five incentives with every step, the answers and what to bring stand on one A4.
const whole = {
  size: "small", related_party: "false", contract_date: "2022-08-15", contract_amount: "1200000", paid_amount: "1200000.00",
  recognition: "national", first_time: "true", loan_principal: "5000000", loan_rate: "0.0435", loan_start: "2022-01-10",
  loan_end: "2022-12-20", repaid_on_time: "true", premium: "30000", insured: "execution", equipment_sales: "900000",
};

// The rules for which answers are given, as every form says them.
const begun = await fetch(`${address}check`, { method: "POST", body: new URLSearchParams({ action: "begin" }) });
const rules = (await begun.text()).match(/name="rules" value="([0-9a-f]+)"/)[1];

async function paper(browser, language) {
  const page = await browser.newPage();
  const link = { answers: JSON.stringify(whole), rules, lang: language, large: "1" };
  await page.goto(`${address}#a=${Buffer.from(JSON.stringify(link)).toString("base64url")}`);
  await page.locator(".total").waitFor();
  assert.ok((await page.locator(".total").innerText()).includes("422,493.15"));
  const pdf = await page.pdf({ preferCSSPageSize: true, path: shots ? `${shots}/${language}-whole.pdf` : undefined });
  const text = pdf.toString("latin1");
  assert.equal((text.match(/\/Type\s*\/Page\b/g) || []).length, 1, "more than one sheet");
  const [, width, height] = text.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/);
  assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, "not an A4");
  await page.close();
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  const phone = { width: 320, height: 640 };
  const desk = { width: 1280, height: 900 };
  await journey(browser, "zh", phone, "zh-phone");
  await journey(browser, "en", phone, "en-phone");
  await journey(browser, "zh", desk, "zh-desktop");
  await journey(browser, "en", { width: 320, height: 256 }, "en-zoomed");   // 1280 x 1024 at 400 %
  await journey(browser, "zh", phone, "zh-plain", false);
  await paper(browser, "zh");
  await paper(browser, "en");
  console.log(`${looked} screens without findings of axe`);
} finally {
  await browser.close();
}
