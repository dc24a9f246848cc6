// Rules with lists, local parameters and documents, on a phone, with and without the script. Started by journey_test.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , address, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const words = {
  zh: { start: "开始", next: "下一步", unknown: "不清楚", result: "看结果", add: "再加一项", remove: "删去第 2 项", documents: "要带的材料", deadline: "期限" },
  en: { start: "Start", next: "Continue", unknown: "I do not know", result: "Show the result", add: "Add an item", remove: "Remove item 2", documents: "Documents to bring", deadline: "Deadline" },
};
const answers = {
  申请主体: "企业", 引进方式: "许可", 合同签订日: "2022年3月1日", 先进技术: "true", 已转化实施: "true", 合同金额: "120", 技术合同登记额: "120",
  已获奖补额: "0", 其他地区已奖补: "false", 关联交易: "false", 企业规模: "小型",
};
let looked = 0;

async function screen(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`), [], name);
  ++looked;
  if (shots) await page.screenshot({ path: `${shots}/list-${name}.png`, fullPage: true });
}

async function list(page, press, w, name, script) {
  await screen(page, `${name}-list`);
  const field = (row, part) => page.locator(`[name="v.${row}.${part}"]`);
  await field(0, 0).fill("2022-04-01");
  await field(0, 1).fill("100万");
  await field(0, 2).selectOption("false");
  await press(w.add);
  assert.equal(await field(0, 1).inputValue(), "100万", "an item that was typed stays");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("name"));
  if (script) assert.equal(await focused(), "v.1.0", "one goes on typing in the item that was added");
  await press(w.add);
  await press(w.remove);
  if (script) assert.equal(await focused(), "v.1.0", "the item that stands there now");
  await field(1, 0).fill("2022-02-30");
  await field(1, 1).fill("20万");
  await field(1, 2).selectOption("false");
  await press(w.next);
  await screen(page, `${name}-list-error`);
  assert.equal(await field(1, 0).getAttribute("aria-invalid"), "true");
  await field(1, 0).fill("2022年4月2日");
  await press(w.next);
}

async function journey(browser, language, name, script, give) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, bypassCSP: true });
  if (!script) await context.route("**/assets/page.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  const page = await context.newPage();
  page.on("request", (request) => assert.ok(request.url().startsWith(address), request.url()));
  const w = words[language];
  const press = async (text) => {
    const act = () => page.getByRole("button", { name: text, exact: true }).last().click();
    if (!script) return Promise.all([page.waitForEvent("load"), act()]);
    const before = await page.evaluate(() => document.documentElement.dataset.shown);
    await act();
    return page.waitForFunction((one) => document.documentElement.dataset.shown !== one, before);
  };
  await page.goto(`${address}?lang=${language}`);
  await press(w.start);
  let asked = 0;
  for (; (await page.locator("form input[name=screen]").last().getAttribute("value")) === "question" && asked < 30; ++asked) {
    const at = await page.locator("main form input[name=at]").first().getAttribute("value");
    if (at === "付款") {
      await list(page, press, w, name, script);
    } else if (!give.includes(at)) {
      await press(w.unknown);
    } else {
      const choice = page.locator(`input[type=radio][value="${answers[at]}"]`);
      if (await choice.count()) await choice.check();
      else await page.locator("#v").fill(answers[at]);
      await press(w.next);
    }
  }
  await screen(page, `${name}-review`);
  await press(w.result);
  await screen(page, `${name}-result`);
  const text = await page.locator("main").innerText();
  assert.ok(text.includes(w.documents) && text.includes(w.deadline));
  await context.close();
  return text;
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  const all = Object.keys(answers);
  // 5 % of the 1,200,000 yuan that were paid in two items
  assert.ok((await journey(browser, "zh", "zh", true, all)).includes("60,000.00 元"));
  assert.ok((await journey(browser, "en", "en", true, all)).includes("60,000.00 yuan"));
  assert.ok((await journey(browser, "zh", "plain", false, all)).includes("陆万元整"));
  const part = await journey(browser, "en", "part", true, all.filter((one) => one !== "关联交易"));
  assert.ok(part.includes("certain so far 0.00 yuan, at most 60,000.00 yuan"), part);
  console.log(`${looked} screens of lists without findings of axe`);
} finally {
  await browser.close();
}
