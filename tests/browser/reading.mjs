// Where one reads on after each step, what is said in which language, links put into an open tab, what stands on paper. Started by
// journey_test.py.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [, , address, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");

const whole = {
  size: "small", related_party: "false", contract_date: "2022-08-15", contract_amount: "1200000", paid_amount: "1200000.00",
  recognition: "national", first_time: "true", loan_principal: "5000000", loan_rate: "0.0435", loan_start: "2022-01-10",
  loan_end: "2022-12-20", repaid_on_time: "true", premium: "30000", insured: "execution", equipment_sales: "90000000",
};
// The rules for which answers are given, as every form says them.
const begun = await fetch(`${address}check`, { method: "POST", body: new URLSearchParams({ action: "begin" }) });
const rules = (await begun.text()).match(/name="rules" value="([0-9a-f]+)"/)[1];
const link_to = (answers, lang) => `#a=${Buffer.from(JSON.stringify({ answers: JSON.stringify(answers), rules, lang, large: "0" })).toString("base64url")}`;
const renewed = async (page, act) => {
  const before = await page.evaluate(() => document.documentElement.dataset.shown);
  await act();
  await page.waitForFunction((one) => document.documentElement.dataset.shown && document.documentElement.dataset.shown !== one, before);
  await page.waitForTimeout(100);
};
const press = (page, text) => renewed(page, () => page.getByRole("button", { name: text, exact: true }).last().click());
const active = (page) => page.evaluate(() => `${document.activeElement.tagName}#${document.activeElement.id}`);

// the focus is on the heading, and the heading is in sight
async function at_heading(page, where) {
  assert.equal(await active(page), "H1#", where);
  assert.equal(await page.evaluate(() => scrollY), 0, where);
  const box = await page.locator("h1").boundingBox();
  assert.ok(box.y >= 0 && box.y < 400, `${where}: the heading is out of sight`);
}

async function steps(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 400 } });
  await page.goto(`${address}?lang=en`);
  await press(page, "Start");
  await at_heading(page, "after Start");
  const first = await page.title();
  await page.getByLabel("Small", { exact: true }).check();
  await page.evaluate(() => scrollTo(0, 9999));
  await press(page, "Continue");
  await at_heading(page, "after Continue");
  assert.notEqual(await page.title(), first, "each question has a title of its own");
  await page.evaluate(() => scrollTo(0, 9999));
  await press(page, "Back");
  await at_heading(page, "after Back");
  await press(page, "Continue");
  await page.evaluate(() => scrollTo(0, 9999));
  await press(page, "I do not know");
  await at_heading(page, "after I do not know");
  await press(page, "Continue");                       // nothing is written
  assert.equal(await active(page), "DIV#errors");
  await page.close();
}

async function parts(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 400 } });
  await page.goto(address + link_to(whole, "zh"));
  await page.locator(".total").waitFor();
  for (const [button, part] of [["画图", "chart"], ["比较", "compare"]]) {
    if (part === "compare") await page.locator("#other_value").waitFor();
    await press(page, button);
    assert.equal(await active(page).then((one) => one.includes(part) || one.startsWith("INPUT") || one.startsWith("SELECT")), true, `${button}: ${await active(page)}`);
    const top = await page.evaluate((one) => document.getElementById(one).getBoundingClientRect().top, part);
    assert.ok(top > -400 && top < 400, `${button}: ${part} is at ${top}`);
  }
  await page.close();
}

// a total that the bundle caps: the page says so, and what the awards come to
async function total(browser) {
  for (const [lang, how, added] of [["zh", "合计按组合的规定计算：", "各项相加（不是合计）：1,777,493.15 元"],
                                    ["en", "The total is calculated as the bundle says:", "The awards added up (this is not the total): 1,777,493.15 yuan"]]) {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await page.goto(address + link_to(whole, lang));
    await page.locator(".total").waitFor();
    const text = await page.locator(".total").innerText();
    assert.ok(text.includes("1,000,000.00") && text.includes(how) && text.includes(`min(transaction + grant + interest + premium + equipment, 1,000,000${lang === "zh" ? "元" : " yuan"})`) && text.includes(added), text);
    assert.deepEqual((await page.locator("main").innerText()).match(/(?<![\d.])\d{5,}(?:\.\d+)?…? ?(元|yuan)/)?.[0], undefined, "an amount without groups");
    await page.close();
  }
}

// what is in another language says so, also in lists to choose from
async function languages(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  await page.goto(address + link_to(whole, "zh"));
  await page.locator(".total").waitFor();
  const bare = () => page.evaluate(() => {
    const own = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    const other = own === "zh" ? /[A-Za-z]{3,}/ : /[\u3400-\u9fff]/;
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const lang = node.parentElement.closest("[lang]").lang;
      if (other.test(node.data) && lang.startsWith(own)) found.push(node.data.trim().slice(0, 80));
    }
    return found;
  });
  assert.deepEqual(await bare(), []);
  assert.equal(await page.locator('#other_value option[value="large"]').getAttribute("lang"), null);   // its label is Chinese
  assert.ok(await page.evaluate(() => document.querySelectorAll('main [lang="en"]').length) > 0);   // the words of the rules
  await press(page, "English");
  assert.deepEqual(await bare(), []);
  await page.close();
}

// the choices of what is picked are offered, and a number is typed
async function compared(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  await page.goto(address + link_to(whole, "en"));
  await page.locator(".total").waitFor();
  const kind = () => page.evaluate(() => document.getElementById("other_value").tagName);
  await page.locator("#other").selectOption("recognition");
  assert.deepEqual(await page.locator("#other_value option").allInnerTexts(), ["None", "Provincial", "National"]);
  await page.locator("#other").selectOption("premium");
  assert.equal(await kind(), "INPUT");
  await page.locator("#other").selectOption("first_time");
  assert.deepEqual(await page.locator("#other_value option").allInnerTexts(), ["Yes", "No"]);
  await page.locator("#other_value").selectOption("false");
  await press(page, "Compare");
  assert.equal(await kind(), "SELECT");
  assert.equal(await page.locator("#other_value").inputValue(), "false", "what was chosen stays");
  assert.ok((await page.locator("#compare table").innerText()).includes("not eligible"));
  for (const one of await page.locator("#compare .wide").all()) {   // both amounts are in sight on a phone
    assert.ok(await one.evaluate((part) => part.scrollWidth <= part.clientWidth), "the second amount lies beyond the edge");
  }
  if (shots) await page.locator("#compare").screenshot({ path: `${shots}/compare.png` });
  await page.close();
}

// a link put into a tab that shows the page already opens, damaged ones say so; the answers leave the address bar
async function links(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  await page.goto(`${address}?lang=zh`);
  await page.evaluate((one) => { location.hash = one; }, link_to(whole, "zh"));
  await page.locator(".total").waitFor({ timeout: 5000 });
  assert.equal(await page.evaluate(() => location.hash), "");
  await page.evaluate((one) => { location.hash = one; }, link_to({ ...whole, size: "large" }, "en"));   // another one over it
  await page.waitForFunction(() => document.documentElement.lang === "en");
  assert.ok((await page.locator("main").innerText()).includes("Not eligible"));
  assert.equal(await page.evaluate(() => location.href.includes("#a=")), false);
  await page.evaluate(() => { location.hash = "#a=AAAA"; });
  await page.locator("[role=alert]").filter({ visible: true }).waitFor({ timeout: 5000 });
  assert.equal(await page.evaluate(() => location.href.includes("#a=")), false);
  await page.close();
}

// the sheet says what it is about, of which day it is, and who decides
async function sheet(browser) {
  for (const [lang, words] of [["zh", ["五项激励", "供参考；以主管部门决定为准", "合计按组合的规定计算"]], ["en", ["Five incentives", "for orientation; the authority decides", "The total is calculated as the bundle says"]]]) {
    const page = await browser.newPage();
    await page.goto(address + link_to(whole, lang));
    await page.locator(".total").waitFor();
    await page.emulateMedia({ media: "print" });
    const text = await page.locator("body").innerText();
    for (const one of words) assert.ok(text.includes(one), `${lang}: ${one}`);
    assert.match(text, /20\d\d-\d\d-\d\d/);
    if (shots) await page.screenshot({ path: `${shots}/sheet-${lang}.png`, fullPage: true });
    const pdf = await page.pdf({ preferCSSPageSize: true, path: shots ? `${shots}/sheet-${lang}.pdf` : undefined });
    assert.equal((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length, 1, "more than one sheet");
    await page.close();
  }
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  await steps(browser);
  await parts(browser);
  await total(browser);
  await languages(browser);
  await compared(browser);
  await links(browser);
  await sheet(browser);
  console.log("each step is read from its heading; links, languages and paper say what they should");
} finally {
  await browser.close();
}
